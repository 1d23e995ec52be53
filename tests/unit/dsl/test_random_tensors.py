"""`bml.random` is `keras.random`: what seeds mean, and that counters go on.

`tests/keras/test_random.py` holds the distributions to Keras on TensorFlow.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from cases.traced import Traced

import bml
from bml.context import current_context, new_program
from bmlc.errors import UserError
from bmlc.ir import TensorType, symbol
from bmlc.random import philox

BATCH = TensorType((symbol("n"),), "float32")


def global_numbers(program: int, counter: int, size: int = 4) -> np.ndarray:
    """The uniform numbers of a draw without a seed, in a program of that seed."""
    seed = int(philox.words(1, program, philox.site("global_seed_generator"))[0]) >> 1
    return philox.uniform((size,), seed, 0, counter)


def test_numbers_outside_of_functions_are_arrays() -> None:
    drawn = bml.random.normal((3,), seed=1)
    assert len(drawn) == 3
    assert list(drawn) == drawn.tolist()
    assert repr(drawn) == repr(np.asarray(drawn))
    np.testing.assert_allclose(drawn * 2 + drawn.mean(), np.asarray(drawn) * 2 + np.mean(drawn))


@pytest.mark.parametrize("seed", [0, 5, 2**31, 2**32 - 5, -3])
def test_a_number_as_the_seed_gives_the_same_at_each_call(seed: int) -> None:
    draw = Traced(lambda x: [bml.random.uniform(bml.ops.shape(x), seed=seed) for _ in range(2)], BATCH)
    expected = philox.uniform((4,), seed, 0)
    for drawn in [*draw(np.zeros(4)), *draw(np.zeros(4)), bml.random.uniform((4,), seed=seed)]:
        np.testing.assert_array_equal(drawn, expected)


@pytest.mark.parametrize("seed", [0, 5, 2**31, 2**32 - 5, -3])
def test_a_generator_counts_its_draws_in_functions_and_outside(seed: int) -> None:
    generator = bml.random.SeedGenerator(seed)
    outside = [np.asarray(bml.random.uniform((4,), seed=generator)) for _ in range(2)]
    draw = Traced(lambda x: [bml.random.uniform(bml.ops.shape(x), seed=generator) for _ in range(2)], BATCH)
    for counter, drawn in enumerate([*outside, *draw(np.zeros(4)), *draw(np.zeros(4))]):
        np.testing.assert_array_equal(drawn, philox.uniform((4,), seed, 0, counter))


def test_without_a_seed_the_programs_generator_counts() -> None:
    def noise(x: Any) -> Any:
        return bml.random.uniform(bml.ops.shape(x))

    draw = Traced(lambda x: [noise(x), noise(x), bml.random.uniform(bml.ops.shape(x))], BATCH)
    (counter,) = draw.state
    assert counter.name == "global_seed_generator/seed_generator_state"
    for call, size in enumerate((4, 2, 4)):
        for place, drawn in enumerate(draw(np.zeros(size))):
            np.testing.assert_array_equal(drawn, global_numbers(0, 3 * call + place, size))


@pytest.mark.parametrize("reseed", [bml.set_random_seed, keras.utils.set_random_seed])
def test_the_programs_seed_counts(reseed: Any) -> None:
    def drawn() -> np.ndarray:
        return np.asarray(bml.random.uniform((4,)))

    np.testing.assert_array_equal([drawn(), drawn()], [global_numbers(0, 0), global_numbers(0, 1)])
    reseed(5)
    assert current_context().seed == 5
    np.testing.assert_array_equal([drawn(), drawn()], [global_numbers(5, 0), global_numbers(5, 1)])
    reseed(5)
    np.testing.assert_array_equal(drawn(), global_numbers(5, 0))


def test_what_was_made_before_does_not_move_the_numbers_without_a_seed() -> None:
    bml.layers.Dense(3)  # its initializer takes a default seed
    np.testing.assert_array_equal(bml.random.uniform((4,)), global_numbers(0, 0))


def test_two_programs_begin_alike() -> None:
    def program() -> list[Any]:
        layers = [bml.layers.Dense(3), bml.layers.Dropout(0.5), bml.layers.Dense(2)]
        layers[0].build((None, 4))
        first = np.asarray(layers[0].kernel).tolist()
        return [*(layer.name for layer in layers), *layers[1].seed_generator.state.numpy(), first, np.random.rand()]

    def begun() -> list[Any]:
        with new_program():
            return program()

    assert begun() == begun()
    bml.layers.Dense(1)
    assert begun() == begun()


def test_a_program_that_clears_the_session_keeps_its_seed() -> None:
    bml.set_random_seed(7)
    keras.utils.clear_session()
    assert current_context().seed == 7
    np.testing.assert_array_equal(bml.random.uniform((4,)), global_numbers(7, 0))


def test_initial_values_follow_the_seed_of_the_program() -> None:
    def kernel(seed: int) -> np.ndarray:
        bml.set_random_seed(seed)
        layer = bml.layers.Dense(3)
        layer.build((None, 4))
        return np.asarray(layer.kernel)

    np.testing.assert_array_equal(kernel(3), kernel(3))
    assert not np.array_equal(kernel(3), kernel(4))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bml.random.normal((2,), seed=0.5), "expected seed to be an int, a SeedGenerator or None"),
        (lambda: bml.set_random_seed(-1), "set_random_seed expects seed to be a whole number from 0 to 4294967295"),
    ],
)
def test_wrong_arguments(call: Any, message: str) -> None:
    with pytest.raises(UserError) as refused:
        call()
    assert message in refused.value.message
