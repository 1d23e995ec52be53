"""What draws by Keras on TensorFlow with bml's random numbers."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf
from case import Case, inputs_of
from drawing import CASES
from running import called, made


def outcomes() -> dict[str, Any]:
    """Two steps of each case, with two calls in a step; or the text of an error."""
    found: dict[str, Any] = {}
    ours = keras.src.backend.random
    # elastic_transform asks TensorFlow itself, with the state of a generator.
    tf.random.stateless_normal = lambda shape, mean, stddev, dtype, seed: ours._scaled(
        ours._normal(ours.Key(*tf.unstack(tf.cast(seed, tf.uint64))), shape), mean, stddev, dtype
    )
    for case in CASES:
        try:
            found[case.id] = _steps(case)
        except Exception as error:
            found[case.id] = f"{type(error).__name__}: {error}"
    found["words"] = tf.function(lambda: ours.words(ours.draw_seed(2**32 - 5), (1001,)))().numpy()
    return found


def _steps(case: Case) -> list[list[Any]]:
    subject = made(case)
    inputs = [tf.constant(x) for x in inputs_of(case)]
    return [
        [tf.convert_to_tensor(y).numpy() for _ in range(2) for y in called(case, subject, inputs)] for _ in range(2)
    ]
