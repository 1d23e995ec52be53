"""Compiles a script by itself: what a file would have at its top is here."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import keras
import numpy as np

import bml
from bml.collect.loading import load_module
from bml.collect.world import ModuleWorld
from bml.context import new_program
from bmlc.emit.printer import print_module
from bmlc.scripts import CompiledScript
from bmlc.scripts import compile_script as compiled


def _names() -> dict[str, Any]:
    """`model`, `digits`, `held_out`, `prepare`, a derived data set `batches`, and constants."""

    @bml.function
    def prepare(image, label):  # type: ignore[no-untyped-def]
        return bml.ops.cast(image, "float32") / 255.0, bml.ops.one_hot(label, 10)

    def data() -> bml.Dataset:
        return bml.Dataset.from_tensor_slices((np.zeros((20, 28, 28, 1), "uint8"), np.zeros(20, "int32")))

    digits = data()
    model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")])
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    return {
        "bml": bml,
        "math": math,
        "model": model,
        "digits": digits,
        "held_out": data(),
        "prepare": prepare,
        "batches": digits.take(18).map(prepare).shuffle(seed=7).batch(64, drop_remainder=True),
        "EPOCHS": 3,
        "HUGE": 2**60,
        "labels": {"a set"},
    }


def compile_script(path: Path, name: str, seed: int = 0) -> CompiledScript:
    with new_program():
        user = load_module(path)
        vars(user.module).update(_names())
        if seed:
            keras.utils.set_random_seed(seed)
        return compiled(getattr(user.module, name), name, ModuleWorld(user))


def javascript(path: Path, name: str, seed: int = 0) -> str:
    return print_module([compile_script(path, name, seed).function], path).code
