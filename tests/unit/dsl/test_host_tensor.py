"""What tensors are in Python: arrays that operators never change, and variables that give their numbers."""

from __future__ import annotations

import numpy as np
import pytest

import bml
from bmlc.errors import UserError


@bml.function
def ramp(n):
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
    y = np.eye(3, dtype=np.float32)
    matrix = bml.ops.convert_to_tensor(y)
    matrix @= y * 2.0
    assert matrix.tolist() == (y * 2.0).tolist()


def test_nothing_else_changes_a_tensor() -> None:
    weight = bml.Variable([1.0, 2.0])
    for tensor in (ramp(1.0), weight.numpy(), next(iter(bml.Dataset.from_tensor_slices([[1.0]])))):
        with pytest.raises(ValueError, match="read-only"):
            tensor[0] = 5.0


def test_a_tensor_prints_as_an_array() -> None:
    assert (str(ramp(1.0)), repr(ramp(1.0)[1:])) == ("[0. 1. 2.]", "array([1., 2.], dtype=float32)")
    assert f"{bml.ops.sum(ramp(0.5)):.3f}" == "1.500"


def test_a_variable_of_one_number_gives_it() -> None:
    rate = bml.Variable([2.5])
    assert (float(rate), int(rate), bool(rate), f"{bml.Variable(0.25):.1f}") == (2.5, 2, True, "0.2")


def test_no_variable_gives_a_number_in_a_trace() -> None:
    rate = bml.Variable(2.5)

    @bml.function
    def scaled(x):
        return x * float(rate)

    with pytest.raises(UserError) as caught:
        scaled(ramp(1.0))
    assert caught.value.code == "BML103"
