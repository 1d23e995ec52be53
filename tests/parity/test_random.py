"""Random tensors on every backend against TensorFlow's, which have NumPy's words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases.draw_table import DRAWINGS, ELEMENTS, expected

import bml
from bml.context import new_program
from bmlc.ir import Function, TensorType, Variable, symbol
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS
from bmlc.parity.arrays import Array
from bmlc.parity.chromium_host import open_chromium
from bmlc.parity.compare import relative_error
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.reference import Reference
from bmlc.parity.workbench import build_workbench
from bmlc.passes.batch import batch
from bmlc.passes.trace import trace

# A GPU's sine and logarithm are coarser than float32: see the ops' own cases.
TOLERANCES = {"cpu": 1e-5, "wasm": 1e-5, "webgl": 1e-3, "webgpu": 1e-3}


def draws(x: Any, generator: Any) -> list[Any]:
    return [
        bml.random.normal((bml.ops.shape(x)[0], 33)),
        bml.random.normal((7,), mean=5.0, stddev=0.1, seed=generator),
        bml.random.truncated_normal((bml.ops.shape(x)[0], 33), seed=generator),
        bml.random.uniform(bml.ops.shape(x), -1.0, 1.0),
        bml.random.normal((), seed=3),
        bml.random.categorical(x + np.array([1.0, 2.0, -1.0], np.float32), 5, seed=generator),
        bml.random.shuffle(x[:, :1] + np.arange(60, dtype=np.float32), axis=1),
        bml.random.randint((bml.ops.shape(x)[0], 5), -3, 1000, seed=generator),
        bml.random.dropout(x + 1.0, 0.5),
        bml.random.binomial((4, 5), [1, 2, 3, 4, 40], 0.3, seed=generator),
        bml.random.gamma((20, 3), [0.2, 0.9, 5.0], seed=generator),
        bml.random.beta((20, 3), [0.2, 0.9, 5.0], 0.3),
    ]


def of_elements(name: str) -> Function:
    """A function of the table for a batch of elements, once with a generator and once with a fixed seed."""
    generator = bml.random.SeedGenerator(5)

    def element(x: Any) -> list[Any]:
        return [DRAWINGS[name].fn(partial(bml.random.uniform, (2,), seed=seed), x) for seed in (generator, 5)]

    return batch(trace(element, [("x", TensorType((), "float32"))], name))


@pytest.fixture(scope="module")
def functions() -> dict[str, Function]:
    with new_program():
        own = bml.random.SeedGenerator(2)
        drawn = trace(lambda x: draws(x, own), [("x", TensorType((symbol("n"), 3), "float32"))], "draws")
        return {"draws": drawn, **{name: of_elements(name) for name in DRAWINGS}}


@pytest.fixture(scope="module")
def function(functions: dict[str, Function]) -> Function:
    return functions["draws"]


@pytest.fixture(scope="module")
def sides(functions: dict[str, Function], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Backend, Side]]:
    compiled = compile_functions(functions, BACKENDS, Path("draws.py"))
    assert {backend: dict(each.refused) for backend, each in compiled.items()} == {backend: {} for backend in BACKENDS}
    modules: dict[str, str] = {backend: each.code for backend, each in compiled.items()}
    folder: Path = tmp_path_factory.mktemp("random")
    with open_chromium(build_workbench(modules, folder / "workbench", "page")) as host:
        yield {backend: Side(host, each, host.start(backend)) for backend, each in compiled.items()}


@pytest.mark.parametrize("backend", BACKENDS)
def test_draws(function: Function, sides: dict[Backend, Side], backend: Backend) -> None:
    side = sides[backend]
    before = side.host.memory(backend)
    state: dict[Variable, Array] = {capture.variable: np.int32(0) for capture in function.captures}
    seen = []
    for call in range(3):
        inputs = [np.zeros((50 + call, 3), np.float32)]
        actual, _ = side.call("draws", inputs, state)
        expected = Reference().call(function, inputs, state)
        for a, b in zip(actual.outs, expected.outs, strict=True):
            assert a.shape == b.shape
            assert relative_error(a, b) <= TOLERANCES[backend]
        state = expected.after(state)
        assert {variable: int(value) for variable, value in actual.updates.items()} == {
            variable: int(value) for variable, value in state.items()
        }
        seen.append(actual.outs)
    assert not np.allclose(seen[0][0], seen[1][0][:50])
    assert seen[0][4] == seen[1][4]
    assert side.host.memory(backend) == before


@pytest.mark.parametrize("backend", BACKENDS)
def test_draws_of_elements(functions: dict[str, Function], sides: dict[Backend, Side], backend: Backend) -> None:
    side = sides[backend]
    for name, drawing in DRAWINGS.items():
        (capture,) = functions[name].captures
        actual, _ = side.call(name, [ELEMENTS], {capture.variable: np.int32(7)})
        assert np.array_equal(actual.outs[0], expected(drawing, 5, 7)), name
        assert np.array_equal(actual.outs[1], expected(drawing, 5, None)), name
