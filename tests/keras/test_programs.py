"""Models trained through emitted JavaScript: from the same state, each step of Keras on TensorFlow, then freely."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import tree
from oracle import Oracle
from programs import FREE, PROGRAMS, Program, made, state_of

from bmlc.ir import Function, TensorType, symbol
from bmlc.parity.bounds import FREE_RUN_FLOOR, FREE_RUN_SPREADS, KINKS, bound_of
from bmlc.parity.compare import relative_error
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.kinks import own_difference
from bmlc.parity.node_host import open_node
from bmlc.parity.reference import Outcome, Reference
from bmlc.parity.workbench import build_workbench
from bmlc.passes.trace import trace

LIMIT = bound_of("updates", "wasm").limit


@dataclass
class Trained:
    """The programs on wasm, and what the other side made of them."""

    side: Side
    functions: dict[str, Function]
    variables: dict[str, list[Any]]  # of each program, in the order of the other side
    fresh: dict[str, dict[Any, np.ndarray]]  # metrics as they begin a step
    oracle: dict[str, Any]

    def state(self, name: str, values: list[np.ndarray]) -> dict[Any, np.ndarray]:
        given = {
            v.state: v.state.held(x).astype(v.state.type.dtype)
            for v, x in zip(self.variables[name], values, strict=True)
        }
        return {**self.fresh[name], **given}

    def outcome(self, name: str) -> Any:
        assert not isinstance(self.oracle[name], str), f"Keras on TensorFlow: {self.oracle[name]}"
        return self.oracle[name]


def traced(name: str, program: Program, model: Any) -> Function:
    def step(*tensors: Any) -> list[Any]:
        return list(model.train_step(tree.pack_sequence_as(program.data, tensors)).values())

    types = [
        (f"x{i}", TensorType((symbol("n"), *x.shape[1:]), x.dtype.name))
        for i, x in enumerate(tree.flatten(program.data))
    ]
    return trace(step, types, name)


@pytest.fixture(scope="module")
def trained(
    request: pytest.FixtureRequest, oracle: Oracle, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Trained]:
    names = {item.callspec.params["name"]: None for item in request.session.items if item.module is request.module}
    outcomes = oracle.ask("oracle_programs", "outcomes", list(names))
    functions, variables, fresh = {}, {}, {}
    for name in names:
        program = PROGRAMS[name]
        keras.utils.clear_session(free_memory=False)
        model = made(program)
        functions[name] = traced(name, program, model)
        variables[name] = state_of(model)
        fresh[name] = {v.state: np.asarray(v.numpy()) for v in model.metrics_variables}
    compiled = compile_functions(functions, ["wasm"], Path("programs.py"))["wasm"]
    with open_node(
        build_workbench({"wasm": compiled.code}, tmp_path_factory.mktemp("programs") / "node", "node")
    ) as host:
        side = Side(host, compiled, host.start("wasm"))
        yield Trained(side, functions, variables, fresh, outcomes())


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_step_from_the_same_state(trained: Trained, name: str) -> None:
    steps, _ = trained.outcome(name)
    inputs = tree.flatten(PROGRAMS[name].data)
    worst: dict[str, float] = {}
    kinks = 0
    for (_, before), (logs, after) in itertools.pairwise(steps):
        state = trained.state(name, before)
        outcome, _ = trained.side.call(name, inputs, state)
        errors: dict[str, float] = {}
        for variable, *both in zip(trained.variables[name], before, after, strict=True):
            old, new = map(variable.state.held, both)
            errors[variable.path] = _distance(outcome.updates.get(variable.state, old), old, new)
        errors["logs"] = max(abs(float(a) - b) / max(abs(b), 1e-3) for a, b in zip(outcome.outs, logs, strict=True))
        if max(errors.values()) > LIMIT and kinks < KINKS * PROGRAMS[name].steps:
            expected = {v.state: v.state.held(x) for v, x in zip(trained.variables[name], after, strict=True)}
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


def _distance(mine: np.ndarray, old: np.ndarray, new: np.ndarray) -> float:
    """How far an update is from the one expected, by its size; one that is lost in the value's rounding by that."""
    if new.dtype != np.float32:
        return 0.0 if np.array_equal(mine, new) else np.inf
    update, size = (np.max(np.abs(x), initial=0) for x in (new - old, new))
    return float(np.max(np.abs(mine - new), initial=0) / max(update, 3e-3 * size, 1e-7))


@pytest.mark.parametrize("name", FREE)
def test_a_free_run_stays_as_near_as_those_of_keras(trained: Trained, name: str) -> None:
    side, program = trained.side, FREE[name]
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
