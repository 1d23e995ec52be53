"""What is said of a slip, and the rows that know one by the words of Keras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Row", "Slip"]


@dataclass(frozen=True)
class Slip:
    """A code, what was expected and received, and what to do.

    Args:
        of_layer: Whether the layer at work is at fault, whose line is then shown too.
    """

    code: str
    message: str
    hint: str | None = None
    of_layer: bool = True


# A pattern that finds the words, and what is made of the exception and the pattern's groups.
Row: TypeAlias = tuple[str, Callable[..., Slip]]
