"""Arithmetic, rounding and `math` of compiled scripts against CPython, on random and special values."""

from __future__ import annotations

import itertools
import math
import operator
import random
from pathlib import Path
from typing import Any

from .python_calls import BEYOND, Call, differences, within

LARGEST = 2**53 - 1
INTS = [0, 1, -1, 2, 3, -3, 7, -7, 31, 64, 10**6, -(10**9), LARGEST, -LARGEST]
FLOATS = [
    0.0,
    -0.0,
    0.5,
    -0.5,
    1.0,
    -1.0,
    1.5,
    -2.5,
    0.1,
    0.3,
    3.0,
    -3.0,
    1e300,
    1e-300,
    1e16,
    math.inf,
    -math.inf,
    math.nan,
]


def power(a: float, b: float) -> Any:
    result = a**b
    if isinstance(result, complex):
        raise ValueError("a negative number to a fractional power is complex, and scripts do not have complex numbers")
    return result


def test_ints(tmp_path: Path) -> None:
    pairs = list(itertools.product(INTS, INTS))
    calls = [
        Call(helper, pair, within(python))
        for helper, python in (
            ("divide", operator.truediv),
            ("floorDivide", operator.floordiv),
            ("modulo", operator.mod),
            ("divmod", divmod),
            ("bitAnd", operator.and_),
            ("bitOr", operator.or_),
            ("bitXor", operator.xor),
            ("mathGcd", math.gcd),
        )
        for pair in pairs
    ]
    calls += [Call("intPower", (a, b), within(operator.pow)) for a in range(-40, 41) for b in range(54)]
    for count in (0, 1, 5, 31, 32, 40, 60, 2000, -1):
        calls += [Call("shiftLeft", (a, count), within(operator.lshift)) for a in INTS]
        calls += [Call("shiftRight", (a, count), within(operator.rshift)) for a in INTS]
    calls += [Call("powerModulo", (a, b, m), pow) for a in INTS for b in (0, 1, 5, 100, -1, -3) for m in INTS]
    calls += [Call("int", (a,), within(int)) for a in (*INTS, 2**53, -(2**53), 2**60)]
    assert not differences(calls, tmp_path)


def test_floats(tmp_path: Path) -> None:
    calls = [
        Call(helper, pair, python)
        for helper, python in (
            ("floatDivide", operator.truediv),
            ("floatFloorDivide", operator.floordiv),
            ("floatModulo", operator.mod),
            ("floatDivmod", divmod),
            ("floatPower", power),
            ("mathFmod", math.fmod),
            ("mathRemainder", math.remainder),
            ("mathCopysign", math.copysign),
            ("mathIsclose", math.isclose),
            ("mathPow", math.pow),
        )
        for pair in itertools.product(FLOATS, FLOATS)
    ]
    assert not differences(calls, tmp_path)


def test_rounding_to_ints_and_digits(tmp_path: Path) -> None:
    numbers = random.Random(3)
    values = [*FLOATS, *(numbers.uniform(-1000, 1000) for _ in range(500)), *(k / 2**5 for k in range(-200, 200))]
    values += [round(numbers.uniform(-100, 100), 4) for _ in range(500)] + [2.675, 1e22, 5e-324, 123456.789]
    calls = [
        Call("roundedTo", (value, digits), round) for value in values for digits in (0, 1, 2, 3, 10, -1, -2, 400, -400)
    ]
    calls += [
        Call(helper, (value,), within(python))
        for helper, python in (
            ("roundedToInt", round),
            ("truncatedToInt", int),
            ("flooredToInt", math.floor),
            ("ceiledToInt", math.ceil),
        )
        for value in values
    ]
    calls += [Call("roundedInt", (n, d), round) for n in (0, 5, 15, 25, -25, 1249, 1250, 123456) for d in range(-7, 2)]
    assert not differences(calls, tmp_path)


def test_math(tmp_path: Path) -> None:
    names = [
        "sqrt",
        "exp",
        "expm1",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "sinh",
        "cosh",
        "acosh",
        "log",
        "log2",
        "log10",
        "log1p",
        "atanh",
        "modf",
    ]
    arguments = [*FLOATS, 1000.0, -1000.0, 0.25, -0.75, 2.0]
    calls = [Call(f"math{name.capitalize()}", (x,), getattr(math, name)) for name in names for x in arguments]
    calls += [Call("mathLog", pair, math.log) for pair in itertools.product((8, 1, 0.5, 0, -1), (2, 1, 10, 0))]
    calls += [
        Call("mathLdexp", (x, i), math.ldexp) for x in (0.0, 0.5, -3.0, 1e300) for i in (0, 4, -4, 1000, 2000, -2000)
    ]
    calls += [Call("mathIsqrt", (n,), math.isqrt) for n in (*INTS, 99, 100, 94906265**2 - 1)]
    calls += [Call("mathFactorial", (n,), within(math.factorial)) for n in range(-1, 25)]
    calls += [Call("mathComb", (n, k), within(math.comb)) for n in range(-1, 70, 3) for k in range(-1, 70, 3)]
    calls += [Call("mathPerm", (n, k), within(math.perm)) for n in range(-1, 20) for k in range(-1, 20)]
    calls += [Call("mathLcm", values, math.lcm) for values in ((), (4,), (4, 6), (0, 3), (-4, 6, 10))]
    numbers = random.Random(5)
    for _ in range(500):
        values = [numbers.choice([numbers.uniform(-1, 1) * 10.0 ** numbers.randrange(-16, 17), 0.1]) for _ in range(9)]
        calls.append(Call("mathFsum", (values,), math.fsum))
    calls.append(Call("mathDist", ([1.0, 2.0], [3.0]), math.dist))
    calls.append(Call("mathDist", ([1.0, 2.0], [4.0, 6.0]), math.dist))
    assert not differences(calls, tmp_path)


def test_numbers_of_texts(tmp_path: Path) -> None:
    numbers = random.Random(7)
    texts = ["", " 1_000 ", "_1", "1__0", "-0", "0x1f", "inf", "-Infinity", " nan ", "1.e3", ".5", "5.", ".", "1e", "x"]
    texts += ["".join(numbers.choice("0123456789_+- .eExa") for _ in range(numbers.randrange(7))) for _ in range(3000)]
    calls = [Call("intOf", (text,), within(int)) for text in texts] + [
        Call("floatOf", (text,), float) for text in texts
    ]
    calls += [Call("intOf", (text, base), within(int)) for text in texts[:600] for base in (0, 2, 16, 36, 1)]
    calls += [Call("codeOf", (text,), ord) for text in ("a", "é", "😀", "", "ab")]
    calls += [Call("charOf", (code,), chr) for code in (0, 97, 0x1F600, -1, 0x110000)]
    assert not differences(calls, tmp_path)


def test_ranges(tmp_path: Path) -> None:
    bounds = [(5,), (0,), (-3,), (2, 5), (5, 2), (0, 10, 3), (10, 0, -3), (0, 10, -1), (10, 0, 3), (0, 1, 5), (0, 1, 0)]
    assert not differences([Call("range", each, range) for each in bounds], tmp_path)


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    calls = [
        Call("divide", (1, 2), operator.mul),
        Call("int", (2**53,), int),
        Call("modulo", (1, 0), operator.floordiv),
    ]
    assert len(differences(calls, tmp_path)) == 3
    assert BEYOND
