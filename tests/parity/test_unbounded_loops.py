"""Loops without a bound: on cpu and wasm, where a program can look at their condition; refused elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from cases.ops import Case, function_of, positive

from bmlc import ops
from bmlc.errors import UserError
from bmlc.passes.pipeline import lower, optimize

from .tables import open_table


def collatz(start: Any) -> Any:
    def step(n: Any, steps: Any) -> Any:
        return ops.cond(ops.equal(ops.mod(n, 2), 0), lambda: n // 2, lambda: n * 3 + 1), steps + 1

    return ops.while_loop(lambda n, steps: n > 1, step, (start[0], 0))


def normalized(x: Any, w: Any) -> Any:
    return ops.while_loop(lambda y: ops.max(y) > 1.0, lambda y: y * 0.5 + 0.0 * w, x * w)


CASES = [
    Case("collatz", collatz, (np.int32([27]),), None),
    Case("at_once_over", collatz, (np.int32([1]),), None),
    Case("normalized", normalized, (positive(3, 4, seed=1) * 5, positive(3, 4, seed=2)), None, symbolic=(True, True)),
]


def test_they_compute_what_tensorflow_does(tmp_path):
    functions = {case.name: function_of(case) for case in CASES}
    with open_table(functions, ("cpu", "wasm"), tmp_path) as table:
        for backend, side in table.sides.items():
            for case in CASES:
                before = side.host.memory(backend)
                actual, result = side.call(case.name, case.inputs, {})
                assert side.host.memory(backend) == before
                expected = table.reference.call(functions[case.name], case.inputs, {}).outs
                for a, b in zip(actual.outs, expected, strict=True):
                    np.testing.assert_allclose(a, b, rtol=1e-5)
                stated = side.compiled.peak(case.name).evaluate({"n": 3})
                assert result.argument_bytes + result.peak_bytes <= stated


@pytest.mark.parametrize("backend", ["webgl", "webgpu"])
def test_a_gpu_refuses_them(backend):
    with pytest.raises(UserError) as caught:
        lower(optimize(function_of(CASES[2])), backend)
    assert caught.value.code == "BML401"
    assert caught.value.message == (
        f"while_loop cannot run on {backend} without a bound: a program there cannot look at its condition"
    )
