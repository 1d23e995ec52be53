"""Losses of real-valued targets, by the definitions of `keras.losses`."""

from __future__ import annotations

import math
from typing import Any

from bml.arguments import number
from bml.old.losses.loss import Loss, Reduction, targets_and_predictions
from bml.running import runs_anywhere
from bmlc import ops

__all__ = [
    "CosineSimilarity",
    "Huber",
    "LogCosh",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "cosine_similarity",
    "huber",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
]

_EPSILON = 1e-7  # Keras's backend.epsilon()


@runs_anywhere
def mean_squared_error(y_true: Any, y_pred: Any) -> Any:
    """mean((y_true - y_pred)^2) over the last axis.

    Args:
        y_true: [n, ..., d].
        y_pred: [n, ..., d], float32.

    Returns:
        [n, ...], float32.

    Example:
        >>> import bml
        >>> bml.losses.mean_squared_error([[0.0, 2.0]], [[0.0, 0.0]]).tolist()
        [2.0]
    """
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    return ops.mean(ops.square(y_true - y_pred), axis=-1)


@runs_anywhere
def mean_absolute_error(y_true: Any, y_pred: Any) -> Any:
    """mean(|y_true - y_pred|) over the last axis; shapes as in `mean_squared_error`."""
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    return ops.mean(ops.absolute(y_true - y_pred), axis=-1)


@runs_anywhere
def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Any:
    """100 mean(|y_true - y_pred| / max(|y_true|, 1e-7)) over the last axis; shapes as in `mean_squared_error`."""
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    difference = ops.absolute((y_true - y_pred) / ops.maximum(ops.absolute(y_true), _EPSILON))
    return ops.mean(difference, axis=-1) * 100.0


@runs_anywhere
def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Any:
    """mean((log(y_true + 1) - log(y_pred + 1))^2) over the last axis, both at least 1e-7; shapes as above."""
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    difference = ops.log(ops.maximum(y_pred, _EPSILON) + 1.0) - ops.log(ops.maximum(y_true, _EPSILON) + 1.0)
    return ops.mean(ops.square(difference), axis=-1)


@runs_anywhere
def huber(y_true: Any, y_pred: Any, delta: float = 1.0) -> Any:
    """Quadratic near 0, linear beyond delta: mean(e^2 / 2 where |e| <= delta, else delta |e| - delta^2 / 2).

    Args:
        y_true: [n, ..., d].
        y_pred: [n, ..., d], float32.
        delta: Where the two meet.

    Returns:
        [n, ...], float32. Source: Huber 1964.
    """
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    error = y_pred - y_true
    size = ops.absolute(error)
    return ops.mean(ops.where(size <= delta, ops.square(error) * 0.5, size * delta - 0.5 * delta**2), axis=-1)


@runs_anywhere
def log_cosh(y_true: Any, y_pred: Any) -> Any:
    """mean(log(cosh(e))) over the last axis, e = y_pred - y_true, as e + softplus(-2e) - log 2: no overflow."""
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    error = y_pred - y_true
    return ops.mean(error + ops.softplus(error * -2.0) - math.log(2.0), axis=-1)


@runs_anywhere
def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Any:
    """-sum(a b) over `axis`, a and b targets and predictions divided by their Euclidean norms; -1: one direction."""
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    return -ops.sum(_unit(y_true, axis) * _unit(y_pred, axis), axis=axis)


def _unit(x: Any, axis: int) -> Any:
    # Keras: x * rsqrt(max(sum(x^2), epsilon^2)), so that a zero vector stays zero.
    return x / ops.sqrt(ops.maximum(ops.sum(ops.square(x), axis=axis, keepdims=True), _EPSILON**2))


class MeanSquaredError(Loss):
    """mean((y_true - y_pred)^2); arguments, shapes and errors as in `Loss`."""

    function = mean_squared_error

    def __init__(self, reduction: Reduction = "sum_over_batch_size", name: str | None = "mean_squared_error") -> None:
        super().__init__(name, reduction)


class MeanAbsoluteError(Loss):
    """mean(|y_true - y_pred|); arguments, shapes and errors as in `Loss`."""

    function = mean_absolute_error

    def __init__(self, reduction: Reduction = "sum_over_batch_size", name: str | None = "mean_absolute_error") -> None:
        super().__init__(name, reduction)


class MeanAbsolutePercentageError(Loss):
    """100 mean(|y_true - y_pred| / |y_true|); arguments, shapes and errors as in `Loss`."""

    function = mean_absolute_percentage_error

    def __init__(
        self, reduction: Reduction = "sum_over_batch_size", name: str | None = "mean_absolute_percentage_error"
    ) -> None:
        super().__init__(name, reduction)


class MeanSquaredLogarithmicError(Loss):
    """mean((log(y_true + 1) - log(y_pred + 1))^2); arguments, shapes and errors as in `Loss`."""

    function = mean_squared_logarithmic_error

    def __init__(
        self, reduction: Reduction = "sum_over_batch_size", name: str | None = "mean_squared_logarithmic_error"
    ) -> None:
        super().__init__(name, reduction)


class Huber(Loss):
    """Quadratic for errors up to `delta`, linear beyond; further arguments, shapes and errors as in `Loss`."""

    function = huber

    def __init__(
        self, delta: float = 1.0, reduction: Reduction = "sum_over_batch_size", name: str | None = "huber_loss"
    ) -> None:
        super().__init__(name, reduction, delta=number("Huber", "delta", delta, minimum=0.0))


class LogCosh(Loss):
    """mean(log(cosh(y_pred - y_true))); arguments, shapes and errors as in `Loss`."""

    function = log_cosh

    def __init__(self, reduction: Reduction = "sum_over_batch_size", name: str | None = "log_cosh") -> None:
        super().__init__(name, reduction)


class CosineSimilarity(Loss):
    """-cos of the angle between targets and predictions along `axis`; further arguments and errors as in `Loss`."""

    function = cosine_similarity

    def __init__(
        self, axis: int = -1, reduction: Reduction = "sum_over_batch_size", name: str | None = "cosine_similarity"
    ) -> None:
        super().__init__(name, reduction, axis=axis)
