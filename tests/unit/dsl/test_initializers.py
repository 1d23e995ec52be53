"""Initializers: the ranges and deviations of Keras 3, and values that must never change."""

from __future__ import annotations

import inspect
import math

import keras
import numpy as np
import pytest

import bml
from bml import initializers

SHAPE = (5, 5, 40, 60)
NAMES = [
    "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform",
    "RandomNormal", "RandomUniform", "TruncatedNormal",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", [SHAPE, (300, 200)])
def test_statistics_are_those_of_keras(name: str, shape: tuple[int, ...]) -> None:
    ours = getattr(initializers, name)(seed=3)(shape)
    theirs = np.asarray(getattr(keras.initializers, name)(seed=3)(shape))
    assert ours.dtype == np.float32
    assert abs(ours.mean()) < 5 * theirs.std() / math.sqrt(ours.size)
    assert ours.std() == pytest.approx(theirs.std(), rel=0.01)
    if "Normal" not in name or name == "TruncatedNormal":
        assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=0.01)


# A change of these changes the weights that every program starts from.
PINNED = {
    "glorot_uniform": [0.7496544122695923, -0.6365362405776978, 0.38441556692123413, -0.8418598175048828],
    "he_normal": [0.23300062119960785, -1.052077293395996, 1.4885659217834473, 0.40382063388824463],
    "random_normal": [0.012550776824355125, -0.05667103826999664, 0.08018286526203156, 0.021752141416072845],
    "truncated_normal": [0.012550776824355125, -0.05667103826999664, 0.08018286526203156, 0.021752141416072845],
    "random_uniform": [0.04328131675720215, -0.0367504358291626, 0.022194242104887962, -0.04860479757189751],
}


@pytest.mark.parametrize("name", PINNED)
def test_first_values_are_pinned(name: str) -> None:
    variable = bml.Variable(name, (3, 5), name="dense/kernel")
    assert variable.numpy().ravel()[:4].tolist() == PINNED[name]


def test_a_description_says_all_that_the_values_depend_on() -> None:
    with_seed = bml.Variable(initializers.GlorotUniform(seed=7), (2, 3), name="dense/kernel")
    assert with_seed.initializer == {"name": "glorot_uniform", "seed": 7, "site": 1367744976}
    bml.set_random_seed(5)
    assert bml.Variable("he_uniform", (2, 3), name="b").initializer["seed"] == 5
    assert bml.Variable("zeros", (2,)).initializer == {"name": "zeros"}
    assert bml.Variable(initializers.Constant(2.5), (2,)).initializer == {"name": "constant", "value": 2.5}
    assert bml.Variable(initializers.RandomNormal(1.0, 0.5), (2,), name="c").initializer["stddev"] == 0.5


def test_values_depend_on_name_and_seed_alone() -> None:
    first, second = bml.Variable("he_normal", (4, 4), name="a"), bml.Variable("he_normal", (4, 4), name="b")
    assert (first.numpy() != second.numpy()).all()
    again = initializers.initial_value((4, 4), "float32", first.initializer)
    np.testing.assert_array_equal(first.numpy(), again)


@pytest.mark.parametrize(("name", "value"), [("Zeros", 0), ("Ones", 1), ("Constant", 0)])
def test_constants(name: str, value: float) -> None:
    np.testing.assert_array_equal(getattr(initializers, name)()((2, 3)), np.full((2, 3), value))


@pytest.mark.parametrize("name", [*NAMES, "Zeros", "Ones", "Constant"])
def test_arguments_are_those_of_keras(name: str) -> None:
    ours = inspect.signature(getattr(initializers, name)).parameters
    theirs = inspect.signature(getattr(keras.initializers, name)).parameters
    common = [parameter for parameter in theirs if parameter not in ("input_axes", "output_axes")]
    assert list(ours) == common
    for parameter, own in ours.items():
        assert own.default == theirs[parameter].default, parameter


def test_a_variable_of_a_value_ships_it() -> None:
    assert not bml.Variable(np.ones((2, 2))).is_initial
    counter = bml.Variable(0, dtype="int32", trainable=False)
    assert counter.is_initial
    counter.assign_add(1)
    assert not counter.is_initial
    counter.reset()
    assert int(counter.numpy()) == 0
