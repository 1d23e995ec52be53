"""Loops without a bound: on cpu and wasm as they are, on the GPUs in pieces, between which their condition is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases.ops import Case, function_of, positive

from bmlc import ops
from bmlc.bundle import vendor
from bmlc.kernels.tables import BACKENDS
from bmlc.parity.chromium_host import open_chromium
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.host import HostError
from bmlc.parity.workbench import build_workbench

from .tables import GPUS, open_table


def halvings(start: Any) -> Any:
    return ops.while_loop(lambda x, steps: x[0] > 1.0, lambda x, steps: (x * 0.5, steps + 1), (start, 0))


def normalized(x: Any, w: Any) -> Any:
    return ops.while_loop(lambda y: ops.max(y) > 1.0, lambda y: y * 0.5 + 0.0 * w, x * w)


def root(x: Any) -> Any:
    """Newton's, to a precision that a second loop sets."""

    def step(y: Any, error: Any) -> Any:
        tolerance = ops.while_loop(lambda t: t > 1e-3, lambda t: t * 0.1, ops.max(x))
        after = (y + x / y) * 0.5
        return after, ops.where(error > tolerance, ops.max(ops.abs(after - y)), 0.0)

    return ops.while_loop(lambda y, error: error > 0.0, step, (x, ops.max(x)))[0]


def chosen(x: Any) -> Any:
    """Of the loops in the arms the one that is not taken would never end."""

    def loop(x: Any) -> Any:
        return ops.while_loop(lambda y: ops.sum(y) < 100.0, lambda y: y * 2.0, x)

    return ops.cond(ops.sum(x) > 0.0, lambda: loop(x), lambda: ops.cond(ops.sum(x) < 0.0, lambda: loop(-x), lambda: x))


def at_each_step(xs: Any) -> Any:
    def step(total: Any, x: Any) -> Any:
        y = ops.while_loop(lambda y: y < 10.0, lambda y: y * 3.0, x)
        return total + y, y

    return ops.scan(step, ops.zeros(()), xs, reverse=True)


CASES = [
    Case("halvings", halvings, (np.float32([40.0]),), None),
    Case("at_once_over", halvings, (np.float32([0.5]),), None),
    Case("normalized", normalized, (positive(3, 4, seed=1) * 5, positive(3, 4, seed=2)), None, symbolic=(True, True)),
    Case("in_a_loop", root, (np.float32([2.0, 9.0]),), None),
    Case("in_an_arm", chosen, (np.float32([1.0, 2.0]),), None),
    Case("in_the_other_arm", chosen, (np.float32([-1.0, -2.0]),), None),
    Case("in_no_arm", chosen, (np.float32([0.0, 0.0]),), None),
    Case("in_a_scan", at_each_step, (positive(5, seed=3),), None, symbolic=(True,)),
]


def test_they_compute_what_tensorflow_does(tmp_path):
    functions = {case.name: function_of(case) for case in CASES}
    with open_table(functions, BACKENDS, tmp_path) as table:
        for backend, side in table.sides.items():
            for case in CASES:
                before = side.host.memory(backend)
                actual, result = side.call(case.name, case.inputs, {})
                assert side.host.memory(backend) == before
                expected = table.reference.call(functions[case.name], case.inputs, {}).outs
                for a, b in zip(actual.outs, expected, strict=True):
                    np.testing.assert_allclose(a, b, rtol=1e-5)
                stated = side.compiled.peak(case.name).evaluate({"n": len(case.inputs[0])})
                assert backend in GPUS or result.argument_bytes + result.peak_bytes <= stated


def collatz(start: Any) -> Any:
    def step(n: Any, steps: Any) -> Any:
        return ops.cond(ops.equal(ops.mod(n, 2), 0), lambda: n // 2, lambda: n * 3 + 1), steps + 1

    return ops.while_loop(lambda n, steps: n > 1, step, (start[0], 0))


def test_whole_numbers_that_could_be_rounded_are_refused(tmp_path):
    fn = function_of(Case("collatz", collatz, (np.int32([27]),), None))
    compiled = compile_functions({"collatz": fn}, BACKENDS, Path("cases.py"))
    assert {backend for backend, each in compiled.items() if each.refused} == {"webgl"}
    with open_table({"collatz": fn}, ("cpu", "wasm", "webgpu"), tmp_path) as table:
        for side in table.sides.values():
            assert [int(out) for out in side.call("collatz", (np.int32([27]),), {})[0].outs] == [1, 111]


# A kernel that fails at its third call.
FAILING = """
import {{ multiplyConfig as right }} from {original};

let calls = 0;
export const multiplyConfig = {{
  ...right,
  kernelFunc(call) {{
    if (++calls === 3) throw new Error("the third product");
    return right.kernelFunc(call);
  }},
}};
"""


def test_a_throw_takes_back_what_all_pieces_did(tmp_path):
    case = CASES[0]
    compiled = compile_functions({case.name: function_of(case)}, GPUS, Path("cases.py"))
    substitutes: dict[str, Path] = {}
    for backend in GPUS:
        kernel = f"@tensorflow/tfjs-backend-{backend}/dist/kernels/Multiply.js"
        substitutes[kernel] = tmp_path / f"{backend}.js"
        original = f'"{(vendor.node_modules() / kernel).as_posix()}"'
        substitutes[kernel].write_text(FAILING.format(original=original), encoding="utf-8")
    modules: dict[str, str] = {backend: each.code for backend, each in compiled.items()}
    with open_chromium(build_workbench(modules, tmp_path / "page", "page", substitutes=substitutes)) as host:
        for backend, each in compiled.items():
            side = Side(host, each, host.start(backend))
            before = host.memory(backend)
            with pytest.raises(HostError, match="the third product"):
                side.call(case.name, case.inputs, {})
            assert host.memory(backend) == before
            assert [float(out.item()) for out in side.call(case.name, case.inputs, {})[0].outs] == [0.625, 6]
