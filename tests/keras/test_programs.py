"""Models trained through emitted JavaScript: from the same state, each step of Keras on TensorFlow, then freely."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from keras import tree
from oracle import Oracle
from programs import FREE, PROGRAMS
from training import Trained, open_trained

from bmlc.ir import Function
from bmlc.parity.bounds import FREE_RUN_FLOOR, FREE_RUN_SPREADS, KINKS, bound_of
from bmlc.parity.compare import relative_error
from bmlc.parity.compiled import Side
from bmlc.parity.kinks import own_difference
from bmlc.parity.reference import Outcome, Reference

LIMIT = bound_of("updates", "wasm").limit


@pytest.fixture(scope="module")
def trained(
    request: pytest.FixtureRequest, oracle: Oracle, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Trained]:
    asked = {item.callspec.params["name"]: None for item in request.session.items if item.module is request.module}
    with open_trained(list(asked), oracle, tmp_path_factory.mktemp("programs") / "node", ("wasm",)) as trained:
        yield trained


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_step_from_the_same_state(trained: Trained, name: str) -> None:
    steps, _ = trained.outcome(name)
    worst: dict[str, float] = {}
    kinks = 0
    for before, after in itertools.pairwise(steps):
        outcome, errors = trained.step("wasm", name, before, after)
        if max(errors.values()) > LIMIT and kinks < KINKS * PROGRAMS[name].steps:
            state = trained.state(name, before[1])
            expected = {v.state: v.state.held(x) for v, x in zip(trained.variables[name], after[1], strict=True)}
            inputs = tree.flatten(PROGRAMS[name].data)
            if _at_a_kink(trained.functions[name], inputs, state, outcome, expected):
                kinks += 1
                continue
        worst = {path: max(worst.get(path, 0.0), error) for path, error in errors.items()}
    wrong = {path: error for path, error in worst.items() if not error <= LIMIT}
    assert not wrong, wrong


def _at_a_kink(fn: Function, inputs: list[np.ndarray], state: Any, outcome: Outcome, expected: Any) -> bool:
    """Whether steps of TensorFlow from states that differ by rounding are as far from this one."""
    theirs = Outcome((), {variable: expected[variable] for variable in outcome.updates if variable in expected})
    furthest = max(relative_error(outcome.updates[variable], value) for variable, value in theirs.updates.items())
    own = own_difference(partial(Reference().call, fn, inputs), state, theirs)
    return furthest <= FREE_RUN_SPREADS * own


@pytest.mark.parametrize("name", FREE)
def test_a_free_run_stays_as_near_as_those_of_keras(trained: Trained, name: str) -> None:
    side, program = trained.sides["wasm"], FREE[name]
    steps, free_runs = trained.outcome(name)
    state = trained.state(name, steps[0][1])
    side.hold(state)
    inputs = tree.flatten(program.data)
    side.step(name, inputs)
    live = side.host.memory(side.backend).live_tensors
    side.step(name, inputs, repeat=program.steps - 1)
    assert side.host.memory(side.backend).live_tensors == live
    weights = [i for i, v in enumerate(trained.variables[name]) if v.trainable and v.state in _updated(side, name)]
    mine = side.read([trained.variables[name][i].state for i in weights])
    side.release(state)
    runs = [steps[-1][1], *free_runs]
    spread = max(relative_error(a[i], b[i]) for a, b in itertools.permutations(runs, 2) for i in weights)
    furthest = max(relative_error(mine[trained.variables[name][i].state], free_runs[0][i]) for i in weights)
    assert furthest <= max(FREE_RUN_SPREADS * spread, FREE_RUN_FLOOR), f"Keras's own runs are {spread:.1e} apart"


def _updated(side: Side, name: str) -> set[Any]:
    return {update.variable for update in side.compiled.lowered[name].updates}
