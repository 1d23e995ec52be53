"""Sums of many numbers are as near as TensorFlow's: adding one by one in float32 would be 1 % off after a million."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from cases.ops import Array, Case, function_of

from bmlc import ops
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS

from .tables import Table, open_table

TENTHS = np.full(2**20, 0.1, np.float32)
FAR = (5 + np.arange(2**18) * 7919 % 1000 / 1000).astype(np.float32).reshape(-1, 4)
EXACT = FAR.astype(np.float64)


def softmax(x: Array) -> Array:
    powers = np.exp(x.astype(np.float64))
    return powers / powers.sum()


CASES = [
    Case("mean", ops.mean, (TENTHS,), lambda x: x.astype(np.float64).mean()),
    Case("sum", ops.sum, (TENTHS,), lambda x: x.astype(np.float64).sum()),
    Case("sum_of_rows", lambda x: ops.sum(x, axis=0), (FAR,), lambda x: EXACT.sum(0)),
    Case("mean_of_squares", lambda x: ops.mean(ops.square(x)), (FAR,), lambda x: (EXACT**2).mean()),
    Case("norm", ops.norm, (FAR,), lambda x: np.sqrt((EXACT**2).sum())),
    Case("variance", lambda x: ops.moments(x, axes=(0,))[1], (FAR,), lambda x: EXACT.var(0)),
    Case("softmax", ops.softmax, (TENTHS,), softmax),
    Case("logsumexp", ops.logsumexp, (TENTHS,), lambda x: np.log(np.exp(x.astype(np.float64)).sum())),
]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    functions = {case.name: function_of(case) for case in CASES}
    with open_table(functions, BACKENDS, tmp_path_factory.mktemp("sums")) as opened:
        yield opened


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_long_sums(table: Table, case: Case, backend: Backend) -> None:
    assert case.numpy is not None
    (actual,) = table.sides[backend].call(case.name, case.inputs, {})[0].outs
    # Each of webgpu's lanes adds its share of a row one by one.
    np.testing.assert_allclose(actual, case.numpy(*case.inputs), rtol=5e-5 if backend == "webgpu" else 3e-6)
