"""Profiles: what is measured adds up, belongs to the right lines and layers, and is what the compiler says it is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Literal

import pytest

from bml.collect import collect
from bmlc.emit.tensor_functions import emit_tensor_functions
from bmlc.ir import bytes_of, evaluate
from bmlc.kernels.kernel import Backend, Kernel
from bmlc.kernels.tables import BACKENDS
from bmlc.parity.chromium_host import open_chromium
from bmlc.parity.node_host import open_node
from bmlc.passes.memory import peak_bytes
from bmlc.passes.pipeline import lower, optimize
from bmlc.profile import FunctionProfile, Report, profiled_functions, run_profile
from bmlc.program import Program

PROGRAM = '''"""Two layers: one multiplies a thousand times as much as the other."""
import numpy as np

import bml
from bml import layers

x = np.random.default_rng(0).random((256, 512), np.float32)
points = bml.Dataset.from_tensor_slices((x, x[:, :1]))
model = bml.Sequential([
    bml.Input((512,)),
    layers.Dense(512),
    layers.Dense(1),
])
model.compile(optimizer="sgd", loss="mse")


@bml.script
def train(epochs: int = 1):
    model.fit(points.batch(64), epochs=epochs)
'''
LOOP = '''"""A loop of one's own."""
import numpy as np

import bml

points = bml.Dataset.from_tensor_slices((np.ones((8, 3), np.float32), np.ones((8, 1), np.float32)))
model = bml.Sequential([bml.Input((3,)), bml.layers.Dense(1)])


@bml.function
def loss(x, y):
    return bml.ops.mean((model(x) - y) ** 2)


@bml.script
def train():
    optimizer = bml.optimizers.SGD(0.01)
    for x, y in points.batch(4):
        value, gradients = bml.value_and_grad(loss)(x, y)
        optimizer.apply(gradients, model.trainable_variables)
        bml.log(loss=value)
'''
SCAN = '''"""A function that repeats one."""
import bml
from bml import ops

w = bml.Variable([[1.0, 2.0], [3.0, 4.0]])


@bml.function
def last(x: bml.TensorSpec((None, 1, 2))):
    return ops.scan(lambda h, step: (ops.tanh(ops.matmul(h, w) + step), h), ops.zeros((1, 2)), x)
'''
CHOICE = '''"""A function that chooses what it computes."""
import bml
from bml import ops


@bml.function
def halve(x: bml.TensorSpec((None,))):
    eight = ops.minimum(ops.abs(ops.sum(x)) + 8.0, 8.0)
    y = ops.while_loop(lambda y: y > 1.0, lambda y: y * 0.5, eight)
    small, large = lambda: ops.tanh(x), lambda: ops.while_loop(lambda z: ops.max(z) > 0.5, ops.exp, x)
    return ops.cond(y < 2.0, small, large)
'''
LARGE, SMALL, COMPILE = "uneven.py:11", "uneven.py:12", "uneven.py:14"
STEP = "modelTrainStep"
BATCH = 32
NODE: tuple[Backend, ...] = ("cpu", "wasm")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("profile") / "uneven.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def program(source: Path) -> Program:
    return collect(source)


@pytest.fixture(scope="module")
def report(program: Program) -> Report:
    return run_profile(program, [STEP], NODE, steps=3, batch=BATCH, engine="node", open_host=open_node)


@pytest.fixture(params=NODE)
def profile(request: pytest.FixtureRequest, report: Report) -> FunctionProfile:
    (found,) = [each for each in report.profiles if each.backend == request.param]
    return found


def test_lines_and_layers_add_up_to_what_was_measured(profile: FunctionProfile) -> None:
    assert 0 < profile.kernel_milliseconds <= profile.one_by_one
    assert profile.undisturbed > 0
    for rows in (profile.by_line(), profile.by_layer()):
        assert sum(row.milliseconds for row in rows) == pytest.approx(profile.kernel_milliseconds)
        assert sum(row.share for row in rows) == pytest.approx(1)
        assert sum(row.calls for row in rows) == profile.calls == len(profile.kernels)
        assert sum(row.bytes for row in rows) == sum(kernel.bytes for kernel in profile.kernels)
        assert [row.milliseconds for row in rows] == sorted((row.milliseconds for row in rows), reverse=True)
        assert [row.at_peak for row in rows].count(True) == 1


def test_every_kernel_call_has_its_line_and_its_bytes(program: Program, profile: FunctionProfile) -> None:
    lowered = lower(optimize(program.functions[STEP]), "cpu" if profile.backend == "cpu" else "wasm")
    calls = [eqn for eqn in lowered.body if isinstance(eqn.op, Kernel)]
    names = [eqn.attrs["chain"].title if "chain" in eqn.attrs else eqn.op.name for eqn in calls]
    locs = [eqn.loc for eqn in calls]
    assert [(kernel.kernel, kernel.loc) for kernel in profile.kernels] == list(zip(names, locs, strict=True))
    # A chain is told by what it does.
    assert any("+" in name for name in names) == (profile.backend == "wasm")
    for kernel, eqn in zip(profile.kernels, calls, strict=True):
        assert isinstance(eqn.op, Kernel)
        made = 0 if eqn.op.shares_memory else sum(evaluate(bytes_of(out.type), {"n": BATCH}) for out in eqn.outs)
        assert kernel.bytes == made
    assert profile.peak_bytes == peak_bytes(lowered).evaluate({"n": BATCH})


def test_the_slow_line_comes_first(report: Report) -> None:
    """On cpu, where no thread and no vector narrows the distance."""
    rows = {row.name: row for row in report.profiles[0].by_line()}
    assert next(iter(rows)) == LARGE
    assert rows.keys() == {LARGE, SMALL, COMPILE}
    assert rows[LARGE].milliseconds > 5 * rows[SMALL].milliseconds
    assert rows[LARGE].bytes > 5 * rows[SMALL].bytes


def test_layers_hold_their_gradients(profile: FunctionProfile) -> None:
    layers = {row.name: row for row in profile.by_layer()}
    assert {"sequential/dense", "sequential/dense_1", "loss", "optimizer", "logs"} <= layers.keys()
    assert 0 < layers["sequential/dense"].gradient_milliseconds < layers["sequential/dense"].milliseconds
    assert layers["optimizer"].gradient_milliseconds == 0
    assert not [name for name in layers if "d_" in name]


def test_a_loop_calls_its_kernels_at_each_step(tmp_path: Path) -> None:
    path = tmp_path / "repeating.py"
    path.write_text(SCAN, encoding="utf-8")
    program = collect(path)
    report = run_profile(program, ["last"], NODE, steps=2, batch=5, engine="node", open_host=open_node)
    for profile in report.profiles:
        assert _runs(profile).items() >= {"BatchMatMul": 5, "Tanh": 5, "Slice": 5, "Concat": 1}.items()
        assert profile.peak_bytes == peak_bytes(lower(optimize(program.functions["last"]), profile.backend)).evaluate(
            dict.fromkeys(program.functions["last"].symbols, 5)
        )


def test_calls_that_are_written_once_for_several_places_are_each_measured(tmp_path: Path) -> None:
    """Those of Adam, for each variable."""
    path = tmp_path / "adam.py"
    path.write_text(PROGRAM.replace("sgd", "adam"), encoding="utf-8")
    [profile] = run_profile(
        collect(path), [STEP], ("cpu",), steps=1, batch=2, engine="node", open_host=open_node
    ).profiles
    assert {kernel.runs for kernel in profile.kernels} == {1}


@pytest.mark.parametrize(
    ("engine", "backends"), [("node", NODE), ("page", ("webgl", "webgpu"))], ids=["node", "chromium"]
)
def test_what_is_chosen_while_a_function_runs_is_counted(
    engine: Literal["node", "page"], backends: tuple[Backend, ...], tmp_path: Path
) -> None:
    """Three steps of a loop without a bound, each with the side of a branch that it takes."""
    path = tmp_path / "choosing.py"
    path.write_text(CHOICE, encoding="utf-8")
    open_host = open_node if engine == "node" else open_chromium
    report = run_profile(collect(path), ["halve"], backends, steps=2, batch=3, engine=engine, open_host=open_host)
    for profile in report.profiles:
        runs = _runs(profile)
        assert (runs["Tanh"], runs["Multiply"], runs["Exp"]) == (1, 3, 0)
        assert runs.get("Truth", 5) == 5  # four looks of the loop, one of the branch
        rows = {row.name: row.calls for row in profile.by_line()}
        assert rows["choosing.py:10"] == 1
    assert [profile.backend for profile in report.profiles] == list(backends)


def _runs(profile: FunctionProfile) -> dict[str, float]:
    runs: dict[str, float] = Counter()
    for kernel in profile.kernels:
        for name in kernel.kernel.split("+"):  # of a chain
            runs[name] += kernel.runs
    return runs


def test_a_backend_that_does_not_start_is_told(program: Program) -> None:
    report = run_profile(program, [STEP], ["webgl"], steps=1, batch=2, engine="node", open_host=open_node)
    assert report.profiles == ()
    assert report.missing["webgl"].startswith("BackendUnavailable: webgl: ")
    assert report.exit_status == 1


def test_all_backends_in_a_browser(program: Program) -> None:
    report = run_profile(program, [STEP], BACKENDS, steps=1, batch=2, engine="page", open_host=open_chromium)
    assert [profile.backend for profile in report.profiles] == list(BACKENDS)
    assert (report.missing, report.exit_status) == ({}, 0)
    for profile in report.profiles:
        assert sum(row.milliseconds for row in profile.by_line()) == pytest.approx(profile.kernel_milliseconds)
        assert all(row.milliseconds > 0 and row.calls > 0 for row in profile.by_line())


def test_yielding_is_all_that_is_different(program: Program) -> None:
    lowered = lower(optimize(program.functions[STEP]), "wasm")
    plain = emit_tensor_functions({STEP: lowered}, "wasm", program.source).code
    profiled = emit_tensor_functions({STEP: lowered}, "wasm", program.source, profiled=[STEP]).code
    kernels = sum(isinstance(eqn.op, Kernel) for eqn in lowered.body)
    assert (profiled.count("yield "), profiled.count("function* ")) == (kernels, 1)
    straight = _without_layout(profiled.replace("yield ", "").replace("function* ", "function "))
    assert re.sub(r"(,{})?,\d+\);", ");", straight) == _without_layout(plain)


def _without_layout(code: str) -> str:
    """A longer line may be broken into several, with a comma behind the last item."""
    return re.sub(r",(?=[}\])])", "", re.sub(r"\s+", "", code))


def test_functions_that_train_are_profiled_unless_one_is_named(program: Program) -> None:
    assert profiled_functions(program, None) == (STEP,)
    assert profiled_functions(program, "modelPredictStep") == ("modelPredictStep",)


def test_a_loop_of_ones_own(tmp_path: Path) -> None:
    """Its gradients and its optimizer are functions of their own; what the optimizer does belongs to its call."""
    (tmp_path / "loop.py").write_text(LOOP, encoding="utf-8")
    program = collect(tmp_path / "loop.py")
    functions = profiled_functions(program, None)
    report = run_profile(program, functions, ["wasm"], steps=1, batch=4, engine="node", open_host=open_node)
    gradients, optimizer = report.profiles
    assert {row.name for row in gradients.by_line()} == {"loop.py:7", "loop.py:12"}
    assert {row.name for row in gradients.by_layer()} == {"loss", "loss/sequential/dense"}
    assert {row.name for row in optimizer.by_line()} == {"loop.py:20"}
    assert {row.name for row in optimizer.by_layer()} <= {"sgd", "sgd_apply"}


def bml(source: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from bml.cli import main; main()", "profile", str(source), *arguments]
    variables = {**os.environ, "COLUMNS": "100", **environment}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=variables)


def test_json_for_editors(source: Path) -> None:
    done = bml(source, "--backend", "wasm", "--steps", "1", "--batch-size", "8", "--format", "json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["errors"], answer["program"], answer["missing"]) == ([], "uneven", {})
    (profile,) = answer["profiles"]
    assert (profile["function"], profile["backend"], profile["batch"], profile["steps"]) == (STEP, "wasm", 8, 1)
    (line,) = [each for each in profile["lines"] if each["line"] == 11]
    assert line["text"] == "layers.Dense(512),"
    of_line = [kernel for kernel in profile["kernels"] if kernel["line"] == 11]
    assert line["kernel_calls"] == len(of_line)
    assert line["bytes"] == sum(kernel["bytes"] for kernel in of_line)
    assert {kernel["layer"] for kernel in of_line} == {"sequential/dense"}


def test_the_table(source: Path) -> None:
    done = bml(source, "--backend", "wasm", "--steps", "1", "--function", "modelPredictStep")
    assert done.returncode == 0, done.stderr
    assert re.match(r"modelPredictStep on wasm \(SIMD.*, 1 thread\b.*, Node \d+", done.stdout)
    shown = [line for line in done.stdout.splitlines() if "layers.Dense(" in line]
    assert {line.split()[0] for line in shown} == {"11", "12"}
    assert all(re.search(r"\d+%  +\d+ +[\d.]+ k?B ", line) for line in shown)


def test_errors(source: Path) -> None:
    unknown = bml(source, "--function", "nothing")
    assert unknown.returncode == 1
    assert unknown.stderr == (
        "error BML102: uneven.py has no tensor function 'nothing'\n  = hint: it has modelTrainStep, modelPredictStep\n"
    )
    no_browser = bml(source, "--backend", "webgl", BML_CHROMIUM="/nowhere/chromium")
    assert no_browser.returncode == 1
    assert no_browser.stderr.startswith("error BML402: ")
