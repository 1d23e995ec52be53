"""Log lines of two runs, held against each other: the same words, and numbers that differ by rounding at most."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

__all__ = ["assert_equal_lines"]

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]\d+)?")
_TOLERANCE = 2e-3  # a step's rounding, grown over some hundred steps, and four digits


def assert_equal_lines(received: Sequence[str], expected: Sequence[str], lines: int | None = None) -> None:
    """All lines of a loop whose steps are smooth, the first `lines` of one that may take another turn later."""
    if lines is not None:
        assert len(expected) >= lines
        received, expected = received[:lines], expected[:lines]
    assert [_NUMBER.sub("#", line) for line in received] == [_NUMBER.sub("#", line) for line in expected]
    for line, other in zip(received, expected, strict=True):
        assert _numbers(line) == pytest.approx(_numbers(other), rel=_TOLERANCE, abs=_TOLERANCE), (line, other)


def _numbers(line: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(line)]
