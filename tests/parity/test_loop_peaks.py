"""The stated peak of loops of unknown length, by the backends' own tables: exact from two steps on, a bound for one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from cases.ops import Case, function_of, gradient_of
from cases.scan_table import SCANS

from bmlc.ir import Poly, bytes_of, evaluate
from bmlc.kernels.kernel import Backend
from bmlc.kernels.loop import LOOP
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.node_host import open_node
from bmlc.parity.workbench import build_workbench
from bmlc.passes.pipeline import lower, optimize

BACKENDS: tuple[Backend, ...] = ("cpu", "wasm")
TRACED = {
    fn.name: (case, fn)
    for case in SCANS
    for fn in (function_of(case), gradient_of(case))
    if any(isinstance(eqn.attrs["length"], Poly) for eqn in optimize(fn).eqns() if eqn.op.name == "scan")
}


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Backend, Side]]:
    folder = tmp_path_factory.mktemp("peaks")
    compiled = compile_functions({name: fn for name, (_, fn) in TRACED.items()}, BACKENDS, folder / "f.py")
    modules: dict[str, str] = {backend: each.code for backend, each in compiled.items()}
    with open_node(build_workbench(modules, folder / "workbench", "node")) as host:
        yield {backend: Side(host, each, host.start(backend)) for backend, each in compiled.items()}


def of_length(case: Case, steps: int) -> list[np.ndarray]:
    """The inputs of a case with other sizes, where these are unknown."""
    pairs = zip(case.inputs, case.names, strict=True)
    return [np.resize(x, (*(steps for _ in names), *x.shape[len(names) :])) for x, names in pairs]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", TRACED)
def test_a_stated_peak(sides: dict[Backend, Side], backend: Backend, name: str) -> None:
    case, fn = TRACED[name]
    side, one = sides[backend], {"n": 1, "t": 1}
    loops = [eqn for eqn in lower(optimize(fn), backend).eqns() if eqn.op is LOOP]
    carried = sum(evaluate(bytes_of(x.type), one) for eqn in loops for x in eqn.inputs[: eqn.attrs["carries"]])
    for steps in (1, 2, 3, 4, 5, 7):
        inputs = of_length(case, steps + name.startswith("associative"))  # that begins with the second element
        _, result = side.call(name, inputs, {})
        over = side.compiled.peak(name).evaluate(case.sizes(tuple(inputs))) - result.argument_bytes - result.peak_bytes
        assert 0 <= over <= (carried if steps == 1 else 0)
