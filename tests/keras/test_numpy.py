"""The functions of `keras.ops.numpy` through emitted JavaScript, against Keras on TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import functions
import numpy as np
import pytest
from comparing import Compared, compare_all
from keras import ops
from oracle import Oracle

from bmlc.errors import UserError
from bmlc.ir import TensorType
from bmlc.passes.trace import trace

CASES = {case.id: case for case in functions.CASES}


@pytest.fixture(scope="module")
def compared(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    with compare_all("functions", functions.CASES, oracle, tmp_path_factory.mktemp("keras") / "node") as compared:
        yield compared


@pytest.mark.parametrize("name", CASES)
def test_function(compared: Compared, name: str) -> None:
    compared.check(name)


@pytest.mark.parametrize("name", CASES)
def test_function_of_arrays_outside_of_a_trace(compared: Compared, name: str) -> None:
    compared.check_outside(name)


@pytest.mark.parametrize("name", [name for name in functions.UNARY if name not in ("empty_like", "relu")])
def test_numbers_of_64_bits_are_those_of_32_outside_of_a_trace(name: str) -> None:
    fn, x = getattr(ops, name), np.reshape(functions.EDGES, (1, -1))
    expected = fn(x)
    for given in (x.astype("float64"), x.tolist()):
        np.testing.assert_allclose(fn(given), expected, rtol=1e-5)


SIZED_LATER = "size is known only when the program runs|size of its result would be known only when the program runs"


@pytest.mark.parametrize(
    "fn",
    [
        lambda x: ops.nonzero(x)[0] + 1,
        lambda x: ops.take(np.arange(3), ops.nonzero(x)[0]),
        lambda x: list(ops.nonzero(x)[0]),
        lambda x: ops.where(x)[0].shape,
        lambda x: ops.nonzero(x)[0][1:],
        lambda x: ops.bincount(x, minlength=9),
        lambda x: ops.bincount(ops.clip(x, -1, 4), minlength=9),
        lambda x: ops.bincount(ops.clip(x, 0, 9), minlength=9),
    ],
)
def test_what_has_as_many_elements_as_the_numbers_tell_is_refused(fn: Callable[[Any], Any]) -> None:
    with pytest.raises(UserError, match=SIZED_LATER):
        trace(fn, [("x", TensorType((3,), "int32"))], "f")
