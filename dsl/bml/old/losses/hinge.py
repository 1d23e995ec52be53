"""Margin losses, by the definitions of `keras.losses`."""

from __future__ import annotations

from typing import Any

from bml.old.losses.loss import Loss, Reduction, targets_and_predictions
from bml.running import runs_anywhere
from bmlc import ops

__all__ = ["CategoricalHinge", "Hinge", "SquaredHinge", "categorical_hinge", "hinge", "squared_hinge"]


@runs_anywhere
def hinge(y_true: Any, y_pred: Any) -> Any:
    """mean(max(1 - y_true y_pred, 0)) over the last axis.

    Args:
        y_true: [n, ..., d], -1 or 1; a batch of 0 and 1 only is read as -1 and 1.
        y_pred: [n, ..., d], float32.

    Returns:
        [n, ...], float32.
    """
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    return ops.mean(ops.maximum(1.0 - _signed(y_true) * y_pred, 0.0), axis=-1)


@runs_anywhere
def squared_hinge(y_true: Any, y_pred: Any) -> Any:
    """mean(max(1 - y_true y_pred, 0)^2) over the last axis; targets as in `hinge`."""
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    return ops.mean(ops.square(ops.maximum(1.0 - _signed(y_true) * y_pred, 0.0)), axis=-1)


@runs_anywhere
def categorical_hinge(y_true: Any, y_pred: Any) -> Any:
    """max(max((1 - y_true) y_pred) - sum(y_true y_pred) + 1, 0) over the last axis.

    Args:
        y_true: [n, ..., classes], one-hot.
        y_pred: [n, ..., classes], float32.

    Returns:
        [n, ...], float32.
    """
    y_true, y_pred = targets_and_predictions(y_true, y_pred)
    right = ops.sum(y_true * y_pred, axis=-1)
    wrong = ops.max((1.0 - y_true) * y_pred, axis=-1)
    return ops.maximum(wrong - right + 1.0, 0.0)


def _signed(y_true: Any) -> Any:
    # Whether the labels are binary is known only when the batch is there, and is one answer for all of it.
    binary = ops.all(ops.logical_or(ops.equal(y_true, 0.0), ops.equal(y_true, 1.0)))
    return ops.where(binary, y_true * 2.0 - 1.0, y_true)


class Hinge(Loss):
    """mean(max(1 - y_true y_pred, 0)); arguments and errors as in `Loss`, targets as in `hinge`."""

    function = hinge

    def __init__(self, reduction: Reduction = "sum_over_batch_size", name: str | None = "hinge") -> None:
        super().__init__(name, reduction)


class SquaredHinge(Loss):
    """mean(max(1 - y_true y_pred, 0)^2); arguments and errors as in `Loss`, targets as in `hinge`."""

    function = squared_hinge

    def __init__(self, reduction: Reduction = "sum_over_batch_size", name: str | None = "squared_hinge") -> None:
        super().__init__(name, reduction)


class CategoricalHinge(Loss):
    """The margin between the right class and the best wrong one; arguments and errors as in `Loss`."""

    function = categorical_hinge

    def __init__(self, reduction: Reduction = "sum_over_batch_size", name: str | None = "categorical_hinge") -> None:
        super().__init__(name, reduction)
