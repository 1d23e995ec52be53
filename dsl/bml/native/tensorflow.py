"""TensorFlow, which runs functions of tensors where a file runs by itself; and which of Keras's variables they read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from bmlc.errors import UserError
from bmlc.ir import not_the_user

__all__ = ["inside_a_graph", "is_recording", "library_folders", "reading", "tensorflow"]

Reader = Callable[[Any], None]

_readers: ContextVar[tuple[Reader, ...]] = ContextVar("bml_readers", default=())


def tensorflow(needed_by: str) -> ModuleType:
    """TensorFlow, on which Keras runs.

    Args:
        needed_by: What asks for it, as the user wrote it.

    Raises:
        UserError: BML403 where Keras runs on another backend.
    """
    backend = import_module("keras").backend.backend()
    if backend != "tensorflow":
        raise UserError.here(
            "BML403",
            f"{needed_by} needs TensorFlow, received a Keras that runs on {backend!r}",
            "set KERAS_BACKEND=tensorflow; model.fit, evaluate and predict run on any backend",
        )
    library_folders()
    return import_module("tensorflow")


def inside_a_graph(needed_by: str) -> bool:
    """Whether a function of TensorFlow's is being traced: ours, or a step of Keras's."""
    return bool(tensorflow(needed_by).inside_function())


def is_recording() -> bool:
    """Whether a tape records what is computed, which arrays would hide from it."""
    return not import_module("tensorflow.python.pywrap_tfe").TFE_Py_TapeSetIsEmpty()


@functools.cache
def library_folders() -> tuple[str, ...]:
    """The folders of Keras, TensorFlow and bml: what stands elsewhere is the user's."""
    folders = [Path(str(import_module(name).__file__)).parent for name in ("keras", "tensorflow", "bml")]
    not_the_user(folders[1])
    return tuple(map(str, folders))


@contextmanager
def reading(reader: Reader) -> Iterator[None]:
    """Call `reader` with each variable before it is read."""
    _tell_readers()
    token = _readers.set((*_readers.get(), reader))
    try:
        yield
    finally:
        _readers.reset(token)


@functools.cache
def _tell_readers() -> None:
    """Keras reads a variable by its attribute `value`, and TensorFlow knows nothing of Keras's variables."""
    cls = import_module("keras.src.backend.tensorflow.core").Variable
    original = cls.value.fget

    def value(self: Any) -> Any:
        for reader in _readers.get():
            reader(self)
        return original(self)

    cls.value = property(value)
