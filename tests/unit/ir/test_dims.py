"""Dimensions: ints, polynomials over symbols, and rounded quotients, in a normal form."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import numpy as np
import pytest

from bmlc.ir import Poly, TensorType, bytes_of, differ, dim, evaluate, never_negative, renamed, symbol, upper_bound

ROOT = Path(__file__).parents[3]
n, m, t = symbol("n"), symbol("m"), symbol("t")

TEXTS = [
    (n, "n"),
    (64 * n, "64*n"),
    (n + m, "m + n"),
    (n - 1, "n - 1"),
    (1 - n, "-n + 1"),
    (2 * n + 3 * m - 4, "3*m + 2*n - 4"),
    (n * n, "n*n"),
    (n * 4 // 2, "2*n"),
    ((t - 3) // 2 + 1, "(t + 1)//2 - 1"),
    (1 - (t + 1) // 2, "-((t + 1)//2) + 1"),
    (n - t * (n // 2), "-t*(n//2) + n"),
    (3 * n * (t // 4) - 1, "3*n*(t//4) - 1"),
    (n * t // m, "n*t//m"),
    (9 // (n + m), "9//(m + n)"),
    (n % 3, "n - 3*(n//3)"),
    (n * np.int32(4) + np.int64(2), "4*n + 2"),
    (np.array(3) - n, "-n + 3"),
]


@pytest.mark.parametrize(("value", "text"), TEXTS)
def test_a_dimension_prints_its_highest_degree_first_and_parses_back(value, text):
    assert str(value) == text
    assert dim(text) == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (n + m, m + n),
        ((n + 1) * (n - 1), n * n - 1),
        ((2 * n + 4) // 2, n + 2),
        ((2 * n + 1) // 4, n // 2),
        (n // 2 // 3, n // 6),
        ((n // 2 + m) // 3, (n + 2 * m) // 6),
        (-(-n // 2), (n + 1) // 2),
        (-(-n // 3), (n + 2) // 3),
        (2 * n // 3, n - (n + 2) // 3),
        (n % 4 % 2, n % 2),
        (n * t // n, t),
        ((n * t + t) // (n + 1), t),
        (renamed(t // 2, {"t": 2 * n + 1}), n),
    ],
)
def test_equal_dimensions_have_one_form(one, other):
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize("value", [n - n, 0 * n, (n + 1) - n, (4 * n + 3) // 4 - n, 2 * n % 2])
def test_without_symbols_it_is_an_int(value):
    assert isinstance(value, int)


def test_division_is_by_numbers_above_0():
    with pytest.raises(ValueError, match=r"divided by numbers above 0, received n // 0"):
        n // 0


def grown(choose: random.Random, leaves: list, depth: int):
    """A random expression over `leaves` and small ints: the same steps for the same seed."""
    if not depth:
        return choose.choice([*leaves, choose.randint(-4, 6)])
    left, right = (grown(choose, leaves, depth - 1) for _ in range(2))
    steps = (lambda: left + right, lambda: left - right, lambda: left * right, lambda: left // divisor)
    divisor = choose.randint(1, 5)
    return choose.choice(steps)()


@pytest.mark.parametrize("seed", range(300))
def test_the_normal_form_means_the_same(seed):
    depth = 1 + seed % 3
    value = grown(random.Random(seed), [n, m, t], depth)
    assert dim(str(value)) == value
    sizes = random.Random(seed + 1)
    for _ in range(8):
        bound = {name: sizes.randint(0, 9) for name in "nmt"}
        number = grown(random.Random(seed), [bound["n"], bound["m"], bound["t"]], depth)
        assert evaluate(value, bound) == number
        assert number >= 0 or not never_negative(value)
        assert number <= upper_bound(value, 9)


@pytest.mark.parametrize("seed", range(100))
def test_polynomials_are_equal_exactly_if_their_values_are(seed):
    choose = random.Random(seed)
    factors = [a * b for a in (n, m, 1) for b in (n, t, 1)]
    one, other = (sum(choose.choice((-1, 0, 0, 0, 0, 1)) * factor for factor in factors) for _ in range(2))
    bindings = [{"n": i, "m": i * i + 3, "t": 7 * i + 1} for i in range(6)]
    assert (one == other) == all(evaluate(one, bound) == evaluate(other, bound) for bound in bindings)


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (n - 2 * (n // 2), True),
        (2 * ((n + 1) // 2) - n, True),
        ((n + 1) // 2, True),
        (n * (t // 4), True),
        (n // (m + 1), True),
        (n // (t - m), False),
        (t // 4 * (n // (t - m)), False),
        ((t - 3) // 2 + 1, False),
        (n - 1, False),
        (n - m, False),
    ],
)
def test_what_is_never_negative_is_known_without_its_symbols(value, known):
    assert never_negative(value) is known


def test_symbols_that_are_at_least_1_tell_more():
    assert never_negative(n - 1, smallest=1)
    assert never_negative(n * t - n, smallest=1)
    assert never_negative((t - 3) // 2 + 1, smallest=1)
    assert not never_negative(n - 2, smallest=1)


def test_sizes_that_surely_differ():
    assert differ(n, n + 1)
    assert differ(4 * n, 9)
    assert not differ(4 * n, 8)
    assert not differ(n, m)


def test_typescript_gives_the_same_numbers():
    bound = {"n": 6, "m": 5, "t": 12}
    code = (
        'import { sizeOf } from "./runtime_js/src/debug/sizes.ts";'
        f"const bound = new Map(Object.entries({bound}));"
        f"console.log(JSON.stringify({[text for _, text in TEXTS]}.map((text) => sizeOf(text, bound))));"
    )

    def output(*command: str, given: str = "") -> str:
        return subprocess.run(command, input=given, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    bundled = output("node_modules/.bin/esbuild", "--bundle", "--format=esm", "--loader=ts", given=code)
    said = output("node", "--input-type=module", "-e", bundled)
    assert [int(number) for number in said.strip("[]\n").split(",")] == [evaluate(value, bound) for value, _ in TEXTS]


@pytest.mark.parametrize(
    ("type", "size"),
    [
        (TensorType((n, 28, 28, 1), "float32"), 3136 * n),
        (TensorType((n, 3), "bool"), 3 * n),
        (TensorType((n, t // 2), "float32"), 4 * n * (t // 2)),
        (TensorType((2, 3), "uint8"), 24),  # int32 on a device
        (TensorType((), "int32"), 4),
    ],
)
def test_bytes_are_counted_as_a_device_counts_them(type, size):
    assert bytes_of(type) == size


def test_a_type_prints_as_the_ir_writes_it():
    assert str(TensorType((n, 28, 28, 1), "uint8")) == "uint8[n, 28, 28, 1]"
    assert isinstance(TensorType((n,), "float32").size, Poly)


def test_an_unknown_dtype_is_named():
    with pytest.raises(ValueError, match="received 'float64'"):
        TensorType((1,), "float64")
