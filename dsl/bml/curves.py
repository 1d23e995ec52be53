"""The curves of `bml.plot` that have an x of their own: what may be given, as in a compiled script."""

from __future__ import annotations

from numbers import Real
from typing import Any

import numpy as np

from bmlc.errors import UserError

__all__ = ["STYLES", "check_curves"]

STYLES = ("line", "dots")


def check_curves(values: dict[str, Any]) -> None:
    """Raises BML102 unless `x` and all curves beside it hold the same count of numbers."""
    given = {name: value for name, value in values.items() if not isinstance(value, bool | str)}
    style = values.get("style", "line")
    if style not in STYLES:
        raise UserError.here("BML102", f"plot expects style='line' or style='dots', received style={style!r}")
    if "x" not in given:
        raise UserError.here("BML102", f"plot expects numbers for x, received x={values['x']!r}")
    if len(given) == 1:
        raise UserError.here("BML102", "plot expects a curve beside x, received x alone", "plot(x=places, line=values)")
    sizes = {name: _size(name, value) for name, value in given.items()}
    for name, size in sizes.items():
        if size != sizes["x"]:
            raise UserError.here(
                "BML102",
                f"plot expects as many numbers for {name} as for x, received {size} and {sizes['x']}",
            )


def _size(name: str, value: Any) -> int:
    """How many numbers: 1 for a number, the length of a list, of an array the size of its one axis that is not 1."""
    held = value.numpy() if hasattr(value, "numpy") else value
    if isinstance(held, list | tuple):
        if all(isinstance(item, Real) or getattr(item, "shape", None) == () for item in held):
            return len(held)
    elif isinstance(held, Real):
        return 1
    elif isinstance(held, np.ndarray) and held.dtype.kind in "biuf" and sum(size != 1 for size in held.shape) <= 1:
        return int(held.size)
    shape = getattr(held, "shape", None)
    received = f"an array of shape {tuple(shape)}" if shape else repr(value)
    raise UserError.here("BML102", f"plot expects numbers, or lists of numbers, beside x, received {name}={received}")
