"""What a script can reach outside itself: the names of its module, and what calls on them mean for tensors.

`bml.collect` implements `World`: it knows the user's objects, and traces a tensor function at the moment a script
first calls it with values of some types.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType as PythonFunction
from typing import Any, Literal, Protocol, TypeAlias

from bmlc.ir import Loc, TensorType
from bmlc.scripts.program.host_types import (
    DatasetType,
    FixedListType,
    FunctionType,
    HostType,
    MetricType,
    ModelType,
    OfProgram,
)

__all__ = [
    "Attributes",
    "ComputedValue",
    "ConstantValue",
    "FileClass",
    "FileFunction",
    "FileObject",
    "LogPart",
    "Made",
    "Mapped",
    "ObjectValue",
    "PipelineStep",
    "PipelineValue",
    "Reference",
    "Resolved",
    "Slot",
    "TracedBlock",
    "TracedCall",
    "TupleOfFile",
    "Unusable",
    "World",
]


@dataclass(frozen=True)
class ConstantValue:
    """A number, string, bool or None of the module, or a tuple of them, written into the script."""

    value: Any


@dataclass(frozen=True)
class ObjectValue:
    """Something of the program, a module, or what scripts know by themselves; `name` is its JavaScript name."""

    name: str
    type: OfProgram | DatasetType | FixedListType  # of variables, of layers


@dataclass(frozen=True)
class PipelineStep:
    """One data set method with its arguments, as the module called it."""

    method: str
    arguments: Mapping[str, Any]  # constants, and FunctionType for functions


@dataclass(frozen=True)
class PipelineValue:
    """A data set that the module derived from a source; `name` is its Python name."""

    name: str
    source: ObjectValue
    steps: tuple[PipelineStep, ...]


@dataclass(frozen=True)
class ComputedValue:
    """What a function without arguments gives: the learning rate of a schedule."""

    function: FunctionType


@dataclass(frozen=True)
class FileFunction:
    """A plain function of the file, or of a module beside it: scripts that call it have it compiled."""

    function: PythonFunction


@dataclass(frozen=True)
class FileClass:
    """A class of the file, or of a module beside it: `path` is where it is written; with those it is derived from."""

    python: type
    path: Path
    bases: tuple[FileClass, ...]


@dataclass(frozen=True, eq=False)
class TupleOfFile:
    """A class that `namedtuple` made, with the defaults of its items."""

    python: type
    defaults: Mapping[str, object]


@dataclass(frozen=True, eq=False)
class FileObject:
    """A list, dictionary, tuple or settings object of the module, as it is once the file has run."""

    value: object


@dataclass(frozen=True)
class Unusable:
    """A value that scripts cannot use; `what` it is, for the message: "a layer", "a list"."""

    what: str
    hint: str | None = None


Resolved: TypeAlias = (
    ConstantValue
    | ObjectValue
    | PipelineValue
    | ComputedValue
    | FileFunction
    | FileClass
    | FileObject
    | TupleOfFile
    | Unusable
)


@dataclass(frozen=True)
class Mapped:
    """A tensor function traced for elements of one type: its JavaScript name and what it returns."""

    name: str
    components: tuple[TensorType, ...]
    single: bool  # it returns one tensor, not a tuple of one
    passed_on: tuple[int | None, ...]  # for each component the one of the element that it is as it was given
    structure: Any  # of an element with parts of its own, as DatasetType has it


@dataclass(frozen=True)
class Slot:
    """A place among the arguments of a call for what is known when the script runs: a tensor, a number, a list.

    `text` is how the script writes it, for messages.
    """

    type: HostType
    text: str = ""


@dataclass(frozen=True)
class Reference:
    """An argument that is known now: a variable, a function, a model."""

    type: OfProgram


@dataclass(frozen=True)
class Attributes:
    """The first item of the argument that stands for an object of the file: its class, and which attributes follow."""

    python: type
    names: tuple[str, ...]


@dataclass(frozen=True)
class TracedBlock:
    """A block of a script as a function.

    Attributes:
        refused: What it does besides computing tensors, for the message: "the block of a tape prints".
        reads: Objects of the module that it looks into as it is traced, by their names.
        plain: Names that it sets to numbers and texts instead of tensors, once it has been traced.
    """

    function: FunctionType
    refused: str | None
    reads: Mapping[str, object]
    plain: Mapping[str, bool | int | float | str]


@dataclass(frozen=True)
class TracedCall:
    """A function traced for a call: its JavaScript name, the type of what it gives, whether it may give that later."""

    name: str
    result: HostType
    is_async: bool = False


@dataclass(frozen=True)
class LogPart:
    """A text of a line of a log; else its message, or the time in a format of `strftime`: none is that of Python's."""

    kind: Literal["text", "message", "time"]
    text: str = ""


@dataclass(frozen=True)
class Made:
    """What a line of a script makes.

    Attributes:
        name: Of the line, in the program.
        result: What it gives: an object, or a tuple, list or dictionary of such.
        objects: Those of them that may have variables.
        draws: How many seeds Keras takes from Python's `random` for it.
        settings: Names of numbers that are known only when the script runs, with the variables that take them.
    """

    name: str
    result: Any
    objects: Sequence[OfProgram]
    draws: int
    settings: tuple[tuple[str, str], ...]


class World(Protocol):
    """The program around a script. `loc` is the call in the script: errors of tracing that have no place get it."""

    def resolve(self, name: str, function: Callable[..., object] | None = None) -> Resolved | None:
        """The value of a free name of `function`, else of a script; None where its module has no such name."""

    def names(self, function: Callable[..., object] | None = None) -> Iterable[str]:
        """The names that the module of `function`, else of the scripts, has, for suggestions."""

    def describe(self, value: object, name: str) -> Resolved:
        """What a value of the module is: a default of a function, which it calls `name`."""

    def shipped(self, array: Any, name: str) -> str:
        """The name of a large array in the program, beside which it is shipped."""

    def array(self, array: Any, name: str) -> FunctionType:
        """A function without arguments that gives an array of NumPy's, which stays as it is, as a tensor."""

    def attribute(self, owner: ObjectValue, name: str) -> Resolved | None:
        """`owner.name`: what a module or an object of the program has; None where there is no such thing."""

    def members(self, owner: ObjectValue) -> Sequence[str]:
        """The names that a module or an object of the program has, for suggestions."""

    def operation(self, name: str) -> FunctionType:
        """An op by its name in `bml.ops`, which operators on tensors mean, or `random.uniform` of Keras."""

    def gradients(self, function: HostType, options: Mapping[str, Any], loc: Loc) -> FunctionType:
        """`bml.value_and_grad(function, **options)`."""

    def block(
        self,
        node: ast.FunctionDef,
        path: Path,
        function: Callable[..., object] | None,
        given: Sequence[str],
        classes: Sequence[type],
    ) -> TracedBlock:
        """A function of tensors that stands in no file: a block of a script's, with what it reads as parameters.

        Args:
            node: Of the file at `path`, in whose places it is.
            function: Whose free names it has, else those of the scripts' file.
            given: The names that it returns first, as the script calls them; what follows may be None.
            classes: Of the objects that it is given.
        """

    def method_of_tensors(self, value: object, classes: Sequence[type]) -> TracedBlock | None:
        """A method that `tf.function` or `bml.function` decorates, whose first argument is an object's `Attributes`.

        Args:
            value: What the class has.
            classes: Of the object, and of those in its attributes.
        """

    def call(self, function: HostType, arguments: Sequence[Any], keywords: Mapping[str, Any], loc: Loc) -> TracedCall:
        """Trace a call of a function, layer, model, or of a method that was resolved as one.

        Args:
            function: What is called.
            arguments: Constants, `Slot`s and `Reference`s, and tuples, lists and dictionaries of them.
            keywords: The same.
            loc: The call.
        """

    def method(self, owner: OfProgram, name: str) -> FunctionType | None:
        """A method of an object of the program, to be called with tensors."""

    def is_instance(self, value: OfProgram, name: str) -> bool:
        """Whether an object of the program is one of a class of Keras's, which has this name."""

    def begins_anew(self, metric: MetricType) -> bool:
        """Whether `metric.reset_state()` does nothing but give its variables the values that they begin with."""

    def setter(self, owner: OfProgram, name: str) -> FunctionType | None:
        """What `owner.name = value` does, as a function of the value; None where it cannot be set."""

    def count_params(self, layer: ModelType | FunctionType, loc: Loc) -> int:
        """`layer.count_params()`"""

    def layer(self, model: ModelType, options: Mapping[str, Any], loc: Loc) -> Resolved:
        """`model.get_layer(**options)`"""

    def make(
        self,
        expression: ast.expr,
        names: Mapping[str, Any],
        function: Callable[..., object] | None,
        loc: Loc,
        steps: tuple[Hashable, ...],
        compiles: ModelType | None = None,
    ) -> Made:
        """Evaluate an expression that makes objects of Keras's, once for each set of what the script knows.

        Args:
            expression: As it is written, with names of ours for what the script knows.
            names: What they stand for: constants, `Reference`s and `Slot`s, and structures of them.
            function: Where it stands, which is where other names are known; None in a script.
            loc: The line.
            steps: Tell apart the steps of loops that are written out, and the models that a function is given.
            compiles: The model that the line compiles.
        """

    def makes(self, function: Callable[..., object]) -> bool:
        """Whether a function of the file does nothing but make objects of Keras's."""

    def default_seed(self) -> int:
        """The seed of a shuffle that names none."""

    def log_lines(self, logger: str, level: int, loc: Loc) -> Sequence[Sequence[LogPart]]:
        """The parts of each line that a message of this level gives, by the loggers as the file left them."""

    def note_reseeding(self, loc: Loc) -> None:
        """A script seeds everything anew at `loc`: nothing may draw tensors by the generator of the program."""

    def map(self, function: FunctionType, data: DatasetType, loc: Loc) -> Mapped: ...

    def fit(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        """Returns the names of the logs."""

    def evaluate(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        """Returns the names of the logs."""

    def element(self, model: ModelType, rank: int, is_label: bool) -> tuple[int, ...] | None:
        """The shape of an input or label of the model, in arrays of so many axes; None if it has not exactly one."""

    def predict(self, model: ModelType, data: DatasetType, loc: Loc) -> TensorType:
        """Returns the type of what the model gives for a batch."""
