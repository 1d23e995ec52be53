"""Runs functions on TensorFlow: what every backend is held against."""

# ruff: noqa: A004 - `compile` is what it does to a function

from bmlc.reference.evaluate import compile, dtype_of, evaluate, sizes_of
from bmlc.reference.tensorflow import tensorflow

__all__ = [
    "compile",
    "dtype_of",
    "evaluate",
    "sizes_of",
    "tensorflow",
]
