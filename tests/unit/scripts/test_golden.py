"""Scripts and the JavaScript that they become."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .world import compile_script, javascript

SCRIPTS = Path(__file__).parents[2] / "golden" / "scripts"


@pytest.mark.parametrize(
    "name",
    ["assignments", "control_flow", "data", "exceptions", "fit", "functions", "loops", "names", "values", "containers"],
)
def test_script(name: str, golden: Callable[[Path, str], None]) -> None:
    golden(SCRIPTS / f"{name}.js", javascript(SCRIPTS / f"{name}.py", "main"))


def test_scripts_say_what_they_use() -> None:
    generated = compile_script(SCRIPTS / "control_flow.py", "main")
    assert generated.objects == ("model", "digits", "prepare", "heldOut")
    assert generated.helpers == ("floatDivide", "int", "modulo", "range")


def test_statements_keep_their_place() -> None:
    generated = compile_script(SCRIPTS / "fit.py", "main")
    assert [statement.loc.line for statement in generated.function.body.body if statement.loc] == [4, 10, 11]  # type: ignore[union-attr]


def test_the_programs_seed_becomes_the_shuffles() -> None:
    text = javascript(SCRIPTS / "data.py", "main", seed=42)
    assert "held.map(prepare).shuffle({ seed: 42 })" in text
