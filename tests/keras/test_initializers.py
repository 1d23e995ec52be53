"""Keras's initializers: which the browser makes itself, which are shipped, and what their numbers are."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
from keras import initializers

from bml.context import new_program

SHAPE = (64, 48)

# How far from 0 a uniform, how wide a normal distribution is.
DRAWN: dict[str, tuple[Callable[[], Any], str, float]] = {
    "RandomNormal": (lambda: initializers.RandomNormal(stddev=0.2), "normal", 0.2),
    "RandomUniform": (lambda: initializers.RandomUniform(-0.3, 0.3), "uniform", 0.3),
    "TruncatedNormal": (lambda: initializers.TruncatedNormal(stddev=0.2), "truncated_normal", 0.2 * 0.87962566),
    "VarianceScaling": (
        lambda: initializers.VarianceScaling(2.0, "fan_avg", "untruncated_normal"),
        "normal",
        (2 / 56) ** 0.5,
    ),
    "GlorotUniform": (initializers.GlorotUniform, "uniform", (3 / 56) ** 0.5),
    "GlorotNormal": (initializers.GlorotNormal, "truncated_normal", (1 / 56) ** 0.5),
    "HeUniform": (initializers.HeUniform, "uniform", (6 / 64) ** 0.5),
    "HeNormal": (initializers.HeNormal, "truncated_normal", (2 / 64) ** 0.5),
    "LecunUniform": (initializers.LecunUniform, "uniform", (3 / 64) ** 0.5),
    "LecunNormal": (initializers.LecunNormal, "truncated_normal", (1 / 64) ** 0.5),
}
CONSTANT = {
    "Zeros": (initializers.Zeros, 0.0),
    "Ones": (initializers.Ones, 1.0),
    "Constant": (lambda: initializers.Constant(0.3), 0.3),
}
SHIPPED: dict[str, Callable[[], Any]] = {
    "Identity": lambda: initializers.Identity(0.5),
    "Orthogonal": lambda: initializers.Orthogonal(gain=2.0),
    "STFT": lambda: initializers.STFT("imag", "hann"),
}


def variable(make: Callable[[], Any], shape: tuple[int, ...] = SHAPE) -> Any:
    keras.utils.set_random_seed(3)
    return keras.Variable(make(), shape=shape, dtype="float32")


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_in_the_browser(name: str) -> None:
    make, kind, wide = DRAWN[name]
    state = variable(make).state
    assert state.is_initial
    assert state.initializer["name"] == kind
    values = state.value
    size = np.max(np.abs(values)) if kind == "uniform" else np.std(values)
    assert size == pytest.approx(wide, rel=0.05)
    assert abs(np.mean(values)) < 0.05 * wide


# A change of these changes the weights that every program starts from: those of a first Dense layer by the seed 0.
PINNED = {
    "glorot_uniform": [0.42899805307388306, -0.7854968309402466, -0.8533899784088135, 0.5872140526771545],
    "he_normal": [0.5869437456130981, -1.3900541067123413, -1.7497395277023315, 0.8624951839447021],
    "random_normal": [0.0046860044822096825, -0.015339459292590618, 0.002620154060423374, -0.013822673819959164],
    "random_uniform": [0.02476821467280388, -0.045350681990385056, -0.04927049204707146, 0.03390282019972801],
}


@pytest.mark.parametrize("name", PINNED)
def test_first_values_are_pinned(name: str) -> None:
    with new_program():
        layer = keras.layers.Dense(5, kernel_initializer=name)
        layer.build((None, 3))
    np.testing.assert_allclose(layer.kernel.numpy().ravel()[:4], PINNED[name], rtol=1e-6)


@pytest.mark.parametrize("name", CONSTANT)
def test_constant_in_the_browser(name: str) -> None:
    make, value = CONSTANT[name]
    state = variable(make).state
    assert state.initializer == {"name": "constant", "value": pytest.approx(value)}
    assert np.array_equal(state.value, np.full(SHAPE, value, "float32"))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped(name: str) -> None:
    assert not variable(SHIPPED[name], (8, 1, 10) if name == "STFT" else SHAPE).state.is_initial


def test_identity_and_orthogonal_matrices() -> None:
    assert np.array_equal(variable(SHIPPED["Identity"]).state.value, 0.5 * np.eye(*SHAPE, dtype="float32"))
    columns = variable(SHIPPED["Orthogonal"]).state.value
    assert np.allclose(columns.T @ columns, 4 * np.eye(SHAPE[1]), atol=1e-5)


def test_set_values_are_shipped() -> None:
    weight = variable(initializers.HeNormal)
    weight.assign(2.0 * np.asarray(weight))
    assert not weight.state.is_initial


def test_every_initializer_is_in_a_table() -> None:
    makes = [*(make for make, *_ in (*DRAWN.values(), *CONSTANT.values())), *SHIPPED.values()]
    held = {cls for make in makes for cls in type(make()).__mro__}
    assert {cls for cls in vars(initializers).values() if inspect.isclass(cls)} <= held
