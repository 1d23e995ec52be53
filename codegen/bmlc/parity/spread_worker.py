"""A process of `measure_spread`: JOB RESULT THREADS."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from bmlc.ir import Function
from bmlc.parity.arrays import Array
from bmlc.parity.reference import Reference
from bmlc.parity.spread import RUNS
from bmlc.parity.transport import load
from bmlc.reference.evaluate import Precision

__all__ = ["main"]


def main(arguments: Sequence[str]) -> None:
    job, result, threads = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    fn, batches, captures = load(job.read_bytes())
    runs = [_run(fn, batches, captures, kind) for kind in RUNS[threads]]
    result.write_bytes(pickle.dumps(runs))


def _run(fn: Function, batches: list[list[Array]], captures: list[Array], kind: str) -> dict[str, Array]:
    precision: Precision = "float64" if kind == "float64" else "float32"
    reference = Reference(precision)
    state = {capture.variable: value for capture, value in zip(fn.captures, captures, strict=True)}
    for batch in batches:
        rows = [array[::-1] if kind == "reversed" and array.ndim else array for array in batch]
        state = reference.call(fn, rows, state).after(state)
    return {variable.name: value for variable, value in state.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
