"""Training steps of the MNIST CNN, batch 64, taken in turns: ours, TensorFlow.js Layers in the same page, TensorFlow.

Every round runs a few steps of each contender, so that whatever else the machine does falls on all of them alike. A
contender's figure is the median of its steps; a ratio is the median of the rounds' ratios.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from bmlc.bundle import vendor
from bmlc.kernels.tables import BACKENDS
from bmlc.parity.chromium_host import ChromiumHost, open_chromium
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.feed import random_state
from bmlc.parity.workbench import build_workbench
from bmlc.program import Program
from environment import ROOT

__all__ = ["Contender", "compare_steps", "ratio"]

BATCH = 64


@dataclass
class Contender:
    """One way to make a training step; `run` makes a number of them and gives their milliseconds."""

    name: str
    steps: int  # in a round
    run: Callable[[int], Sequence[float]]
    rounds: list[float] = field(default_factory=list)  # the median of each round
    description: str = ""

    @property
    def milliseconds(self) -> float:
        return median(self.rounds)


def ratio(above: Contender, below: Contender) -> float:
    """How many times longer a step of `above` takes."""
    return median(a / b for a, b in zip(above.rounds, below.rounds, strict=True))


def compare_steps(program: Program, rounds: int) -> dict[str, Contender]:
    """Every contender by its name, after `rounds` rounds."""
    with _contenders(program) as contenders:
        for contender in contenders:
            contender.run(2)  # compiles, uploads, fills caches
        for _ in range(rounds):
            for contender in contenders:
                contender.rounds.append(median(contender.run(contender.steps)))
    return {contender.name: contender for contender in contenders}


@contextmanager
def _contenders(program: Program) -> Iterator[list[Contender]]:
    step = program.models["model"].train_step
    compiled = compile_functions({step: program.functions[step]}, BACKENDS, program.source)
    generator = np.random.default_rng(0)
    x = generator.random((BATCH, 28, 28, 1), np.float32)
    y = np.eye(10, dtype=np.float32)[generator.integers(0, 10, BATCH)]
    state = random_state(program.variables, {})
    with TemporaryDirectory(prefix="bml-bench-") as folder:
        modules: dict[str, str] = {backend: each.code for backend, each in compiled.items()}
        workbench = build_workbench(modules, Path(folder) / "workbench", "page")
        _build_peers(workbench)
        with open_chromium(workbench) as host, _tensorflow(program.source, 10) as tensorflow:
            sides = {backend: Side(host, compiled[backend], host.start(backend)) for backend in BACKENDS}
            for side in sides.values():
                side.hold(state)
            yield [
                _ours(sides["wasm"], step, [x, y], 10),
                tensorflow,
                _layers(host, "cpu", 1),
                _ours(sides["cpu"], step, [x, y], 1),
                _ours(sides["webgl"], step, [x, y], 1),
                _layers(host, "webgl", 1),
                _ours(sides["webgpu"], step, [x, y], 1),
                _layers(host, "webgpu", 1),
            ]


def _ours(side: Side, step: str, inputs: list[Any], steps: int) -> Contender:
    def run(count: int) -> Sequence[float]:
        return side.step(step, inputs, repeat=count).milliseconds

    return Contender(f"bml {side.backend}", steps, run, description=side.renderer)


def _layers(host: ChromiumHost, backend: str, steps: int) -> Contender:
    def run(count: int) -> Sequence[float]:
        milliseconds: list[float] = host.evaluate(
            "async ([backend, batch, count]) => (await import('/peers.js')).steps(backend, batch, count)",
            [backend, BATCH, count],
        )
        return milliseconds

    return Contender(f"tfjs Layers {backend}", steps, run, description="as npm has it")


@contextmanager
def _tensorflow(file: Path, steps: int) -> Iterator[Contender]:
    command = [sys.executable, str(ROOT / "tools" / "bench_tensorflow.py"), str(file), str(BATCH)]
    environment = {**os.environ, "KERAS_BACKEND": "tensorflow"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answers = process.stdin, process.stdout

        def run(count: int) -> Sequence[float]:
            print(count, file=asked, flush=True)
            milliseconds: list[float] = json.loads(answers.readline())
            return milliseconds

        yield Contender("TensorFlow", steps, run, description="train_on_batch in Python")
        asked.close()


def _build_peers(folder: Path) -> None:
    source = ROOT / "tools" / "bench_peers.ts"
    command: list[str | Path] = [vendor.esbuild(), source, "--bundle", "--format=esm", "--minify", "--log-level=error"]
    subprocess.run([*command, f"--outfile={folder / 'peers.js'}"], check=True)
