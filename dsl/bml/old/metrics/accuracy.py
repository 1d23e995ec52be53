"""How often predictions are right, by the definitions of `keras.metrics`."""

from __future__ import annotations

from typing import Any

from bml.arguments import whole_number
from bml.old.losses.loss import same_rank
from bml.old.metrics.metric import MeanMetricWrapper
from bml.running import runs_anywhere
from bmlc import ops
from bmlc.ops.indexing import is_class

__all__ = [
    "Accuracy",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "SparseCategoricalAccuracy",
    "SparseTopKCategoricalAccuracy",
    "TopKCategoricalAccuracy",
    "accuracy",
    "binary_accuracy",
    "categorical_accuracy",
    "sparse_categorical_accuracy",
    "sparse_top_k_categorical_accuracy",
    "top_k_categorical_accuracy",
]


@runs_anywhere
def accuracy(y_true: Any, y_pred: Any) -> Any:
    """1 where `y_pred` equals `y_true`, else 0: float32 of their shape."""
    y_true, y_pred = same_rank(ops.cast(y_true, "float32"), ops.cast(y_pred, "float32"))
    return ops.cast(ops.equal(y_true, y_pred), "float32")


@runs_anywhere
def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Any:
    """1 where `y_pred > threshold` equals `y_true` (0 or 1), else 0: float32 of their shape."""
    y_true, y_pred = same_rank(ops.cast(y_true, "float32"), ops.cast(y_pred, "float32"))
    return ops.cast(ops.equal(y_true, ops.cast(y_pred > threshold, "float32")), "float32")


@runs_anywhere
def categorical_accuracy(y_true: Any, y_pred: Any) -> Any:
    """1 where the largest entries are of one class, else 0.

    Args:
        y_true: [n, ..., classes], one-hot.
        y_pred: [n, ..., classes].

    Returns:
        [n, ...], float32.
    """
    y_true, y_pred = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    return ops.cast(ops.equal(ops.argmax(y_true, axis=-1), ops.argmax(y_pred, axis=-1)), "float32")


@runs_anywhere
def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Any:
    """1 where the largest entry of `y_pred` is the class `y_true`, else 0.

    Args:
        y_true: [n, ...] or [n, ..., 1], whole numbers.
        y_pred: [n, ..., classes].

    Returns:
        [n, ...], float32.
    """
    y_true, y_pred = _labels(y_true, y_pred), ops.convert_to_tensor(y_pred)
    return ops.cast(ops.equal(y_true, ops.argmax(y_pred, axis=-1)), "float32")


@runs_anywhere
def top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> Any:
    """1 where fewer than `k` classes are predicted above the right one, else 0; shapes as in `categorical_accuracy`."""
    return _in_top_k(ops.argmax(ops.convert_to_tensor(y_true), axis=-1), ops.cast(y_pred, "float32"), k)


@runs_anywhere
def sparse_top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> Any:
    """1 where fewer than `k` classes are predicted above the right one; shapes as in `sparse_categorical_accuracy`."""
    return _in_top_k(_labels(y_true, y_pred), ops.cast(y_pred, "float32"), k)


def _labels(y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    return ops.squeeze(y_true, -1) if y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1 else y_true


def _in_top_k(labels: Any, y_pred: Any, k: int) -> Any:
    # Ties at the boundary count as inside, as in tf.math.in_top_k: only what is strictly larger pushes a class out.
    classes = y_pred.shape[-1]
    right = ops.sum(y_pred * ops.one_hot(ops.cast(labels, "int32"), classes), axis=-1, keepdims=True)
    above = ops.sum(ops.cast(y_pred > right, "float32"), axis=-1)
    return ops.cast(ops.logical_and(above < float(k), is_class(labels, classes)), "float32")


class Accuracy(MeanMetricWrapper):
    """How often predictions equal targets; see `accuracy`."""

    def __init__(self, name: str | None = "accuracy") -> None:
        super().__init__(accuracy, name)


class BinaryAccuracy(MeanMetricWrapper):
    """How often predictions are on the targets' side of `threshold`; see `binary_accuracy`."""

    def __init__(self, name: str | None = "binary_accuracy", threshold: float = 0.5) -> None:
        super().__init__(binary_accuracy, name, threshold=threshold)


class CategoricalAccuracy(MeanMetricWrapper):
    """How often the largest prediction is of the one-hot target's class; see `categorical_accuracy`."""

    def __init__(self, name: str | None = "categorical_accuracy") -> None:
        super().__init__(categorical_accuracy, name)


class SparseCategoricalAccuracy(MeanMetricWrapper):
    """How often the largest prediction is of the target's class; see `sparse_categorical_accuracy`."""

    def __init__(self, name: str | None = "sparse_categorical_accuracy") -> None:
        super().__init__(sparse_categorical_accuracy, name)


class TopKCategoricalAccuracy(MeanMetricWrapper):
    """How often the one-hot target's class is among the `k` largest predictions; see `top_k_categorical_accuracy`."""

    def __init__(self, k: int = 5, name: str | None = "top_k_categorical_accuracy") -> None:
        k = whole_number("TopKCategoricalAccuracy", "k", k, minimum=1)
        super().__init__(top_k_categorical_accuracy, name, k=k)


class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """How often the target's class is among the `k` largest predictions; see `sparse_top_k_categorical_accuracy`."""

    def __init__(self, k: int = 5, name: str | None = "sparse_top_k_categorical_accuracy") -> None:
        k = whole_number("SparseTopKCategoricalAccuracy", "k", k, minimum=1)
        super().__init__(sparse_top_k_categorical_accuracy, name, k=k)
