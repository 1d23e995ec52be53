"""Dtypes and values of `keras.ops` and of the operators of tensors, against Keras on TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dtypes
import pytest
from comparing import Compared, compare_all
from keras import ops
from oracle import Oracle

from bmlc.errors import UserError
from bmlc.ir import TensorType
from bmlc.passes.trace import trace

PARAMS = [(name, TensorType(x.shape, name)) for name, x in dtypes.TENSORS.items()]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def compared(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    with compare_all("dtypes", dtypes.CASES, oracle, tmp_path_factory.mktemp("keras") / "node") as compared:
        yield compared


@pytest.mark.parametrize("name", dtypes.OPERATORS)
def test_pairs_of_dtypes(compared: Compared, name: str) -> None:
    compared.check(name)


@pytest.mark.parametrize("name", [name for name, of_python in dtypes.OPERATORS.items() if of_python])
def test_operators_of_tensors_are_the_functions(name: str) -> None:
    def both(*tensors: Any) -> list[Any]:
        given = [dtypes.operands(tensors, pair) for pair in dtypes.pairs(name)]
        return [
            *(getattr(ops, name)(*xs) for xs in given),
            *(dtypes.OPERATORS[name](*xs) for xs in given),  # type: ignore[misc]
        ]

    outs = [out.type for out in trace(both, PARAMS, name).outs]
    assert outs[: len(outs) // 2] == outs[len(outs) // 2 :]


def test_powers_of_integers_by_tensors_are_refused() -> None:
    for pair in sorted(dtypes.REFUSED):
        with pytest.raises(UserError, match="power expected float32 operands"):
            trace(lambda *tensors, pair=pair: ops.power(*dtypes.operands(tensors, pair)), PARAMS, "power")
