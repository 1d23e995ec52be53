"""Runs that become functions: in their places they make the same calls, and free the same values in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.bundle.compile import CompiledProgram, compile_program
from bmlc.emit.shared_runs import SharedRun, Use, _apart, _longest, _Place, _worth, shared_runs
from bmlc.emit.steps import Signatures, Step, straight_lines
from bmlc.ir import Eqn, Function, Var
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS

FILE = """
import numpy as np
import bml
from bml import layers, ops

inputs = bml.Input((6, 3))
x = inputs
for _ in range(2):
    x = layers.LayerNormalization()(x + layers.MultiHeadAttention(2, 3)(x, x))
branches = [layers.Dense(4, activation="gelu")(ops.mean(x, axis=1)) for _ in range(3)]
model = bml.Model(inputs, layers.Dense(2)(layers.concatenate(branches)))
model.compile(bml.optimizers.OPTIMIZER, loss="mse", metrics=["mae"])
data = bml.Dataset.from_arrays(np.zeros((4, 6, 3), "f"), np.zeros((4, 2), "f"))

def step(h, x):
    return ops.tanh(h * 0.5 + x) + ops.tanh(h * 0.5 - x) + ops.tanh(h * 0.5 * x) + ops.tanh(h * 0.5 / x), h

@bml.function
def recurrent(x, y):
    return x + ops.scan(step, x[0] * 0.0, x)[0], y

@bml.script
def train():
    model.fit(data.map(recurrent).batch(2), validation_data=data.batch(2))
"""
OPTIMIZERS = [
    "SGD(0.1)",
    "Adam()",
    "AdamW(clipnorm=1.0)",
    "RMSprop(momentum=0.5, centered=True)",
    "Adadelta()",
    "Ftrl()",
]

Call = tuple[object, ...]
Places = Mapping[int, tuple[SharedRun, Use]]


@pytest.fixture(scope="module", params=OPTIMIZERS)
def compiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CompiledProgram:
    file = tmp_path_factory.mktemp("net") / "net.py"
    file.write_text(FILE.replace("OPTIMIZER", request.param), encoding="utf-8")
    return compile_program(collect(file), BACKENDS)


@pytest.mark.parametrize("backend", BACKENDS)
def test_runs_do_what_stood_in_their_places(compiled: CompiledProgram, backend: Backend) -> None:
    functions = [*compiled.backends[backend].lowered.values()]
    runs = shared_runs(functions)
    assert len(runs) > 3
    places = {id(use.steps[0].eqn): (run, use) for run in runs for use in run.uses}
    constants = {
        eqn.outs[0]: str(eqn.attrs["value"].tolist())
        for fn in functions
        for eqn in fn.eqns()
        if eqn.op.name == "constant"
    }
    for body in (body for fn in functions for body in bodies(fn)):
        assert [*called(body, places, constants)] == [*called(body, {}, constants)]


def test_what_a_run_saves_is_reckoned_at_the_place_where_it_is_written(compiled: CompiledProgram) -> None:
    functions = [*compiled.backends["cpu"].lowered.values()]
    constants = {eqn.outs[0]: id(eqn) for fn in functions for eqn in fn.eqns() if eqn.op.name == "constant"}
    lines = straight_lines(functions)
    signatures = Signatures(lines, constants)
    starts: dict[tuple[int, ...], list[Step]] = {}
    for line in lines:
        for step in line[:-2]:
            tokens = (signatures.token(each) for each in line[step.index : step.index + 3])
            starts.setdefault(tuple(tokens), []).append(step)
    found = [each for places in starts.values() if (each := _longest(places, lines, signatures))]
    assert len(found) > 3
    for worth, length, places in found:
        first = places[0]
        place = _Place(lines[first.line][first.index : first.index + length], constants)
        made = sum(len(step.eqn.outs) for step in place.steps)
        freed = sum(len(place.dropped(i, own=True)) for i in range(length))
        assert worth == _worth(len(_apart(places, length)), length, len(place.inputs) + made - freed)


def test_a_run_reads_its_sizes_where_a_function_of_the_file_has_the_name_of_one(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text(FILE.replace("OPTIMIZER", OPTIMIZERS[0]).replace("recurrent", "n"), encoding="utf-8")
    code = compile_program(collect(file), ["cpu"]).backends["cpu"].module.code
    runs = re.findall(r"^  function \w+\(([^)\[]+)\) \{\n(.*?)^  \}", code, re.MULTILINE | re.DOTALL)
    sized = [params.replace(",", " ").split() for params, body in runs if "shape: [n, " in body]
    assert sized
    assert all("n" in params for params in sized)


def bodies(fn: Function) -> Iterator[Sequence[Eqn]]:
    yield fn.body
    for eqn in fn.body:
        yield from (body for held in eqn.attrs.values() if isinstance(held, Function) for body in bodies(held))


def called(body: Sequence[Eqn], places: Places, constants: Mapping[Var, str]) -> Iterator[Call]:
    """The calls of `body`, each behind what is freed before it; at `places`, those that a run makes of its inputs."""
    freed: set[Var] = set()
    end = 0
    for at, eqn in enumerate(body):
        if at < end or eqn.op.name == "constant":
            continue
        if eqn.op.name == "dispose":
            freed.update(eqn.inputs)
        elif id(eqn) not in places:
            yield (freed, *text(eqn, constants))
            freed = set()
        else:
            run, use = places[id(eqn)]
            end = use.end
            values = dict(zip(run.uses[0].inputs, use.inputs, strict=True))
            own = zip(run.uses[0].steps, use.steps, run.dropped, strict=True)
            for i, (first, step, dropped) in enumerate(own):
                values.update(zip(first.eqn.outs, step.eqn.outs, strict=True))  # a function's locals
                yield (freed, *text(first.eqn, {**values, **constants}))
                freed = {values[var] for var in dropped} | {*(use.besides if i == run.besides else ())}
            freed |= {*use.behind}
    yield (freed,)


def text(eqn: Eqn, values: Mapping[Var, object]) -> Call:
    attrs = {key: value for key, value in eqn.attrs.items() if not isinstance(value, Function)}
    inputs, outs = ([values.get(var, var) for var in each] for each in (eqn.inputs, eqn.outs))
    return eqn.op.name, inputs, outs, repr(attrs)
