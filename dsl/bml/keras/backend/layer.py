"""What every layer of Keras inherits here: the place in the user's file where it was made."""

from __future__ import annotations

from typing import Any

from bml.keras.making import is_tracing
from bml.keras.seam import keep_tracebacks
from bmlc.ir import Loc, caller_loc

__all__ = ["NumpyLayer"]


class NumpyLayer:
    """The mixin of `keras.layers.Layer`, under the name by which Keras imports it."""

    _bml_loc: Loc
    _bml_is_traced: bool  # whether it was made in a traced function

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        layer = super().__new__(cls, *args, **kwargs)
        object.__setattr__(layer, "_bml_loc", caller_loc())
        object.__setattr__(layer, "_bml_is_traced", is_tracing())
        keep_tracebacks()  # `clear_session`, which files call, forgets it
        return layer
