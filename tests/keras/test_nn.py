"""The functions of nn, math, image and linalg through emitted JavaScript, against Keras on TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import nn_functions
import pytest
from comparing import Compared, compare_all
from oracle import Oracle

CASES = {case.id: case for case in nn_functions.CASES}


@pytest.fixture(scope="module")
def compared(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    with compare_all("nn_functions", nn_functions.CASES, oracle, tmp_path_factory.mktemp("keras") / "node") as compared:
        yield compared


@pytest.mark.parametrize("name", CASES)
def test_function(compared: Compared, name: str) -> None:
    compared.check(name)
