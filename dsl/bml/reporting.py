"""`bml.log`: values of a script's run, for the terminal here and for the page's charts in the browser."""

from __future__ import annotations

from typing import Any

__all__ = ["log"]


def log(**values: Any) -> None:
    """Report values of the run: a line in the terminal, an event in the browser.

    Args:
        values: Numbers, or tensors that hold one.

    Example:
        >>> import bml
        >>> bml.log(epoch=1, loss=0.25)
        epoch=1 loss=0.25
    """
    print(" ".join(f"{name}={_text(value)}" for name, value in values.items()))


def _text(value: Any) -> str:
    number = value.item() if hasattr(value, "item") else value
    return f"{number:.4g}" if isinstance(number, float) else str(number)
