"""How compile time grows with depth: nets of ever more Dense layers, from the user's file to the finished folder."""

from __future__ import annotations

import gc
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bml.collect import collect
from bmlc.bundle.build import build

__all__ = ["DEPTHS", "build_seconds", "peak_megabytes"]

DEPTHS = (100, 300, 1000, 2000)

_FILE = """import sys

import numpy as np
import bml
from bml import layers

sys.setrecursionlimit(100_000)  # Keras builds a net by recursion, a layer a call

data = bml.Dataset.from_arrays(np.zeros((64, 32), np.float32), np.zeros((64, 32), np.float32))
model = bml.Sequential([bml.Input((32,)), *(layers.Dense(32, activation="relu") for _ in range(DEPTH))])
model.compile(optimizer="adam", loss="mse")


@bml.script
def train(epochs: int = 1):
    model.fit(data.batch(32), epochs=epochs)
"""


def build_seconds(depth: int) -> float:
    """The processor's seconds for a net of `depth` layers on all four backends, with its training step."""
    gc.set_threshold(50_000)  # as `bml build` has it
    with TemporaryDirectory(prefix="bml-bench-") as folder:
        file = Path(folder) / "deep.py"
        file.write_text(_FILE.replace("DEPTH", str(depth)), encoding="utf-8")
        began = time.process_time()
        build(collect(file), Path(folder) / "out")
        return time.process_time() - began


def peak_megabytes() -> float:
    """The most memory that this process has held: of the deepest net so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
