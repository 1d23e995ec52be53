"""The user's file as another process imports it, and its objects by the names that recipes have for them."""

from __future__ import annotations

import io
import operator
import pickle
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import keras
import numpy.typing as npt

from bml.collect.loading import load_module
from bml.context import new_program
from bml.parity.origins import Hole, Recipes
from bml.parity.variables import Variables
from bmlc.oracle import Answer, OracleError

__all__ = ["Array", "KerasFile"]

Array = npt.NDArray[Any]


class KerasFile(ABC):
    """A process's Keras, with one file at a time."""

    def __init__(self, backend: str) -> None:
        self._backend = backend
        self.variables = Variables(keras.src.backend.Variable)
        self._program = ExitStack()

    def describe(self) -> str:
        """What runs here."""
        return f"Keras {keras.__version__} on {self._backend}"

    def load(self, path: Path, recipes: Recipes) -> None:
        """Import the file at `path`, and make what its scripts make."""
        self._program.close()
        self.variables.clear()
        self._program.enter_context(new_program())
        self._recipes = recipes
        self._file = load_module(path, compiling=False).module
        self._made: list[Any] = []
        for recipe in recipes.made:
            self._made.append(self._make(*self._found(recipe)))

    @abstractmethod
    def call(
        self, function: str, inputs: Sequence[Array], state: Mapping[str, Array], updates: Sequence[str]
    ) -> Answer:
        """See `bmlc.oracle.Oracle`."""

    def origin(self, function: str) -> Any:
        """What a function of the program stands for in the file."""
        return self._found(self._recipes.functions[function])

    def set_state(self, state: Mapping[str, Array], updates: Sequence[str]) -> None:
        """Give variables the values of `state`; all that are in `updates` exist."""
        missing = self.variables.missing((*state, *updates))
        if missing:
            raise OracleError(f"the program has the variable {missing[0]!r}, Keras made none of that name")
        self.variables.write(state)

    def _make(self, what: Any, *of: Any) -> Any:
        """A variable, or what a line of a script makes; a learning rate that it computes is set before each call."""
        if not isinstance(what, str):
            return what(**of[0])
        module, names = of
        scope = vars(self._file if module.startswith("bml_program_") else sys.modules[module])
        return eval(what, {**scope, **{name: 0.01 if isinstance(x, Hole) else x for name, x in names.items()}})

    def _found(self, recipe: bytes) -> Any:
        return _Unpickler(io.BytesIO(recipe), self._object).load()

    def _object(self, kind: str, key: Any = None) -> Any:
        """What a name in a recipe stands for."""
        match kind:
            case "hole":
                return Hole(key)
            case "class":
                return keras.Variable
            case "variable":
                return self.variables[key]
            case "operator":  # of a script
                return getattr(keras.ops, key, None) or getattr(operator, key)
            case "file":
                return _followed(vars(self._file)[key[0]], key[1:])
            case _:
                return _followed(self._made[key[0]], key[1:])


class _Unpickler(pickle.Unpickler):
    def __init__(self, buffer: io.BytesIO, found: Callable[..., Any]) -> None:
        super().__init__(buffer)
        self._found = found

    def persistent_load(self, name: Any) -> Any:
        return self._found(*name)


def _followed(value: Any, way: Sequence[Any]) -> Any:
    for step in way:
        value = value[step[1]] if isinstance(step, tuple) else getattr(value, step)
    return value
