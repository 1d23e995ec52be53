"""`./tools/bench peers`: bml beside Keras in Python and beside the other libraries of browsers, all in one run."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from statistics import median
from typing import TextIO

import bml
from bmlc.browser import launch
from environment import ROOT
from peers.contenders import CONTENDERS, built_before, chosen
from peers.machine import described
from peers.native import Native
from peers.pages import PAGES, Pages
from peers.report import rewritten
from peers.server import serve
from peers.steps import Row, Steps
from peers.tasks import TASKS
from peers.workspace import FOLDER, Workspace

__all__ = ["main"]

PAGE = ROOT / "docs" / "performance.md"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tools/bench peers", description=__doc__)
    parser.add_argument("--peers", default="*", help="patterns of contenders, with commas between: 'bml*,Keras*'")
    parser.add_argument("--tasks", default="*", help=f"the same, of {', '.join(TASKS)} and {', '.join(PAGES)}")
    parser.add_argument("--rounds", type=int, default=5, help="how often each takes its turn (default: 5)")
    parser.add_argument("--milliseconds", type=float, default=1000, help="of a turn, at least (default: 1000)")
    parser.add_argument("--out", type=Path, default=FOLDER / "runs.jsonl", help="where a line a measurement goes")
    parser.add_argument("--before", type=Path, metavar="FOLDER", help="`build/peers/programs` of an earlier bml, kept")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help=f"measure nothing: write {PAGE.name} from such lines"
    )
    given = parser.parse_args(arguments)
    if given.report is None:
        _measure(given)
    if given.report or given.peers == given.tasks == "*":
        rows = [json.loads(line) for line in (given.report or given.out).read_text("utf-8").splitlines()]
        PAGE.write_text(rewritten(PAGE.read_text("utf-8"), rows), "utf-8")
        print(f"peers: wrote {PAGE.relative_to(ROOT)}", file=sys.stderr)
    return 0


def _measure(given: argparse.Namespace) -> None:
    tasks = [task for name, task in TASKS.items() if chosen(name, given.tasks)]
    parts = [name for name in PAGES if chosen(name, given.tasks)]
    everybody = [*CONTENDERS.values(), *(built_before() if given.before else ())]
    contenders = [each for each in everybody if chosen(each.name, given.peers)]
    if not contenders or not (tasks or parts):
        raise SystemExit(f"expected --peers and --tasks to name some, received {given.peers} and {given.tasks}")
    workspace = Workspace(tasks, contenders, parts, given.before)
    workspace.prepare()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    with (
        serve(workspace.roots) as traffic,
        Native(1, workspace.sources) as one,
        Native(2, workspace.sources) as two,
        given.out.open("w", encoding="utf-8") as out,
    ):
        _note(out, _described(two, workspace))
        steps = Steps(tasks, contenders, {1: one, 2: two}, traffic, given.milliseconds)
        pages = Pages(parts, given.peers, two, traffic)
        for number in range(given.rounds):
            for row in chain(steps.round(number), pages.round(number)):
                _note(out, row)
                print(_line(row), file=sys.stderr, flush=True)


def _described(keras: Native, workspace: Workspace) -> Row:
    with launch() as browser:
        version = browser.version
    return {
        "part": "run",
        "date": date.today().isoformat(),
        "bml": f"{bml.__version__} at {_revision()}",
        "machine": described(),
        "browser": version,
        "keras": keras.ask("version")["version"],
        "packages": workspace.versions(),
    }


def _revision() -> str:
    """Of the checkout, if git knows it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=8"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return done.stdout.strip() or "an unknown revision"


def _note(out: TextIO, row: Row) -> None:
    print(json.dumps(row), file=out, flush=True)


def _line(row: Row) -> str:
    what = row.get("task") or f"{row['part']} {row['mode']}"
    if "error" in row:
        return f"{row['round']} {what:12} {row['contender']:24} {row['error'][:120]}"
    times = row["times"]
    figures = f"{median(times):9.3f} ms, least {min(times):9.3f}, others' cores {row['foreign']}"
    off = "" if row.get("difference") is None else f", {row['difference']:.1e} off Keras"
    return f"{row['round']} {what:12} {row['contender']:24} {figures}{off}"
