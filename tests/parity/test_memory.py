"""Memory by the tfjs backends' own tables: nothing is left behind, and the peak that the compiler states is exact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bml.collect.program import Collected
from bmlc.kernels.kernel import Backend
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.feed import Feed, random_state
from bmlc.parity.node_host import open_node
from bmlc.parity.reference import Reference
from bmlc.parity.workbench import build_workbench

from .programs import cnn, recurrent

BACKENDS: tuple[Backend, ...] = ("cpu", "wasm")
BATCH = 4
STEP = "modelTrainStep"


@pytest.fixture(scope="module", params=[lambda: cnn(16), recurrent], ids=["cnn", "recurrent"])
def sample(request: pytest.FixtureRequest) -> Collected:
    made: Collected = request.param()
    return made


@pytest.fixture(scope="module")
def sides(sample: Collected, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Side]]:
    compiled = compile_functions(sample.program.functions, BACKENDS, sample.program.source)
    modules: dict[str, str] = {backend: each.code for backend, each in compiled.items()}
    folder: Path = tmp_path_factory.mktemp("memory")
    with open_node(build_workbench(modules, folder / "workbench", "node")) as host:
        yield {backend: Side(host, each, host.start(backend)) for backend, each in compiled.items()}


@pytest.fixture(scope="module")
def feed(sample: Collected) -> Feed:
    return Feed(sample.program, Reference(), random_state(sample.program.variables, {}))


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_thousand_steps_leave_what_one_leaves(
    sample: Collected, sides: dict[str, Side], feed: Feed, backend: str
) -> None:
    side = sides[backend]
    inputs = feed.batch(sample.program.functions[STEP], BATCH, 0)
    before = side.host.memory(backend)
    state = random_state(sample.program.variables, {})
    side.hold(state)
    side.step(STEP, inputs)
    after_one = side.host.memory(backend)
    side.step(STEP, inputs, repeat=999)
    assert side.host.memory(backend) == after_one
    final = side.read(list(state))
    assert all(np.isfinite(value).all() for value in final.values())
    side.release(state)
    assert side.host.memory(backend) == before


@pytest.mark.parametrize("name", ["prepare", "modelPredictStep", "modelTestStep", "modelTrainStep"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_stated_peak_is_exact(
    sample: Collected, sides: dict[str, Side], feed: Feed, backend: str, name: str
) -> None:
    side = sides[backend]
    state = random_state(sample.program.variables, {})
    for batch in (1, 3, BATCH):
        _, result = side.call(name, feed.batch(sample.program.functions[name], batch, 0), state)
        stated = side.compiled.peak(name).evaluate({"n": batch})
        assert result.argument_bytes + result.peak_bytes == stated
