"""The functions of `keras.ops.numpy` through emitted JavaScript, against Keras on TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import functions
import pytest
from comparing import Compared, compare_all
from oracle import Oracle

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
