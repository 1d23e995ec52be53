"""Measures and prints Markdown tables for the README: steps, builds, sizes, memory."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench_script import LINES, compile_seconds
from bench_steps import BATCH, Contender, compare_steps, ratio
from bml.collect import collect
from bmlc.kernels.kernel import BACKENDS
from bmlc.passes.memory import peak_bytes
from bmlc.passes.pipeline import lower, optimize
from bmlc.program import Program
from environment import ROOT

EXAMPLE = ROOT / "examples" / "mnist_cnn.py"
# What is divided by what, and where the figure should be. Layers cannot train this net on wasm at all.
GOALS = [
    ("tfjs Layers cpu", "bml wasm", "at least 20"),
    ("bml wasm", "TensorFlow", "at most 5"),
    ("tfjs Layers webgl", "bml webgl", "at least 1"),
    ("tfjs Layers webgpu", "bml webgpu", "at least 1"),
]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tools/bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each contender takes its turn (default: 5)")
    rounds = parser.parse_args(arguments).rounds
    program = collect(EXAMPLE)
    print_builds(rounds)
    print(f"\nA script of {LINES} lines: compiled in {compile_seconds(rounds):.2f} s of the processor (goal: below 1)")
    print_memory(program)
    print_steps(compare_steps(program, rounds))
    return 0


def print_steps(contenders: dict[str, Contender]) -> None:
    print(f"\n| a training step of {EXAMPLE.stem}, batch {BATCH} | ms | where |\n|---|---:|---|")
    for contender in contenders.values():
        print(f"| {contender.name} | {contender.milliseconds:.1f} | {contender.description} |")
    print("\n| side by side | measured | goal |\n|---|---:|---|")
    for above, below, goal in GOALS:
        print(f"| {above} / {below} | {ratio(contenders[above], contenders[below]):.1f} | {goal} |", flush=True)


def print_builds(rounds: int) -> None:
    """`bml build` from a cold start: a new process, into a folder that is not there, without a cache."""
    command = [sys.executable, "-c", "from bml.cli import main; main()", "build", str(EXAMPLE), "--out"]
    seconds = []
    with TemporaryDirectory(prefix="bml-bench-") as folder:
        for number in range(rounds):
            out = Path(folder) / str(number) / EXAMPLE.stem
            environment = {**os.environ, "BML_CACHE_DIR": str(Path(folder) / f"cache{number}")}
            begun = time.perf_counter()
            done = subprocess.run([*command, str(out)], check=True, env=environment, stdout=subprocess.PIPE, text=True)
            seconds.append(time.perf_counter() - begun)
    print(f"`bml build {EXAMPLE.relative_to(ROOT)}` from a cold start: {median(seconds):.1f} s (median of {rounds})\n")
    print("\n".join(line for line in done.stdout.splitlines() if line.startswith("  ")), flush=True)


def print_memory(program: Program) -> None:
    print(f"\n| peak bytes, batch {BATCH} | {' | '.join(BACKENDS)} |\n|---|{'---:|' * len(BACKENDS)}")
    for name, fn in program.functions.items():
        optimized = optimize(fn)
        peaks = [peak_bytes(lower(optimized, backend)).evaluate({"n": BATCH}) for backend in BACKENDS]
        print(f"| {name} | {' | '.join(f'{peak:,}' for peak in peaks)} |", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
