"""Keras on TensorFlow, in a process of its own: what every result is held against, and the native contender.

Reads one request a line and answers each with one line, both JSON. The number of threads is the process's for good.
"""

from __future__ import annotations

import json
import runpy
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from bml.datasets import mnist
from peers.tasks import BATCHES, TASKS, Task

__all__ = ["Side"]

_CHECKED = 10  # losses


class Side:
    """The models of the tasks, each made once.

    Args:
        programs: The folder of `programs.write_programs`.
    """

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._calls: dict[str, Callable[[int], Any]] = {}

    def reference(self, task: str) -> dict[str, Any]:
        """The losses of the first steps, or a prediction."""
        call = self._call(TASKS[task], fresh=True)
        if TASKS[task].kind == "train":
            return {"losses": [call(number) for number in range(_CHECKED)]}
        return {"output": np.asarray(call(0)).ravel().tolist()}

    def time(self, task: str, milliseconds: float) -> dict[str, Any]:
        """Steps for so long, three at least; the first calls of a task, which trace it, are not among them."""
        if task not in self._calls:
            self._calls[task] = self._call(TASKS[task])
            for number in range(_CHECKED):
                self._calls[task](number)
        call, times, began = self._calls[task], list[float](), time.perf_counter()
        while len(times) < 3 or time.perf_counter() - began < milliseconds / 1000:
            before = time.perf_counter()
            call(len(times))
            times.append(1000 * (time.perf_counter() - before))
        return {"times": times}

    def version(self) -> dict[str, Any]:
        return {"version": f"TensorFlow {tf.__version__}, Keras {keras.__version__}"}

    def epoch(self, program: str, batch: int) -> dict[str, Any]:
        """`fit` over MNIST in arrays, reading them included."""
        model = runpy.run_path(str(self._programs / f"{program}.py"))["model"]
        began = time.perf_counter()
        images, labels = mnist()[0].source.load()
        x, y = images.astype(np.float32) / 255.0, np.eye(10, dtype=np.float32)[labels]
        read = time.perf_counter()
        model.fit(x, y, batch_size=batch, epochs=1, verbose=0)
        ended = time.perf_counter()
        return {"done": 1000 * (ended - began), "data": 1000 * (read - began)}

    def export(self, task: str, stem: str) -> dict[str, Any]:
        """`<stem>.onnx` and `<stem>.tflite`, with the batch of the task: onnxruntime-web is quicker if it is fixed."""
        import onnx
        from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

        described = TASKS[task]
        model, batch = self._model(described), described.batch
        spec = tf.TensorSpec([batch, *described.model.inputs], tf.float32)
        concrete = tf.function(lambda x: model(x, training=False)).get_concrete_function(spec)
        frozen = convert_variables_to_constants_v2(concrete)
        Path(f"{stem}.tflite").write_bytes(tf.lite.TFLiteConverter.from_concrete_functions([frozen]).convert())
        model.export(f"{stem}.onnx", format="onnx", verbose=False)
        graph = onnx.load(f"{stem}.onnx")
        graph.graph.input[0].type.tensor_type.shape.dim[0].dim_value = batch
        onnx.save(graph, f"{stem}.onnx")
        return {}

    def _call(self, task: Task, fresh: bool = False) -> Callable[[int], Any]:
        model = self._model(task)
        x, y = task.inputs()
        if task.kind == "infer":
            predict = tf.function(lambda x: model(x, training=False))
            return lambda number: predict(tf.constant(x[0])).numpy()

        def step(number: int) -> float:
            model.reset_metrics()
            return float(model.train_on_batch(x[number % BATCHES], y[number % BATCHES]))

        return step

    def _model(self, task: Task) -> Any:
        """Keras's own, as the task's program makes it when it runs in Python."""
        program = runpy.run_path(str(self._programs / f"{task.program}.py"))
        model = program["model"]
        weights = task.weights()
        for layer in model.layers:
            if own := [each for name, each in weights.items() if name.startswith(f"{layer.name}/")]:
                layer.set_weights(own)
        model.compile(program["optimizer"], "categorical_crossentropy", jit_compile=False)
        return model


def main(threads: int, programs: Path) -> None:
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    side, answers = Side(programs), sys.stdout
    sys.stdout = sys.stderr  # converters print
    for line in sys.stdin:
        request: Mapping[str, Any] = json.loads(line)
        try:
            answer = getattr(side, request["do"])(**request["with"])
        except Exception as error:  # told where it was asked for; the next request may be answered
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
