"""The types that values of a script have. Each prints as messages name it: "a float", "a list of ints"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bmlc.frontend.host.program_types import (
    BuiltinType,
    FunctionType,
    MetricType,
    ModelType,
    ModuleType,
    OfProgram,
    OptimizerType,
    VariableType,
)
from bmlc.ir import Loc, TensorType

__all__ = [
    "ANY_ERROR",
    "BOOL",
    "FLOAT",
    "INT",
    "NONE",
    "STR",
    "BuiltinType",
    "DatasetType",
    "DictType",
    "ErrorType",
    "ExceptionType",
    "FixedListType",
    "FunctionType",
    "HistoryType",
    "HostType",
    "IterableType",
    "ListType",
    "MetricType",
    "ModelType",
    "ModuleType",
    "NestedFunctionType",
    "OfProgram",
    "OptimizerType",
    "OptionalType",
    "PredictionsType",
    "RangeType",
    "RecordType",
    "Scalar",
    "StreamType",
    "TensorValue",
    "TimerType",
    "TupleType",
    "TypeVariable",
    "VariableType",
    "plural",
    "resolve",
]


_SPELT = 4  # items of a tuple that messages name


@dataclass(frozen=True)
class Scalar:
    """int, float, bool, str or None."""

    name: str

    def __str__(self) -> str:
        return "None" if self.name == "None" else f"{'an' if self.name == 'int' else 'a'} {self.name}"


INT, FLOAT, BOOL, STR, NONE = (Scalar(name) for name in ("int", "float", "bool", "str", "None"))


@dataclass(eq=False)
class TypeVariable:
    """A type that later lines decide: of the elements of `[]`, of what a recursive function returns."""

    solution: HostType | None = None

    def __str__(self) -> str:
        return "a value whose type nothing decides" if self.solution is None else str(self.solution)


@dataclass(frozen=True)
class OptionalType:
    """`item` or None; `is None` tells which."""

    item: HostType

    def __str__(self) -> str:
        return f"{self.item} or None"


@dataclass(frozen=True)
class ListType:
    item: HostType

    def __str__(self) -> str:
        item = resolve(self.item)
        return "an empty list" if isinstance(item, TypeVariable) else f"a list of {plural(item)}"


@dataclass(frozen=True)
class FixedListType:
    """A list of known length whose items may have different types, such as gradients; indexed by constants."""

    items: tuple[HostType, ...]

    def __str__(self) -> str:
        return f"a list of {len(self.items)} values"


@dataclass(frozen=True)
class TupleType:
    items: tuple[HostType, ...]

    def __str__(self) -> str:
        if not self.items:
            return "a tuple of no values"
        if len(self.items) > _SPELT:
            return f"a tuple of {len(self.items)} values"
        return (
            f"a tuple ({', '.join(str(resolve(item)).removeprefix('a ').removeprefix('an ') for item in self.items)})"
        )


@dataclass(frozen=True)
class DictType:
    key: HostType
    value: HostType

    def __str__(self) -> str:
        key = resolve(self.key)
        if isinstance(key, TypeVariable):
            return "an empty dictionary"
        return f"a dictionary from {plural(key)} to {plural(self.value)}"


@dataclass(frozen=True)
class RecordType:
    """A dictionary whose keys are known, such as the logs that evaluate gives; a plain object in JavaScript."""

    fields: tuple[tuple[str, HostType], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key, _ in self.fields)

    def __str__(self) -> str:
        return f"a dictionary with the keys {', '.join(map(repr, self.keys))}"


@dataclass(frozen=True)
class RangeType:
    def __str__(self) -> str:
        return "a range"


@dataclass(frozen=True)
class IterableType:
    """What enumerate, zip, reversed and generators give, to be gone through once; and views of dictionaries.

    `sized`: it is such a view, which has a length and may be gone through again.
    """

    item: HostType
    sized: bool = False

    def __str__(self) -> str:
        return f"an iterable of {plural(self.item)}"


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
class StreamType:
    """What going through a data set gives, with something put beside each batch: `enumerate(data)`."""

    item: HostType

    def __str__(self) -> str:
        return f"a stream of {plural(self.item)}"


@dataclass(frozen=True)
class HistoryType:
    """What fit returns: a list of numbers for each of `logs`."""

    model: ModelType
    logs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "a history"


@dataclass(frozen=True)
class PredictionsType:
    """What predict returns: one array for all elements, on the host."""

    def __str__(self) -> str:
        return "an array of predictions"


@dataclass(frozen=True)
class NestedFunctionType:
    """A function of the script itself, by where it is defined; its signature is decided by its first call."""

    name: str
    at: Loc

    def __str__(self) -> str:
        return "a function"


@dataclass(frozen=True)
class ExceptionType:
    """An exception that a handler caught, by its class."""

    name: str

    def __str__(self) -> str:
        return f"{'an' if self.name[0] in 'AEIOU' else 'a'} {self.name}"


@dataclass(frozen=True)
class TimerType:
    """What `with bml.timer(...) as timer` names; it has `seconds`."""

    def __str__(self) -> str:
        return "a timer"


@dataclass(frozen=True)
class ErrorType:
    """The type of an expression that is wrong: an error was reported, and nothing that uses it is an error again."""

    def __str__(self) -> str:
        return "an expression with an error"


ANY_ERROR = ErrorType()

# What a name of the file may be, besides values and data sets.
HostType: TypeAlias = (
    Scalar
    | TypeVariable
    | OptionalType
    | ListType
    | FixedListType
    | TupleType
    | DictType
    | RecordType
    | RangeType
    | IterableType
    | TensorValue
    | ModelType
    | VariableType
    | FunctionType
    | OptimizerType
    | MetricType
    | ModuleType
    | BuiltinType
    | DatasetType
    | StreamType
    | HistoryType
    | PredictionsType
    | NestedFunctionType
    | ExceptionType
    | TimerType
    | ErrorType
)


def resolve(host_type: HostType) -> HostType:
    """`host_type` with solved variables replaced by their solutions, at every depth."""
    match host_type:
        case TypeVariable(solution=None):
            return host_type
        case TypeVariable(solution=solution):
            assert solution is not None
            return resolve(solution)
        case OptionalType(item):
            inner = resolve(item)
            return inner if isinstance(inner, OptionalType) or inner == NONE else OptionalType(inner)
        case ListType(item):
            return ListType(resolve(item))
        case IterableType(item, sized):
            return IterableType(resolve(item), sized)
        case FixedListType(items):
            return FixedListType(tuple(map(resolve, items)))
        case TupleType(items):
            return TupleType(tuple(map(resolve, items)))
        case DictType(key, value):
            return DictType(resolve(key), resolve(value))
        case RecordType(fields):
            return RecordType(tuple((key, resolve(item)) for key, item in fields))
        case _:
            return host_type


def plural(host_type: HostType) -> str:
    """ "ints", "lists of floats"."""
    text = str(resolve(host_type))
    for article, kind in (("a ", ""), ("an empty ", "empty "), ("an ", "")):
        if text.startswith(article):
            word, *rest = text.removeprefix(article).split(" ", 1)
            many = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
            return kind + " ".join([many, *rest])
    return text
