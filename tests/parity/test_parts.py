"""Parts of tensors whose size is known only when the program runs: never what lies beyond their ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from bmlc import ops
from bmlc.ir import TensorType, symbol
from bmlc.parity.host import HostError
from bmlc.passes.trace import trace

from .tables import Table, open_table

N = TensorType((symbol("n"), 2), "float32")
# What is taken, how many rows it needs, and NumPy's.
PARTS: dict[str, tuple[Any, int, Any]] = {
    "row": (lambda x: x[5], 6, lambda x: x[5]),
    "row_from_the_end": (lambda x: x[-3], 3, lambda x: x[-3]),
    "last": (lambda x: x[-3:], 3, lambda x: x[-3:]),
    "but_the_last": (lambda x: x[:-3], 3, lambda x: x[:-3]),
    "by_op": (lambda x: ops.slice(x, (3, 1), (2, 1)), 5, lambda x: x[3:5, 1:]),
    "of_ints": (lambda x: ops.cast(x, "int32")[-3:], 3, lambda x: x[-3:].astype("i")),
    "reversed": (lambda x: x[:-3][::-1], 3, lambda x: x[:-3][::-1]),
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    functions = {name: trace(fn, [("x", N)], name) for name, (fn, _, _) in PARTS.items()}
    with open_table(functions, ("cpu", "wasm"), tmp_path_factory.mktemp("parts")) as table:
        yield table


@pytest.mark.parametrize("backend", ["cpu", "wasm"])
@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_there_or_an_error(table: Table, name: str, backend: Any) -> None:
    _, rows, expected = PARTS[name]
    side = table.sides[backend]
    for count in (rows, rows + 2):
        x = np.arange(count * 2, dtype=np.float32).reshape(count, 2)
        actual, _ = side.call(name, [x], {})
        np.testing.assert_array_equal(actual.outs[0], expected(x))
    with pytest.raises(tf.errors.InvalidArgumentError):
        table.reference.call(table.functions[name], [np.zeros((rows - 1, 2), np.float32)], {})
    with pytest.raises(HostError, match=r"a part within its tensor: n - \d must be at least 0, received n = \d"):
        side.call(name, [np.zeros((rows - 1, 2), np.float32)], {})
