"""Keys that are functions of the script: with loops, defaults, closures and errors."""

from __future__ import annotations


def keys_with_loops():
    def weight(word: str) -> int:
        total = 0
        for letter in word:
            total += ord(letter)
        return total

    words = ["b", "aa", "c", "ab"]
    print(sorted(words, key=weight), sorted(words, key=weight, reverse=True))
    print(max(words, key=weight), min(words, key=weight), min("ab", "c", key=weight))
    print(sorted(words, key=lambda word: -weight(word)), max(words, key=lambda word: (len(word), weight(word))))
    print(list(map(weight, words)), [word for word in words if weight(word) > 98], any(weight(w) > 200 for w in words))


def keys_with_defaults():
    def scaled(value: float, factor: float = -2.0) -> float:
        return value * factor

    print(sorted([1.0, -1.0, 3.0], key=scaled), max([1.0, -1.0], key=scaled), list(map(scaled, [0.5])))


def keys_that_fail():
    def inverse(value: float) -> float:
        return 1.0 / value

    try:
        print(sorted([2.0, 0.0, 1.0], key=inverse))
    except ZeroDivisionError as error:
        print(error)

    def first(values: list[int]) -> int:
        for value in values:
            return value
        raise ValueError("empty")

    try:
        print(min([[2, 1], [1, 2], []], key=first))
    except ValueError as error:
        print(error)
    print(min([[2, 1], [1, 2]], key=first), sorted([[2, 1], [1, 2], [2, 0]], key=first))


def optional_by_isinstance():
    best: float | None = None
    for value in [0.5, 0.25, 0.75]:
        if isinstance(best, float) and best <= value:
            continue
        best = value
    print(best, isinstance(best, float), isinstance(best, int))
