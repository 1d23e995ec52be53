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


def digits_of_other_scripts():
    for s in ["١", "१२", "१.५", "²", "½", "１２", "𝟏𝟐", "𝟘", "𝟿", "٣e٢", "-٣", "٣_٤", "4٣", "٪"]:
        try:
            print(int(s))
        except ValueError as e:
            print("int", e)
        try:
            print(float(s))
        except ValueError as e:
            print("float", e)


def digits_of_other_scripts_and_bases():
    print(int("٣f", 16), int("0x٣f", 16), int("1٣", 4))


def titles_of_digraphs_and_ligatures():
    print(
        "ǆ x".title(),
        "ǆungla".capitalize(),
        "they're".title(),
        "ß".upper(),
        "ŉ".title(),
        "ﬁx fi".title(),
        "ͅa".title(),
        "ΑΣ ΣΑΣ".lower(),
        "ᾳ ᾳ".title(),
        "აბ".title(),
        "ᾷ ᾲ ᾀx ŉa".title(),
        "ffl ﬄ ﬅ".title(),
        "Ǆ".capitalize(),
        "a".capitalize(),
        "".capitalize(),
        "İ".capitalize(),
        "եւ".title(),
        "ẖ ǰ ΐ".title(),
    )


def titles_of_many_letters():
    bad = []
    for c in [
        223,
        0x149,
        0x1F0,
        *range(0x1C4, 0x1CD),
        *range(0x1F1, 0x1F4),
        *range(0x10D0, 0x1100),
        *range(0x1E90, 0x1EFF),
        *range(0x1F00, 0x2000),
        *range(0xFB00, 0xFB18),
        *range(0x370, 0x480),
        *range(97, 123),
    ]:
        bad.append(chr(c).title() + "|" + chr(c).capitalize() + "|" + ("a" + chr(c)).title())
    print(bad)
