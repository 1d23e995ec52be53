"""The verifier finds what a pass might do wrong.

All other scripts that tests run, with tensors or without, are verified where they are compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.emit import js
from bmlc.scripts.counting.code import Clear, Code, CountedFunction, Drop, Set, Statement, Unpack, blocks
from bmlc.scripts.counting.verifier import InvalidCodeError, verify
from bmlc.scripts.counting.walking import names_in
from bmlc.scripts.values import Retain

from .ownership.random_programs import random_program
from .ownership.test_node import HEADER

GOLDEN = sorted((Path(__file__).parents[2] / "golden/ownership").glob("*.py"))
RANDOM = 60


def counted(files: Iterable[Path]) -> list[CountedFunction]:
    return [function for file in files for script in collect(file).scripts.values() for function in script.counted]


@pytest.fixture(scope="module")
def golden() -> list[CountedFunction]:
    return counted(GOLDEN)


def test_random_programs(tmp_path: Path) -> None:
    texts = [re.sub(r"^def main\(", f"@bml.script\ndef main{seed}(", random_program(seed)) for seed in range(RANDOM)]
    path = tmp_path / "random_scripts.py"
    path.write_text("\n\n".join([HEADER, *texts]), encoding="utf-8")
    for function in counted([path]):
        verify(function)


Change = Callable[[Statement], Code | None]
"""What a wrong pass makes of a statement; None where it leaves it."""


def _not_dropped(statement: Statement) -> Code | None:
    return [] if isinstance(statement, Drop) else None


def _not_cleared(statement: Statement) -> Code | None:
    return [] if isinstance(statement, Clear) else None


def _not_replaced(statement: Statement) -> Code | None:
    match statement:
        case Set(replaces=True):
            return [replace(statement, replaces=False)]
        case Unpack(replaces=(_, *_)):
            return [replace(statement, replaces=())]
    return None


def _not_retained(statement: Statement) -> Code | None:
    match statement:
        case Set(value=Retain(_, (js.Identifier() as kept,))):
            return [replace(statement, value=kept, fresh=False)]
    return None


def _dropped_before(statement: Statement) -> Code | None:
    match statement:
        case Set(name, value) if "run" not in (names := names_in(value)) and names - {name}:
            return [Drop(tuple(sorted(names - {name}))), statement]
    return None


@pytest.mark.parametrize(
    ("change", "found"),
    [(_not_dropped, 0.85), (_not_cleared, 1.0), (_not_replaced, 1.0), (_not_retained, 1.0), (_dropped_before, 1.0)],
)
def test_what_a_pass_does_wrong_is_found(change: Change, found: float, golden: list[CountedFunction]) -> None:
    """A drop that is left out and made up for at the function's end is found in the function's own block only."""
    wrong = 0
    caught = 0
    for function in golden:
        code, names = function.stages[-1]
        for changed in _changed(code, change):
            wrong += 1
            try:
                verify(replace(function, stages=[(changed, names)]))
            except InvalidCodeError:
                caught += 1
    assert wrong > 10
    assert caught >= found * wrong


def _changed(code: Code, change: Change) -> Iterator[Code]:
    """The code with one statement changed, for each that can be."""
    for place, statement in enumerate(code):
        changed = change(statement)
        if changed is not None:
            yield [*code[:place], *changed, *code[place + 1 :]]
        for block in blocks(statement):
            for other in _changed(block, change):
                yield [*code[:place], _with_block(statement, block, other), *code[place + 1 :]]


def _with_block(statement: Statement, block: Code, other: Code) -> Statement:
    changed: dict[str, object] = {
        name: other for name in ("body", "then", "otherwise", "final") if getattr(statement, name, None) is block
    }
    if handlers := getattr(statement, "handlers", None):
        changed["handlers"] = [(test, other if each is block else each) for test, each in handlers]
    return replace(statement, **changed)  # type: ignore[arg-type]
