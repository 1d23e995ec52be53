"""What the values of a file are to its scripts: constants, objects of the program, functions that compute."""

from __future__ import annotations

import argparse
import logging
import sys
from abc import ABCMeta
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FunctionType as PythonFunction
from types import MethodType, SimpleNamespace
from typing import Any, cast

import numpy as np

from bml.blocks import free_names
from bml.collect import accessors
from bml.collect.callables import Callee
from bml.collect.loading import UserModule
from bml.collect.resolving import (
    OF_KERAS,
    class_name,
    computes_with_tensors,
    function_name,
    is_beside,
    method_of,
    module_name,
    unusable,
)
from bml.collect.user_errors import errors_of_the_user
from bml.data import Dataset, Source
from bml.data.mapped import nested
from bml.data.transformations import Batch, Map, Shuffle, Skip, Take, Transformation
from bml.functions import TensorFunction
from bml.keras.imported import keras
from bml.keras.tensor_slips import op_called
from bml.parity import origins
from bml.plain import as_scripts, plain
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Loc, TensorType
from bmlc.scripts import SCRIPT_GLOBALS
from bmlc.scripts.library import written_for
from bmlc.scripts.printing.names import KeyedNames
from bmlc.scripts.program.host_types import (
    BuiltinType,
    DatasetType,
    FixedListType,
    FunctionType,
    LoggerType,
    MetricType,
    ModelType,
    ModuleType,
    OfProgram,
    OptimizerType,
    SymbolType,
    VariableType,
)
from bmlc.scripts.program.world import (
    ComputedValue,
    ConstantValue,
    FileClass,
    FileFunction,
    FileObject,
    ObjectValue,
    PipelineStep,
    PipelineValue,
    Resolved,
    TupleOfFile,
    Unusable,
)

__all__ = ["OBJECTS", "FileValues", "ModelUse"]

_CONSTANT = 64  # arrays of as many numbers are written into a program; larger ones are shipped as weights are
_OF_TENSORFLOW = {
    "clip_by_global_norm": "give it to the optimizer: Adam(1e-3, global_clipnorm=1.0)",
    "clip_by_norm": "give it to the optimizer: Adam(1e-3, clipnorm=1.0)",
}
OBJECTS = (list, dict, tuple, deque, defaultdict, SimpleNamespace, argparse.Namespace)  # that scripts share
_LISTED = (keras.Variable, keras.Layer)  # what scripts have lists of


def _module(name: str) -> Any:
    return sys.float_info if name == "sys.float_info" else sys.modules.get(name)


def _is_constant(value: object) -> bool:
    if type(value) is tuple:
        return all(map(_is_constant, value))
    return isinstance(value, bool | int | float | str | None) and not isinstance(value, np.generic)


@dataclass
class ModelUse:
    """A model that scripts use, with its steps' names among the functions and where its element types come from."""

    model: Any
    name: str
    python_name: str
    steps: dict[str, str] = field(default_factory=dict)  # train, test, predict
    logs: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what the result vectors of train and test hold
    fed: dict[str, tuple[tuple[TensorType, ...], Loc, Any]] = field(default_factory=dict)


class FileValues:
    """The part of `bmlc.scripts.World` that asks only what something is, and remembers it by its name."""

    def __init__(self, user: UserModule) -> None:
        self._user = user
        self._names = KeyedNames(SCRIPT_GLOBALS)  # of models, sources and functions: what a script receives
        self._callees: dict[str, Callee] = {}  # by the keys of function types
        self._objects: dict[OfProgram, Any] = {}  # variables, models, optimizers and metrics
        self._classes: dict[str, Any] = {}  # whose objects scripts make, by their full names
        self.arrays: dict[str, Any] = {}  # large ones of the file, by their names in the program
        self._shipped: dict[str, keras.Variable] = {}  # arrays of the file, by their keys
        self._as_scripts: dict[int, tuple[object, object]] = {}  # values of the file as scripts have them
        self.sources: dict[str, Source] = {}
        self.models: dict[str, ModelUse] = {}
        self.made: list[origins.Made | origins.Evaluated] = []  # by scripts, and for them

    def resolve(self, name: str, function: Callable[..., object] | None = None) -> Resolved | None:
        known = self._free_names(function)
        return self.describe(known[name], name) if name in known else None

    def names(self, function: Callable[..., object] | None = None) -> Iterable[str]:
        return [name for name in self._free_names(function) if not name.startswith("__")]

    def describe(self, value: object, name: str) -> Resolved:
        _, known = self._as_scripts.setdefault(id(value), (value, as_scripts(value)))  # the same one each time
        return self._describe(known, name)

    def _free_names(self, function: Callable[..., object] | None) -> Mapping[str, Any]:
        return vars(self._user.module) if function is None else free_names(function)

    def attribute(self, owner: ObjectValue, name: str) -> Resolved | None:
        match owner.type:
            case ModuleType("tensorflow"):
                return self._of_tensorflow(name)
            case ModuleType(module):
                if name not in self.members(owner):
                    return None
                return self._describe(getattr(_module(module), name), name)
            case BuiltinType() | DatasetType() | FixedListType() | LoggerType():
                return None
            case of_program:
                return self._member(self._object(of_program), owner.name, name)

    def _of_tensorflow(self, name: str) -> Resolved:
        """Its tape and what it has of Keras; it computes nothing in a script."""
        value = getattr(sys.modules["tensorflow"], name, None)
        if name == "GradientTape" or module_name(value, self._user.path) is not None:
            return self._describe(value, name)
        op = op_called(name)
        cure = (
            f"use bml.ops.{op}" if op else _OF_TENSORFLOW.get(name, "bml.ops has its functions, bml.Dataset its data")
        )
        return Unusable("a function of TensorFlow's", cure)

    def members(self, owner: ObjectValue) -> Sequence[str]:
        match owner.type:
            case ModuleType(name):
                holder: Any = _module(name)
            case BuiltinType() | DatasetType() | FixedListType() | LoggerType():
                return ()
            case of_program:
                holder = self._object(of_program)
        return getattr(holder, "__all__", None) or [name for name in dir(holder) if not name.startswith("_")]

    def operation(self, name: str) -> FunctionType:
        module, _, own = name.rpartition(".")
        return self._function(getattr(keras.random if module else ops, own), name)

    def method(self, owner: OfProgram, name: str) -> FunctionType | None:
        return self._method(self._object(owner), owner.name.rsplit("/", 1)[-1], name)

    def _method(self, value: Any, label: str, name: str) -> FunctionType | None:
        found = method_of(value, name)
        if found is None:
            return None
        return self._known(name, f"{id(value)}.{name}", Callee.of(found, f"{label}.{name}", f"{label}_{name}"))

    def is_instance(self, value: OfProgram, name: str) -> bool:
        module, _, own = name.rpartition(".")
        return isinstance(self._object(value), getattr(_module(module), own))

    def begins_anew(self, metric: MetricType) -> bool:
        value = self._objects[metric]
        is_of_keras = type(value).reset_state.__module__.startswith("keras.")
        return is_of_keras and not any(np.any(np.asarray(variable)) for variable in value.variables)

    def setter(self, owner: OfProgram, name: str) -> FunctionType | None:
        if not isinstance(owner, OptimizerType) or name != "learning_rate":
            return None
        optimizer = self._objects[owner]
        call = partial(accessors.set_learning_rate, optimizer)
        callee = Callee.of(call, f"{owner.name}.{name}", f"{owner.name}_set_learning_rate")
        return self._known(name, f"{id(optimizer)}.{name}=", callee)

    def count_params(self, layer: ModelType | FunctionType, loc: Loc) -> int:
        with self._blaming(loc):
            return int(self._object(layer).count_params())

    def layer(self, model: ModelType, options: Mapping[str, Any], loc: Loc) -> Resolved:
        with self._blaming(loc):
            found = self.models[model.name].model.get_layer(**options)
        return self._describe(found, keras.src.utils.naming.to_snake_case(found.name))

    def _member(self, value: Any, owner: str, name: str) -> Resolved | None:
        """What scripts may read of one of Keras's objects: its variables, its optimizer, plain values."""
        is_of_optimizers = isinstance(value, keras.Optimizer) and name in ("iterations", "learning_rate")
        if is_of_optimizers and not isinstance(getattr(value, name), keras.Variable | float):
            read = partial(accessors.computed, value, name)  # another one at each step
            return ComputedValue(self._function(read, f"{owner}_{name}", f"{id(value)}.{name}"))
        member = getattr(value, name, None) if isinstance(value, OF_KERAS) and not name.startswith("_") else None
        if isinstance(member, list) and all(isinstance(item, _LISTED) for item in member):
            return self._list(member, f"{owner}_{name}")
        if isinstance(member, (*OF_KERAS, int, float, str)):
            return self._describe(plain(member), f"{owner}_{name}")
        function = self._method(value, owner, name) if isinstance(value, keras.Layer) else None
        return None if function is None else ObjectValue(function.name, function)

    def _object(self, host_type: OfProgram) -> Any:
        """What a type of the program stands for."""
        if isinstance(host_type, BuiltinType):  # a class whose objects scripts make
            return self._classes[host_type.name]
        return self._callees[host_type.key].call if isinstance(host_type, FunctionType) else self._objects[host_type]

    def owners(self) -> dict[str, Any]:
        """Optimizers and metrics, whose variables scripts set back."""
        return {of.name: each for of, each in self._objects.items() if isinstance(of, OptimizerType | MetricType)}

    def _describe(self, value: Any, name: str) -> Resolved:
        match value:
            case keras.Model():
                return self._model(value, name)
            case Dataset():
                return self._dataset(value, name)
            case keras.Variable():
                return self._named(value, VariableType(value.state.name, value.state.type))
            case keras.Optimizer() | keras.Metric():
                kind = OptimizerType if isinstance(value, keras.Optimizer) else MetricType
                return self._named(value, kind(self._names(("object", id(value)), name)))
            case keras.KerasTensor():
                return self._named(value, SymbolType(self._names(("symbol", id(value)), name)))
            case TensorFunction():
                return ObjectValue(name, self._function(value, value.name))
            case _ if hasattr(value, "python_function"):  # a tf.function
                return ObjectValue(name, self._of_tf_function(value))
            case logging.Logger():
                return ObjectValue(name, LoggerType("" if value is logging.root else value.name))
            case keras.random.SeedGenerator():
                return ObjectValue(name, self._function(cast("Callable[..., Any]", value), name))
            case list() | tuple() if value and all(isinstance(item, _LISTED) for item in value):
                return self._list(value, name)
            case np.number() | np.bool_():
                return FileObject(value)
            case np.ndarray() if value.ndim:
                return FileObject(value)
            case bool() | int() | float() | str() | None:
                return ConstantValue(value)
            case tuple() if value is sys.float_info:  # which is asked for its constants alone
                return ObjectValue(name, ModuleType("sys.float_info"))
            case tuple() if all(map(_is_constant, value)):  # a list in it is an object
                return ConstantValue(value)
            case PythonFunction() if is_beside(self._user.path, value.__code__.co_filename):
                return FileFunction(value)
            case _ if type(value) in OBJECTS:
                return FileObject(value)
            case MethodType() if self._own_class(type(value.__self__)) is not None:
                return FileObject(value)
        if self._own_class(type(value)) is not None:
            return FileObject(value)
        if (module := module_name(value, self._user.path)) is not None:
            return ObjectValue(name, ModuleType(module))
        if (made := class_name(value)) is not None:
            self._classes[made] = value
            return ObjectValue(name, BuiltinType(made, makes=True))
        if isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields"):
            return TupleOfFile(value, getattr(value, "_field_defaults", {}))
        if isinstance(value, type) and (own := self._own_class(value)) is not None:
            return own
        if (written := written_for(value)) is not None:
            return FileFunction(written)
        if (known := function_name(value)) is not None:
            return ObjectValue(name, BuiltinType(known))
        if (call := computes_with_tensors(value)) is not None:
            return ObjectValue(name, self._function(call, getattr(value, "name", None) or name))
        return unusable(value)

    def _own_class(self, value: type) -> FileClass | None:
        """A class of the file, where all that it is derived from are such ones, or Python's exceptions."""
        of_user = value.__module__ == self._user.module.__name__
        path = str(self._user.path if of_user else getattr(sys.modules.get(value.__module__), "__file__", None) or "")
        is_ours = value.__module__ == written_for.__module__
        if type(value) not in (type, ABCMeta) or not path or not (is_ours or is_beside(self._user.path, path)):
            return None
        bases = [self._own_class(each) for each in value.__bases__ if each.__module__ not in ("builtins", "abc")]
        found = tuple(each for each in bases if each is not None)
        return FileClass(value, Path(path), found) if len(found) == len(bases) else None

    def _list(self, values: Sequence[Any], name: str) -> ObjectValue:
        items = (self._describe(item, f"{name}_{i}") for i, item in enumerate(values))
        return ObjectValue(name, FixedListType(tuple(item.type for item in items if isinstance(item, ObjectValue))))

    def _function(self, call: Callable[..., Any], name: str, key: str | None = None) -> FunctionType:
        return self._known(name, key or f"{name}@{id(call)}", Callee.of(call, name, name))

    def _known(self, name: str, key: str, callee: Callee) -> FunctionType:
        self._callees.setdefault(key, callee)
        return FunctionType(name, key)

    def _of_tf_function(self, value: Any) -> FunctionType:
        """Traced as a `@bml.function` is."""
        name, key = value.python_function.__name__, f"tf.function {id(value)}"
        if key not in self._callees:
            function = TensorFunction(value.python_function)
            self._callees[key] = Callee(function, name, name, function, value)
        return FunctionType(name, key)

    def shipped(self, array: Any, name: str) -> str:
        """The name in the program of a large array, beside which it is shipped."""
        found = self._names(("array", id(array)), f"{name}_array")
        self.arrays[found] = array
        return found

    def array(self, array: Any, name: str) -> FunctionType:
        """A function that gives an array of the file as a tensor."""
        key = f"array {id(array)}"
        if array.size > _CONSTANT:
            array = self._shipped_array(array, name, key)
        return self._function(partial(accessors.tensor, array), f"{name}_tensor", key)

    def _shipped_array(self, array: Any, name: str, key: str) -> keras.Variable:
        if key not in self._shipped:
            given = {"initializer": array, "trainable": False, "name": name}
            self._shipped[key] = keras.Variable(**given)
            self.made.append(origins.Made(self._shipped[key], given))
        return self._shipped[key]

    def _model(self, model: Any, python_name: str) -> ObjectValue:
        name = self._names(("model", id(model)), python_name)
        self.models.setdefault(name, ModelUse(model, name, python_name))
        return self._named(model, ModelType(name))

    def _named(
        self, value: Any, host_type: VariableType | ModelType | OptimizerType | MetricType | SymbolType
    ) -> ObjectValue:
        self._objects[host_type] = value
        return ObjectValue(host_type.name, host_type)

    def _dataset(self, data: Dataset, python_name: str) -> ObjectValue | PipelineValue:
        source = self._source(data.source, python_name)
        if not data.transformations:
            return source
        steps = tuple(map(self._pipeline_step, data.transformations))
        return PipelineValue(python_name, source, steps)

    def _source(self, source: Source, used_as: str) -> ObjectValue:
        """The source under the name that the file gives it, else after the data set that was derived from it."""
        named = (
            name
            for name, value in vars(self._user.module).items()
            if isinstance(value, Dataset) and value.source is source and not value.transformations
        )
        name = self._names(("source", id(source)), next(named, used_as))
        self.sources[name] = source
        places = tuple((name, index) for index in range(len(source.types)))
        return ObjectValue(name, DatasetType(source.types, False, source.single, places, nested(source.structure)))

    def _pipeline_step(self, step: Transformation) -> PipelineStep:
        match step:
            case Map(function):
                return PipelineStep("map", {"function": self._function(function, function.name)})
            case Batch(size, drop):
                return PipelineStep("batch", {"batch_size": size, **({"drop_remainder": True} if drop else {})})
            case Shuffle(seed, _, reshuffle):
                given = {} if reshuffle else {"reshuffle_each_iteration": False}
                return PipelineStep("shuffle", {"seed": seed, **given})
            case Take(count):
                return PipelineStep("take", {"count": count})
            case Skip(count):
                return PipelineStep("skip", {"count": count})

    @contextmanager
    def _blaming(self, loc: Loc) -> Iterator[None]:
        """Errors of the user's code while it is traced; those without a place get the script's call."""
        try:
            with errors_of_the_user(self._user.path, "BML103", loc):
                yield
        except UserError as error:
            if error.loc is None or not error.loc.line:
                error.loc = loc
            raise
