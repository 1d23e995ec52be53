"""The program around its scripts: what their names are, and the tensor functions that their calls need.

Scripts are checked one after another; each call of `map`, `fit`, `evaluate` or `predict` on elements of a type traces
what it needs, once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bml.collect.loading import UserModule, errors_of_the_user
from bml.context import current_context
from bml.data import Dataset, Source
from bml.data.mapped import mapped
from bml.functions import Script, TensorFunction
from bml.models.model import Model
from bmlc.errors import UserError
from bmlc.frontend import (
    ConstantValue,
    KeyedNames,
    Mapped,
    ObjectValue,
    PipelineStep,
    PipelineValue,
    Resolved,
    Unusable,
)
from bmlc.frontend.host import DatasetType, FunctionType, ModelType
from bmlc.ir import Function, Loc, TensorType

__all__ = ["ModelUse", "ModuleWorld"]


@dataclass
class ModelUse:
    """A model that scripts use, with its steps' names among the functions and where its element types come from."""

    model: Model
    name: str
    python_name: str
    steps: dict[str, str] = field(default_factory=dict)  # train, test, predict
    fed: dict[str, tuple[tuple[TensorType, ...], Loc]] = field(default_factory=dict)


class ModuleWorld:
    """Implements `bmlc.frontend.World` for an imported file."""

    def __init__(self, user: UserModule) -> None:
        self._user = user
        self._names = KeyedNames({"bml"})  # of models, sources and functions: what a script receives
        self._functions: dict[str, TensorFunction] = {}  # by the names that scripts use
        self._traced: dict[Any, Mapped] = {}
        self.functions: dict[str, Function] = {}
        self.sources: dict[str, Source] = {}
        self.models: dict[str, ModelUse] = {}

    def resolve(self, name: str) -> Resolved | None:
        if name not in vars(self._user.module):
            return None
        value = vars(self._user.module)[name]
        match value:
            case Model():
                return ObjectValue(self._model(value, name).name, ModelType(self._model(value, name).name))
            case Dataset():
                return self._dataset(value, name)
            case TensorFunction():
                self._functions[name] = value
                return ObjectValue(name, FunctionType(name))
            case bool() | int() | float() | str() | None:
                return ConstantValue(value)
            case _:
                return Unusable(_describe(value))

    def default_seed(self) -> int:
        return current_context().seed

    def map(self, function: FunctionType, data: DatasetType, loc: Loc) -> Mapped:
        tensor_function = self._functions[function.name]
        key = (id(tensor_function), data)
        if key not in self._traced:
            with self._blaming(loc):
                made = mapped(tensor_function, data.components, data.batched)
            name = self._names(key, function.name)
            self.functions[name] = replace(made.fn, name=name)
            self._traced[key] = Mapped(name, made.types)
        return self._traced[key]

    def fit(self, model: ModelType, data: DatasetType, loc: Loc) -> None:
        self._step(self.models[model.name], "train", data, loc)
        self._step(self.models[model.name], "test", data, loc)
        self._step(self.models[model.name], "predict", data, loc)

    def evaluate(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        use = self.models[model.name]
        self._step(use, "test", data, loc)
        return use.model.logs

    def predict(self, model: ModelType, data: DatasetType, loc: Loc) -> None:
        self._step(self.models[model.name], "predict", data, loc)

    def add_function(self, tensor_function: TensorFunction, python_name: str) -> str:
        """Trace a function for the types of its annotations; returns its JavaScript name."""
        key = (id(tensor_function), "annotations")
        with self._blaming(tensor_function.loc):
            traced = tensor_function.trace()
        name = self._names(key, python_name)
        self.functions[name] = replace(traced, name=name)
        return name

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
                    f"{use.python_name} is used with elements of {_list(before)} on line {place.line}, "
                    f"here with {_list(needed)}",
                    "map both data sets to the same types, or make a second model",
                    loc,
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
            step = {"train": use.model.train_step, "test": use.model.test_step, "predict": use.model.predict_step}[kind]
            self.functions[name] = step(types, name)
            use.steps[kind] = name

    def _model(self, model: Model, python_name: str) -> ModelUse:
        name = self._names(("model", id(model)), python_name)
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
        return ObjectValue(name, DatasetType(source.types, False))

    def _pipeline_step(self, method: str, arguments: dict[str, Any]) -> PipelineStep:
        match method, arguments:
            case "map", {"function": TensorFunction() as function}:
                self._functions[function.name] = function
                return PipelineStep("map", {"function": FunctionType(function.name)}, None)
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
            with errors_of_the_user(self._user.path, "BML103"):
                yield
        except UserError as error:
            if error.loc is None or not error.loc.line:
                error.loc = loc
            raise


def _list(types: tuple[TensorType, ...]) -> str:
    return f"({', '.join(map(str, types))})"


def _describe(value: Any) -> str:
    if isinstance(value, Script):
        return "another script"
    if callable(value) and not hasattr(value, "call"):
        return "a Python function"
    kind = type(value).__name__
    return f"{'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}"
