"""The program around its scripts: what their names are, and the tensor functions that their calls need.

Scripts are checked one after another; each call of `map`, `fit`, `evaluate` or `predict` on elements of a type traces
what it needs, once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, cast

import bml
from bml.collect.arguments import blaming_arguments, check_arguments
from bml.collect.callables import Callee, TracedFunction, trace_call
from bml.collect.labels import check_labels, passed_on
from bml.collect.loading import UserModule
from bml.collect.making import make
from bml.collect.resolving import class_name, computes_with_tensors, function_name, module_name, unusable
from bml.collect.user_errors import errors_of_the_user
from bml.context import current_context, snake_case
from bml.data import Dataset, Source
from bml.data.mapped import mapped
from bml.functions import TensorFunction
from bml.keras.imported import keras
from bml.keras.steps import step
from bml.plain import plain
from bmlc import ops
from bmlc.errors import Note, UserError
from bmlc.frontend import (
    SCRIPT_GLOBALS,
    ConstantValue,
    KeyedNames,
    Made,
    Mapped,
    ObjectValue,
    PipelineStep,
    PipelineValue,
    Reference,
    Resolved,
    TracedCall,
)
from bmlc.frontend.host import (
    BuiltinType,
    DatasetType,
    FixedListType,
    FunctionType,
    HostType,
    MetricType,
    ModelType,
    ModuleType,
    OptimizerType,
    VariableType,
)
from bmlc.ir import Function, Loc, TensorType
from bmlc.ops.tree import flatten, unflatten

__all__ = ["ModelUse", "ModuleWorld"]

_KINDS = ("", "trainable_", "non_trainable_")
_VARIABLE_LISTS = tuple(f"{kind}{name}" for kind in _KINDS for name in ("variables", "weights"))


@dataclass
class ModelUse:
    """A model that scripts use, with its steps' names among the functions and where its element types come from."""

    model: Any
    name: str
    python_name: str
    steps: dict[str, str] = field(default_factory=dict)  # train, test, predict
    logs: tuple[str, ...] = ()  # what the result vectors of train and test hold
    fed: dict[str, tuple[tuple[TensorType, ...], Loc]] = field(default_factory=dict)


class ModuleWorld:
    """Implements `bmlc.frontend.World` for an imported file."""

    def __init__(self, user: UserModule) -> None:
        self._user = user
        self._names = KeyedNames(SCRIPT_GLOBALS)  # of models, sources and functions: what a script receives
        self._callees: dict[str, Callee] = {}  # by the keys of function types
        self._objects: dict[str, Any] = {}  # models, optimizers and metrics by the names of their types
        self._variables: dict[str, Any] = {}  # of Keras, by the names of the IR's
        self._classes: dict[str, type] = {}  # whose objects scripts make, by their full names
        self._traced: dict[Any, Mapped] = {}
        self._calls: dict[Any, tuple[str, TracedFunction]] = {}
        self._made: dict[Loc, Made] = {}
        self.functions: dict[str, Function] = {}
        self.sources: dict[str, Source] = {}
        self.models: dict[str, ModelUse] = {}
        self.owners: dict[str, Any] = {}  # optimizers and metrics, whose variables scripts set back

    def resolve(self, name: str) -> Resolved | None:
        if name not in vars(self._user.module):
            return None
        return self._describe(plain(vars(self._user.module)[name]), name)

    def names(self) -> Iterable[str]:
        return [name for name in vars(self._user.module) if not name.startswith("__")]

    def attribute(self, owner: ObjectValue, name: str) -> Resolved | None:
        match owner.type:
            case ModuleType(module):
                if name not in self.members(owner):
                    return None
                return self._describe(getattr(sys.modules[module], name), name)
            case ModelType() | OptimizerType() | MetricType():
                value = getattr(self._objects[owner.type.name], name, None)
                if isinstance(value, list) and name in _VARIABLE_LISTS:
                    return ObjectValue(name, FixedListType(tuple(self._variable(item).type for item in value)))
                known = isinstance(value, keras.Variable | keras.optimizers.Optimizer | int | float | str | bool)
                return self._describe(value, f"{owner.name}_{name}") if known else None
            case _:
                return None

    def members(self, owner: ObjectValue) -> Sequence[str]:
        match owner.type:
            case ModelType():
                return [*_VARIABLE_LISTS, "optimizer"]
            case OptimizerType() | MetricType():
                return [name for name in dir(self._objects[owner.type.name]) if not name.startswith("_")]
            case ModuleType(name):
                module = sys.modules[name]
            case _:
                return ()
        return getattr(module, "__all__", None) or [name for name in dir(module) if not name.startswith("_")]

    def operation(self, name: str) -> FunctionType:
        module, _, own = name.rpartition(".")
        return self._function(getattr(keras.random if module else ops, own), name)

    def method(self, owner: HostType, name: str) -> FunctionType | None:
        assert isinstance(owner, OptimizerType | MetricType | VariableType)
        value = self._variables[owner.name] if isinstance(owner, VariableType) else self._objects[owner.name]
        if not callable(getattr(value, name, None)):
            return None
        key = f"{type(owner).__name__} {owner.name}.{name}"
        if key not in self._callees:
            label = owner.name.rsplit("/", 1)[-1]
            self._callees[key] = _callee(getattr(value, name), f"{label}.{name}", f"{label}_{name}")
        return FunctionType(name, key)

    def gradients(self, function: HostType, options: Mapping[str, Any], loc: Loc) -> FunctionType:
        callee = self._callee(function)
        options = unflatten(dict(options), map(self._referred, flatten(dict(options))))
        key = f"value_and_grad({id(callee.call)}, {options})"
        if key not in self._callees:
            with self._blaming(loc):
                call = bml.value_and_grad(callee.call, **options)
            self._callees[key] = Callee(
                call, f"value_and_grad({callee.name})", f"{callee.hint}_gradients", callee.signature
            )
        return FunctionType(f"value_and_grad({callee.name})", key)

    def call(self, function: HostType, arguments: Sequence[Any], keywords: Mapping[str, Any], loc: Loc) -> TracedCall:
        callee = self._callee(function)
        positional = unflatten(list(arguments), map(self._referred, flatten(list(arguments))))
        named = unflatten(dict(keywords), map(self._referred, flatten(dict(keywords))))
        key, symbols, traced = trace_call(callee, positional, named, loc)
        if key not in self._calls:
            check_arguments(callee, positional, named, loc)
            of_library = not isinstance(callee.signature, TensorFunction)
            blaming = blaming_arguments(callee.name, loc) if of_library else nullcontext()
            with self._blaming(loc), blaming:
                made = traced()
            name = self._names(("call", key), callee.hint)
            self.functions[name] = replace(made.fn, name=name)
            self._calls[key] = name, made
        name, made = self._calls[key]
        return made.named(name, symbols)

    def make(self, kind: str, name: str, arguments: Sequence[Any], keywords: Mapping[str, Any], loc: Loc) -> Made:
        if loc not in self._made:  # the body of a loop is checked more than once
            positional = [self._referred(argument) for argument in arguments]
            named = {key: self._referred(value) for key, value in keywords.items()}
            with self._blaming(loc):
                value, settings = make(self._classes[kind], positional, named)
            made = self._describe(value, snake_case(name))
            assert isinstance(made, ObjectValue)
            self._made[loc] = Made(made, settings)
        return self._made[loc]

    def default_seed(self) -> int:
        return current_context().seed

    def map(self, function: FunctionType, data: DatasetType, loc: Loc) -> Mapped:
        tensor_function = self._callees[function.key].call
        assert isinstance(tensor_function, TensorFunction)
        key = (id(tensor_function), data)
        if key not in self._traced:
            with self._blaming(loc):
                made = mapped(tensor_function, data.components, data.batched)
            name = self._names(key, function.name)
            self.functions[name] = replace(made.fn, name=name)
            self._traced[key] = Mapped(name, made.types, made.single, passed_on(made.fn))
        return self._traced[key]

    def fit(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        use = self.models[model.name]
        for kind in ("train", "test", "predict"):
            self._step(use, kind, data, loc)
        self._check_labels(use, data, loc)
        return use.logs

    def evaluate(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        use = self.models[model.name]
        self._step(use, "test", data, loc)
        self._check_labels(use, data, loc)
        return use.logs

    def predict(self, model: ModelType, data: DatasetType, loc: Loc) -> None:
        self._step(self.models[model.name], "predict", data, loc)

    def add_function(self, tensor_function: TensorFunction, python_name: str) -> tuple[str, Any]:
        """Trace a function for the types of its annotations; returns its JavaScript name and its result's structure."""
        key = (id(tensor_function), "annotations")
        with self._blaming(tensor_function.loc):
            traced = tensor_function.traced()
        name = self._names(key, python_name)
        self.functions[name] = replace(traced.fn, name=name)
        return name, traced.structure

    def mapped_name(self, tensor_function: TensorFunction) -> str | None:
        """The name of the first version of a function that a script maps."""
        return next((mapped.name for (owner, _), mapped in self._traced.items() if owner == id(tensor_function)), None)

    def _step(self, use: ModelUse, kind: str, data: DatasetType, loc: Loc) -> None:
        """Trace a step for elements of this type; a model has one of each."""
        types = tuple(TensorType(item.shape[1:], item.dtype) for item in data.components)
        needed = types[:1] if kind == "predict" else types
        if kind in use.fed:
            before, place = use.fed[kind]
            if before != needed:
                raise UserError(
                    "BML101",
                    f"{use.python_name} is used with elements of {_list(before)}, here with {_list(needed)}",
                    "map both data sets to the same types, or make a second model",
                    loc,
                    (Note(place, f"{_list(before)} here"),),
                )
            return
        use.fed[kind] = (needed, loc)
        with self._blaming(loc):
            if kind != "predict" and len(types) != 2:
                raise UserError(
                    "BML102",
                    f"{use.python_name} is trained on pairs of input and target, "
                    f"received elements of {len(types)} components",
                    "map the data set to (input, target)",
                    loc,
                )
            name = self._names((use.name, kind), f"{use.python_name}_{kind}_step")
            self.functions[name], logs = step(use.model, kind, needed, name)
            use.steps[kind] = name
            use.logs = use.logs or logs

    def _check_labels(self, use: ModelUse, data: DatasetType, loc: Loc) -> None:
        """Labels that no map of the script touches are known."""
        if len(data.origins) == 2 and data.origins[1] is not None:
            source, component = data.origins[1]
            with self._blaming(loc):
                check_labels(use.model, self.sources[source].arrays[component], use.fed["test"][0][0], loc)

    def _describe(self, value: Any, name: str) -> Resolved:
        match value:
            case keras.Model():
                return ObjectValue(self._model(value, name).name, ModelType(self._model(value, name).name))
            case Dataset():
                return self._dataset(value, name)
            case keras.Variable():
                return self._variable(value)
            case keras.optimizers.Optimizer() | keras.metrics.Metric():
                own = self._names(("object", id(value)), name)
                self._objects[own] = value
                self.owners[own] = value
                kind = OptimizerType if isinstance(value, keras.optimizers.Optimizer) else MetricType
                return ObjectValue(own, kind(own))
            case TensorFunction():
                return ObjectValue(name, self._function(value, value.name))
            case keras.random.SeedGenerator():
                return ObjectValue(name, self._function(cast("Callable[..., Any]", value), name))
            case list() | tuple() if value and all(isinstance(item, keras.Variable) for item in value):
                return ObjectValue(name, FixedListType(tuple(self._variable(item).type for item in value)))
            case bool() | int() | float() | str() | None:
                return ConstantValue(value)
            case tuple() if all(isinstance(item, bool | int | float | str | None) for item in flatten(value)):
                return ConstantValue(value)
        if (module := module_name(value)) is not None:
            return ObjectValue(name, ModuleType(module))
        if (made := class_name(value)) is not None:
            self._classes[made] = value
            return ObjectValue(name, BuiltinType(made, makes=True))
        if (known := function_name(value)) is not None:
            return ObjectValue(name, BuiltinType(known))
        if (call := computes_with_tensors(value)) is not None:
            return ObjectValue(name, self._function(call, getattr(value, "name", None) or name))
        return unusable(value)

    def _function(self, call: Callable[..., Any], name: str) -> FunctionType:
        key = f"{name}@{id(call)}"
        self._callees.setdefault(key, _callee(call, name, name))
        return FunctionType(name, key)

    def _callee(self, function: HostType) -> Callee:
        match function:
            case FunctionType():
                return self._callees[function.key]
            case ModelType(name):
                return _callee(self.models[name].model, self.models[name].python_name, f"{name}_call")
            case _:
                raise TypeError(f"{function} cannot be called with tensors")

    def _referred(self, leaf: Any) -> Any:
        """The object behind a reference; everything else as it is."""
        if not isinstance(leaf, Reference):
            return leaf
        match leaf.type:
            case VariableType(name):
                return self._variables[name]
            case host_type:
                return self._callee(host_type).call

    def _variable(self, variable: Any) -> ObjectValue:
        state = variable.state
        self._variables[state.name] = variable
        return ObjectValue(state.name, VariableType(state.name, state.type))

    def _model(self, model: Any, python_name: str) -> ModelUse:
        name = self._names(("model", id(model)), python_name)
        self._objects[name] = model
        return self.models.setdefault(name, ModelUse(model, name, python_name))

    def _dataset(self, data: Dataset, python_name: str) -> ObjectValue | PipelineValue:
        source = self._source(data.source, python_name)
        if not data.transformations:
            return source
        steps = tuple(self._pipeline_step(*step.describe()) for step in data.transformations)
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
        origins = tuple((name, index) for index in range(len(source.types)))
        return ObjectValue(name, DatasetType(source.types, False, source.single, origins))

    def _pipeline_step(self, method: str, arguments: dict[str, Any]) -> PipelineStep:
        match method, arguments:
            case "map", {"function": TensorFunction() as function}:
                return PipelineStep("map", {"function": self._function(function, function.name)}, None)
            case "batch", {"size": size, "drop_remainder": drop}:
                return PipelineStep("batch", {"batch_size": size, **({"drop_remainder": True} if drop else {})}, None)
            case "shuffle", {"seed": seed, "reshuffle_each_iteration": reshuffle}:
                given = {} if reshuffle else {"reshuffle_each_iteration": False}
                return PipelineStep("shuffle", {"seed": seed, **given}, None)
            case _:
                return PipelineStep(method, arguments, None)

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


def _list(types: tuple[TensorType, ...]) -> str:
    return f"({', '.join(map(str, types))})"


def _callee(call: Callable[..., Any], name: str, hint: str) -> Callee:
    return Callee(call, name, hint, call)
