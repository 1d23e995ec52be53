"""Training steps of the model of an example, in Python as `python FILE` has it: Keras on TensorFlow.

In a process of its own, since the other one's Keras is on bml. Reads how many steps to make, a line a request, and
answers with their milliseconds as JSON.
"""

from __future__ import annotations

import json
import runpy
import sys
import time

import numpy as np


def main(file: str, batch: int) -> None:
    model = runpy.run_path(file)["model"]
    generator = np.random.default_rng(0)
    x = generator.random((batch, 28, 28, 1), np.float32)
    y = np.eye(10, dtype=np.float32)[generator.integers(0, 10, batch)]
    for line in sys.stdin:
        milliseconds = []
        for _ in range(int(line)):
            begun = time.perf_counter()
            model.train_on_batch(x, y)
            milliseconds.append(1000 * (time.perf_counter() - begun))
        print(json.dumps(milliseconds), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
