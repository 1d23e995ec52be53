"""Sizes that fit or do not, which only a call can tell: the same words in Python and in JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import TensorType, symbol
from bmlc.parity.host import HostError
from bmlc.passes.trace import trace

from .tables import Table, open_table

KERNEL = np.ones((3, 3, 1, 1), "f")
# A function, the names of its inputs' dimensions, shapes that do not fit, and what is said.
GUARDED: dict[str, tuple[Any, tuple[str, ...], tuple[tuple[int, ...], ...], str]] = {
    "sum": (
        lambda a, b: a + b,
        ("n t", "m t"),
        ((2, 3), (1, 3)),
        "add expected n = m for [n, t] and [m, t], received m = 1, n = 2",
    ),
    "product": (
        ops.matmul,
        ("n t", "m k"),
        ((2, 3), (4, 3)),
        "matmul expected t = m for [n, t] and [m, k], received m = 4, t = 3",
    ),
    "joined": (
        lambda a, b: ops.concatenate([a, b], 1),
        ("n t", "m k"),
        ((2, 3), (4, 3)),
        "concatenate expected n = m for [n, t] and [m, k], received m = 4, n = 2",
    ),
    "folded": (
        lambda x: ops.reshape(x, (-1, 4)),
        ("n t",),
        ((3, 3),),
        "reshape expected 4*(n*t//4) = n*t for [-1, 4] and [n, t], received n = 3, t = 3",
    ),
    "fixed": (
        lambda x: ops.reshape(x, (6,)),
        ("n t",),
        ((2, 4),),
        "reshape expected 6 = n*t for [6] and [n, t], received n = 2, t = 4",
    ),
    "pooled": (
        lambda x: ops.conv(ops.reshape(x, (*ops.shape(x), 1, 1)), KERNEL[:, :1]),
        ("n t",),
        ((2, 2),),
        "conv expected images of at least 3 pixels a side, of t, received t = 2",
    ),
    "counted": (
        lambda x: ops.arange(*ops.shape(x)),
        ("n t",),
        ((3, 2),),
        "arange expected t to be at least n, received n = 3, t = 2",
    ),
}
FUNCTIONS = {
    name: trace(
        fn,
        [(f"x{i}", TensorType(tuple(map(symbol, dims.split())), "float32")) for i, dims in enumerate(names)],
        name,
    )
    for name, (fn, names, _, _) in GUARDED.items()
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    with open_table(FUNCTIONS, ("cpu", "wasm"), tmp_path_factory.mktemp("guards")) as table:
        yield table


@pytest.mark.parametrize("name", GUARDED)
def test_what_does_not_fit_is_told_at_the_call(table: Table, name: str) -> None:
    *_, shapes, message = GUARDED[name]
    given = [np.ones(shape, np.float32) for shape in shapes]
    with pytest.raises(UserError) as caught:
        table.reference.call(FUNCTIONS[name], given, {})
    assert caught.value.message == message
    assert caught.value.loc is not None
    assert caught.value.loc.file == __file__
    for side in table.sides.values():
        before = side.host.memory(side.backend)
        with pytest.raises(HostError) as thrown:
            side.call(name, given, {})
        assert message in str(thrown.value)
        assert side.host.memory(side.backend) == before
