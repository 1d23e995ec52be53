"""Keras's variables on the oracle's side, by the names that the program has for them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from bml.context import Context

__all__ = ["Variables"]

Array = npt.NDArray[Any]


class Variables:
    """All variables that Keras makes from now on. Paths that repeat are numbered in the order of making, as in a build.

    Args:
        variable: The class of Keras's variables on its backend.
    """

    def __init__(self, variable: Any) -> None:
        self._named: dict[str, Any] = {}
        self._context = Context()
        initialize = variable._initialize

        @functools.wraps(initialize)
        def naming(of: Any, value: Any) -> None:
            initialize(of, value)
            self._named[self._context.unique(of.path)] = of

        variable._initialize = naming

    def clear(self) -> None:
        """Forget them, and begin with their names anew."""
        self._named.clear()
        self._context = Context()

    def __getitem__(self, name: str) -> Any:
        return self._named[name]

    @property
    def names(self) -> dict[int, str]:
        """The name of each variable, by its identity and by that of TensorFlow's behind it."""
        return {id(each): name for name, of in self._named.items() for each in (of, of._value)}

    def counts(self, name: str) -> bool:
        """Whether it is the counter of a generator."""
        return _counts(self._named[name])

    def missing(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name not in self._named]

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Values as the program has them: of a generator, its counter alone."""
        return {name: _held(self._named[name]) for name in names}

    def write(self, values: Mapping[str, Array]) -> None:
        for name, value in values.items():
            of = self._named[name]
            of.assign(np.stack([np.asarray(of.value)[0], np.asarray(value)]) if _counts(of) else value)

    def everything(self) -> dict[str, Array]:
        """All values."""
        return self.read(self._named)

    def changed(self, before: Mapping[str, Array]) -> list[str]:
        """Those that have another value than `before`."""
        after = self.read(before)
        return [name for name, value in before.items() if not np.array_equal(value, after[name], equal_nan=True)]


def _counts(variable: Any) -> bool:
    return str(variable.name) == "seed_generator_state"  # as Keras names it


def _held(variable: Any) -> Array:
    value = np.asarray(variable.value)
    return value[1] if _counts(variable) else value
