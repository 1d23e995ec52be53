"""Keras's layers through emitted JavaScript, against Keras on TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import keras
import layers
import pytest
from comparing import Compared, compare_all
from covering import uncovered


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    with compare_all("layers", layers.CASES, tmp_path_factory.mktemp("keras")) as compared:
        yield compared


@pytest.mark.parametrize("backend", ["cpu", "wasm"])
@pytest.mark.parametrize("name", [case.id for case in layers.CASES])
def test_layer(compared: Compared, name: str, backend: str) -> None:
    compared.check(name, backend)


def test_every_layer_is_in_the_table_or_refused_with_a_reason() -> None:
    assert uncovered(keras.layers, layers.CASES) == set(layers.REFUSED)
