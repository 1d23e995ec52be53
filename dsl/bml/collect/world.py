"""The program around its scripts: what their names are, and the tensor functions that their calls need.

Scripts are checked one after another; each call of `map`, `fit`, `evaluate` or `predict` on elements of a type traces
what it needs, once.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np

import bml
from bml.blocks import BlockFunction, Written
from bml.collect.block_effects import effects_of
from bml.collect.callables import (
    Callee,
    TracedFunction,
    blaming_arguments,
    check_arguments,
    static_key,
    trace_call,
    with_sizes,
)
from bml.collect.labels import check_labels, passed_on
from bml.collect.loading import UserModule
from bml.collect.logs import lines_of
from bml.collect.makers import makes
from bml.collect.making import Making, Rate, evaluate, objects_in
from bml.collect.values import OBJECTS, FileValues, ModelUse
from bml.context import current_context
from bml.data.mapped import mapped
from bml.functions import TensorFunction
from bml.keras.imported import keras
from bml.keras.steps import step
from bml.parity import origins
from bmlc.errors import Note, UserError
from bmlc.ir import Dim, Function, Loc, TensorType, renamed
from bmlc.ops.rules import SizeLearntError
from bmlc.ops.tree import flatten, unflatten
from bmlc.scripts.program.host_types import (
    DatasetType,
    FunctionType,
    HostType,
    MetricType,
    ModelType,
    OfProgram,
    OptimizerType,
)
from bmlc.scripts.program.world import LogPart, Made, Mapped, ObjectValue, Reference, Slot, TracedBlock, TracedCall

__all__ = ["ModuleWorld"]


_WITHOUT_VARIABLES = (keras.losses.Loss, keras.optimizers.schedules.LearningRateSchedule)


class ModuleWorld(FileValues):
    """Implements `bmlc.scripts.World` for an imported file."""

    def __init__(self, user: UserModule) -> None:
        super().__init__(user)
        self._traced: dict[Any, Mapped] = {}
        self._calls: dict[Any, tuple[str, TracedFunction]] = {}
        self._fixed: dict[Any, dict[str, int]] = {}  # sizes that calls need to be numbers
        self._made: dict[Any, Made] = {}
        self._refused: dict[Hashable, UserError] = {}
        self.makings: list[Making] = []
        self.reseeded: Loc | None = None  # where a script does so
        self._drawn = random.getstate()  # after the last of them
        self.functions: dict[str, Function] = {}
        self.origins: dict[str, origins.Origin] = {}  # of the functions

    def gradients(self, function: HostType, options: Mapping[str, Any], loc: Loc) -> FunctionType:
        callee = self._callee(function)
        options = unflatten(dict(options), map(self._referred, flatten(dict(options))))
        named = unflatten(options, map(static_key, flatten(options)))  # two variables may read alike
        key = f"value_and_grad({id(callee.call)}, {named})"
        if key not in self._callees:
            with self._blaming(loc):
                call = bml.value_and_grad(callee.call, **options)
            origin = origins.Derivative(callee.origin, options)
            self._callees[key] = Callee(
                call, f"value_and_grad({callee.name})", f"{callee.hint}_gradients", callee.signature, origin
            )
        return FunctionType(f"value_and_grad({callee.name})", key)

    def block(
        self,
        node: ast.FunctionDef,
        path: Path,
        function: Callable[..., object] | None,
        given: Sequence[str],
        classes: Sequence[type],
    ) -> TracedBlock:
        key = f"block {ast.dump(node, include_attributes=True)} of {path} {id(function)}"
        if key not in self._callees:
            call = BlockFunction(Written(node, path, self._user.module, function), given)
            self._callees[key] = Callee(call, node.name, node.name, call.function, call)
        block = self._callees[key].call
        assert isinstance(block, BlockFunction)
        effects = effects_of(
            self._callees[key].signature, self._user.path, classes, "the block of a tape", self._is_object
        )
        return TracedBlock(FunctionType(node.name, key), effects.refused, effects.reads, block.plain)

    def _is_object(self, value: object) -> bool:
        """Whether a value is an object of the file, which scripts may change."""
        return type(value) in (*OBJECTS, np.ndarray) or self._own_class(type(value)) is not None

    def method_of_tensors(self, value: object, classes: Sequence[type]) -> TracedBlock | None:
        function = value.fn if isinstance(value, TensorFunction) else getattr(value, "python_function", None)
        if function is None:
            return None
        key = f"method {id(value)}"
        if key not in self._callees:
            name = function.__name__
            self._callees[key] = Callee(BlockFunction(function, ()), name, name, function, value)
        effects = effects_of(function, self._user.path, classes, function.__name__, self._is_object)
        return TracedBlock(FunctionType(function.__name__, key), effects.refused, effects.reads, {})

    def call(self, function: HostType, arguments: Sequence[Any], keywords: Mapping[str, Any], loc: Loc) -> TracedCall:
        callee = self._callee(function)
        given: dict[int | str, Any] = dict([*enumerate(arguments), *keywords.items()])
        given = unflatten(given, map(self._referred, flatten(given)))
        with self._blaming(loc):
            given = {place: callee.as_declared(place, argument) for place, argument in given.items()}
        return self._call(callee, given, loc)

    def _call(self, callee: Callee, given: Mapping[int | str, Any], loc: Loc) -> TracedCall:
        """A call, traced; where an op needs a size to be a number that only the running script knows, with that number.

        The function's entry holds what it is given to it.
        """
        key, symbols, traced = trace_call(callee, given, loc)
        if key not in self._calls and key not in self._fixed:
            check_arguments(callee, given, loc)
            blaming = nullcontext() if callee.is_of_user else blaming_arguments(callee.name, loc)
            try:
                with self._alike((key, loc)), blaming, self._blaming(loc):
                    made = traced()
            except SizeLearntError as learnt:
                self._fixed[key] = {learnt.symbol: learnt.size}
        if key in self._fixed:
            sizes = {symbols[name]: size for name, size in self._fixed[key].items()}
            return self._call(callee, unflatten(given, (_fixed(leaf, sizes) for leaf in flatten(given))), loc)
        if key not in self._calls:
            name = self._names(("call", key), callee.hint)
            self.functions[name] = replace(made.fn, name=name)
            self.origins[name] = origins.Called(callee.origin, given)
            self._calls[key] = name, made
        name, made = self._calls[key]
        return made.named(name, symbols)

    def keep_called(self, names: Set[str]) -> None:
        """Forget functions for types that arguments had while a script's types were still growing."""
        for name, _ in self._calls.values():
            if name not in names:
                del self.functions[name], self.origins[name]

    def make(
        self,
        expression: ast.expr,
        names: Mapping[str, Any],
        function: Callable[..., object] | None,
        loc: Loc,
        steps: tuple[Hashable, ...],
        compiles: ModelType | None = None,
    ) -> Made:
        known = unflatten(dict(names), map(self._referred, flatten(dict(names))))
        template = tuple(leaf.type if isinstance(leaf, Slot) else static_key(leaf) for leaf in flatten(known))
        place = loc, steps, template, repr(unflatten(known, iter(range(len(template)))))
        if place not in self._made:  # a line is gone through more than once
            given = unflatten(
                known,
                (Rate(k, leaf.text) if isinstance(leaf, Slot) else leaf for k, leaf in enumerate(flatten(known))),
            )
            model = None if compiles is None else self._compiled_once(compiles, loc)
            self.expect_no_draw()
            try:
                with self._alike(place), self._blaming(loc):
                    making, text = evaluate(expression, self._free_names(function), given, loc, model)
            finally:
                self._drawn = random.getstate()
            module = self._user.module.__name__ if function is None else function.__module__
            self.made.append(origins.Evaluated(making.value, text, module, known))
            result = self._described_parts(making.value, loc)
            # A line that makes one object is called as that is.
            known = result.type if isinstance(result, ObjectValue) else None
            is_named = isinstance(known, ModelType | OptimizerType | MetricType)
            name = result.name if is_named else self._names(("making", place), _hint(expression))
            self.makings.append(replace(making, name=name))
            objects = [cast("OfProgram", each.type) for each in objects_in(result) if isinstance(each, ObjectValue)]
            held = [each for each in objects if not isinstance(self._object(each), _WITHOUT_VARIABLES)]
            self._made[place] = Made(name, result, held, len(making.seeds), making.settings)
        return self._made[place]

    def expect_no_draw(self) -> None:
        """Between lines that make objects nothing has drawn a seed: a browser would draw it elsewhere.

        Raises:
            UserError: BML207 where a layer drew one in its `build` or `call`.
        """
        if self.makings and random.getstate() != self._drawn:
            making = self.makings[-1]
            raise UserError(
                "BML207",
                "Keras draws a seed where a model is called first, and a script of this file makes models, too",
                "make all layers in __init__, and give layers at the top of the file a shape: keras.Input((4,))",
                making.loc,
            )

    def _compiled_once(self, model: ModelType, loc: Loc) -> Any:
        """The model, which no other line compiles: what is traced for it is traced with the loss of that line."""
        use = self.models[model.name]
        if use.model.compiled:
            message = "expected each model to be compiled once, received another loss, optimizer or list of metrics"
            hint = "make and compile it in a function that is given what differs: def train(optimizer): ..."
            raise UserError("BML207", message, hint, loc, (Note(use.model._bml_compiled, "compiled here"),))
        return use.model

    def _described_parts(self, value: Any, loc: Loc) -> Any:
        if isinstance(value, tuple | list):
            return type(value)([self._described_parts(each, loc) for each in value])
        if isinstance(value, dict):
            return {key: self._described_parts(each, loc) for key, each in value.items()}
        return self._describe(value, keras.src.utils.naming.to_snake_case(type(value).__name__))

    def makes(self, function: Callable[..., object]) -> bool:
        return makes(function)

    def default_seed(self) -> int:
        return current_context().seed

    def log_lines(self, logger: str, level: int, loc: Loc) -> Sequence[Sequence[LogPart]]:
        return lines_of(logger, level, self._user.module.__name__, loc)

    def note_reseeding(self, loc: Loc) -> None:
        self.reseeded = self.reseeded or loc

    def map(self, function: FunctionType, data: DatasetType, loc: Loc) -> Mapped:
        tensor_function = self._callees[function.key].call
        assert isinstance(tensor_function, TensorFunction)
        key = (id(tensor_function), data)
        if key not in self._traced:
            with self._blaming(loc):
                made = mapped(tensor_function, data.components, data.batched)
            name = self._names(key, function.name)
            self.functions[name] = replace(made.fn, name=name)
            self.origins[name] = origins.Mapped(tensor_function, data.batched)
            self._traced[key] = Mapped(name, made.types, made.single, passed_on(made.fn), made.structure)
        return self._traced[key]

    def fit(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        use = self.models[model.name]
        self._step(use, "train", data, loc)
        has_one_output = len(getattr(use.model, "outputs", None) or [0]) == 1
        if type(use.model).train_step is keras.Model.train_step and has_one_output:  # a page may report predictions
            self._step(use, "predict", data, loc)
        self._check_labels(use, data, loc)
        return use.logs["train"]

    def evaluate(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        use = self.models[model.name]
        self._step(use, "test", data, loc)
        self._check_labels(use, data, loc)
        return use.logs["test"]

    def element(self, model: ModelType, rank: int, is_label: bool) -> tuple[int, ...] | None:
        described = self.models[model.name].model
        try:
            whole = described.output_shape if is_label else described.input_shape
        except AttributeError:  # of a class of the file, which knows what it was built with
            whole = (getattr(described, "_build_shapes_dict", None) or {}).get("input_shape")
            if is_label and whole:
                whole = tuple(described.compute_output_spec(keras.KerasTensor((None, *whole[1:]))).shape)
        if not isinstance(whole, tuple) or not all(isinstance(size, int) for size in whole[1:]):
            return None
        shape = tuple(whole[1:rank])  # a label may lack the last axis: the number of a class, a single value
        return shape if rank == len(whole) or (is_label and rank == len(whole) - 1) else None

    def predict(self, model: ModelType, data: DatasetType, loc: Loc) -> TensorType:
        use = self.models[model.name]
        self._step(use, "predict", data, loc)
        return self.functions[use.steps["predict"]].outs[0].type

    def add_function(self, tensor_function: TensorFunction, python_name: str) -> tuple[str, Any]:
        """Trace a function for the types of its annotations; returns its JavaScript name and its result's structure."""
        key = (id(tensor_function), "annotations")
        with self._blaming(tensor_function.loc):
            traced = tensor_function.traced()
        name = self._names(key, python_name)
        self.functions[name] = replace(traced.fn, name=name)
        holes: dict[int | str, Any] = dict.fromkeys(tensor_function.signature.parameters, origins.Hole.HOLE)
        self.origins[name] = origins.Called(tensor_function, holes)
        return name, traced.structure

    def mapped_name(self, tensor_function: TensorFunction) -> str | None:
        """The name of the first version of a function that a script maps."""
        return next((mapped.name for (owner, _), mapped in self._traced.items() if owner == id(tensor_function)), None)

    def _step(self, use: ModelUse, kind: str, data: DatasetType, loc: Loc) -> None:
        """Trace a step for elements of this type; a model has one of each."""
        types = tuple(TensorType(item.shape[1:], item.dtype) for item in data.components)
        structure = tuple(range(len(types))) if data.structure is None else data.structure  # x, y, sample_weight
        if kind == "predict":
            structure = structure[:1]
        needed = types[: len(flatten(structure))]
        if kind in use.fed:
            before, place, like = use.fed[kind]
            if before != needed or like != structure:
                raise UserError(
                    "BML101",
                    f"{use.python_name} is used with elements of {_list(before)}, here with {_list(needed)}",
                    "map both data sets to the same types, or make a second model",
                    loc,
                    (Note(place, f"{_list(before)} here"),),
                )
            return
        with self._blaming(loc):
            if len(structure) > 3:
                raise UserError(
                    "BML102",
                    f"{use.python_name} takes elements (x, y) or (x, y, sample_weight), "
                    f"received {len(structure)} components",
                    "map the data set to (x, y)",
                    loc,
                )
            name = self._names((use.name, kind), f"{use.python_name}_{kind}_step")
            self.functions[name], logs = step(use.model, kind, needed, name, structure)
            use.logs[kind] = logs
            self.origins[name] = origins.Step(use.model, kind, logs, structure)
            use.steps[kind] = name
        use.fed[kind] = (needed, loc, structure)  # only now: a step that cannot be traced is told each time

    def _check_labels(self, use: ModelUse, data: DatasetType, loc: Loc) -> None:
        """Labels that no map of the script touches are known."""
        if data.structure is None and len(data.origins) > 1 and data.origins[1] is not None:
            source, component = data.origins[1]
            inputs = data.components[0].with_shape(data.components[0].shape[1:])
            traced = self.functions.get(use.steps.get("predict", ""))

            def predict() -> Function:
                return traced or step(use.model, "predict", (inputs,), "predict")[0]

            with self._blaming(loc):
                check_labels(use.model, self.sources[source].arrays[component], predict, loc)

    @contextmanager
    def _alike(self, key: Hashable) -> Iterator[None]:
        """What Keras refuses leaves its objects changed: a script that is gone through again is told the same."""
        if key in self._refused:
            raise self._refused[key]
        try:
            yield
        except UserError as error:
            self._refused[key] = error
            raise

    def _callee(self, function: HostType) -> Callee:
        match function:
            case FunctionType():
                return self._callees[function.key]
            case ModelType(name):
                return Callee.of(self.models[name].model, self.models[name].python_name, f"{name}_call")
            case _:
                raise TypeError(f"{function} cannot be called with tensors")

    def _referred(self, leaf: Any) -> Any:
        """The object behind a reference; everything else as it is."""
        if not isinstance(leaf, Reference):
            return leaf
        return self._object(leaf.type)


def _fixed(leaf: Any, sizes: Mapping[Dim, int]) -> Any:
    """With numbers for these sizes, which may be products of such that the script does not know either."""
    if not isinstance(leaf, Slot):
        return leaf
    names = {str(size): number for size, number in sizes.items()}
    return Slot(with_sizes(leaf.type, lambda size: sizes.get(size, renamed(size, names))))


def _hint(expression: ast.expr) -> str:
    """What a line makes, by what it calls: `build_model(4)` gives a model."""
    called = expression.func if isinstance(expression, ast.Call) else expression
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "made")
    words = keras.src.utils.naming.to_snake_case(name).split("_")
    return "_".join(words[1:] if len(words) > 1 and words[0] in ("build", "create", "get", "make") else words)


def _list(types: tuple[TensorType, ...]) -> str:
    return f"({', '.join(map(str, types))})"
