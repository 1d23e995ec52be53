from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest

from bmlc.parity.arrays import decode_array, encode_array
from bmlc.parity.compare import Difference, relative_error, worst


@pytest.mark.parametrize(
    ("actual", "expected", "error"),
    [
        ([1.0, 2.0], [1.0, 2.0], 0.0),
        ([1.0, 2.5], [1.0, 2.0], 0.25),
        ([0.1, -4.0], [0.0, -4.0], 0.025),  # relative to the largest, not to each
        ([0.5], [0.0], 0.5),  # nothing to be relative to
        ([nan], [1.0], inf),
        ([1.0], [nan], inf),
        ([nan, 1.0], [nan, 1.0], 0.0),
        ([inf, 1.0], [inf, 1.0], 0.0),
        ([-inf], [inf], inf),
        ([1.0, 2.0], [1.0], inf),
        ([], [], 0.0),
    ],
)
def test_relative_error(actual: list[float], expected: list[float], error: float) -> None:
    assert relative_error(np.array(actual, np.float32), np.array(expected, np.float32)) == pytest.approx(error)


def test_bools_and_integers() -> None:
    assert relative_error(np.array([True, False]), np.array([True, True])) == 1.0
    assert relative_error(np.array([3, 4], np.int32), np.array([3, 4], np.int32)) == 0.0


def test_worst() -> None:
    assert worst([Difference("a", 1e-3), Difference("b", inf), Difference("c", 0.0)]) == Difference("b", inf)


@pytest.mark.parametrize("dtype", ["float32", "int32", "bool", "uint8"])
def test_arrays_travel(dtype: str) -> None:
    array = np.arange(6).reshape(2, 3).astype(dtype)
    there_and_back = decode_array(encode_array(array))
    assert there_and_back.dtype == array.dtype
    assert np.array_equal(there_and_back, array)


def test_only_the_dtypes_of_a_device_travel() -> None:
    with pytest.raises(TypeError, match="received float64"):
        encode_array(np.zeros(1))
