"""Keras's metrics through emitted JavaScript: their state after two updates and their result, as on TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import keras
import metrics
import pytest
from comparing import Compared, compare_all
from covering import uncovered


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    with compare_all("metrics", metrics.CASES, tmp_path_factory.mktemp("keras")) as compared:
        yield compared


@pytest.mark.parametrize("backend", ["cpu", "wasm"])
@pytest.mark.parametrize("name", [case.id for case in metrics.CASES])
def test_metric(compared: Compared, name: str, backend: str) -> None:
    compared.check(name, backend)


def test_every_metric_is_in_the_table() -> None:
    assert not uncovered(keras.metrics, metrics.CASES)
