"""What a user's file declares, as the compiler sees it: `bml.collect` fills it, emit and bundle read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from bmlc.errors import UserError
from bmlc.ir import DType, Function, Loc, Variable
from bmlc.names import element_tag

if TYPE_CHECKING:
    from bmlc.scripts import CompiledScript  # whose tables only programs with scripts need

__all__ = ["REQUIRED", "Element", "Export", "Making", "Model", "Parameter", "Program", "Result", "Source"]


@dataclass(frozen=True)
class Element:
    """One component of a data set's elements: all values, stacked along a leading axis."""

    name: str
    shape: tuple[int, ...]
    dtype: DType
    load: Callable[[], npt.NDArray[Any]]
    origin: str | None = None  # where this is equal, so are the values: for those that are costly to decode

    @property
    def values(self) -> npt.NDArray[Any]:
        return self.load()


@dataclass(frozen=True)
class Source:
    """A data set at the root of pipelines; the bundle ships its elements as shards."""

    name: str
    size: int
    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Model:
    """A compiled model: what fit, evaluate and predict call, by the names in `Program.functions`."""

    name: str
    train_step: str
    test_step: str
    predict_step: str
    logs: tuple[str, ...]  # what the result vector of a train step holds, in order
    test_logs: tuple[str, ...]  # the same of the test step
    metric_variables: tuple[Variable, ...]  # which begin anew with each epoch and evaluation


@dataclass(frozen=True)
class Making:
    """A line of a script that makes objects of Keras's: each run of it makes the variables anew."""

    variables: tuple[Variable, ...]
    draws: int  # seeds that it takes from Python's `random`


@dataclass(frozen=True)
class Parameter:
    """A parameter of an export: its Python annotation as a widget's type, with a default where it has one."""

    name: str
    type: str  # int, float, bool, str, image, numbers, tensor
    default: Any  # REQUIRED where it has none
    options: Mapping[str, Any]  # shape of an image, ...


REQUIRED: Any = ...  # the default of a parameter that has none


@dataclass(frozen=True)
class Result:
    """What an exported function gives: `probabilities` with labels, `image` with a shape, or `tensor` with a structure.

    A structure is a position among the function's results, a list of such, or the `keys` and `items` of an object.
    """

    type: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Export:
    """A public decorated function of the file."""

    name: str
    kind: str  # function, script
    params: tuple[Parameter, ...]
    result: Result | None
    doc: str
    loc: Loc


@dataclass(frozen=True)
class Program:
    """Everything that one file declares."""

    name: str
    source: Path
    title: str
    functions: Mapping[str, Function]  # batched where they map over a data set; before differentiation
    variables: tuple[Variable, ...]
    values: Mapping[Variable, npt.NDArray[np.generic]]  # of variables whose weights are shipped
    sources: Mapping[str, Source]
    models: Mapping[str, Model]
    scripts: Mapping[str, CompiledScript]
    exports: Mapping[str, Export]
    groups: Mapping[str, tuple[Variable, ...]]  # of optimizers and metrics that scripts make or reset
    makings: Mapping[str, Making]
    draws: Mapping[Variable, int]  # which of the seeds that its line draws a variable begins with
    seed: int  # of the scripts' random numbers
    streams: Mapping[str, Mapping[str, Any]]  # where the file left Python's and NumPy's generators, if scripts go on

    def tensor_function(self, name: str) -> Function:
        """The function called `name`; BML102 where there is none."""
        if name not in self.functions:
            raise UserError("BML102", f"{self.source.name} has no tensor function {name!r}", self.listing, None)
        return self.functions[name]

    @property
    def listing(self) -> str | None:
        """The names of its functions, for a hint."""
        return f"it has {', '.join(self.functions)}" if self.functions else None

    @property
    def tag(self) -> str:
        """The program's custom element."""
        return element_tag(self.source.stem)
