"""Every op's kernels and those of its gradient, on cpu and wasm: values, memory, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from cases.op_table import CASES
from cases.ops import Case, function_of, gradient_of

from bmlc.ir import Function
from bmlc.kernels.kernel import Backend
from bmlc.parity.compare import relative_error
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.node_host import open_node
from bmlc.parity.reference import Reference
from bmlc.parity.workbench import build_workbench

BACKENDS: tuple[Backend, ...] = ("cpu", "wasm")
# A gradient goes forward and back.
GRADIENT_TOLERANCES = 4
# Inputs are of the order of 1: what cancels below this is rounding.
NOTHING = 0.5
WITH_GRADIENT = [(index, case) for index, case in enumerate(CASES) if case.differentiable and case.float_inputs]


@dataclass(frozen=True)
class Table:
    functions: dict[str, Function]
    sides: dict[str, Side]
    reference: Reference


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    functions = {f"{index} value": function_of(case) for index, case in enumerate(CASES)}
    functions |= {f"{index} gradient": gradient_of(case) for index, case in WITH_GRADIENT}
    compiled = compile_functions(functions, BACKENDS, Path("cases.py"))
    assert {backend: dict(each.refused) for backend, each in compiled.items()} == {"cpu": {}, "wasm": {}}
    modules: dict[str, str] = {backend: each.code for backend, each in compiled.items()}
    folder: Path = tmp_path_factory.mktemp("cases")
    with open_node(build_workbench(modules, folder / "workbench", "node")) as host:
        sides = {backend: Side(host, each, host.start(backend)) for backend, each in compiled.items()}
        yield Table(functions, sides, Reference())


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("index", "case"), list(enumerate(CASES)), ids=[case.name for case in CASES])
def test_value(table: Table, index: int, case: Case, backend: Backend) -> None:
    hold(table, case, f"{index} value", backend, case.tolerance)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("index", "case"), WITH_GRADIENT, ids=[case.name for _, case in WITH_GRADIENT])
def test_gradient(table: Table, index: int, case: Case, backend: Backend) -> None:
    hold(table, case, f"{index} gradient", backend, GRADIENT_TOLERANCES * case.tolerance)


def hold(table: Table, case: Case, name: str, backend: Backend, tolerance: float) -> None:
    side = table.sides[backend]
    before = side.host.memory(backend)
    actual, result = side.call(name, case.inputs, {})
    assert side.host.memory(backend) == before
    expected = table.reference.call(table.functions[name], case.inputs, {})
    for a, b in zip(actual.outs, expected.outs, strict=True):
        assert a.shape == b.shape
        assert a.dtype == (np.int32 if b.dtype == np.uint8 else b.dtype)
        scale = max(1.0, NOTHING / np.abs(b).max(initial=1e-30))
        assert relative_error(a, b) <= tolerance * scale
    sizes = {x.shape[0] for x, unknown in zip(case.inputs, case.symbolic, strict=False) if unknown}
    stated = side.compiled.peak(name).evaluate({"n": max(sizes, default=1)})
    assert result.argument_bytes + result.peak_bytes == stated
