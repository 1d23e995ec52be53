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


def test_a_variable_of_one_number_gives_it() -> None:
    rate = bml.Variable(2.5)
    assert (float(rate.numpy()), f"{float(bml.Variable(0.25).numpy()):.1f}") == (2.5, "0.2")
