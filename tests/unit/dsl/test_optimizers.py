"""Optimizers against Keras 3: five steps from the same weights with the same gradients."""

from __future__ import annotations

import inspect
from typing import Any

import keras
import numpy as np
import pytest

import bml

CASES: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True}),
    ("SGD", {"learning_rate": 0.1, "weight_decay": 0.05}),
    ("SGD", {"learning_rate": 0.1, "clipnorm": 0.5}),
    ("SGD", {"learning_rate": 0.1, "clipvalue": 0.3}),
    ("SGD", {"learning_rate": 0.1, "global_clipnorm": 0.5}),
    ("SGD", {"learning_rate": 0.1, "global_clipnorm": 500.0}),
    ("Adam", {}),
    ("Adam", {"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4}),
    ("Adam", {"learning_rate": 0.05, "amsgrad": True}),
    ("Adam", {"learning_rate": 0.05, "weight_decay": 0.01, "clipnorm": 1.0}),
]


@pytest.mark.parametrize(("name", "settings"), CASES, ids=[f"{name} {settings}" for name, settings in CASES])
def test_five_steps(name: str, settings: dict[str, Any]) -> None:
    rng = np.random.default_rng(0)
    starts = [rng.normal(size=shape).astype("float32") for shape in ((3, 4), (4,))]
    ours = [bml.Variable(start) for start in starts]
    theirs = [keras.Variable(start) for start in starts]
    own, other = getattr(bml.optimizers, name)(**settings), getattr(keras.optimizers, name)(**settings)
    for _ in range(5):
        gradients = [rng.normal(size=start.shape).astype("float32") for start in starts]
        gradients[1][:2] = 0.0
        own.apply(gradients, ours)
        other.apply([keras.ops.convert_to_tensor(gradient) for gradient in gradients], theirs)
        for mine, their in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(mine.numpy(), their.numpy(), rtol=2e-6, atol=2e-7)
    assert int(own.iterations.numpy()) == 5
    slots = [variable for variable in other.variables if "learning_rate" not in variable.path]
    assert [variable.shape for variable in own.variables] == [tuple(variable.shape) for variable in slots]


@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_arguments_are_those_of_keras(name: str) -> None:
    ours = inspect.signature(getattr(bml.optimizers, name).__init__).parameters
    theirs = inspect.signature(getattr(keras.optimizers, name).__init__).parameters
    assert list(ours) == [parameter for parameter in theirs if parameter in ours]
    for parameter, own in ours.items():
        assert own.default == theirs[parameter].default, parameter


def test_a_gradient_of_zero_is_not_divided_by() -> None:
    weight = bml.Variable([1.0, 2.0])
    bml.optimizers.SGD(0.1, clipnorm=1.0).apply([np.zeros(2, np.float32)], [weight])
    assert weight.numpy().tolist() == [1.0, 2.0]


def test_slots_are_named_after_optimizer_and_weight() -> None:
    weight = bml.Variable([1.0], name="dense/kernel")
    adam = bml.optimizers.Adam()
    adam.apply([[1.0]], [weight])
    assert [variable.name for variable in adam.variables] == [
        "adam/iteration", "adam/dense_kernel_momentum", "adam/dense_kernel_velocity",
    ]  # fmt: skip
    assert bml.optimizers.Adam().iterations.name == "adam_1/iteration"


def test_a_gradient_that_fails_changes_nothing() -> None:
    weights = [bml.Variable([1.0], name="a"), bml.Variable([1.0, 2.0], name="b")]
    sgd = bml.optimizers.SGD(0.1)
    with pytest.raises(bml_error()):
        sgd.apply([np.ones(1), np.ones(3)], weights)
    assert [weight.numpy().tolist() for weight in weights] == [[1.0], [1.0, 2.0]]
    assert int(sgd.iterations.numpy()) == 0


def bml_error() -> type[Exception]:
    from bmlc.errors import UserError

    return UserError
