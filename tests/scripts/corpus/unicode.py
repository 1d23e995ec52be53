"""Text beyond ASCII: characters are code points, ordered as such."""
# ruff: noqa


def order_of_characters():
    print(sorted(["\uffff", "😀", "z", "é"]) == ["z", "é", "\uffff", "😀"], "\uffff" < "😀", max("a😀\ufffd") == "😀")
    print(sorted("😀b\uffffa") == ["a", "b", "\uffff", "😀"], ["\uffff"] < ["😀"], ("😀", 1) > ("\uffff", 2))


def indices_count_code_points():
    s = "x😀y😀z"
    print(len(s), s[1], s[-1], s[2], s.find("y"), s.find("😀", 2), s.rfind("😀"), s.index("z"), s.count("😀"))
    print(s[1:4], s[::2], s[::-1], s[-2:], s[:-3])


def padding_counts_code_points():
    print("😀".rjust(3) + "|", "😀".center(5, "*"), f"{'😀':>4}|", f"{'é':^5}|", "%3s|" % "😀", "😀".zfill(3))


def case_of_other_alphabets():
    print("ÀÉ".lower(), "àé".upper(), "ß".upper(), "straße".title(), "ΑΒΓ".lower(), "éa".capitalize(), "ǆ".upper())


def white_space():
    print(repr("\u2003a\u00a0".strip()), "a\u2003b\tc\x1cd".split(), "\u00a0".isspace(), "".isspace(), " \t".isspace())


def lists_of_characters():
    print(list("a😀é"), sorted("éa😀"), [c for c in "日本"], "-".join("日本"), {c: ord(c) for c in "a😀"})


def repr_of_characters():
    print(repr("é😀"), repr("\u200b\u00ad"), repr("\x07\x1b"), repr("\\"), repr("a\r\n"), ["\u2028"], repr("\ud7ff"))


def combined_characters_are_two():
    print(len("e\u0301"), "e\u0301" == "é", "e\u0301"[0], len("👩‍💻"), "👩‍💻"[0])


def contains_and_replaces():
    print("😀" in "a😀", "a😀b".replace("😀", ":)"), "a😀b".split("😀"), "😀a".startswith("😀"), "a😀".endswith("😀"))


def counting_characters():
    counts: dict[str, int] = {}
    for c in "naïve café 😀😀":
        counts[c] = counts.get(c, 0) + 1
    print(counts)
    print(sorted(counts, key=lambda c: (-counts[c], c))[:4])
