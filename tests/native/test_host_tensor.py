"""What tensors are where a file runs by itself: arrays that operators never change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import bml


@bml.function
def ramp(n: Any) -> Any:
    return bml.ops.arange(3, dtype="float32") * n


def test_an_augmented_assignment_changes_one_name() -> None:
    x = before = ramp(1.0)
    x += 1.0
    x -= before * 2.0
    x *= 3.0
    x /= 2.0
    x **= 2.0
    assert before.tolist() == [0.0, 1.0, 2.0]
    assert x.tolist() == [2.25, 0.0, 2.25]
    twice = np.eye(3, dtype=np.float32) * 2.0
    matrix = bml.function(lambda x: x)(np.eye(3))
    matrix @= twice
    assert matrix.tolist() == twice.tolist()


def test_nothing_else_changes_a_tensor() -> None:
    for tensor in (ramp(1.0), next(iter(bml.Dataset.from_tensor_slices([[1.0]])))):
        with pytest.raises(ValueError, match="read-only"):
            tensor[0] = 5.0


def test_a_tensor_prints_as_an_array() -> None:
    assert (str(ramp(1.0)), repr(ramp(1.0)[1:])) == ("[0. 1. 2.]", "array([1., 2.], dtype=float32)")
    assert f"{ramp(0.5).sum():.3f}" == "1.500"


def test_operators_have_the_dtypes_of_tensors() -> None:
    """Those of `keras.ops`, without TensorFlow's small operations in between."""
    given = {
        "u": np.array([200, 100], np.uint8),
        "i": np.array([3, -4], np.int32),
        "x": np.array([0.5, 2.0], np.float32),
        "p": np.array([True, False]),
    }

    def results(u: Any, i: Any, x: Any, p: Any) -> Any:
        return [u / 255.0, i * 0.5, i / 2, i + x, u * x, i // 2, i**2, p * 2.5, u - i, x > 1, u + u, p * i, x @ x, -i]

    computed = results(**{name: bml.function(lambda x: x)(value) for name, value in given.items()})
    for ours, theirs in zip(computed, bml.function(results)(**given), strict=True):
        assert (ours.dtype, ours.tolist()) == (theirs.dtype, pytest.approx(theirs.tolist()))
    assert (ramp(2.0).sum().dtype, (ramp(1.0) > 1).sum().dtype, ramp(1.0).mean().item()) == ("float32", "int32", 1.0)


def test_a_variable_of_one_number_gives_it() -> None:
    rate = bml.Variable(2.5)
    assert (float(rate.numpy()), f"{float(bml.Variable(0.25).numpy()):.1f}") == (2.5, "0.2")
