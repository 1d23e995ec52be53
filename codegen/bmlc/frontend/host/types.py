"""The types that values of a script have. Each prints as messages name it: "a float", "a data set of (…)"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bmlc.ir import TensorType

__all__ = [
    "BOOL",
    "FLOAT",
    "INT",
    "NONE",
    "STR",
    "DatasetType",
    "FunctionType",
    "HistoryType",
    "HostType",
    "LogsType",
    "ModelType",
    "PredictionsType",
    "Scalar",
    "TupleType",
]


@dataclass(frozen=True)
class Scalar:
    """int, float, bool, str or None."""

    name: str

    def __str__(self) -> str:
        return "None" if self.name == "None" else f"{'an' if self.name == 'int' else 'a'} {self.name}"


INT, FLOAT, BOOL, STR, NONE = (Scalar(name) for name in ("int", "float", "bool", "str", "None"))


@dataclass(frozen=True)
class ModelType:
    """A model, by its JavaScript name."""

    name: str

    def __str__(self) -> str:
        return "a model"


@dataclass(frozen=True)
class FunctionType:
    """A tensor function, by its Python name."""

    name: str

    def __str__(self) -> str:
        return "a tensor function"


@dataclass(frozen=True)
class DatasetType:
    """A data set: the types of its elements' components, with a leading symbol once batched."""

    components: tuple[TensorType, ...]
    batched: bool

    def __str__(self) -> str:
        return f"a data set of ({', '.join(map(str, self.components))})"


@dataclass(frozen=True)
class HistoryType:
    """What fit returns."""

    model: ModelType

    def __str__(self) -> str:
        return "a history"


@dataclass(frozen=True)
class LogsType:
    """What evaluate returns: a dictionary of floats with known keys."""

    keys: tuple[str, ...]

    def __str__(self) -> str:
        return f"a dictionary with the keys {', '.join(map(repr, self.keys))}"


@dataclass(frozen=True)
class PredictionsType:
    """What predict returns: one array for all elements."""

    def __str__(self) -> str:
        return "an array of predictions"


@dataclass(frozen=True)
class TupleType:
    items: tuple[HostType, ...]

    def __str__(self) -> str:
        return f"a tuple of {len(self.items)}"


HostType: TypeAlias = (
    Scalar | ModelType | FunctionType | DatasetType | HistoryType | LogsType | PredictionsType | TupleType
)
