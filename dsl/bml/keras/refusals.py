"""Functions of Keras that are refused in a trace, each with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from bml.keras.dispatch import here_or_traced
from bmlc.errors import UserError

__all__ = ["refused"]


def refused(
    name: str,
    reason: str = "no browser has a kernel for it",
    hint: str | None = None,
    plain: Callable[..., Any] | None = None,
) -> Callable[..., Any]:
    """`plain` on arrays, by default NumPy's function if it has one; for tensors an error that says why."""
    on_arrays = plain or getattr(np, name, None)

    def refuse(*args: Any, **kwargs: Any) -> NoReturn:
        outside = None if on_arrays is None else "call it outside of traced functions, with arrays"
        raise UserError.here("BML102", f"keras.ops.{name} cannot be compiled: {reason}", hint or outside)

    return here_or_traced(refuse, on_arrays or refuse)
