"""Measures and prints Markdown tables: builds, compile times and memory. Steps beside others' are in `peers`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bench_corpus import corpus_costs
from bench_folders import compare_folders
from bench_layers import DEPTHS, build_seconds, peak_megabytes
from bench_recurrent import FILE, STEPS, UNITS, lstm_cost
from bench_script import LINES, compile_seconds
from bml.collect import collect
from bmlc.kernels.tables import BACKENDS
from bmlc.passes.memory import peak_bytes
from bmlc.passes.pipeline import lower, optimize
from environment import ROOT
from peers.command import main as compare_peers

EXAMPLE = ROOT / "examples" / "mnist_cnn.py"
BATCH = 64  # of the peak


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["peers"]:
        return compare_peers(arguments[1:])
    parser = argparse.ArgumentParser(
        prog="./tools/bench", description=__doc__, epilog="./tools/bench peers --help tells of `peers`."
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each contender takes its turn (default: 5)")
    parser.add_argument(
        "--compare", nargs=2, type=Path, metavar=("BEFORE", "AFTER"), help="compare the steps of two built folders only"
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"among {', '.join(PARTS)} (default: all)")
    given = parser.parse_args(arguments)
    if unknown := set(given.parts).difference(PARTS):
        parser.error(f"expected parts among {', '.join(PARTS)}, received {', '.join(sorted(unknown))}")
    if given.compare:
        before, after = given.compare
        print_comparison(before, after, given.rounds)
        return 0
    for part in given.parts or PARTS:
        PARTS[part](given.rounds)
    return 0


def print_comparison(before: Path, after: Path, rounds: int) -> None:
    """One folder against another, by its script `train`: a ratio below 1 says that a step of `after` is quicker."""
    print("\n| a step, data and all | ms before | ms after | of the processor | | after / before | in the rounds |")
    print("|---|---:|---:|---:|---:|---:|---|")
    for backend, old, new in compare_folders(before, after, rounds):
        figures = " | ".join(f"{median(each):.1f}" for each in (old.clock, new.clock, old.processor, new.processor))
        ratios = sorted(b / a for a, b in zip(old.processor, new.processor, strict=True))
        print(f"| {backend} | {figures} | {median(ratios):.2f} | {ratios[0]:.2f} to {ratios[-1]:.2f} |", flush=True)


def print_script(rounds: int) -> None:
    print(f"\nA script of {LINES} lines: compiled in {compile_seconds(rounds):.2f} s of the processor (goal: below 1)")


def print_corpus(rounds: int) -> None:
    costs = corpus_costs(rounds)
    figures = [
        ("ms of the processor to compile it", [1000 * cost.seconds for cost in costs], ".1f", "at most 9"),
        ("KB with what it links, minified, gzip -9", [cost.gzip / 1000 for cost in costs], ".2f", "at most 3.2"),
    ]
    print(f"\n| each of {len(costs)} scripts of the corpus | median | nine of ten below | most | goal for the median |")
    print("|---|---:|---:|---:|---|")
    for name, values, form, goal in figures:
        marks = " | ".join(format(each, form) for each in (median(values), quantiles(values, n=10)[-1], max(values)))
        print(f"| {name} | {marks} | {goal} |", flush=True)


def print_layers(rounds: int) -> None:
    print("\n| Dense layers, built for four backends | s of the processor | ms a layer | MB in use at most |")
    print("|---:|---:|---:|---:|")
    for depth in DEPTHS:
        seconds = min(build_seconds(depth) for _ in range(min(rounds, 2)))
        print(f"| {depth} | {seconds:.1f} | {1000 * seconds / depth:.1f} | {peak_megabytes():.0f} |", flush=True)


def print_builds(rounds: int) -> None:
    """`bml build` in a new process, into a folder that is not there: with an empty cache, and again with a full one."""
    with TemporaryDirectory(prefix="bml-bench-") as folder:
        lstm = Path(folder) / "lstm.py"
        lstm.write_text(FILE, encoding="utf-8")
        for file in (EXAMPLE, lstm):
            command = [sys.executable, "-c", "from bml.cli import main; main()", "build", str(file), "--out"]
            seconds: dict[str, list[float]] = {"an empty": [], "a full": []}
            for number in range(rounds):
                environment = {**os.environ, "BML_CACHE_DIR": str(Path(folder) / f"cache{number}")}
                for cache, times in seconds.items():
                    out = Path(folder) / cache / str(number) / file.stem
                    begun = time.perf_counter()
                    done = subprocess.run(
                        [*command, str(out)], check=True, env=environment, stdout=subprocess.PIPE, text=True
                    )
                    times.append(time.perf_counter() - begun)
            medians = " and ".join(f"{median(times):.1f} s with {cache} cache" for cache, times in seconds.items())
            print(f"`bml build {file.name}`: {medians} (medians of {rounds})\n")
            print("\n".join(line for line in done.stdout.splitlines() if line.startswith("  ")), flush=True)


def print_memory(rounds: int) -> None:
    print(f"\n| peak bytes, batch {BATCH} | {' | '.join(BACKENDS)} |\n|---|{'---:|' * len(BACKENDS)}")
    for name, fn in collect(EXAMPLE).functions.items():
        optimized = optimize(fn)
        peaks = [peak_bytes(lower(optimized, backend)).evaluate({"n": BATCH}) for backend in BACKENDS]
        print(f"| {name} | {' | '.join(f'{peak:,}' for peak in peaks)} |", flush=True)


def print_recurrent(rounds: int) -> None:
    print(
        f"\n| an LSTM of {UNITS} units, loss and gradients | steps | ms to compile | kernels | bytes of code | peak |"
    )
    print("|---|---:|---:|---:|---:|---:|")
    for backend in BACKENDS:
        for steps in STEPS:
            costs = [lstm_cost(steps, backend) for _ in range(rounds)]
            cost, spent = costs[0], min(each.milliseconds for each in costs)
            print(
                f"| {backend} | {steps} | {spent:.0f} | {cost.kernels} | {cost.bytes:,} | {cost.peak:,} |", flush=True
            )


PARTS = {
    "builds": print_builds,
    "script": print_script,
    "corpus": print_corpus,
    "layers": print_layers,
    "recurrent": print_recurrent,
    "memory": print_memory,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
