"""print with sep and end, and what containers look like in text."""
# ruff: noqa


def separators_and_ends():
    print(1, 2.5, "x", True, None)
    print(1, 2, 3, sep="-")
    print("a", "b", sep="")
    print("no newline", end="")
    print(" ... continued")
    print()
    print("a", end="\n\n")
    print(1, 2, sep=", ", end=".\n")
    print("", "")
    print(sep="x")


def containers():
    print([1.0, 2.5], ["a"], (1, "b"), (1,), (), [], {}, {"a": [{"b": (2.0,)}]}, [True, None])
    print([[]], [()], ({},), [-0.0, 1e16, 1e-7], {1: "x", 2: "y"}, {(1, 2): 3}, {0.5: 1})


def multiline_text():
    print("first\nsecond", "third")
    print("tab\tbed")
    print(["a\nb"])


def list_that_holds_itself_by_name():
    rows = [["a", 1.0], ["b", 2.0]] if False else [[1.0, 2.0]]
    rows.append(rows[0])
    print(rows)


def numbers_in_columns():
    for n in [1, 10, 100]:
        print(str(n).rjust(5), n / 3)


def unicode_text():
    print("loss → 0.5 ✓", "naïve", "日本", "😀")
    print(["→", "naïve", "😀", "\u200b", "\xa0"])


def returned_functions_text():
    print("[" + ", ".join(str(x) for x in [1.0, 2.0]) + "]")
    print("{" + "".join(f"{k}:{v} " for k, v in {"a": 1}.items()) + "}")


def repr_of_values():
    print(repr(1), repr(1.0), repr("a"), repr([1, 2]), repr(None), repr(True), repr((1, "x")), repr({"a": "b"}))


def ranges_and_none():
    print(range(5), range(1, 5), range(0, 10, 2), None, [None, None])


def booleans_in_arithmetic_and_text():
    flags = [True, False, True]
    print(flags, sum(flags), str(flags[0]) + "!", f"{flags[1]}", "%s" % flags[2], flags.count(True), flags.index(False))
