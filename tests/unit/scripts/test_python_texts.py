"""Formatting, `repr` and the methods of strings of compiled scripts against CPython, on random values."""

from __future__ import annotations

import math
import random
import struct
from pathlib import Path

import numpy as np

from .python_calls import Call, differences

SPECIAL = [0.0, -0.0, math.inf, -math.inf, math.nan, 1e16, 1e15, 9999999999999998.0, 1e-4, 1e-5, 0.5, 1.5, 2.5, 9.5,
           1e22, 1e23, 123456.5, 999999.5, 9.9999e-5, 5e-324, 1.7976931348623157e308]  # fmt: skip
LETTERS = "abAB  \t\n,1é😀_-'\"ß"
SPACES = " \t\nab,\x1c\x85\u2003\xa0"


class Values:
    """Random values, the same in every run."""

    def __init__(self) -> None:
        self.random = random.Random(11)

    def float(self) -> float:
        kind = self.random.random()
        if kind < 0.3:
            return float(struct.unpack("d", struct.pack("Q", self.random.getrandbits(64)))[0])
        if kind < 0.6:
            return self.random.uniform(-1000, 1000)
        if kind < 0.75:
            return round(self.random.uniform(-100, 100), self.random.randrange(5))
        if kind < 0.9:  # ties
            return self.random.randrange(-2000, 2000) / 2 ** self.random.randrange(12)
        return self.random.choice(SPECIAL)

    def int(self) -> int:
        size = 10 ** self.random.randrange(1, 16)
        return self.random.choice([0, 1, -1, 5, 2**53 - 1, 1 - 2**53, self.random.randrange(-size, size)])

    def text(self, letters: str = LETTERS, length: int = 10) -> str:
        return "".join(self.random.choice(letters) for _ in range(self.random.randrange(length)))

    def specification(self, types: list[str], precision: float = 0.7) -> str:
        choice, chance = self.random.choice, self.random.random
        parts = [choice(["", "*", "é", "0", " "]) + choice("<>=^") if chance() < 0.4 else ""]
        parts += [choice(["", "", "+", "-", " "]), "z" if chance() < 0.05 else "", "#" if chance() < 0.15 else ""]
        parts += ["0" if chance() < 0.2 else "", str(self.random.randrange(1, 25)) if chance() < 0.5 else ""]
        parts += [choice(",_") if chance() < 0.25 else ""]
        parts += [f".{choice([0, 1, 2, 3, 4, 6, 10, 17, 30])}" if chance() < precision else "", choice(types)]
        return "".join(parts)


def test_floats(tmp_path: Path) -> None:
    values = Values()
    calls = [Call("floatText", (values.float(),), repr) for _ in range(4000)]
    types = ["", "e", "E", "f", "F", "g", "G", "%"]
    calls += [Call("formatFloat", (values.float(), values.specification(types)), format) for _ in range(10000)]
    for digits in (0, 1, 2, 3, 5, 8, 20):
        calls += [
            Call("toFixed", (values.float(), digits), lambda value, digits: format(value, f".{digits}f"))
            for _ in range(600)
        ]
    assert not differences(calls, tmp_path)


def test_float32s(tmp_path: Path) -> None:
    values = Values()
    numbers = [struct.unpack("f", struct.pack("I", values.random.getrandbits(32)))[0] for _ in range(3000)]
    numbers += [float(np.float32(values.random.uniform(-2000, 2000))) for _ in range(2000)]
    numbers += [0.0, -0.0, math.inf, -math.inf, math.nan, 1e16, -9.9999998e15, 16777216.0, 1e-4, 9.9999994e-5]
    if str(np.float32(1e6)) != "1e+06":  # NumPy before 2.4
        numbers = [number for number in numbers if not 1e6 <= abs(number) < 1e16]
    single = [float(np.float32(number)) for number in numbers]
    calls = [Call("float32Text", (number,), lambda number: str(np.float32(number))) for number in single]
    assert not differences(calls, tmp_path)


def test_ints_and_strings(tmp_path: Path) -> None:
    values = Values()
    types = ["", "d", "b", "o", "x", "X", "f", "e", "g", "%"]
    calls = [Call("formatInt", (values.int(), values.specification(types, 0.2)), format) for _ in range(8000)]
    calls += [Call("formatInt", (code, spec), format) for code in (97, 0x1F600) for spec in ("c", "5c", ">5c", "+c")]
    calls += [Call("formatString", (values.text(), values.specification(["", "s"], 0.3)), format) for _ in range(3000)]
    calls += [Call("formatString", (values.text(), "d"), format), Call("formatInt", (5, "5.5.5"), format)]
    assert not differences(calls, tmp_path)


def test_enormous_widths_and_precisions(tmp_path: Path) -> None:
    large = ["0100000,", "0100001,d", "0100002_", "0100003_x", "*^100000", "+#0100000_b"]
    calls = [Call("formatInt", (value, spec), format) for value in (7, -(2**53) + 1) for spec in large]
    precise = [".100000f", ".100000e", ".100000g", "#.100000g", "0100000,.3f", ".100000%", ".1101f", ".1101g"]
    calls += [Call("formatFloat", (value, spec), format) for value in (1 / 3, -5e-324, 1.5e300) for spec in precise]
    assert not differences(calls, tmp_path)


def test_methods(tmp_path: Path) -> None:
    values = Values()
    calls: list[Call] = []
    for _ in range(1500):
        text, part = values.text(), values.text("abA, ", 3)
        start, stop = values.random.randrange(-12, 12), values.random.randrange(-12, 12)
        bounds = [values.random.choice([None, values.random.randrange(-12, 12)]) for _ in range(2)]
        step = values.random.choice([None, 1, 2, -1, -3, 0])
        calls += [
            Call("textLength", (text,), len),
            Call("textItem", (text, start), lambda text, index: text[index]),
            Call("slicedText", (text, *bounds, step), lambda text, a, b, c: text[a:b:c]),
            Call("slicedList", (list(text), *bounds, step), lambda text, a, b, c: text[a:b:c]),
            Call("findText", (text, part, start, stop), str.find),
            Call("findLastText", (text, part, start, stop), str.rfind),
            Call("indexText", (text, part), str.index),
            Call("indexLastText", (text, part), str.rindex),
            Call("countText", (text, part), str.count),
            Call("replaceText", (text, part, "$&", values.random.randrange(-1, 4)), str.replace),
            Call("capitalizedText", (text,), str.capitalize),
            Call("titledText", (text,), str.title),
            Call("leftJustified", (text, start, "*"), str.ljust),
            Call("rightJustified", (text, start, "*"), str.rjust),
            Call("centeredText", (text, start, "*"), str.center),
            Call("zeroFilled", (text, start), str.zfill),
            Call("withoutPrefix", (text, part), str.removeprefix),
            Call("withoutSuffix", (text, part), str.removesuffix),
            Call("quoted", (text,), repr),
            Call("isDigit", (text,), str.isdigit),
            Call("isAlpha", (text,), str.isalpha),
            Call("isAlnum", (text,), str.isalnum),
            Call("isUpper", (text,), str.isupper),
            Call("isLower", (text,), str.islower),
            Call("isSpace", (values.text(SPACES, 4),), str.isspace),
            Call("partitionText", (text, part), str.partition),
            Call("partitionFromRight", (text, part), str.rpartition),
        ]
        spaced, separator = values.text(SPACES, 14), values.random.choice([None, None, ",", "a", "ab", ""])
        most = values.random.randrange(-1, 4)
        calls += [
            Call("strippedText", (spaced,), str.strip),
            Call("strippedLeft", (spaced, separator), str.lstrip),
            Call("strippedRight", (spaced, separator), str.rstrip),
            Call("splitText", (spaced, separator, most), str.split),
            Call("splitFromRight", (spaced, separator, most), str.rsplit),
            Call("splitLines", (values.text("a\n\r\x0b\x1c\u2028b", 12), most > 1), str.splitlines),
        ]
    assert not differences(calls, tmp_path)


def test_order(tmp_path: Path) -> None:
    values = Values()
    calls: list[Call] = []
    for _ in range(1000):
        texts = (values.text("a\uffee😀", 5), values.text("a\uffee😀", 5))
        lists = tuple([values.random.randrange(3) for _ in range(values.random.randrange(4))] for _ in range(2))
        for pair in (texts, lists):
            calls += [
                Call("isLess", pair, lambda a, b: a < b),
                Call("isLessOrEqual", pair, lambda a, b: a <= b),
                Call("isGreater", pair, lambda a, b: a > b),
                Call("isGreaterOrEqual", pair, lambda a, b: a >= b),
                Call("isEqual", pair, lambda a, b: a == b),
            ]
        calls += [
            Call("sorted", (lists[0],), sorted),
            Call("sorted", (list(texts[0]), None, True), lambda values, key, reverse: sorted(values, reverse=reverse)),
            Call("smallest", (lists[0],), min),
            Call("largest", (lists[0],), max),
            Call("sumInts", (lists[0],), sum),
            Call("zip", lists, lambda a, b: list(zip(a, b, strict=False))),
            Call("zipStrict", (lists[0], lists[0]), lambda a, b: list(zip(a, b, strict=True))),
            Call("enumerate", (lists[0], 3), lambda a, start: list(enumerate(a, start))),
        ]
    assert not differences(calls, tmp_path)
