"""Training steps of programs on bml's side: traced, compiled, and how far they are from those of the oracle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from comparing import opened
from keras import tree
from oracle import Oracle
from programs import PROGRAMS, Program, made, state_of

from bmlc.ir import Function, TensorType, symbol
from bmlc.kernels.kernel import Backend
from bmlc.parity.compiled import Side
from bmlc.parity.reference import Outcome
from bmlc.passes.trace import trace

__all__ = ["Trained", "distance", "open_trained"]


@dataclass
class Trained:
    """Programs on some backends, and what the other side made of them."""

    sides: dict[Backend, Side]
    functions: dict[str, Function]
    variables: dict[str, list[Any]]  # of each program, in the order of the other side
    fresh: dict[str, dict[Any, np.ndarray]]  # metrics as they begin a step
    oracle: dict[str, Any]

    def state(self, name: str, values: Sequence[np.ndarray]) -> dict[Any, np.ndarray]:
        given = {
            v.state: v.state.held(x).astype(v.state.type.dtype)
            for v, x in zip(self.variables[name], values, strict=True)
        }
        return {**self.fresh[name], **given}

    def outcome(self, name: str) -> Any:
        assert not isinstance(self.oracle[name], str), f"Keras on TensorFlow: {self.oracle[name]}"
        return self.oracle[name]

    def step(self, backend: Backend, name: str, before: Any, after: Any) -> tuple[Outcome, dict[str, float]]:
        """A step from the oracle's state: what comes out, and how far each variable and the logs are from its own."""
        (_, old_state), (logs, new_state) = before, after
        outcome, _ = self.sides[backend].call(name, tree.flatten(PROGRAMS[name].data), self.state(name, old_state))
        errors: dict[str, float] = {}
        for variable, *both in zip(self.variables[name], old_state, new_state, strict=True):
            old, new = map(variable.state.held, both)
            errors[variable.state.name] = distance(outcome.updates.get(variable.state, old), old, new)
        errors["logs"] = max(abs(float(a) - b) / max(abs(b), 1e-3) for a, b in zip(outcome.outs, logs, strict=True))
        return outcome, errors


def distance(mine: np.ndarray, old: np.ndarray, new: np.ndarray) -> float:
    """How far an update is from the one expected, by its size; one that is lost in the value's rounding by that."""
    if new.dtype != np.float32:
        return 0.0 if np.array_equal(mine, new) else np.inf
    update, size = (np.max(np.abs(x), initial=0) for x in (new - old, new))
    furthest = float(np.max(np.abs(mine - new), initial=0) / max(update, 3e-3 * size, 1e-7))
    return np.inf if np.isnan(furthest) else furthest


@contextmanager
def open_trained(
    names: Sequence[str], oracle: Oracle, folder: Path, backends: tuple[Backend, ...], steps: int | None = None
) -> Iterator[Trained]:
    """These programs, with as many steps as they have or as `steps` says."""
    outcomes = oracle.ask("oracle_programs", "outcomes", list(names), steps)
    functions, variables, fresh = {}, {}, {}
    for name in names:
        program = PROGRAMS[name]
        keras.utils.clear_session(free_memory=False)
        model = made(program)
        functions[name] = _traced(name, program, model)
        variables[name] = state_of(model)
        fresh[name] = {v.state: np.asarray(v.numpy()) for v in model.metrics_variables}
    with opened(functions, folder, backends) as sides:
        yield Trained(sides, functions, variables, fresh, outcomes())


def _traced(name: str, program: Program, model: Any) -> Function:
    def step(*tensors: Any) -> list[Any]:
        return list(model.train_step(tree.pack_sequence_as(program.data, tensors)).values())

    types = [
        (f"x{i}", TensorType((symbol("n"), *x.shape[1:]), x.dtype.name))
        for i, x in enumerate(tree.flatten(program.data))
    ]
    return trace(step, types, name)
