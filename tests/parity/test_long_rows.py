"""Rows of thousands of elements are put in order, folded and transformed, exactly or to within float32."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from cases.fourier_table import parts
from cases.ops import Array, Case, function_of, integers, normal
from cases.order_table import largest, stable

from bmlc import ops
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS

from .tables import Table, open_table

LONG = normal(2, 3001)
TIES = integers(2, 3001, low=-100, high=100)
IDS = integers(3001, low=-1, high=60)


def summed(x: Array, ids: Array) -> Array:
    sums = np.zeros((50, 2))
    inside = (ids >= 0) & (ids < 50)
    np.add.at(sums, ids[inside], x[inside].astype("d"))
    return sums


def fourier(size: int) -> list[Case]:
    """Powers of 2, sizes with factors, primes: forwards and back."""
    x = normal(2, size)
    return [
        Case(
            f"fft_{size}", lambda x: list(ops.fft((x, -x))), (x,), lambda x: parts(np.fft.fft(x.astype("d") * (1 - 1j)))
        ),
        Case(f"back_{size}", lambda x: ops.irfft(ops.rfft(x), size), (x,), lambda x: x),
    ]


CASES = [
    *(case for size in (1000, 1009, 1024, 4096, 8191) for case in fourier(size)),
    Case("argsort", ops.argsort, (TIES,), stable),
    Case("sort", ops.sort, (LONG,), np.sort),
    Case("top_k", lambda x: list(ops.top_k(x, 9)), (LONG,), lambda x: largest(x, 9)),
    Case("searchsorted", ops.searchsorted, (np.sort(TIES[0]), TIES), lambda x, y: np.searchsorted(x, y).astype("i")),
    Case("cumsum", lambda x: ops.cumsum(x, 1), (LONG,), lambda x: x.astype("d").cumsum(1)),
    Case("cumprod", lambda x: ops.cumprod(x, 1), (1 + LONG / 99,), lambda x: x.astype("d").cumprod(1)),
    Case("segment_sum", lambda x, i: ops.segment_sum(x, i, 50), (LONG.T.copy(), IDS), summed),
]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    functions = {case.name: function_of(case) for case in CASES}
    with open_table(functions, BACKENDS, tmp_path_factory.mktemp("rows")) as opened:
        yield opened


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_long_rows(table: Table, case: Case, backend: Backend) -> None:
    assert case.numpy is not None
    expected = case.numpy(*case.inputs)
    actual = table.sides[backend].call(case.name, case.inputs, {})[0].outs
    for a, b in zip(actual, expected if isinstance(expected, list) else [expected], strict=True):
        if a.dtype == np.int32:
            np.testing.assert_array_equal(a, b)
        else:
            # Of a prime's three transforms one element in 16,000 is 1.17e-6 off with relaxed multiply-adds.
            np.testing.assert_allclose(a, b, rtol=1e-5, atol=1.2e-6 * np.abs(b).max())
