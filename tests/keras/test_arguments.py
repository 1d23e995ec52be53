"""Legal arguments of layers, drawn by hypothesis, through emitted JavaScript against Keras on TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from arguments import CASES
from comparing import Compared, compare_all
from oracle import Oracle


@pytest.fixture(scope="module")
def compared(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    with compare_all("arguments", CASES, oracle, tmp_path_factory.mktemp("keras") / "node") as compared:
        yield compared


@pytest.mark.parametrize("name", [case.id for case in CASES], ids=lambda name: name.partition("(")[0])
def test_layer_with_arguments(compared: Compared, name: str) -> None:
    compared.check(name)
