"""One memory in several shapes: whoever multiplies by it first must not decide for the others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from cases.ops import normal

import bml
from bmlc import ops
from bmlc.ir import TensorType
from bmlc.kernels.kernel import Backend
from bmlc.passes.trace import trace

from .tables import Table, open_table

COLUMN, ROW = bml.Variable(normal(4, 1), name="column"), bml.Variable(np.zeros((1, 4), "f"), name="row")
NUMBERS = [0.5, -1.0, 2.0, 0.25]
WIDE, THIN = TensorType((3, 4), "float32"), TensorType((3, 1), "float32")


def as_row() -> float:
    ROW.assign(ops.reshape(COLUMN.value, (1, 4)))
    return 0.0


FUNCTIONS = {
    "as_row": trace(as_row, [], "as_row"),
    "by_column": trace(lambda x: ops.matmul(x, COLUMN.value), [("x", WIDE)], "by_column"),
    "by_row": trace(lambda x: ops.matmul(x, ROW.value), [("x", THIN)], "by_row"),
    "by_constant_column": trace(lambda x: ops.matmul(x, ops.reshape(NUMBERS, (4, 1))), [("x", WIDE)], "by"),
    "by_constant_row": trace(lambda x: ops.matmul(x, ops.reshape(NUMBERS, (1, 4))), [("x", THIN)], "by"),
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    with open_table(FUNCTIONS, ("cpu", "wasm"), tmp_path_factory.mktemp("shared")) as table:
        yield table


@pytest.mark.parametrize("backend", ["cpu", "wasm"])
def test_products_by_one_memory_in_two_shapes(table: Table, backend: Backend) -> None:
    side, column = table.sides[backend], normal(4, 1)
    side.hold({COLUMN.state: column, ROW.state: np.zeros((1, 4), np.float32)})
    side.step("as_row", [])
    wide, thin = normal(3, 4, seed=1), normal(3, 1, seed=2)
    numbers = np.float32([NUMBERS])
    for name, x, weights in (
        ("by_column", wide, column),
        ("by_row", thin, column.T),
        ("by_constant_column", wide, numbers.T),
        ("by_constant_row", thin, numbers),
    ):
        np.testing.assert_allclose(side.step(name, [x]).outs[0], x @ weights, rtol=1e-5, atol=1e-6)
    side.release([COLUMN.state, ROW.state])
