"""TensorFlow's own machinery in a file that is built: what a trace cannot record is refused where it is used.

A function of TensorFlow's on a traced tensor is refused by the tensor itself. What is called without one, such as a
tape or a draw, would be left out of the program, or be a constant of it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from bml.keras.making import is_tracing
from bml.tape import GradientTape as OwnTape
from bmlc.errors import UserError
from bmlc.ir import active_builder

__all__ = ["watch_tensorflow"]


def watch_tensorflow(tensorflow: Any) -> None:
    """In traces: our tape for TensorFlow's, its draws and prints refused, a `tf.function` as its Python function."""
    tensorflow.GradientTape = _tape_in_traces(tensorflow.GradientTape)
    seeds = importlib.import_module("tensorflow.python.framework.random_seed")
    for owner, name in ((seeds, "get_seed"), (tensorflow.random.Generator, "skip")):  # each draw asks for one of them
        _refuse(
            owner,
            name,
            "tf.random draws numbers now, which would be the same in each run of the program",
            "use bml.random, as in bml.random.normal((3, 4))",
        )
    _refuse(
        tensorflow,
        "print",
        "tf.print prints while the function is traced, and never in the program",
        "return the tensor, and print it in a @bml.script",
    )
    compiled: Any = type(tensorflow.function(lambda: None))
    ordinary = compiled.__call__

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        return (self.python_function if active_builder() else ordinary.__get__(self))(*args, **kwargs)

    compiled.__call__ = call


def _tape_in_traces(of_tensorflow: Any) -> Any:
    class GradientTape(of_tensorflow):
        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            return OwnTape(*args, **kwargs) if is_tracing() else super().__new__(cls)

    return GradientTape


def _refuse(owner: Any, name: str, message: str, hint: str) -> None:
    ordinary: Callable[..., Any] = getattr(owner, name)

    def refusing(*args: Any, **kwargs: Any) -> Any:
        if is_tracing():
            raise UserError.here("BML103", message, hint)
        return ordinary(*args, **kwargs)

    setattr(owner, name, refusing)
