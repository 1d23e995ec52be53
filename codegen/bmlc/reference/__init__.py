"""Runs ops and functions on TensorFlow: what Python runs, and what every backend is held against."""

from bmlc.reference.evaluate import compile, evaluate, evaluate_op
from bmlc.reference.tensorflow import tensorflow

__all__ = ["compile", "evaluate", "evaluate_op", "tensorflow"]
