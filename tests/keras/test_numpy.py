"""The functions of `keras.ops.numpy` through emitted JavaScript, against Keras on TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import functions
import pytest
from comparing import Compared, compare_all

CASES = {case.id: case for case in functions.CASES}


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    with compare_all("functions", functions.CASES, tmp_path_factory.mktemp("keras")) as compared:
        yield compared


@pytest.mark.parametrize("backend", ["cpu", "wasm"])
@pytest.mark.parametrize("name", CASES)
def test_function(compared: Compared, name: str, backend: str) -> None:
    compared.check(name, backend)
