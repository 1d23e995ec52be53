"""Origins on their way to another process, which has imported the same file.

Functions and classes go by their names, as pickle has it; an object of the file by the way to it from the file's names
(`model.optimizer`), one that a script makes by its number, a variable by its name.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from bml.keras.imported import keras
from bml.parity.origins import Evaluated, Hole, Origins, Recipes
from bmlc import ops
from bmlc.ir import Variable
from bmlc.scripts.program.host_types import BOOL, FLOAT, INT
from bmlc.scripts.program.world import Slot

__all__ = ["recipes"]

_DEPTH = 3  # of attributes and items on the way to an object
_VALUES = (bool, int, float, str, bytes, type(None), type, ModuleType)


class UnnamedError(Exception):
    """An object that no name of the file leads to."""


def recipes(origins: Origins) -> Recipes:
    """Write `origins`."""
    ways = {id(getattr(ops, name)): ("operator", name) for name in _operators()} | _ways(origins.file)
    functions: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    made: list[bytes] = []
    for number, each in enumerate(origins.made):
        match each:
            case Evaluated():
                made.append(_written((each.text, each.module, each.names), ways))
            case _:
                made.append(_written((type(each.value), each.arguments), ways))
        ways |= {identity: ("made", (number, *way)) for identity, way in _breadth_first([(each.value, ())])}
    for name, origin in origins.functions.items():
        try:
            functions[name] = _written(origin, ways)
        except UnnamedError as error:
            refused[name] = str(error)
    return Recipes(functions, made, refused)


def _operators() -> list[str]:
    """What scripts' operators may be, and functions that they may call: those of `bmlc.ops`."""
    return [name for name in dir(ops) if not name.startswith("_") and callable(getattr(ops, name))]


def _written(value: Any, ways: Mapping[int, Any]) -> bytes:
    buffer = io.BytesIO()
    try:
        _Pickler(buffer, ways).dump(value)
    except (pickle.PicklingError, AttributeError, TypeError, ImportError) as error:
        raise UnnamedError(f"it cannot be found by a name of the file ({error})") from None
    return buffer.getvalue()


class _Pickler(pickle.Pickler):
    def __init__(self, buffer: io.BytesIO, ways: Mapping[int, Any]) -> None:
        super().__init__(buffer)
        self._ways = ways

    def persistent_id(self, value: Any) -> Any:
        if isinstance(value, Slot):
            return "hole", (Hole.NUMBER if value.type in (BOOL, INT, FLOAT) else Hole.HOLE).value
        if isinstance(value, Hole):
            return "hole", value.value
        if value is keras.Variable:  # a class of the backend's
            return ("class",)
        if isinstance(state := getattr(value, "state", value), Variable):
            return "variable", state.name
        return self._ways.get(id(value))


def _ways(file: ModuleType) -> dict[int, Any]:
    """The way to each object of the file, by identity; the shortest, and the first of equally long ones."""
    found: dict[int, Any] = {}
    ways = [(value, (name,)) for name, value in vars(file).items() if not name.startswith("__")]
    for identity, way in _breadth_first(ways):
        found.setdefault(identity, ("file", way))
    return found


def _breadth_first(level: list[tuple[Any, tuple[Any, ...]]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    seen: set[int] = set()
    for _ in range(_DEPTH):
        following: list[tuple[Any, tuple[Any, ...]]] = []
        for value, way in level:
            if id(value) in seen or isinstance(value, _VALUES):
                continue
            seen.add(id(value))
            yield id(value), way
            following += [(child, (*way, step)) for step, child in _children(value)]
        level = following


def _children(value: Any) -> Iterator[tuple[Any, Any]]:
    """Attributes of objects of Keras and of the file, and items, each with its name or place."""
    if isinstance(value, list | tuple):
        yield from ((("item", place), child) for place, child in enumerate(value))
    elif isinstance(value, Mapping):
        yield from ((("item", key), child) for key, child in value.items() if isinstance(key, str | int))
    elif type(value).__module__.split(".")[0].startswith(("keras", "bml_program_")):
        attributes = getattr(value, "__dict__", {})
        yield from ((name, child) for name, child in attributes.items() if isinstance(name, str))
