"""Random tensors: their formulas by NumPy, what their seeds mean, and that counters go on across traces."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import bml
from bml.context import current_context, new_program
from bml.data.mapped import mapped
from bml.random.generator import called_at
from bmlc.errors import UserError
from bmlc.ir import Loc, TensorType, symbol
from bmlc.passes.trace import trace
from bmlc.random import philox

erf = np.vectorize(math.erf)


def numbers(site: str, shape: tuple[int, ...], seed: int, invocation: int = 0) -> np.ndarray:
    return philox.uniform(shape, seed, philox.site(site), invocation).astype(np.float64)


def test_uniform_numbers_are_the_generators_own() -> None:
    drawn = bml.random.uniform((3, 5), minval=-2.0, maxval=4.0, seed=7)
    assert drawn.dtype == np.float32
    np.testing.assert_allclose(drawn, numbers("uniform", (3, 5), 7) * 6 - 2, rtol=1e-6, atol=1e-6)


def test_normal_numbers_are_box_and_mullers() -> None:
    site = philox.site("normal")
    u = philox.uniform((40, 5), 7, site).astype(np.float64)
    v = philox.uniform((40, 5), 7, site ^ 0xFFFFFFFF).astype(np.float64)
    expected = np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v)
    np.testing.assert_allclose(bml.random.normal((40, 5), seed=7), expected, rtol=1e-5, atol=2e-6)
    drawn = bml.random.normal([40, 5], mean=10.0, stddev=0.5, seed=7)
    np.testing.assert_allclose(drawn, expected * 0.5 + 10, rtol=1e-6, atol=2e-6)


def test_truncated_normal_numbers_have_the_distribution_between_its_ends() -> None:
    u = numbers("truncated_normal", (2000,), 3)
    z = bml.random.truncated_normal((2000,), seed=3)
    # The distribution function of a normal number within two deviations gives back what it was made from.
    within = math.erf(math.sqrt(2))
    np.testing.assert_allclose((erf(z / math.sqrt(2)) / within + 1) / 2, u, atol=2e-6)
    assert np.abs(z).max() <= 2


def test_the_moments_of_many() -> None:
    normal, truncated = bml.random.normal((100_000,)), bml.random.truncated_normal((100_000,))
    assert abs(normal.mean()) < 0.01
    assert abs(normal.std() - 1) < 0.01
    assert abs((normal.astype(np.float64) ** 4).mean() - 3) < 0.1
    assert abs(truncated.mean()) < 0.01
    assert abs(truncated.std() - 0.87962566) < 0.01  # of a standard normal truncated at two


def test_class_numbers_have_the_probabilities_of_softmax() -> None:
    logits = np.log(np.array([[0.1, 0.2, 0.0, 0.7], [0.5, 0.5, 0.0, 0.0]], np.float32) + 1e-30)
    drawn = bml.random.categorical(logits, 20_000, seed=1)
    shares = [np.bincount(row, minlength=4) / row.size for row in drawn]
    np.testing.assert_allclose(shares, np.exp(logits), atol=0.01)


def test_a_tensor_is_shuffled_in_the_order_of_a_data_set() -> None:
    order = philox.permutation(3000, 5, philox.site("shuffle"))
    x = np.arange(6000, dtype=np.int32).reshape(2, 3000)
    assert np.array_equal(bml.random.shuffle(x, axis=1, seed=5), x[:, order])
    assert sorted(bml.random.shuffle(np.arange(5.0))) == [0, 1, 2, 3, 4]


def test_a_number_as_the_seed_gives_the_same_at_each_call() -> None:
    @bml.function
    def twice(x: Any) -> Any:
        return bml.random.normal(bml.ops.shape(x), seed=1), bml.random.normal(bml.ops.shape(x), seed=1)

    first, second = twice(np.zeros(4))
    assert np.array_equal(first, second)
    assert np.array_equal(first, twice(np.zeros(4))[0])
    assert np.array_equal(first, bml.random.normal((4,), seed=1))
    assert not np.array_equal(first, bml.random.normal((4,), seed=2))
    assert not np.array_equal(bml.random.uniform((4,), seed=1), bml.random.truncated_normal((4,), seed=1))


def test_without_a_seed_a_place_counts_its_calls_whatever_the_shape() -> None:
    @bml.function
    def noise(x: Any) -> Any:
        return bml.random.uniform(bml.ops.shape(x))

    drawn = [noise(np.zeros(n)) for n in (3, 2, 3)]
    ((_, counter),) = current_context().counters.items()
    assert counter.name.startswith("test_without_a_seed_a_place_counts_its_calls_whatever_the_shape.noise/uniform:2:")
    assert counter.numpy() == 3
    for invocation, values in enumerate(drawn):
        np.testing.assert_array_equal(values, philox.uniform(values.shape, 0, philox.site(counter.name), invocation))


def test_two_places_and_two_calls_of_one_place_draw_different_numbers() -> None:
    def noise(x: Any) -> Any:
        return bml.random.uniform(bml.ops.shape(x))

    @bml.function
    def several(x: Any) -> Any:
        return noise(x), noise(x), bml.random.uniform(bml.ops.shape(x)), bml.random.uniform(bml.ops.shape(x))

    drawn = [tuple(values) for values in several(np.zeros(4))]
    assert len(set(drawn)) == 4
    assert sorted(int(counter.numpy()) for counter in current_context().counters.values()) == [1, 1, 2]


def test_outside_of_functions_too() -> None:
    drawn = {bml.random.normal(()).item() for _ in range(3)}
    assert len(drawn) == 3


def test_the_programs_seed_counts() -> None:
    def draw() -> Any:
        return bml.random.uniform((4,))

    first = draw()
    with new_program():
        assert np.array_equal(draw(), first)
    with new_program():
        bml.set_random_seed(5)
        assert not np.array_equal(draw(), first)


def test_seed_generators() -> None:
    one, two, own = bml.random.SeedGenerator(3), bml.random.SeedGenerator(3), bml.random.SeedGenerator()
    first = [bml.random.uniform((4,), seed=one) for _ in range(2)]
    second = [bml.random.uniform((4,), seed=two) for _ in range(2)]
    assert np.array_equal(first, second)
    assert not np.array_equal(first[0], first[1])
    site = philox.site("seed_generator/uniform")
    np.testing.assert_array_equal(first[1], philox.uniform((4,), 3, site, 1))
    assert not np.array_equal(
        bml.random.uniform((4,), seed=own), bml.random.uniform((4,), seed=bml.random.SeedGenerator())
    )
    assert repr(one) == "<bml.random.SeedGenerator seed_generator seed=3>"


def test_the_mean_may_be_a_tensor_and_has_a_gradient() -> None:
    mean, deviation = bml.Variable([1.0, 2.0]), bml.Variable(0.5)
    value, gradients = bml.value_and_grad(lambda: bml.ops.sum(bml.random.normal((3, 2), mean, deviation, seed=1)))()
    z = bml.random.normal((3, 2), seed=1)
    np.testing.assert_allclose(value, np.sum(z * 0.5 + [1, 2]), rtol=1e-5)
    np.testing.assert_allclose(gradients[0], [3, 3])  # in the order in which the variables were made
    np.testing.assert_allclose(gradients[1], z.sum(), rtol=1e-5)


def test_a_function_of_one_element_draws_for_each_element() -> None:
    @bml.function
    def augment(x: Any) -> Any:
        return x + bml.random.uniform((2,)), bml.random.uniform((2,), seed=1)

    data = bml.Dataset.from_arrays(np.zeros((6, 2))).map(augment).batch(3)
    (first, fixed), (second, _) = list(data)
    assert len({tuple(row) for row in [*first, *second]}) == 6
    assert len({tuple(row) for row in fixed}) == 1
    fn = mapped(augment, [TensorType((2,), "float32")], False).fn
    assert [out.type for out in fn.outs] == [TensorType((symbol("n"), 2), "float32")] * 2


def test_the_compiler_can_call_for_a_script() -> None:
    def script() -> Any:
        return bml.random.uniform((2,))

    in_python = script()
    line = script.__code__.co_firstlineno + 1
    with new_program(), called_at(script.__code__, Loc(__file__, line, 15, line, 39)):
        trace(lambda: bml.random.uniform((2,)), [], "call")
        ((_, counter),) = current_context().counters.items()
    assert np.array_equal(in_python, philox.uniform((2,), 0, philox.site(counter.name)))


@pytest.mark.parametrize("shape", [3, "ab", (1.5,), (-1,), (True,), None])
def test_what_is_no_shape(shape: Any) -> None:
    with pytest.raises(
        UserError, match=r"random.normal expects a shape, a tuple of ints and dimensions, received shape="
    ):
        bml.random.normal(shape)


def test_a_size_that_is_computed() -> None:
    draw = bml.function(lambda n: bml.random.normal((n, 2)))
    with pytest.raises(UserError, match=r"received shape=\(<bml.Tensor int32\[\]>, 2\)") as caught:
        draw(np.int32(3))
    assert caught.value.hint is not None
    assert caught.value.hint.startswith("a size is not computed while the program runs")


def test_wrong_arguments() -> None:
    with pytest.raises(UserError, match=r"random.normal expects seed to be a whole number from 0 to 4294967295"):
        bml.random.normal((2,), seed=-1)
    with pytest.raises(UserError, match=r"random.uniform: missing a required argument: 'b'"):
        bml.random.uniform(1)  # type: ignore[call-overload]
    with pytest.raises(UserError, match=r"random.uniform has no argument 'low'"):
        bml.random.uniform((2,), low=1)  # type: ignore[call-overload]
