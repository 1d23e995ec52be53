"""Losses against Keras 3: values and gradients, as functions and as classes."""

from __future__ import annotations

import inspect
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import bml
from bml import losses

RNG = np.random.default_rng(0)


def softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(-1, keepdims=True))
    return (e / e.sum(-1, keepdims=True)).astype("float32")


REAL = RNG.normal(size=(6, 4)).astype("float32"), RNG.normal(size=(6, 4)).astype("float32") * 2
POSITIVE = RNG.uniform(0.5, 3, (6, 4)).astype("float32"), RNG.uniform(0.5, 3, (6, 4)).astype("float32")
ONE_HOT = np.eye(4, dtype="float32")[RNG.integers(0, 4, 6)], softmax(RNG.normal(size=(6, 4)))
LOGITS = ONE_HOT[0], RNG.normal(size=(6, 4)).astype("float32") * 3
SPARSE = RNG.integers(0, 4, 6).astype("int32"), softmax(RNG.normal(size=(6, 4)))
COLUMN = SPARSE[0][:, None], SPARSE[1]
SPARSE_LOGITS = SPARSE[0], LOGITS[1]
BITS = RNG.integers(0, 2, (6, 3)).astype("float32"), RNG.uniform(0.01, 0.99, (6, 3)).astype("float32")
BIT_LOGITS = BITS[0], RNG.normal(size=(6, 3)).astype("float32") * 5
SIGNS = BITS[0] * 2 - 1, BIT_LOGITS[1]
EXTREME = np.eye(4, dtype="float32"), np.eye(4, dtype="float32")[::-1].copy()

# Function, class, targets and predictions, settings.
CASES: list[tuple[str, str, tuple[np.ndarray, np.ndarray], dict[str, Any]]] = [
    ("mean_squared_error", "MeanSquaredError", REAL, {}),
    ("mean_absolute_error", "MeanAbsoluteError", REAL, {}),
    ("mean_absolute_percentage_error", "MeanAbsolutePercentageError", REAL, {}),
    ("mean_squared_logarithmic_error", "MeanSquaredLogarithmicError", POSITIVE, {}),
    ("mean_squared_logarithmic_error", "MeanSquaredLogarithmicError", REAL, {}),
    ("huber", "Huber", REAL, {}),
    ("huber", "Huber", REAL, {"delta": 0.4}),
    ("log_cosh", "LogCosh", REAL, {}),
    ("cosine_similarity", "CosineSimilarity", REAL, {}),
    ("cosine_similarity", "CosineSimilarity", REAL, {"axis": 0}),
    ("hinge", "Hinge", SIGNS, {}),
    ("hinge", "Hinge", BIT_LOGITS, {}),
    ("squared_hinge", "SquaredHinge", BIT_LOGITS, {}),
    ("categorical_hinge", "CategoricalHinge", ONE_HOT, {}),
    ("kl_divergence", "KLDivergence", (softmax(REAL[0]), softmax(REAL[1])), {}),
    ("poisson", "Poisson", POSITIVE, {}),
    ("categorical_crossentropy", "CategoricalCrossentropy", ONE_HOT, {}),
    ("categorical_crossentropy", "CategoricalCrossentropy", ONE_HOT, {"label_smoothing": 0.1}),
    ("categorical_crossentropy", "CategoricalCrossentropy", LOGITS, {"from_logits": True}),
    ("categorical_crossentropy", "CategoricalCrossentropy", EXTREME, {}),
    ("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", SPARSE, {}),
    ("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", COLUMN, {}),
    ("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", SPARSE_LOGITS, {"from_logits": True}),
    ("binary_crossentropy", "BinaryCrossentropy", BITS, {}),
    ("binary_crossentropy", "BinaryCrossentropy", BITS, {"label_smoothing": 0.2}),
    ("binary_crossentropy", "BinaryCrossentropy", BIT_LOGITS, {"from_logits": True}),
]
IDS = [f"{case[0]} {case[3]}" for case in CASES]


@pytest.mark.parametrize(("function", "cls", "data", "settings"), CASES, ids=IDS)
def test_values(function: str, cls: str, data: tuple[np.ndarray, np.ndarray], settings: dict[str, Any]) -> None:
    expected = np.asarray(getattr(keras.losses, function)(*data, **settings))
    received = getattr(losses, function)(*data, **settings)
    np.testing.assert_allclose(received, expected, rtol=2e-5, atol=1e-6)

    for reduction in ("sum_over_batch_size", "sum", None):
        theirs = getattr(keras.losses, cls)(reduction=reduction, **settings)
        ours = getattr(losses, cls)(reduction=reduction, **settings)
        assert ours.name == theirs.name
        np.testing.assert_allclose(ours(*data), np.asarray(theirs(*data)), rtol=2e-5, atol=1e-6)
    weights = RNG.uniform(size=len(data[0])).astype("float32")
    if settings.get("axis") != 0:
        ours, theirs = getattr(losses, cls)(**settings), getattr(keras.losses, cls)(**settings)
        np.testing.assert_allclose(ours(*data, weights), np.asarray(theirs(*data, weights)), rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize(("function", "cls", "data", "settings"), CASES, ids=IDS)
def test_gradients(function: str, cls: str, data: tuple[np.ndarray, np.ndarray], settings: dict[str, Any]) -> None:
    """Ours through our own rules (differentiate), Keras's through TensorFlow's tape."""
    y_true, y_pred = data
    watched = tf.Variable(y_pred)
    with tf.GradientTape() as tape:
        value = getattr(keras.losses, cls)(**settings)(y_true, watched)
    expected = tape.gradient(value, watched).numpy()
    received = own_gradient(getattr(losses, cls)(**settings), y_true, y_pred)
    np.testing.assert_allclose(received, expected, rtol=2e-4, atol=2e-6)


def own_gradient(loss: Any, y_true: np.ndarray, y_pred: np.ndarray) -> np.ndarray:
    from bml.arrays import tensor_dtype
    from bmlc.ir import TensorType
    from bmlc.passes.differentiate import differentiate
    from bmlc.passes.trace import trace
    from bmlc.reference import evaluate

    params = [(name, TensorType(a.shape, tensor_dtype(a))) for name, a in (("y_true", y_true), ("y_pred", y_pred))]
    fn = differentiate(trace(bml.value_and_grad(loss, argnums=1), params, "loss"))
    (_, gradient), _ = evaluate(fn, (y_true, y_pred), ())
    return np.asarray(gradient)


@pytest.mark.parametrize(
    ("activation", "loss", "data"),
    [
        ("softmax", "categorical_crossentropy", LOGITS),
        ("softmax", "sparse_categorical_crossentropy", SPARSE_LOGITS),
        ("sigmoid", "binary_crossentropy", BIT_LOGITS),
    ],
)
def test_the_logits_behind_an_activation_are_used(
    activation: str, loss: str, data: tuple[np.ndarray, np.ndarray]
) -> None:
    """A probability that rounds to 0 would give log(1e-7); from the logits the loss is exact, as in Keras."""
    y_true, logits = data[0], data[1] * 40

    @bml.function
    def ours(y: Any, x: Any) -> Any:
        return getattr(losses, loss)(y, getattr(bml.activations, activation)(x))

    received = ours(y_true, logits)
    expected = np.asarray(
        getattr(keras.losses, loss)(y_true, getattr(keras.activations, activation)(tf.constant(logits)))
    )
    assert received.max() > 20, "beyond what a clipped probability gives"
    np.testing.assert_allclose(received, expected, rtol=1e-5)


def test_a_softmax_along_another_axis_gives_no_logits() -> None:
    y, x = np.eye(3, dtype="f")[None], np.arange(9, dtype="f").reshape(1, 3, 3) ** 2
    p = softmax(x.swapaxes(1, 2)).swapaxes(1, 2)
    ours = bml.function(lambda y, x: losses.categorical_crossentropy(y, bml.activations.softmax(x, axis=1)))
    np.testing.assert_allclose(ours(y, x), keras.losses.categorical_crossentropy(y, p), rtol=1e-5)


def test_a_trailing_one_is_dropped_as_in_keras() -> None:
    y, p = np.arange(4.0), np.arange(4.0)[:, None] * 2
    np.testing.assert_allclose(
        losses.MeanSquaredError()(y, p), np.asarray(keras.losses.MeanSquaredError()(y, p)), rtol=1e-6
    )


@pytest.mark.parametrize("name", sorted({case[1] for case in CASES}))
def test_arguments_are_those_of_keras(name: str) -> None:
    ours = inspect.signature(getattr(losses, name).__init__).parameters
    theirs = inspect.signature(getattr(keras.losses, name).__init__).parameters
    missing = {"dtype", "ignore_class", "axis"} if name == "SparseCategoricalCrossentropy" else {"dtype"}
    assert list(ours) == [parameter for parameter in theirs if parameter not in missing]
    for parameter, own in ours.items():
        assert own.default == theirs[parameter].default, parameter


@pytest.mark.parametrize("name", ["mse", "categorical_crossentropy", "log_cosh", "mape"])
def test_get_by_name(name: str) -> None:
    assert type(losses.get(name)).__name__ == type(keras.losses.get(name)).__name__ or callable(keras.losses.get(name))


def test_a_function_is_a_loss() -> None:
    assert float(losses.get(lambda y, p: (y - p) * (y - p))(np.array([1.0, 2.0]), np.array([1.0, 4.0]))) == 2.0
