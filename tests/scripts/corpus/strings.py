"""Strings: length, indices, slices, joining, iterating, searching, escapes, characters beyond ASCII."""
# ruff: noqa


def length_and_indices():
    s = "gradient"
    print(len(s), s[0], s[-1], s[3], s[-8], len(""), "abc"[1])
    for i in range(-3, 3):
        print(i, s[i])


def slices():
    s = "gradient"
    print(s[1:4], s[:3], s[3:], s[:], s[-3:], s[:-2], s[2:-2], s[5:2], s[0:100], s[-100:2])
    print(s[::2], s[1::3], s[::-1], s[6:1:-2], s[-1:-4:-1], s[10:], s[:0])


def concatenation_and_repetition():
    a = "ab"
    a += "cd"
    print(a + "ef", a * 3, "-" * 10, 2 * "xy", "z" * 0, "z" * -1, "" + "")


def iteration():
    for c in "héllo":
        print(c, end=" ")
    print()
    print([c.upper() for c in "abc"], list("hey"), sorted("banana"), max("hello"), min("hello"))
    for i, c in enumerate("ab"):
        print(i, c)


def characters_beyond_the_basic_plane():
    s = "a😀b"
    print(len(s), s[1], s[2], s[::-1], list(s), s.find("b"), s[1:], "😀" * 2, s.count("😀"))
    print("é" == "\u00e9", "日本"[0], len("日本語"), "ß".upper(), sorted("bé😀a"))


def escapes():
    print("tab\there", 'quote"s', "it's", "back\\slash", "line\nbreak", "\x41\u0042", r"raw\n", "nuljoined")
    print("""three
lines
here""")


def counting_letters():
    counts: dict[str, int] = {}
    for c in "mississippi":
        counts[c] = counts.get(c, 0) + 1
    print(counts, sorted(counts), sorted(counts.items()))


def palindromes():
    def is_palindrome(text: str) -> bool:
        letters = [c for c in text.lower() if c.isalpha()]
        return letters == letters[::-1]

    print([is_palindrome(t) for t in ["Anna", "A man, a plan, a canal: Panama", "gradient", ""]])


def caesar():
    alphabet = "abcdefghijklmnopqrstuvwxyz"

    def shift(text: str, by: int) -> str:
        out = ""
        for c in text:
            i = alphabet.find(c)
            out += alphabet[(i + by) % 26] if i >= 0 else c
        return out

    secret = shift("attack at dawn", 3)
    print(secret, shift(secret, -3))


def ord_free_comparison():
    words = ["pear", "Apple", "fig", "apple", "Fig"]
    print(sorted(words), sorted(words, key=len), sorted(words, key=str.lower), max(words, key=len))


def building_with_join():
    parts: list[str] = []
    for i in range(4):
        parts.append(f"w{i}")
    print(", ".join(parts), "".join(parts), "-".join("abc"), "/".join([]), ", ".join(str(i) for i in range(3)))


def run_length_encoding():
    def encode(text: str) -> str:
        out = ""
        i = 0
        while i < len(text):
            j = i
            while j < len(text) and text[j] == text[i]:
                j += 1
            out += f"{j - i}{text[i]}"
            i = j
        return out

    print(encode("aaabccd"), encode(""), encode("zzzzzzzzzzzz"))


def comparing_and_equality():
    print("a" < "b", "a" == "a", "abc" < "abd", "abc" > "ab", "Z" < "a", "é" > "z", "a" * 3 == "aaa")


def multiline_table():
    rows = [("conv1", 416), ("pool", 0), ("dense", 10250)]
    width = max(len(name) for name, _ in rows)
    for name, count in rows:
        print(name.ljust(width) + " | " + str(count).rjust(6))
    print("-" * (width + 9))


def chr_and_ord():
    print([ord(c) for c in "aZ0é"], chr(65) + chr(233), "".join(chr(ord("a") + i) for i in range(5)))


def implicit_conversion_is_an_error():
    n = 5
    print("n = " + str(n), "n = %d" % n, f"n = {n}")


def separators_that_overlap():
    print(
        "aaaa".rsplit("aa", 1), "aaa".rsplit("aa", 1), "aaaaa".rsplit("aa"), "aaa".split("aa"), "aaa".rpartition("aa")
    )
    print("abababa".rsplit("aba", 1), "abababa".rsplit("aba"), "abababa".split("aba", 1), "abababa".partition("aba"))
    print(
        "aaa".rfind("aa"),
        "aaa".count("aa"),
        "aaa".replace("aa", "b"),
        "a".rsplit("aa", 3),
        "".rsplit("a"),
        "aa".rsplit("a", 0),
    )
