"""The cases of a table, and files of users, by Keras on TensorFlow."""

from __future__ import annotations

import importlib
import runpy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from case import Case, inputs_of
from running import called, made, stepped, total, weights_of


def outcomes(table: str, names: Sequence[str]) -> dict[str, Any]:
    """Of these cases of the module `table`: a dictionary each, or the text of an error."""
    found: dict[str, Any] = {}
    for case in importlib.import_module(table).CASES:
        if case.id in names:
            try:
                found[case.id] = _outcome(case)
            except Exception as error:
                found[case.id] = f"{type(error).__name__}: {error}"
    return found


def _outcome(case: Case) -> dict[str, Any]:
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


def result_of(file: Path) -> Any:
    """What a file leaves under the name `result`."""
    return runpy.run_path(str(file))["result"]
