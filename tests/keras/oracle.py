"""The other side: the same cases by Keras on TensorFlow, in a process of its own.

python oracle.py TABLE FILE CASE...     the outcomes of these cases of module TABLE, pickled into FILE
"""

# ruff: noqa: E402 - Keras takes its backend when it is imported

from __future__ import annotations

import importlib
import os
import pickle
import sys
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "tensorflow"
sys.path.insert(0, str(Path(__file__).parent))

from bml.keras.seam import share_random_numbers

share_random_numbers()

import numpy as np
import tensorflow as tf
from case import Case, inputs_of
from running import called, made, stepped, total, weights_of


def outcome(case: Case) -> dict[str, Any]:
    subject = made(case)
    inputs = [tf.constant(x) for x in inputs_of(case)]
    trained, others = weights_of(subject)
    floats = [x for x in inputs if x.dtype == tf.float32]
    with tf.GradientTape() as tape:
        tape.watch(floats)
        outs = called(case, subject, inputs)
        results = {"outs": [np.asarray(y) for y in outs]}
        if case.gradients:
            value = total(case, outs)
    if case.gradients:
        gradients = tape.gradient(
            value, [*floats, *(v.value for v in trained)], unconnected_gradients=tf.UnconnectedGradients.ZERO
        )
        gradients = [tf.convert_to_tensor(g).numpy() for g in gradients]
        results["gradients"] = gradients
        steps = gradients[len(floats) :]
        results["weights"] = [np.asarray(stepped(v, g)) for v, g in zip(trained, steps, strict=True)]
    results["others"] = [v.numpy() for v in others]
    return results


if __name__ == "__main__":
    outcomes: dict[str, Any] = {}
    for case in importlib.import_module(sys.argv[1]).CASES:
        if case.id not in sys.argv[3:]:
            continue
        try:
            outcomes[case.id] = outcome(case)
        except Exception as error:
            outcomes[case.id] = f"{type(error).__name__}: {error}"
    Path(sys.argv[2]).write_bytes(pickle.dumps(outcomes))
