"""Every op's kernels and those of its gradient, on every backend: values, memory, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from cases.op_table import CASES
from cases.ops import Array, Case, function_of, gradient_of
from cases.rank_table import BEYOND_TENSORFLOW

from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS
from bmlc.parity.compare import relative_error
from bmlc.passes.integer_ranges import EXACT

from .tables import GPUS, Table, open_table

# A gradient goes forward and back.
GRADIENT_TOLERANCES = 4
# Inputs are of the order of 1: what cancels below this is rounding.
NOTHING = 0.5
WITH_GRADIENT = [(index, case) for index, case in enumerate(CASES) if case.differentiable and case.float_inputs]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    functions = {f"{index} value": function_of(case) for index, case in enumerate(CASES)}
    functions |= {f"{index} gradient": gradient_of(case) for index, case in WITH_GRADIENT}
    functions |= {case.name: function_of(case) for case in BEYOND_TENSORFLOW}
    with open_table(functions, BACKENDS, tmp_path_factory.mktemp("cases")) as opened:
        yield opened


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("index", "case"), list(enumerate(CASES)), ids=[case.name for case in CASES])
def test_value(table: Table, index: int, case: Case, backend: Backend) -> None:
    hold(table, case, f"{index} value", backend)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("index", "case"), WITH_GRADIENT, ids=[case.name for _, case in WITH_GRADIENT])
def test_gradient(table: Table, index: int, case: Case, backend: Backend) -> None:
    hold(table, case, f"{index} gradient", backend, GRADIENT_TOLERANCES)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("case", BEYOND_TENSORFLOW, ids=[case.name for case in BEYOND_TENSORFLOW])
def test_ranks_beyond_tensorflow(table: Table, case: Case, backend: Backend) -> None:
    assert case.numpy is not None
    hold(table, case, case.name, backend, expected=(np.asarray(case.numpy(*case.inputs)),))


def hold(
    table: Table,
    case: Case,
    name: str,
    backend: Backend,
    times: float = 1,
    expected: tuple[Array, ...] | None = None,
) -> None:
    """Call `name`; its results are `expected` (TensorFlow's by default), and nothing is left behind."""
    for inputs in case.calls:
        hold_call(table, case, name, backend, times, expected, inputs)


def hold_call(
    table: Table,
    case: Case,
    name: str,
    backend: Backend,
    times: float,
    expected: tuple[Array, ...] | None,
    inputs: tuple[Array, ...],
) -> None:
    tolerance = times * (case.gpu_tolerance if backend in GPUS else case.tolerance)
    side = table.sides[backend]
    # webgl refuses larger ints: what lies outside of an axis does so within 2**23, too.
    inputs = tuple(
        np.clip(x, -EXACT // 2, EXACT // 2) if backend == "webgl" and x.dtype == np.int32 else x for x in inputs
    )
    before = side.host.memory(backend)
    actual, result = side.call(name, inputs, {})
    assert side.host.memory(backend) == before
    if expected is None:
        expected = table.reference.call(table.functions[name], inputs, {}).outs
    for a, b in zip(actual.outs, expected, strict=True):
        assert a.shape == b.shape
        assert a.dtype == (np.int32 if b.dtype == np.uint8 else b.dtype)
        scale = max(1.0, NOTHING / np.abs(b.astype(np.float64)).max(initial=1e-30))
        assert relative_error(a, b) <= tolerance * scale
    if backend in GPUS:
        return  # the first call of a kernel uploads, and webgl packs: test_chromium holds the memory of a whole step
    sizes = case.sizes(inputs)
    stated = side.compiled.peak(name).evaluate(sizes)
    reached = result.argument_bytes + result.peak_bytes
    assert reached <= stated
    held = {eqn.op.name for eqn in table.functions[name].eqns()}
    few = "scan" in held and min(sizes.values(), default=2) < 2
    if not few and held.isdisjoint(("cond", "while_loop")):
        assert reached == stated  # of a branch the other side may hold more; of a loop it holds from two steps on
    if result.plan is not None and held.isdisjoint(("cond", "scan", "while_loop")):
        assert result.argument_bytes + result.plan.peak_bytes == stated  # a loop's carries have two places all along
