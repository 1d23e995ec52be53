"""int32 up to both ends of its range, to the last bit of cpu, wasm and webgpu."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from cases.integer_table import INTEGERS
from cases.ops import Case, function_of

from bmlc.kernels.kernel import Backend

from .tables import Table, open_table

BACKENDS: tuple[Backend, ...] = ("cpu", "wasm", "webgpu")
FUNCTIONS = {case.name: function_of(case) for case in INTEGERS}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    with open_table(FUNCTIONS, BACKENDS, tmp_path_factory.mktemp("integers")) as table:
        yield table


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("case", INTEGERS, ids=lambda case: case.name)
def test_ints_are_exact(table: Table, case: Case, backend: Backend) -> None:
    side = table.sides[backend]
    before = side.host.memory(backend)
    actual, _ = side.call(case.name, case.inputs, {})
    assert side.host.memory(backend) == before
    expected = table.reference.call(FUNCTIONS[case.name], case.inputs, {})
    by_numpy = case.numpy(*case.inputs) if case.numpy else list(expected.outs)
    for a, b, c in zip(actual.outs, expected.outs, by_numpy if isinstance(by_numpy, list) else [by_numpy], strict=True):
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a, b, strict=True)
        np.testing.assert_array_equal(a, c)
