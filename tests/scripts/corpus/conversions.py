"""int(), float(), bool(), str() and repr() of everything that they take."""
# ruff: noqa


def int_of_everything():
    print(
        int("42"), int("-7"), int(" 13 "), int("+5"), int("007"), int(3.99), int(-3.99), int(True), int(False), int(8)
    )
    print(int("1_000"), int("0"), int("-0"))


def float_of_everything():
    print(float("1.5"), float("2"), float("-3e-2"), float(".5"), float("5."), float(7), float(True), float(2.5))
    print(float("nan"), float("inf"), float("  -1.25\n"))


def bool_of_everything():
    print(bool(0), bool(1), bool(-1), bool(0.0), bool(0.1), bool(""), bool("0"), bool("False"))
    print(bool([]), bool([0]), bool({}), bool({"a": 1}), bool(()), bool((0,)), bool(None), bool(True))


def str_of_everything():
    print(str(1) + "|" + str(1.0) + "|" + str(True) + "|" + str(None) + "|" + str("text") + "|" + str(1e16))
    print(str([1, 2]) + str((1,)) + str({"a": 1.5}) + str([]) + str({}) + str(()) + str([None, 1]))


def repr_of_strings():
    print(repr("plain"), repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("a\nb\tc\\d"), repr(""))
    print(["it's", 'a "b"', "new\nline", "é", "\x00\x7f"])


def repr_inside_containers():
    print(["a", "b"], ("a",), {"k": "v"}, [["x"], ["y", "z"]], [("a", 1), ("b", 2)], {"n": [1.0, 2.5]})


def numbers_from_text():
    rows = "1,2.5,3\n4,5.5,6".split("\n")
    total = 0.0
    for row in rows:
        for cell in row.split(","):
            total += float(cell)
    print(total)


def characters_and_digits():
    text = "a1b22c333"
    total = 0
    for c in text:
        if c.isdigit():
            total += int(c)
    print(total)


def bool_arithmetic_prints_ints():
    a = True
    b = 2 > 3
    print(a, b, a + b, -a, a * 2, int(a), str(a), [a, b], a == 1, a and b, a or b)


def int_float_round_trip():
    for n in [0, 1, -1, 123456789, 9007199254740991]:
        print(int(float(n)) == n, float(str(n)) == n, int(str(n)) == n)


def list_tuple_of_each_other():
    pair = (3, 1, 2)
    items = list(pair)
    items.sort()
    print(items, pair, list("abc"), list(range(3)), tuple([1, 2]), list({"a": 1, "b": 2}))


def dict_of_pairs():
    table = dict([("a", 1), ("b", 2)])
    names = ["x", "y", "z"]
    print(table, dict(zip(names, [1.5, 2.5, 3.5])), dict(table) == table)
    copy = dict(table)
    copy["a"] = 9
    print(table["a"], copy["a"])


def of_a_name_to_itself(n: int = 3):
    x = n
    x = float(x)
    print(x, n)
    y = 1
    if n > 2:
        y = float(y)
    print(y)
    z = "a"
    z = str(z)
    k = True
    k = int(k)
    print(z, k)
    xs = [1, 2]
    for v in xs:
        v = float(v)
        print(v)
