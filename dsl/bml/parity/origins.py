"""Where the functions of a program come from: which call of which object of the user's file each one stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import ModuleType
from typing import Any, TypeAlias

__all__ = ["Called", "Derivative", "Evaluated", "Hole", "Made", "Mapped", "Origin", "Origins", "Recipes", "Step"]


class Hole(Enum):
    """The place of a tensor among the arguments of a call; the function's inputs fill these places in order."""

    HOLE = "hole"
    NUMBER = "number"  # that the script computes


@dataclass(frozen=True)
class Called:
    """A call of a function, a model, a loss, a method."""

    call: Any
    arguments: Mapping[int | str, Any]  # by place and by name: structures of constants, objects and holes


@dataclass(frozen=True)
class Derivative:
    """What is called is `value_and_grad(call, **options)`."""

    call: Any
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Mapped:
    """A function that a data set maps: over elements, or over batches where the data set has them already."""

    function: Any
    batched: bool


@dataclass(frozen=True)
class Step:
    """`train_step`, `test_step` or `predict_step` of a model."""

    model: Any
    kind: str
    logs: tuple[str, ...]  # the order of the results
    structure: tuple[Any, ...]  # of an element, with the places of its tensors


@dataclass(frozen=True)
class Made:
    """A variable for an array of the file."""

    value: Any
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Evaluated:
    """What a line of a script makes; what only the running script knows among the names is a hole."""

    value: Any
    text: str
    module: str  # where its other names are known
    names: Mapping[str, Any]


Origin: TypeAlias = Called | Mapped | Step


@dataclass(frozen=True)
class Origins:
    """Those of a program's functions, by name."""

    file: ModuleType  # as it was imported
    functions: Mapping[str, Origin]
    made: Sequence[Made | Evaluated]  # by scripts, and for them, in order


@dataclass(frozen=True)
class Recipes:
    """What another process needs to find a program's functions."""

    functions: Mapping[str, bytes]  # their origins, by name
    made: Sequence[bytes]  # of each object that a script makes, in order: how it is made
    refused: Mapping[str, str]  # functions that cannot be found, with the reason
