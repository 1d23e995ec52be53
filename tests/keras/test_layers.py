"""Keras's layers through emitted JavaScript, against Keras on TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import keras
import layers
import pytest
from comparing import Compared, compare_all
from covering import uncovered
from keras.src.backend.numpy.layer import REFUSED
from oracle import Oracle

from bmlc.errors import UserError
from bmlc.ir import TensorType, symbol
from bmlc.passes.trace import trace


@pytest.fixture(scope="module")
def compared(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    with compare_all("layers", layers.CASES, oracle, tmp_path_factory.mktemp("keras") / "node") as compared:
        yield compared


@pytest.mark.parametrize("name", [case.id for case in layers.CASES])
def test_layer(compared: Compared, name: str) -> None:
    compared.check(name)


def test_every_layer_is_in_the_table_or_refused_with_a_reason() -> None:
    assert uncovered(keras.layers, layers.CASES) == {*REFUSED, "InputSpec"}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_browser_has_is_refused_by_name(name: str) -> None:
    with pytest.raises(UserError) as refused:
        getattr(keras.layers, name)()
    assert refused.value.message == f"keras.layers.{name} cannot be compiled: {REFUSED[name][0]}"


@pytest.mark.parametrize("kind", ["sparse", "ragged"])
def test_only_dense_tensors(kind: str) -> None:
    with pytest.raises(UserError, match=f"InputLayer expected {kind}=False: all tensors here are dense"):
        keras.Input((3,), **{kind: True})


REFUSALS = {
    "TimeDistributed": (
        {"layer": keras.layers.Dense(3)},
        (symbol("n"), symbol("t"), 4),
        "a known number of steps",
    ),
}


@pytest.mark.parametrize("name", layers.IN_PART)
def test_arguments_that_cannot_be_are_refused(name: str) -> None:
    given, shape, message = REFUSALS[name]
    keras.utils.set_random_seed(0)  # some draw which of their operations they take
    layer = getattr(keras.layers, name)(**given)
    with pytest.raises((UserError, RuntimeError), match=message):
        trace(lambda x: layer(x, training=True), [("x", TensorType(shape, "float32"))], "f")
