"""How far TensorFlow is from itself after a run of training steps.

The runs: on one thread and on two, in float64, with each batch's rows reversed. Mathematically they are one. Where a
ReLU or a max pooling stands close to a tie, rounding decides which side it takes, and the runs part ways; how far is a
property of the net and its data, and nobody else's run can be asked to stay closer.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from bmlc.ir import Function, Variable
from bmlc.parity.arrays import Array
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.transport import dump

__all__ = ["RUNS", "Spread", "measure_spread"]

# Threads are set before TensorFlow starts, hence a process for each number.
RUNS: dict[int, tuple[str, ...]] = {1: ("float32", "float64"), 2: ("float32", "reversed")}


@dataclass(frozen=True)
class Spread:
    """The largest relative error between two of the runs, over all variables."""

    error: float
    tensor: str


def measure_spread(fn: Function, batches: Sequence[list[Array]], state: Mapping[Variable, Array]) -> Spread:
    """Run `fn` over `batches` in each way and compare the variables that it updates."""
    names = [update.variable.name for update in fn.updates if update.variable.trainable]
    with TemporaryDirectory(prefix="bml-spread-") as folder:
        job = Path(folder) / "job"
        job.write_bytes(dump((fn, batches, [state[capture.variable] for capture in fn.captures])))
        results = [Path(folder) / f"threads-{threads}" for threads in RUNS]
        worker = [sys.executable, "-m", "bmlc.parity.spread_worker"]
        processes = [
            subprocess.Popen(
                [*worker, job, result, str(threads)], env=_environment(), stderr=subprocess.PIPE, encoding="utf-8"
            )
            for threads, result in zip(RUNS, results, strict=True)
        ]
        said = [process.communicate()[1] for process in processes]  # TensorFlow's greetings, or why it failed
        if any(process.returncode for process in processes):
            raise RuntimeError("a run of TensorFlow failed:\n" + "\n".join(said))
        runs: list[dict[str, Array]] = [run for result in results for run in pickle.loads(result.read_bytes())]
    found = worst(
        Difference(name, max(relative_error(a[name], b[name]), relative_error(b[name], a[name])))
        for a, b in combinations(runs, 2)
        for name in names
    )
    return Spread(found.error, found.tensor)


def _environment() -> dict[str, str]:
    """The child imports what this process has on its path, however it got there."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "TF_CPP_MIN_LOG_LEVEL": "3"}
