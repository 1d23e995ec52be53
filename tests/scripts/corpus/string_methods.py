"""Methods of strings."""
# ruff: noqa


def case():
    s = "Hello World 2x"
    print(s.upper(), s.lower(), s.title(), s.capitalize(), "they're".title(), "".upper())


def strip():
    s = "  \tpadded \n"
    print(
        repr(s.strip()),
        repr(s.lstrip()),
        repr(s.rstrip()),
        "xxabcxx".strip("x"),
        "abcba".strip("ab"),
        "..a.".rstrip("."),
    )
    print("www.site.com".lstrip("w."), repr("   ".strip()))


def split():
    print("a b  c ".split(), "a,b,,c".split(","), "".split(), "".split(","), "one".split(","), "a--b--c".split("--"))
    print("a b c d".split(" ", 2), "k=v=w".split("=", 1), " lead".split(" "), "a\tb\nc".split())
    print("a,b,c".rsplit(",", 1), "x\ny\n".splitlines(), "a.b.c".rsplit("."))


def join():
    print(
        ",".join(["a", "b"]),
        "".join(["x"]),
        " ".join([]),
        "\n".join(["l1", "l2"]),
        "-".join(("t", "u")),
        ".".join("abc"),
    )


def replace():
    print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "abc".replace("x", "y"), "abc".replace("", "-"))
    print("a.b.c".replace(".", ""), "$1".replace("$1", "$&"), "a+b".replace("+", "$$"))


def starts_and_ends():
    name = "conv2d/kernel"
    print(
        name.startswith("conv"),
        name.endswith("kernel"),
        name.startswith("x"),
        name.endswith(""),
        name.startswith(("a", "c")),
    )
    print(name.removeprefix("conv2d/"), name.removesuffix("kernel"), name.removeprefix("none"))


def find_and_count():
    s = "banana"
    print(
        s.find("an"),
        s.find("an", 2),
        s.find("x"),
        s.rfind("an"),
        s.count("a"),
        s.count("an"),
        s.count("ana"),
        s.index("nan"),
    )
    print(s.find(""), s.count(""), s.find("a", -1), s.find("n", 0, 2))


def kinds_of_characters():
    for s in ["123", "12a", "abc", "ABC", "aBc", "", " ", "a b", "½", "4.5"]:
        print(repr(s), s.isdigit(), s.isalpha(), s.isalnum(), s.islower(), s.isupper(), s.isspace())


def padding():
    print(
        "42".zfill(5),
        "-42".zfill(5),
        "abc".zfill(2),
        "a".ljust(3) + "|",
        "a".rjust(3),
        "a".center(4) + "|",
        "ab".center(5, "*"),
    )
    print("x".ljust(4, "."), "x".rjust(4, "0"), "+7".zfill(4))


def partition():
    print("key=value=x".partition("="), "plain".partition("="), "a/b/c".rpartition("/"))
    head, _, tail = "epoch:3".partition(":")
    print(head, tail)


def format_method():
    print("{} {}".format(1, "b"), "{0} {1} {0}".format("a", "b"), "{:.2f}|{:>5}".format(3.14159, "x"), "{{}}".format())
    print("{name}={value:03d}".format(name="n", value=7))


def chained():
    line = "  Loss: 0.25 ; Acc: 0.9  "
    parts = [p.strip().lower().split(": ") for p in line.split(";")]
    print(parts, {k: float(v) for k, v in parts})


def words():
    text = "the quick brown the lazy the end"
    counts: dict[str, int] = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    best = max(counts, key=lambda w: counts[w])
    print(best, counts[best], " ".join(w.capitalize() for w in text.split()[:3]))


def reversing_words():
    print(" ".join(reversed("a b c".split())), "".join(reversed("abc")), "abc"[::-1])


def methods_on_literals_and_results():
    print("A,B".lower().split(",")[1], str(12.5).split("."), (("a" + "b") * 2).upper(), "%d-%d" % (1, 2))
