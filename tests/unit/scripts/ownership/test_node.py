"""Scripts on a real backend: undisturbed, with failures at every call, stopped at every step, nothing is left alive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .node import ScriptOutcome, run_scripts
from .random_programs import random_program

GOLDEN = Path(__file__).parents[3] / "golden" / "ownership"
RANDOM = 24

HEADER = '''"""Random scripts."""

import bml


@bml.function
def f(x=0.25, y=0.5):
    return bml.ops.sin(x * 3.7 + y) * 0.5 + 0.5


@bml.function
def g(x=0.75, y=0.125):
    return x * 0.5 + y * 0.25


@bml.function
def h(x=0.5):
    return bml.ops.cos(x * 5.0) * 0.5 + 0.5


@bml.function
def pair(x):
    return x * 0.5, x * 0.3
'''


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ScriptOutcome]:
    folder = tmp_path_factory.mktemp("node")
    scripts = [re.sub(r"^def main\(", f"@bml.script\ndef main{seed}(", random_program(seed)) for seed in range(RANDOM)]
    random = folder / "random_scripts.py"
    random.write_text("\n\n".join([HEADER, *scripts]), encoding="utf-8")
    return run_scripts([*sorted(GOLDEN.glob("*.py")), random], folder)


def test_nothing_is_left_alive(outcomes: dict[str, ScriptOutcome]) -> None:
    assert {name: outcome.leaks for name, outcome in outcomes.items() if outcome.leaks} == {}


def test_nothing_is_used_after_it_was_freed(outcomes: dict[str, ScriptOutcome]) -> None:
    assert {name: outcome.frees for name, outcome in outcomes.items() if outcome.frees} == {}
    assert [name for name, outcome in outcomes.items() if "freed" in outcome.error] == []


def test_all_of_them_ran(outcomes: dict[str, ScriptOutcome]) -> None:
    ours = {name: outcome.error for name, outcome in outcomes.items() if not name.startswith("random_scripts.")}
    assert len(ours) >= 45
    assert len(outcomes) == len(ours) + RANDOM
    ended = {"exceptions.unknownKey": "KeyError: 'b'", "functions.failing": "ValueError: too much"}
    assert {name: error for name, error in ours.items() if error} == ended
    assert all(outcome.calls for name, outcome in outcomes.items() if name != "training.lastBatch")


def test_ten_thousand_steps_hold_what_one_holds(outcomes: dict[str, ScriptOutcome]) -> None:
    outcome = outcomes["loops.thousands"]
    assert outcome.steps == 10_000
    least, most = outcome.live
    assert least == most
