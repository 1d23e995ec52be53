"""Schedules against Keras 3, alone and in optimizers, and learning rates that are variables."""

from __future__ import annotations

import inspect
from typing import Any

import keras
import numpy as np
import pytest
from bml.optimizers import schedules

import bml
from bmlc.errors import UserError

CASES: list[tuple[str, dict[str, Any]]] = [
    ("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 10}),
    ("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 7, "alpha": 0.2}),
    (
        "CosineDecay",
        {"initial_learning_rate": 0.01, "decay_steps": 6, "alpha": 0.1, "warmup_target": 0.2, "warmup_steps": 4},
    ),
    ("CosineDecay", {"initial_learning_rate": 0.01, "decay_steps": 6, "warmup_target": 0.2}),
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5}),
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5, "staircase": True}),
    ("PiecewiseConstantDecay", {"boundaries": [3, 8], "values": [0.3, 0.2, 0.1]}),
    ("PiecewiseConstantDecay", {"boundaries": [5], "values": [1.0, 0.5]}),
]
IDS = [f"{name} {index}" for index, (name, _) in enumerate(CASES)]


@pytest.mark.parametrize(("name", "settings"), CASES, ids=IDS)
def test_the_rate_of_a_step(name: str, settings: dict[str, Any]) -> None:
    ours = getattr(schedules, name)(**settings)
    theirs = getattr(keras.optimizers.schedules, name)(**settings)
    for step in (0, 1, 3, 4, 5, 8, 9, 10, 11, 100):
        np.testing.assert_allclose(ours(step), theirs(step), rtol=2e-6, atol=1e-8)
        np.testing.assert_allclose(ours(np.int32(step)), theirs(step), rtol=2e-6, atol=1e-8)


@pytest.mark.parametrize("name", ["CosineDecay", "ExponentialDecay", "PiecewiseConstantDecay"])
def test_arguments_are_those_of_keras(name: str) -> None:
    ours = inspect.signature(getattr(schedules, name).__init__).parameters
    theirs = inspect.signature(getattr(keras.optimizers.schedules, name).__init__).parameters
    assert {key: value.default for key, value in ours.items()} == {key: value.default for key, value in theirs.items()}
    assert list(ours) == list(theirs)


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
@pytest.mark.parametrize(("name", "settings"), CASES, ids=IDS)
def test_twelve_steps(name: str, settings: dict[str, Any], optimizer: str) -> None:
    rng = np.random.default_rng(0)
    start = rng.normal(size=(3, 4)).astype("float32")
    ours, theirs = bml.Variable(start), keras.Variable(start)
    own = getattr(bml.optimizers, optimizer)(getattr(schedules, name)(**settings), weight_decay=0.01)
    other = getattr(keras.optimizers, optimizer)(
        getattr(keras.optimizers.schedules, name)(**settings), weight_decay=0.01
    )
    for _ in range(12):
        gradient = rng.normal(size=start.shape).astype("float32")
        np.testing.assert_allclose(own.learning_rate, np.asarray(other.learning_rate), rtol=2e-6, atol=1e-8)
        own.apply([gradient], [ours])
        other.apply([keras.ops.convert_to_tensor(gradient)], [theirs])
        np.testing.assert_allclose(ours.numpy(), theirs.numpy(), rtol=5e-6, atol=5e-7)


class Inverse(schedules.LearningRateSchedule):
    def __call__(self, step: Any) -> Any:
        return 1.0 / (bml.ops.cast(step, "float32") + 1.0)


def test_a_schedule_of_ones_own() -> None:
    weight = bml.Variable([0.0])
    optimizer = bml.optimizers.SGD(Inverse())
    for _ in range(3):
        optimizer.apply([[-6.0]], [weight])
    np.testing.assert_allclose(weight.numpy(), [6 + 3 + 2], rtol=1e-6)
    np.testing.assert_allclose(optimizer.learning_rate, 0.25)


def test_a_schedule_goes_on_in_fit() -> None:
    """Each step takes the rate of its own number; the step itself is traced once."""
    model = bml.Sequential([bml.Input((1,)), bml.layers.Dense(1, use_bias=False, kernel_initializer="zeros")])
    model.compile(bml.optimizers.SGD(schedules.PiecewiseConstantDecay([1], [1.0, 0.0])), loss="mse")
    model.fit(np.ones((8, 1)), np.ones((8, 1)), batch_size=2, epochs=1, shuffle=False, verbose=0)
    after_two = 1 - (1 - 2 * 1.0) ** 2  # two steps of w += 2 (1 - w), then steps of nothing
    np.testing.assert_allclose(model.get_weights()[0], [[after_two]], atol=1e-6)


def test_a_learning_rate_that_is_a_variable() -> None:
    rate = bml.Variable(0.5, trainable=False, name="rate")
    weight = bml.Variable([0.0])
    optimizer = bml.optimizers.SGD(rate)
    optimizer.apply([[-1.0]], [weight])
    rate.assign(2.0)
    optimizer.apply([[-1.0]], [weight])
    optimizer.learning_rate = 4.0
    assert float(rate.numpy()) == 4.0
    optimizer.apply([[-1.0]], [weight])
    assert weight.numpy().tolist() == [6.5]
    assert rate not in optimizer.variables


def test_a_number_is_a_constant_of_the_step_and_may_be_replaced() -> None:
    weight = bml.Variable([0.0])
    optimizer = bml.optimizers.SGD(0.5)
    optimizer.learning_rate = 2
    assert optimizer.learning_rate == 2.0
    optimizer.apply([[-1.0]], [weight])
    assert weight.numpy().tolist() == [2.0]


def test_fit_takes_a_learning_rate_that_was_replaced() -> None:
    model = bml.Sequential([bml.Input((1,)), bml.layers.Dense(1, use_bias=False, kernel_initializer="zeros")])
    model.compile(bml.optimizers.SGD(0.25), loss="mse")
    x = y = np.ones((2, 1))
    model.fit(x, y, verbose=0)
    assert model.optimizer is not None
    model.optimizer.learning_rate = 0.0
    model.fit(x, y, verbose=0)
    np.testing.assert_allclose(model.get_weights()[0], [[0.5]])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: schedules.CosineDecay(0.1, 0), "CosineDecay expects decay_steps to be a whole number of at least 1"),
        (
            lambda: schedules.CosineDecay(-0.1, 5),
            "CosineDecay expects initial_learning_rate to be a number of at least",
        ),
        (lambda: schedules.ExponentialDecay(0.1, 5), "missing a required argument: 'decay_rate'"),
        (lambda: schedules.PiecewiseConstantDecay([1], [1.0]), "received 1 boundaries and 1 values"),
        (lambda: schedules.PiecewiseConstantDecay([2, 1], [1, 2, 3]), "boundaries in rising order, received"),
        (lambda: bml.optimizers.SGD("fast"), "SGD expects learning_rate to be a number of at least 0"),
        (
            lambda: bml.optimizers.SGD(bml.Variable([1.0])),
            "SGD expects learning_rate to be a float32 scalar, received the variable",
        ),
        (
            lambda: setattr(bml.optimizers.SGD(Inverse()), "learning_rate", 0.1),
            "the learning rate of sgd is set to a number where it was made with one",
        ),
    ],
)
def test_misuse(make: Any, message: str) -> None:
    with pytest.raises(UserError) as caught:
        make()
    assert message in caught.value.message
