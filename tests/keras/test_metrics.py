"""Keras's metrics through emitted JavaScript: their state after two updates and their result, as on TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import keras
import metrics
import pytest
from comparing import Compared, compare_all
from covering import uncovered
from oracle import Oracle


@pytest.fixture(scope="module")
def compared(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    with compare_all("metrics", metrics.CASES, oracle, tmp_path_factory.mktemp("keras") / "node") as compared:
        yield compared


@pytest.mark.parametrize("name", [case.id for case in metrics.CASES])
def test_metric(compared: Compared, name: str) -> None:
    compared.check(name)


def test_every_metric_is_in_the_table() -> None:
    assert not uncovered(keras.metrics, metrics.CASES)
