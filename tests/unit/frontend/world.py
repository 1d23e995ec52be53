"""A program for scripts to live in, without tracing: what a file named is looked up in a table."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from bmlc.emit.printer import print_module
from bmlc.frontend import (
    ConstantValue,
    GeneratedScript,
    Mapped,
    ObjectValue,
    PipelineStep,
    PipelineValue,
    Resolved,
    Unusable,
    check_script,
    generate_script,
)
from bmlc.frontend.host import DatasetType, FunctionType, ModelType
from bmlc.ir import Loc, TensorType, symbol

IMAGE = TensorType((28, 28, 1), "uint8")
LABEL = TensorType((), "int32")
DIGITS = DatasetType((IMAGE, LABEL), False)

PREPARE = FunctionType("prepare")
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
            "EPOCHS": ConstantValue(3),
            "HUGE": ConstantValue(2**60),
            "labels": Unusable("a list"),
        }
    )

    def resolve(self, name: str) -> Resolved | None:
        return self.values.get(name)

    def default_seed(self) -> int:
        return self.seed

    def map(self, function: FunctionType, data: DatasetType, loc: Loc) -> Mapped:
        self.calls.append(("map", str(data)))
        lead = (symbol("n"),) if data.batched else ()
        return Mapped(function.name, (TensorType((*lead, 28, 28, 1), "float32"), TensorType((*lead, 10), "float32")))

    def fit(self, model: ModelType, data: DatasetType, loc: Loc) -> None:
        self.calls.append(("fit", str(data)))

    def evaluate(self, model: ModelType, data: DatasetType, loc: Loc) -> tuple[str, ...]:
        self.calls.append(("evaluate", str(data)))
        return ("loss", "accuracy")

    def predict(self, model: ModelType, data: DatasetType, loc: Loc) -> None:
        self.calls.append(("predict", str(data)))


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compile_script(path: Path, name: str, world: FakeWorld | None = None) -> GeneratedScript:
    return generate_script(check_script(getattr(load(path), name), name, world or FakeWorld()))


def javascript(path: Path, name: str, world: FakeWorld | None = None) -> str:
    return print_module([compile_script(path, name, world).function], path).code
