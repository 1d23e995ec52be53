"""The comparison itself: what counts as the same, and what does not."""

from __future__ import annotations

import pytest

from .outcomes import Outcome, difference, run_in_python, same_text

EXACT = "print(x)"
INEXACT = "print(math.exp(x))"


@pytest.mark.parametrize(
    ("expected", "received", "inexact", "same"),
    [
        ("loss 0.1234567891", "loss 0.1234567892", True, True),
        ("loss 0.1234567891", "loss 0.1234567892", False, False),
        ("loss 0.123456", "loss 0.123458", True, False),
        ("3 items", "4 items", True, False),
        ("1.0", "1", True, False),
        ("1e-05", "1.0000000001e-05", True, True),
        ("a 1.5", "b 1.5", True, False),
        ("[1.5, 2.5]", "[1.5]", True, False),
    ],
)
def test_text(expected: str, received: str, inexact: bool, same: bool) -> None:
    assert same_text(expected, received, inexact) is same


@pytest.mark.parametrize(
    ("expected", "received", "words"),
    [
        (Outcome("a\nb\n", None, ""), Outcome("a\nc\n", None, ""), "line 2 of the output"),
        (Outcome("a\n", None, ""), Outcome("a\nb\n", None, ""), "only JavaScript prints"),
        (Outcome("a\nb\n", None, ""), Outcome("a\n", None, "TypeError: x"), "ended with TypeError"),
        (Outcome("", 1, ""), Outcome("", 2, ""), "the result"),
        (Outcome("", True, ""), Outcome("", 1, ""), "the result"),
        (Outcome("", [1, "a"], ""), Outcome("", [1], ""), "the result"),
        (Outcome("", None, "KeyError: 'a'"), Outcome("", None, "KeyError: 'b'"), "the end"),
        (Outcome("", None, "KeyError: 'a'"), Outcome("", None, ""), "no error"),
    ],
)
def test_a_difference_is_told(expected: Outcome, received: Outcome, words: str) -> None:
    assert words in difference(expected, received, EXACT)
    assert difference(expected, expected, EXACT) == ""


def test_only_functions_of_mathematics_may_differ_in_late_digits() -> None:
    a, b = Outcome("2.718281828459045\n", 2.718281828459045, ""), Outcome("2.718281828459046\n", 2.718281828459046, "")
    assert difference(a, b, INEXACT) == ""
    assert "line 1" in difference(a, b, EXACT)


def test_cpythons_versions_may_word_a_division_by_zero_differently() -> None:
    old, new = "ZeroDivisionError: integer modulo by zero", "ZeroDivisionError: division by zero"
    assert difference(Outcome("", None, old), Outcome("", None, new), EXACT) == ""


def test_what_cpython_makes_of_a_program() -> None:
    def program() -> dict[str, tuple[int, float]]:
        print("out")
        return {"a": (1, float("inf"))}

    assert run_in_python(program) == Outcome("out\n", {"pairs": [["a", [1, "inf"]]]}, "")
    assert run_in_python(lambda: list(range(2))[5]).error == "IndexError: list index out of range"
