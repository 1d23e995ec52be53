"""Variables are made before a function is traced: one that the function made would be another for each trace."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

from bmlc.errors import UserError
from bmlc.ir import active_builder

__all__ = ["is_tracing", "refuse_new_state"]

_OF_A_DRAW = str(Path(__file__).with_name("generators.py"))  # the global generator is made by the first draw


def is_tracing() -> bool:
    """Whether a function is being traced, and not only a shape asked for."""
    builder = active_builder()
    while builder is not None and builder.name == "shapes":
        builder = builder.outer
    return builder is not None


def refuse_new_state() -> None:
    """Let a trace make no variables but those that a layer, optimizer or metric from before makes at its first use.

    Raises:
        UserError: BML103 in a traced function.
    """
    if not is_tracing():
        return
    from bmlc.passes import trace  # which files that run by themselves do not load

    keras = sys.modules["keras"]
    kinds = (keras.Layer, keras.optimizers.Optimizer, keras.metrics.Metric)
    frame: FrameType | None = sys._getframe(1)
    made = None
    while frame is not None and frame.f_code.co_filename != trace.__file__:
        names = frame.f_code.co_varnames
        owner = frame.f_locals.get("self") if names and names[0] == "self" else None
        if isinstance(owner, kinds):
            made = type(owner).__name__
            if frame.f_code.co_name != "__init__" and not getattr(owner, "_bml_is_traced", False):
                return
        if frame.f_code.co_filename == _OF_A_DRAW:
            return
        frame = frame.f_back
    if made is None:
        message, cure = (
            "a variable was made in a traced function",
            "make it at the top of the file, or in build of a layer",
        )
    else:
        message, cure = f"{made} made its variables in a traced function", "make the object at the top of the file"
    raise UserError.here("BML103", f"{message}, where each trace would make new ones", cure)
