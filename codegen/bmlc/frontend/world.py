"""What a script can reach outside itself: the names of its module, and what calls on them mean for tensors.

`bml.collect` implements `World`: it knows the user's objects, and traces a tensor function at the moment a script
first feeds it elements of a type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from bmlc.frontend.host import DatasetType, FunctionType, ModelType
from bmlc.ir import Loc, TensorType

__all__ = ["ConstantValue", "Mapped", "ObjectValue", "PipelineStep", "PipelineValue", "Resolved", "Unusable", "World"]


@dataclass(frozen=True)
class ConstantValue:
    """A number, string, bool or None of the module, written into the script."""

    value: int | float | bool | str | None


@dataclass(frozen=True)
class ObjectValue:
    """A model, a source or a tensor function of the program; `name` is its JavaScript name."""

    name: str
    type: ModelType | DatasetType | FunctionType


@dataclass(frozen=True)
class PipelineStep:
    """One data set method with its arguments, as the module called it; `item` chooses from a tuple of results."""

    method: str
    arguments: Mapping[str, Any]  # constants, and FunctionType for functions
    item: int | None


@dataclass(frozen=True)
class PipelineValue:
    """A data set that the module derived from a source; `name` is its Python name."""

    name: str
    source: ObjectValue
    steps: tuple[PipelineStep, ...]


@dataclass(frozen=True)
class Unusable:
    """A value that scripts cannot use; `what` it is, for the message: "a layer", "a list"."""

    what: str


Resolved: TypeAlias = ConstantValue | ObjectValue | PipelineValue | Unusable


@dataclass(frozen=True)
class Mapped:
    """A tensor function traced for elements of one type: its JavaScript name and what it returns."""

    name: str
    components: tuple[TensorType, ...]


class World(Protocol):
    """The program around a script. `loc` is the call in the script: errors of tracing that have no place get it."""

    def resolve(self, name: str) -> Resolved | None:
        """The value of a free name; None where the module has no such name."""

    def default_seed(self) -> int:
        """The seed of a shuffle that names none."""

    def map(self, function: FunctionType, data: DatasetType, loc: Loc) -> Mapped: ...

    def fit(self, model: ModelType, data: DatasetType, loc: Loc) -> None: ...

    def evaluate(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        """Returns the names of the logs."""

    def predict(self, model: ModelType, data: DatasetType, loc: Loc) -> None: ...
