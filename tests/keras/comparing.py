"""Cases on bml's side: traced with their gradients and a step, compiled, run in Node, held against the oracle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from case import Case, inputs_of
from oracle import Oracle
from running import called, made, stepped, total, weights_of

from bml.gradients import gradients_of
from bmlc.ir import Function, TensorType, symbol
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import FACTS
from bmlc.ops.tensor import Tensor
from bmlc.parity.chromium_host import open_chromium
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.node_host import open_node
from bmlc.parity.workbench import build_workbench
from bmlc.passes.trace import trace

__all__ = ["Compared", "compare_all", "opened"]

BACKENDS: tuple[Backend, ...] = ("cpu", "wasm")
GPU_TOLERANCES = 10  # exp, log and sin of a shader have fewer digits
NAMES = "n", "m", "p", "q"


@dataclass
class Compared:
    sides: Mapping[Backend, Side]
    functions: Mapping[str, Function | Exception]
    cases: Mapping[str, Case]
    states: Mapping[str, Mapping[Any, np.ndarray]]
    oracle: Mapping[str, Any]

    def check(self, name: str) -> None:
        """Hold the case to the oracle on each backend."""
        for backend in self.sides:
            self.check_on(backend, name)

    def check_outside(self, name: str) -> None:
        """Hold what NumPy gives for the case outside of a trace to the oracle, where it gives numbers."""
        case = self.cases[name]
        for mine, theirs in zip(called(case, case.make(), inputs_of(case)), self.oracle[name]["outs"], strict=True):
            if not isinstance(mine, Tensor):
                array = np.asarray(mine, "int32" if type(mine) is int else None)
                assert array.dtype == _STORED.get(theirs.dtype.name, theirs.dtype.name)
                distance = _distance(array.astype("int32") if array.dtype == "uint8" else array, theirs)
                assert distance <= case.tolerance, f"differs by {distance}"

    def check_on(self, backend: Backend, name: str) -> None:
        expected, fn, case = self.oracle[name], self.functions[name], self.cases[name]
        assert not isinstance(expected, str), f"Keras on TensorFlow: {expected}"
        if isinstance(fn, Exception):
            raise fn
        limit = case.tolerance * (GPU_TOLERANCES if FACTS[backend].gpu else 1)
        why = self.sides[backend].compiled.refused.get(name)
        assert why is None, why
        outs, _ = self.sides[backend].call(name, inputs_of(case), self.states[name])
        results = list(outs.outs)
        if f"{name}_inputs" in self.functions:
            by_inputs, _ = self.sides[backend].call(f"{name}_inputs", inputs_of(case), self.states[f"{name}_inputs"])
            results[len(expected["outs"]) : len(expected["outs"])] = by_inputs.outs
        wanted = [*expected["outs"], *expected.get("gradients", ())]
        dtypes = [out.type.dtype for out in fn.outs[: len(expected["outs"])]]
        assert dtypes == [_STORED.get(y.dtype.name, y.dtype.name) for y in expected["outs"]]
        for place, (mine, theirs) in enumerate(zip(results, wanted, strict=True)):
            distance = _distance(mine, theirs)
            assert distance <= limit, f"{backend}: result {place} differs by {distance}"
        held = {variable.name: value for variable, value in {**self.states[name], **outs.updates}.items()}
        trained, others = self.subjects[name]
        for variables, values in ((trained, expected.get("weights")), (others, expected["others"])):
            for variable, theirs in zip(variables, values, strict=True) if values is not None else ():
                mine = held.get(variable.state.name, np.asarray(variable._value))
                distance = _distance(mine, theirs)
                assert distance <= limit, f"{backend}: {variable.path} differs by {distance}"

    subjects: Mapping[str, tuple[list[Any], list[Any]]]


_STORED = {"int64": "int32", "uint32": "int32", "float64": "float32"}


def _distance(mine: np.ndarray, theirs: np.ndarray) -> float:
    stored = _STORED.get(theirs.dtype.name, theirs.dtype.name)
    stored = "int32" if stored == "uint8" else stored  # on a device
    assert (mine.dtype, mine.shape) == (stored, theirs.shape), f"on TensorFlow {theirs.dtype}{theirs.shape}"
    a, b = mine.astype("float64"), theirs.astype("float64")
    usual = np.isfinite(b)
    if not np.array_equal(a[~usual], b[~usual], equal_nan=True):
        return np.inf
    a, b = a[usual], b[usual]
    return float(np.max(np.abs(a - b)) / max(np.max(np.abs(b)), 0.1)) if b.size else 0.0


def traced(case: Case, subject: Any) -> dict[str, Function]:
    """The values, a step of SGD by the gradients of the weights, and those of the inputs, in one function or two."""
    inputs = inputs_of(case)
    trained, _ = weights_of(subject)
    floats = [i for i, x in enumerate(inputs) if x.dtype == "float32"]

    def loss(*tensors: Any) -> Any:
        outs = called(case, subject, tensors)
        return total(case, outs), outs

    def by_weights(*tensors: Any) -> list[Any]:
        (_, outs), gradients = gradients_of(loss, tensors, variables=trained, has_aux=True)
        for variable, gradient in zip(trained, gradients, strict=True):
            variable.assign(stepped(variable, gradient))
        return [*outs, *gradients]

    def by_inputs(*tensors: Any) -> list[Any]:
        (_, outs), gradients = gradients_of(loss, tensors, argnums=floats, has_aux=True)
        return gradients if trained else [*outs, *gradients]

    types = [(f"x{i}", TensorType(_sizes(case, x.shape), x.dtype.name)) for i, x in enumerate(inputs)]
    if not case.gradients or not (trained or floats):
        return {case.id: trace(lambda *tensors: called(case, subject, tensors), types, case.id)}
    functions = {case.id: trace(by_weights if trained else by_inputs, types, case.id)}
    if trained and floats:
        functions[f"{case.id}_inputs"] = trace(by_inputs, types, f"{case.id}_inputs")
    return functions


def _sizes(case: Case, shape: Sequence[int]) -> tuple[Any, ...]:
    """Equal sizes of an axis have one name."""
    unknown = [symbol(f"{name}{size}") for name, size in zip(NAMES, shape[: case.unknown], strict=False)]
    return (*unknown, *shape[case.unknown :])


@contextmanager
def compare_all(
    table: str, cases: Sequence[Case], oracle: Oracle, folder: Path, backends: tuple[Backend, ...] = BACKENDS
) -> Iterator[Compared]:
    """The cases on backends of Node, or on those of a page."""
    outcomes = oracle.ask("oracle_cases", "outcomes", table, [case.id for case in cases])
    functions: dict[str, Any] = {}
    subjects: dict[str, Any] = {}
    for case in cases:
        try:
            subject = made(case)
            functions |= traced(case, subject)
            subjects[case.id] = weights_of(subject)
        except Exception as error:
            functions[case.id] = error
    good = {name: fn for name, fn in functions.items() if isinstance(fn, Function)}
    states = {name: {c.variable: c.variable.value for c in fn.captures} for name, fn in good.items()}
    with opened(good, folder, backends) as sides:
        yield Compared(sides, functions, {case.id: case for case in cases}, states, outcomes(), subjects)


@contextmanager
def opened(
    functions: Mapping[str, Function], folder: Path, backends: tuple[Backend, ...]
) -> Iterator[dict[Backend, Side]]:
    """The functions on backends of Node, or on the GPU backends of a page of Chromium."""
    compiled = compile_functions(functions, backends, Path("layers.py"))
    code: dict[str, str] = {backend: compiled[backend].code for backend in backends}
    on_page = any(FACTS[backend].gpu for backend in backends)
    engine: Any = open_chromium if on_page else open_node
    with engine(build_workbench(code, folder, "page" if on_page else "node")) as host:
        yield {backend: Side(host, compiled[backend], host.start(backend)) for backend in backends}
