"""The other side of what draws: Keras on TensorFlow with bml's random numbers, two steps of each case.

python oracle_random.py FILE     the outcomes of all cases, pickled into FILE
"""

# ruff: noqa: E402 - Keras takes its backend when it is imported

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "tensorflow"
sys.path.insert(0, str(Path(__file__).parent))

from bml.keras.seam import share_random_numbers

share_random_numbers()

import keras
import tensorflow as tf
from case import Case, inputs_of
from drawing import CASES
from running import called, made


def outcomes(case: Case) -> list[list[Any]]:
    subject = made(case)
    step = tf.function(lambda *xs: [*called(case, subject, xs), *called(case, subject, xs)], autograph=False)
    return [[y.numpy() for y in step(*inputs_of(case))] for _ in range(2)]


if __name__ == "__main__":
    found: dict[str, Any] = {}
    for case in CASES:
        try:
            found[case.id] = outcomes(case)
        except Exception as error:
            found[case.id] = f"{type(error).__name__}: {error}"
    ours = keras.src.backend.random
    found["words"] = tf.function(lambda: ours.words(ours.draw_seed(2**32 - 5), (1001,)))().numpy()
    Path(sys.argv[1]).write_bytes(pickle.dumps(found))
