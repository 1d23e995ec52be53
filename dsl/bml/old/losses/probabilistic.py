"""Losses of probabilities, by the definitions of `keras.losses`.

Cross-entropy of what softmax or sigmoid just produced is computed from the logits behind it, as Keras does: the
logarithm of a rounded probability loses what the logits still know.
"""

from __future__ import annotations

import math
from typing import Any

from bml.arguments import fraction
from bml.old.losses.loss import Loss, Reduction, expect_same_shape, targets_and_predictions
from bml.running import runs_anywhere
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Eqn, active_builder
from bmlc.ops.indexing import is_class
from bmlc.ops.rules import same_shape
from bmlc.ops.tensor import Tensor

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "KLDivergence",
    "Poisson",
    "SparseCategoricalCrossentropy",
    "binary_crossentropy",
    "categorical_crossentropy",
    "kl_divergence",
    "poisson",
    "producer",
    "sparse_categorical_crossentropy",
]

_EPSILON = 1e-7  # Keras's backend.epsilon()


@runs_anywhere
def categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1
) -> Any:
    """-sum(y_true log(y_pred)) over `axis`.

    Args:
        y_true: [n, ..., classes], one-hot or probabilities.
        y_pred: [n, ..., classes], float32: probabilities, or logits.
        from_logits: Whether `y_pred` holds logits.
        label_smoothing: The share of each target that is spread evenly over all classes.
        axis: The axis of the classes.

    Returns:
        [n, ...], float32.

    Raises:
        UserError: BML101 where the shapes differ.

    Example:
        >>> import bml
        >>> loss = bml.losses.categorical_crossentropy([[0.0, 1.0]], [[0.5, 0.5]])
        >>> round(float(loss[0]), 4)
        0.6931
    """
    y_true, y_pred = ops.cast(y_true, "float32"), ops.cast(y_pred, "float32")
    hint = "one-hot encode the labels with bml.one_hot, or use sparse_categorical_crossentropy for whole-number labels"
    expect_same_shape("categorical_crossentropy", y_true, y_pred, hint if y_true.ndim != y_pred.ndim else None)
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + label_smoothing / _classes(y_true, axis)
    logits = y_pred if from_logits else _logits(y_pred, "softmax", axis)
    if logits is not None:
        return ops.softmax_cross_entropy(y_true, logits, axis=axis)
    probabilities = y_pred / ops.sum(y_pred, axis=axis, keepdims=True)
    return -ops.sum(y_true * ops.log(ops.clip(probabilities, _EPSILON, 1.0 - _EPSILON)), axis=axis)


@runs_anywhere
def sparse_categorical_crossentropy(y_true: Any, y_pred: Any, from_logits: bool = False) -> Any:
    """-log(y_pred[y_true]), the classes on the last axis.

    Args:
        y_true: [n, ...] or [n, ..., 1], whole numbers from 0 to classes - 1.
        y_pred: [n, ..., classes], float32: probabilities, or logits.
        from_logits: Whether `y_pred` holds logits.

    Returns:
        [n, ...], float32; NaN for a label that is no class, as on TensorFlow's GPUs (its CPU kernel raises).

    Raises:
        UserError: BML101 where the shapes do not belong together.
    """
    y_true, y_pred = ops.convert_to_tensor(y_true), ops.cast(y_pred, "float32")
    if y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    if not same_shape("sparse_categorical_crossentropy", y_true.shape, y_pred.shape[:-1]):
        raise UserError.here(
            "BML101",
            f"sparse_categorical_crossentropy expects one whole number for each prediction of {y_pred.type}, "
            f"received targets {y_true.type}",
            "use categorical_crossentropy for one-hot labels" if y_true.ndim == y_pred.ndim else None,
        )
    logits = y_pred if from_logits else _logits(y_pred, "softmax", -1)
    if logits is None:
        logits = ops.log(ops.clip(y_pred, _EPSILON, 1.0 - _EPSILON))
    classes = _classes(y_pred, -1)
    loss = ops.softmax_cross_entropy(ops.one_hot(ops.cast(y_true, "int32"), classes), logits)
    return ops.where(is_class(y_true, classes), loss, math.nan)


@runs_anywhere
def binary_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1
) -> Any:
    """mean(-y_true log(y_pred) - (1 - y_true) log(1 - y_pred)) over `axis`.

    Args:
        y_true: [n, ..., d], 0 or 1 or between.
        y_pred: [n, ..., d], float32: probabilities, or logits.
        from_logits: Whether `y_pred` holds logits.
        label_smoothing: The share of each target that is moved towards 0.5.
        axis: The axis of the mean.

    Returns:
        [n, ...], float32.

    Raises:
        UserError: BML101 where the shapes differ.
    """
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    expect_same_shape("binary_crossentropy", y_true, y_pred)
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing
    logits = y_pred if from_logits else _logits(y_pred, "sigmoid")
    if logits is not None:
        # -z log(sigmoid(x)) - (1 - z) log(1 - sigmoid(x)) = softplus(x) - x z, which does not overflow.
        return ops.mean(ops.softplus(logits) - logits * y_true, axis=axis)
    p = ops.clip(y_pred, _EPSILON, 1.0 - _EPSILON)
    return -ops.mean(y_true * ops.log(p) + (1.0 - y_true) * ops.log(1.0 - p), axis=axis)


@runs_anywhere
def kl_divergence(y_true: Any, y_pred: Any) -> Any:
    """sum(y_true log(y_true / y_pred)) over the last axis, both within [1e-7, 1].

    Args:
        y_true: [n, ..., d], probabilities.
        y_pred: [n, ..., d], float32, probabilities.

    Returns:
        [n, ...], float32. Source: Kullback and Leibler 1951.
    """
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    expect_same_shape("kl_divergence", y_true, y_pred)
    y_true, y_pred = ops.clip(y_true, _EPSILON, 1.0), ops.clip(y_pred, _EPSILON, 1.0)
    return ops.sum(y_true * ops.log(y_true / y_pred), axis=-1)


@runs_anywhere
def poisson(y_true: Any, y_pred: Any) -> Any:
    """mean(y_pred - y_true log(y_pred + 1e-7)) over the last axis.

    Args:
        y_true: [n, ..., d], counts.
        y_pred: [n, ..., d], float32, positive rates.

    Returns:
        [n, ...], float32.
    """
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    return ops.mean(y_pred - y_true * ops.log(y_pred + _EPSILON), axis=-1)


def producer(tensor: Tensor) -> Eqn | None:
    """The equation of the function being built that gave this tensor; none for its parameters and captures."""
    builder = active_builder()
    for eqn in reversed(builder.body if builder is not None else []):
        if tensor.var in eqn.outs:
            return eqn
    return None


def _logits(y_pred: Tensor, activation: str, axis: int | None = None) -> Tensor | None:
    """What `activation` (along `axis`) just made `y_pred` of."""
    eqn = producer(y_pred)
    if eqn is None or eqn.op.name != activation or (axis is not None and eqn.attrs["axis"] != axis % y_pred.ndim):
        return None
    return Tensor(eqn.inputs[0])


def _classes(tensor: Tensor, axis: int) -> int:
    classes = tensor.dims[axis]
    if not isinstance(classes, int):
        raise UserError.here("BML101", f"expected a fixed number of classes on axis {axis}, received {tensor.type}")
    return classes


class CategoricalCrossentropy(Loss):
    """Cross-entropy against one-hot targets; see `categorical_crossentropy` and, for reduction and errors, `Loss`."""

    function = categorical_crossentropy

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Reduction = "sum_over_batch_size",
        name: str | None = "categorical_crossentropy",
    ) -> None:
        smoothing = fraction("CategoricalCrossentropy", "label_smoothing", label_smoothing)
        super().__init__(name, reduction, from_logits=from_logits, label_smoothing=smoothing, axis=axis)


class SparseCategoricalCrossentropy(Loss):
    """Cross-entropy against whole-number targets; see `sparse_categorical_crossentropy` and, for the rest, `Loss`."""

    function = sparse_categorical_crossentropy

    def __init__(
        self,
        from_logits: bool = False,
        reduction: Reduction = "sum_over_batch_size",
        name: str | None = "sparse_categorical_crossentropy",
    ) -> None:
        super().__init__(name, reduction, from_logits=from_logits)


class BinaryCrossentropy(Loss):
    """Cross-entropy of independent yes-or-no targets; see `binary_crossentropy` and, for the rest, `Loss`."""

    function = binary_crossentropy

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Reduction = "sum_over_batch_size",
        name: str | None = "binary_crossentropy",
    ) -> None:
        smoothing = fraction("BinaryCrossentropy", "label_smoothing", label_smoothing)
        super().__init__(name, reduction, from_logits=from_logits, label_smoothing=smoothing, axis=axis)


class KLDivergence(Loss):
    """sum(y_true log(y_true / y_pred)); arguments and errors as in `Loss`."""

    function = kl_divergence

    def __init__(self, reduction: Reduction = "sum_over_batch_size", name: str | None = "kl_divergence") -> None:
        super().__init__(name, reduction)


class Poisson(Loss):
    """mean(y_pred - y_true log(y_pred)); arguments and errors as in `Loss`."""

    function = poisson

    def __init__(self, reduction: Reduction = "sum_over_batch_size", name: str | None = "poisson") -> None:
        super().__init__(name, reduction)
