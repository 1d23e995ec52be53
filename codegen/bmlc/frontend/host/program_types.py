"""The types of what the program has and a script names: models, variables, tensor functions, modules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bmlc.ir import TensorType

__all__ = [
    "BuiltinType",
    "FunctionType",
    "MetricType",
    "ModelType",
    "ModuleType",
    "OfProgram",
    "OptimizerType",
    "VariableType",
]


@dataclass(frozen=True)
class ModelType:
    """A model, by its JavaScript name."""

    name: str

    def __str__(self) -> str:
        return "a model"


@dataclass(frozen=True)
class VariableType:
    """A variable of the program, such as a weight, known when the script is compiled."""

    name: str
    type: TensorType

    def __str__(self) -> str:
        return f"a variable {self.type}"


@dataclass(frozen=True)
class FunctionType:
    """What is traced where it is called: a tensor function, a layer, `bml.ops.mean`, `bml.value_and_grad(loss)`.

    `name` is what the user calls it; `key` names it to the world.
    """

    name: str
    key: str

    def __str__(self) -> str:
        return "a tensor function"


@dataclass(frozen=True)
class OptimizerType:
    """An optimizer, by its JavaScript name: the file's own, or that of the line of the script that makes it."""

    name: str

    def __str__(self) -> str:
        return "an optimizer"


@dataclass(frozen=True)
class MetricType:
    """A metric, by its JavaScript name."""

    name: str

    def __str__(self) -> str:
        return "a metric"


@dataclass(frozen=True)
class BuiltinType:
    """A function or class that scripts know, by its full name: `bml.log`, `math.sqrt`, `keras.optimizers.Adam`.

    `makes`: calling it makes an object of the program.
    """

    name: str
    makes: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class ModuleType:
    """A module that a script names: bml, math, keras.optimizers."""

    name: str

    def __str__(self) -> str:
        return f"the module {self.name}"


OfProgram: TypeAlias = ModelType | FunctionType | OptimizerType | MetricType | VariableType | ModuleType | BuiltinType
