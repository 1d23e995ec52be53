"""Types as the world around a script and declarations know them: of values that cross the script's edge, without cells.

Each prints as messages name it: "a model", "a tensor float32[n, 10]".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from bmlc.ir import TensorType
from bmlc.scripts.types import pluralized

__all__ = [
    "BOOL",
    "FLOAT",
    "INT",
    "NONE",
    "NOTHING",
    "STR",
    "BuiltinType",
    "DatasetType",
    "DictType",
    "FixedListType",
    "FunctionType",
    "HistoryType",
    "HostType",
    "ListType",
    "LoggerType",
    "MetricType",
    "ModelType",
    "ModuleType",
    "OfProgram",
    "OptimizerType",
    "RecordType",
    "Scalar",
    "TapeType",
    "TensorValue",
    "TupleType",
    "UnionType",
    "VariableType",
]


@dataclass(frozen=True)
class Scalar:
    """int, float, bool, str, None; or nothing."""

    name: str

    def __str__(self) -> str:
        return "None" if self.name == "None" else f"{'an' if self.name == 'int' else 'a'} {self.name}"


INT, FLOAT, BOOL, STR, NONE = (Scalar(name) for name in ("int", "float", "bool", "str", "None"))
NOTHING = Scalar("nothing")  # of the items of a list that stays empty


@dataclass(frozen=True)
class UnionType:
    """One of several."""

    items: frozenset[HostType]


@dataclass(frozen=True)
class ListType:
    item: HostType

    def __str__(self) -> str:
        return f"a list of {pluralized(str(self.item))}"


@dataclass(frozen=True)
class FixedListType:
    """A list of known length whose items may have different types, such as gradients; indexed by constants."""

    items: tuple[HostType, ...]

    def __str__(self) -> str:
        return f"a list of {len(self.items)} values"


@dataclass(frozen=True)
class TupleType:
    items: tuple[HostType, ...]


@dataclass(frozen=True)
class DictType:
    key: HostType
    value: HostType


@dataclass(frozen=True)
class RecordType:
    """A dictionary whose keys are known, such as the logs that evaluate gives."""

    fields: tuple[tuple[str, HostType], ...]


@dataclass(frozen=True)
class TensorValue:
    """A tensor on the device; a NumPy array where the script runs in Python."""

    type: TensorType

    def __str__(self) -> str:
        return f"a tensor {self.type}"


@dataclass(frozen=True)
class DatasetType:
    """A data set: the types of its elements' components, with a leading symbol once batched.

    `single` tells elements that are one tensor from those that are a tuple of one. `origins` tells of which source and
    component of it a component is the values as they are; None where a map made it. `structure` has the places of the
    components in elements with parts of their own, ((0, 1), 2), which only models take.
    """

    components: tuple[TensorType, ...]
    batched: bool
    single: bool = False
    origins: tuple[tuple[str, int] | None, ...] = field(default=(), compare=False)
    structure: Any = field(default=None, hash=False)  # may hold dictionaries

    def __str__(self) -> str:
        flat = tuple(range(len(self.components)))
        return f"a data set of {self._text(flat if self.structure is None else self.structure)}"

    def _text(self, part: Any) -> str:
        """A part of an element, with types in the places of its components."""
        if isinstance(part, Mapping):
            return f"{{{', '.join(f'{key}: {self._text(value)}' for key, value in part.items())}}}"
        return f"({', '.join(map(self._text, part))})" if isinstance(part, tuple) else str(self.components[part])


@dataclass(frozen=True)
class HistoryType:
    """What fit returns: a list of numbers for each of `logs`."""

    model: ModelType
    logs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "a history"


@dataclass(frozen=True)
class _Named:
    """Something that is known by its JavaScript name, or by its full name; `what` it is, for messages."""

    name: str
    what: ClassVar[str] = ""

    def __str__(self) -> str:
        return self.what or self.name


class ModelType(_Named):
    what = "a model"


@dataclass(frozen=True)
class VariableType(_Named):
    """A variable of the program, such as a weight, known when the script is compiled."""

    type: TensorType

    def __str__(self) -> str:
        return f"a variable {self.type}"


@dataclass(frozen=True)
class FunctionType(_Named):
    """What is traced where it is called: a tensor function, a layer, `bml.ops.mean`, `bml.value_and_grad(loss)`.

    `name` is what the user calls it; `key` names it to the world.
    """

    key: str
    what = "a tensor function"


class OptimizerType(_Named):
    """The file's own, or that of the line of the script that makes it."""

    what = "an optimizer"


class SymbolType(_Named):
    """A symbolic tensor, of which models are made: `keras.Input((4,))`, and what layers give for it."""

    what = "a symbolic tensor"


class MetricType(_Named):
    what = "a metric"


@dataclass(frozen=True)
class LoggerType:
    """A logger of Python's, by its name; that of the root is empty. Nothing in JavaScript."""

    name: str

    def __str__(self) -> str:
        return "a logger"


@dataclass(frozen=True)
class TapeType:
    """A tape of a script, by its block: nothing in JavaScript."""

    site: Any

    def __str__(self) -> str:
        return "a tape"


@dataclass(frozen=True)
class BuiltinType(_Named):
    """A function or class that scripts know, by its full name: `bml.log`, `math.sqrt`, `keras.optimizers.Adam`.

    `makes`: calling it makes an object of the program.
    """

    makes: bool = False


class ModuleType(_Named):
    """A module that a script names: bml, math, keras.optimizers."""

    def __str__(self) -> str:
        return f"the module {self.name}"


OfProgram: TypeAlias = (
    ModelType
    | FunctionType
    | OptimizerType
    | MetricType
    | SymbolType
    | VariableType
    | ModuleType
    | BuiltinType
    | LoggerType
)
HostType: TypeAlias = (
    Scalar
    | UnionType
    | ListType
    | FixedListType
    | TupleType
    | DictType
    | RecordType
    | TensorValue
    | DatasetType
    | HistoryType
    | OfProgram
)
