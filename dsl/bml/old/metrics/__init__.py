"""Metrics by Keras's names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bml.arguments import choose
from bml.old.losses import (
    binary_crossentropy,
    categorical_crossentropy,
    mean_absolute_error,
    mean_squared_error,
    sparse_categorical_crossentropy,
)
from bml.old.metrics.accuracy import (
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
    accuracy,
    binary_accuracy,
    categorical_accuracy,
    sparse_categorical_accuracy,
    sparse_top_k_categorical_accuracy,
    top_k_categorical_accuracy,
)
from bml.old.metrics.metric import Mean, MeanMetricWrapper, Metric, Sum
from bmlc.ir import TensorType

__all__ = [
    "Accuracy",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "Mean",
    "MeanAbsoluteError",
    "MeanMetricWrapper",
    "MeanSquaredError",
    "Metric",
    "SparseCategoricalAccuracy",
    "SparseTopKCategoricalAccuracy",
    "Sum",
    "TopKCategoricalAccuracy",
    "accuracy",
    "binary_accuracy",
    "categorical_accuracy",
    "check_name",
    "get",
    "sparse_categorical_accuracy",
    "sparse_top_k_categorical_accuracy",
    "top_k_categorical_accuracy",
]


class MeanSquaredError(MeanMetricWrapper):
    """mean((y_true - y_pred)^2) over all examples."""

    def __init__(self, name: str | None = "mean_squared_error") -> None:
        super().__init__(mean_squared_error, name)


class MeanAbsoluteError(MeanMetricWrapper):
    """mean(|y_true - y_pred|) over all examples."""

    def __init__(self, name: str | None = "mean_absolute_error") -> None:
        super().__init__(mean_absolute_error, name)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "binary_accuracy": binary_accuracy,
    "binary_crossentropy": binary_crossentropy,
    "categorical_accuracy": categorical_accuracy,
    "categorical_crossentropy": categorical_crossentropy,
    "mae": mean_absolute_error,
    "mean_absolute_error": mean_absolute_error,
    "mean_squared_error": mean_squared_error,
    "mse": mean_squared_error,
    "sparse_categorical_accuracy": sparse_categorical_accuracy,
    "sparse_categorical_crossentropy": sparse_categorical_crossentropy,
    "sparse_top_k_categorical_accuracy": sparse_top_k_categorical_accuracy,
    "top_k_categorical_accuracy": top_k_categorical_accuracy,
}


def get(identifier: Any, y_true: TensorType, y_pred: TensorType) -> Metric:
    """The metric of this name or function for targets and predictions of these types; a metric itself stays as it is.

    `"accuracy"` is chosen by the shapes, as in Keras: binary for one prediction an example, sparse for whole-number
    targets, categorical otherwise.

    Raises:
        UserError: BML102 for an unknown name.
    """
    if isinstance(identifier, Metric):
        return identifier
    if isinstance(identifier, type) and issubclass(identifier, Metric):
        return identifier()
    if callable(identifier):
        return MeanMetricWrapper(identifier)
    if identifier in ("accuracy", "acc"):
        return MeanMetricWrapper(_accuracy_for(y_true, y_pred), identifier)
    return MeanMetricWrapper(_FUNCTIONS[check_name(identifier)], identifier)


def check_name(identifier: Any) -> str:
    """`identifier`, where it names a metric.

    Raises:
        UserError: BML102 where it does not.
    """
    return choose("metrics", identifier, {name: name for name in (*_FUNCTIONS, "acc", "accuracy")})


def _accuracy_for(y_true: TensorType, y_pred: TensorType) -> Callable[..., Any]:
    if y_pred.shape[-1] == 1:
        return binary_accuracy
    if y_true.rank < y_pred.rank or y_true.shape[-1] == 1:
        return sparse_categorical_accuracy
    return categorical_accuracy
