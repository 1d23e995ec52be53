"""Which of Keras's variables a function reads while it is traced."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from typing import Any

__all__ = ["reading"]

Reader = Callable[[Any], None]

_readers: ContextVar[tuple[Reader, ...]] = ContextVar("bml_readers", default=())


@contextmanager
def reading(reader: Reader) -> Iterator[None]:
    """Call `reader` with each variable before it is read."""
    _install()
    token = _readers.set((*_readers.get(), reader))
    try:
        yield
    finally:
        _readers.reset(token)


@functools.cache
def _install() -> None:
    """Keras reads a variable by its attribute `value`, and TensorFlow knows nothing of Keras's variables."""
    cls = import_module("keras.src.backend.tensorflow.core").Variable
    original = cls.value.fget

    def value(self: Any) -> Any:
        for reader in _readers.get():
            reader(self)
        return original(self)

    cls.value = property(value)
