"""Functions of Keras that are refused in a trace, each with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bml.keras.dispatch import has_tensor, narrow
from bmlc.errors import UserError

__all__ = ["REFUSED", "refused"]

REFUSED: dict[str, str] = {}  # read-only once Keras is imported


def refused(name: str, reason: str, hint: str | None = None) -> Callable[..., Any]:
    """NumPy's function on arrays, where it has one; for tensors an error that says why there is none."""
    REFUSED[name] = reason

    def call(*args: Any, **kwargs: Any) -> Any:
        plain = getattr(np, name, None)
        if plain is None or has_tensor(args) or has_tensor(kwargs.values()):
            raise UserError.here("BML102", f"keras.ops.{name} cannot be compiled: {reason}", hint)
        return narrow(plain(*args, **kwargs))

    call.__name__ = name
    return call
