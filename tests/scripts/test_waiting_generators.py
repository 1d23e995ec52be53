"""Generators whose items wait are made whole: refused wherever Python would do something between two items."""

from __future__ import annotations

from pathlib import Path

import pytest

from .test_refused import refusal

MESSAGE = "BML201: expected a list, received a generator whose items are computed in loops or with tensors"
BEFORE = """
def main():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
"""
REFUSED = {
    "kept": "g = map(slow, xs)\n    print(list(g))",
    "kept where it is one of two": "g = map(slow, xs) if len(xs) > 1 else map(slow, [1])\n    print(list(g))",
    "gone through by a loop": "for x in filter(slow, xs):\n        print(x)",
    "zip": "for x, y in zip(xs, map(slow, xs)):\n        print(x, y)",
    "zip at once": "print(dict(zip(map(slow, xs), map(slow, xs))))",
    "enumerate": "for i, x in enumerate(slow(x) for x in xs):\n        print(i, x)",
    "a comprehension": "print([doubled(x) for x in map(slow, xs)])",
    "a generator of it": "print(sum(x + 1 for x in map(slow, xs)))",
    "in": "print(1 in map(slow, xs))",
    "a function that prints as the key": "print(max(map(slow, xs), key=doubled))",
    "a key that prints": "print(sorted(map(slow, xs), key=lambda x: doubled(x)))",
    "a start that prints": "print(sum(map(slow, xs), doubled(1)))",
    "an item of a list": "gs = [map(slow, xs)]\n    print([list(g) for g in gs])",
    "an item of a tuple": "t = (1, map(slow, xs))\n    print(list(t[1]))",
    "extend": "xs.extend(slow(x) for x in [1])",
    "+=": "xs += map(slow, [1])",
    "an argument": "def use(g):\n        print(0)\n        return list(g)\n    print(use(map(slow, xs)))",
    "a result": "def use(v: int):\n        return (slow(x) for x in [v])\n    print(list(use(1)))",
    "the second of two loops": "for v in ((a, b) for a in xs for b in map(slow, [a])):\n        print(v)",
}
TAKEN = {
    "at once": "print(list(map(slow, xs)), sum(slow(x) for x in xs), sorted(map(slow, xs), reverse=True))",
    "with a key that only computes": "print(max(map(slow, xs), key=lambda x: -x))",
    "one that ends early": "print(any(slow(x) for x in xs), all(slow(x) > 1 for x in xs))",
    "a text": "print(', '.join(str(slow(x)) for x in xs))",
    "a list": "print([slow(x) for x in xs])",
    "a list for an argument": "print(made([slow(x) for x in xs]))",
    "items that do not wait": "for x, y in zip(xs, map(doubled, xs)):\n        print(x, y)",
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path) -> None:
    assert MESSAGE in refusal(f"{BEFORE}    {REFUSED[name]}\n", tmp_path / "program.py")


@pytest.mark.parametrize("name", TAKEN)
def test_taken(name: str, tmp_path: Path) -> None:
    assert refusal(f"{BEFORE}    {TAKEN[name]}\n", tmp_path / "program.py") == ""
