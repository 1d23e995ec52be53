"""Keras's losses, regularizers and constraints through emitted JavaScript, against Keras on TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import keras
import losses
import pytest
from comparing import Compared, compare_all
from covering import uncovered
from oracle import Oracle


@pytest.fixture(scope="module")
def compared(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    with compare_all("losses", losses.CASES, oracle, tmp_path_factory.mktemp("keras") / "node") as compared:
        yield compared


@pytest.mark.parametrize("name", [case.id for case in losses.CASES])
def test_loss(compared: Compared, name: str) -> None:
    compared.check(name)


@pytest.mark.parametrize("module", [keras.losses, keras.regularizers, keras.constraints], ids=lambda m: m.__name__)
def test_every_class_is_in_the_table(module: object) -> None:
    assert not uncovered(module, losses.CASES)
