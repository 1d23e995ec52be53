"""Who owns what in small scripts: the JavaScript with its drops, and what `bml inspect --ownership` says of them.

ownership/<program>.py  ->  ownership/<program>.js, <program>.txt
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from bml.cli.ownership import ownership_text
from bml.collect import collect
from bmlc.emit import js
from bmlc.emit.printer import print_module
from bmlc.program import Program
from bmlc.scripts.counting.ownership import describe_ownership

FOLDER = Path(__file__).parent / "ownership"
PROGRAMS = sorted(path.stem for path in FOLDER.glob("*.py"))


@pytest.fixture(scope="module", params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> Program:
    return collect(FOLDER / f"{request.param}.py")


def test_the_javascript(program: Program, golden: Callable[[Path, str], None]) -> None:
    body: list[js.Statement] = []
    for script in program.scripts.values():
        body += [js.Blank(), script.function] if body else [script.function]
    golden(FOLDER / f"{program.name}.js", print_module(body, program.source).code)


def test_what_inspect_says(program: Program, golden: Callable[[Path, str], None]) -> None:
    source = program.source.read_text(encoding="utf-8").splitlines()
    texts = [
        ownership_text(describe_ownership(script.counted, script.loc, source)) for script in program.scripts.values()
    ]
    golden(FOLDER / f"{program.name}.txt", "\n".join(texts))
