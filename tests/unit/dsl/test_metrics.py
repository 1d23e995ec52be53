"""Metrics against Keras 3, over several batches of different sizes."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from bml import metrics
from bmlc.ir import TensorType, symbol

RNG = np.random.default_rng(0)
CLASSES = 7


def batches(kind: str) -> list[tuple[np.ndarray, np.ndarray]]:
    made = []
    for n in (5, 8, 1):
        labels, scores = RNG.integers(0, CLASSES, n), RNG.normal(size=(n, CLASSES)).astype("float32")
        bits = RNG.integers(0, 2, (n, 1)).astype("float32")
        made.append(
            {
                "one-hot": (np.eye(CLASSES, dtype="float32")[labels], scores),
                "sparse": (labels.astype("int32"), scores),
                "column": (labels.astype("int32")[:, None], scores),
                "bits": (bits, RNG.uniform(size=(n, 1)).astype("float32")),
                "equal": (bits, np.round(RNG.uniform(size=(n, 1))).astype("float32")),
                "real": (scores, scores * 1.5),
                "ties": (labels.astype("int32"), np.round(scores)),
            }[kind]
        )
    return made


CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("Accuracy", "equal", {}),
    ("BinaryAccuracy", "bits", {}),
    ("BinaryAccuracy", "bits", {"threshold": 0.8}),
    ("CategoricalAccuracy", "one-hot", {}),
    ("SparseCategoricalAccuracy", "sparse", {}),
    ("SparseCategoricalAccuracy", "column", {}),
    ("TopKCategoricalAccuracy", "one-hot", {"k": 3}),
    ("SparseTopKCategoricalAccuracy", "sparse", {"k": 2}),
    ("SparseTopKCategoricalAccuracy", "ties", {"k": 2}),
    ("MeanSquaredError", "real", {}),
    ("MeanAbsoluteError", "real", {}),
]


@pytest.mark.parametrize(("name", "kind", "settings"), CASES, ids=[f"{c[0]} {c[1]} {c[2]}" for c in CASES])
@pytest.mark.parametrize("weighted", [False, True])
def test_running_value(name: str, kind: str, settings: dict[str, Any], weighted: bool) -> None:
    ours, theirs = getattr(metrics, name)(**settings), getattr(keras.metrics, name)(**settings)
    assert ours.name == theirs.name
    assert float(ours.result()) == 0.0
    for y_true, y_pred in batches(kind):
        weights = (RNG.uniform(size=len(y_true)).astype("float32"),) if weighted else ()
        ours.update_state(y_true, y_pred, *weights)
        theirs.update_state(y_true, y_pred, *weights)
        np.testing.assert_allclose(ours.result(), np.asarray(theirs.result()), rtol=1e-6)
    ours.reset_state()
    assert float(ours.result()) == 0.0


@pytest.mark.parametrize("name", ["Mean", "Sum"])
def test_values_with_weights(name: str) -> None:
    ours, theirs = getattr(metrics, name)(), getattr(keras.metrics, name)()
    for value, weight in [(1.0, 2.0), ([1.0, 5.0], [1.0, 0.0]), ([[1.0, 2.0], [3.0, 4.0]], [0.5, 1.0])]:
        ours.update_state(value, sample_weight=weight)
        theirs.update_state(value, sample_weight=weight)
        np.testing.assert_allclose(ours.result(), np.asarray(theirs.result()), rtol=1e-6)


@pytest.mark.parametrize(
    ("y_true", "y_pred", "function"),
    [
        ((1,), (1,), "binary_accuracy"),
        ((), (10,), "sparse_categorical_accuracy"),
        ((1,), (10,), "sparse_categorical_accuracy"),
        ((10,), (10,), "categorical_accuracy"),
    ],
)
def test_accuracy_is_chosen_by_the_shapes(y_true: tuple[int, ...], y_pred: tuple[int, ...], function: str) -> None:
    n = symbol("n")
    metric = metrics.get("accuracy", TensorType((n, *y_true), "float32"), TensorType((n, *y_pred), "float32"))
    assert isinstance(metric, metrics.MeanMetricWrapper)
    assert (metric.name, metric.fn.__name__) == ("accuracy", function)


def test_state_has_names() -> None:
    assert [variable.name for variable in metrics.CategoricalAccuracy().variables] == [
        "categorical_accuracy/total", "categorical_accuracy/count",
    ]  # fmt: skip
