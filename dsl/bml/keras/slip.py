"""What is said of a slip, and the rows that know one by the words of Keras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Row", "Slip"]


@dataclass(frozen=True)
class Slip:
    """A code, what was expected and received, and what to do.

    Args:
        beside: Which other line is shown too: that of the layer at work, or that of `compile`.
    """

    code: str
    message: str
    hint: str | None = None
    beside: Literal["layer", "compile"] | None = None


# A pattern that finds the words, and what is made of the exception and the pattern's groups.
Row: TypeAlias = tuple[str, Callable[..., Slip]]
