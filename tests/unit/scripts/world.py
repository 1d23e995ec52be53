"""A program for scripts to live in, without tracing: what a file named is looked up in a table."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType as PythonModule
from typing import Any

from bmlc.emit.printer import print_module
from bmlc.ir import Loc, TensorType, symbol
from bmlc.scripts import CompiledScript
from bmlc.scripts import compile_script as compiled
from bmlc.scripts.host_types import (
    BuiltinType,
    DatasetType,
    FixedListType,
    FunctionType,
    HostType,
    MetricType,
    ModelType,
    ModuleType,
    OfProgram,
    OptimizerType,
    TensorValue,
    TupleType,
)
from bmlc.scripts.world import (
    ConstantValue,
    Made,
    Mapped,
    ObjectValue,
    PipelineStep,
    PipelineValue,
    Resolved,
    Slot,
    TracedCall,
    Unusable,
)

IMAGE = TensorType((28, 28, 1), "uint8")
LABEL = TensorType((), "int32")
DIGITS = DatasetType((IMAGE, LABEL), False)

PREPARE = FunctionType("prepare", "prepare")
TRAIN = ObjectValue("digits", DIGITS)


@dataclass
class FakeWorld:
    """`model`, `digits`, `held_out`, `prepare`, a derived data set `batches`, and constants."""

    seed: int = 0
    calls: list[tuple[str, str]] = field(default_factory=list)
    values: Mapping[str, Resolved] = field(
        default_factory=lambda: {
            "model": ObjectValue("model", ModelType("model")),
            "digits": TRAIN,
            "held_out": ObjectValue("heldOut", DIGITS),
            "prepare": ObjectValue("prepare", PREPARE),
            "batches": PipelineValue(
                "batches",
                TRAIN,
                (
                    PipelineStep("split", {"fraction": 0.9}, 0),
                    PipelineStep("map", {"function": PREPARE}, None),
                    PipelineStep("shuffle", {"seed": 7}, None),
                    PipelineStep("batch", {"batch_size": 64, "drop_remainder": True}, None),
                ),
            ),
            "bml": ObjectValue("bml", ModuleType("bml")),
            "math": ObjectValue("math", ModuleType("math")),
            "EPOCHS": ConstantValue(3),
            "HUGE": ConstantValue(2**60),
            "labels": Unusable("a list"),
        }
    )

    def resolve(self, name: str, module: object = None) -> Resolved | None:
        return self.values.get(name)

    def names(self, function: object = None) -> Sequence[str]:
        return list(self.values)

    def default_seed(self) -> int:
        return self.seed

    def attribute(self, owner: ObjectValue, name: str) -> Resolved | None:
        if owner.type == ModuleType("bml"):
            return ObjectValue(name, BuiltinType(f"bml.{name}"))
        value = getattr(math, name, None) if owner.type == ModuleType("math") else None
        if value is None:
            return None
        return ObjectValue(name, BuiltinType(f"math.{name}")) if callable(value) else ConstantValue(value)

    def members(self, owner: ObjectValue) -> Sequence[str]:
        return [name for name in dir(math) if not name.startswith("_")]

    def operation(self, name: str) -> FunctionType:
        return FunctionType(name, name)

    def method(self, owner: OfProgram, name: str) -> FunctionType | None:
        return None if isinstance(owner, ModelType | FunctionType) else FunctionType(name, name)

    def begins_anew(self, metric: MetricType) -> bool:
        return True

    def setter(self, owner: OfProgram, name: str) -> FunctionType | None:
        return FunctionType(f"set_{name}", name) if isinstance(owner, OptimizerType) else None

    def parameters(self, method: str) -> Sequence[str]:
        return ("x", "y", "epochs", "callbacks")

    def layer(self, model: ModelType, options: Mapping[str, Any], loc: Loc) -> Resolved:
        return ObjectValue("layer", FunctionType("layer", "layer"))

    def gradients(self, function: HostType, options: Mapping[str, Any], loc: Loc) -> FunctionType:
        return FunctionType(f"value_and_grad({function})", "gradients")

    def call(self, function: HostType, arguments: Sequence[Any], keywords: Mapping[str, Any], loc: Loc) -> TracedCall:
        """A function of any number of tensors that gives one like the first; `gradients` gives a value and one each."""
        assert isinstance(function, FunctionType)
        tensors = [item.type for item in arguments if isinstance(item, Slot) and isinstance(item.type, TensorValue)]
        scalar = TensorValue(TensorType((), "float32"))
        if function.key == "gradients":
            return TracedCall("gradients", TupleType((scalar, FixedListType(tuple(tensors)))))
        return TracedCall(function.name, tensors[0] if tensors else scalar)

    def make(
        self,
        kind: str,
        name: str,
        arguments: Sequence[Any],
        keywords: Mapping[str, Any],
        loc: Loc,
        steps: tuple[int, ...],
    ) -> Made:
        return Made(ObjectValue(name, OptimizerType(name)), ())

    def map(self, function: FunctionType, data: DatasetType, loc: Loc) -> Mapped:
        self.calls.append(("map", str(data)))
        lead = (symbol("n"),) if data.batched else ()
        image, label = TensorType((*lead, 28, 28, 1), "float32"), TensorType((*lead, 10), "float32")
        return Mapped(function.name, (image, label), False, (None, None), None)

    def fit(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        self.calls.append(("fit", str(data)))
        return ("loss", "accuracy")

    def evaluate(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        self.calls.append(("evaluate", str(data)))
        return ("loss", "accuracy")

    def predict(self, model: ModelType, data: DatasetType, loc: Loc) -> TensorType:
        self.calls.append(("predict", str(data)))
        return TensorType((symbol("n"), 10), "float32")


def load(path: Path) -> PythonModule:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compile_script(path: Path, name: str, world: FakeWorld | None = None) -> CompiledScript:
    return compiled(getattr(load(path), name), name, world or FakeWorld())


def javascript(path: Path, name: str, world: FakeWorld | None = None) -> str:
    return print_module([compile_script(path, name, world).function], path).code
