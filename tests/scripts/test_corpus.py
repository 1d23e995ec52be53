"""Every program of the corpus, by CPython and compiled in Node: the same output, the same result, the same end."""

from __future__ import annotations

import pytest

from .compiled import Compiled, compile_programs, run_in_node
from .outcomes import Outcome, difference, run_in_python
from .programs import Program, corpus, function_of, load

PROGRAMS = corpus()
FEWEST = 150


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compile_programs(PROGRAMS)


@pytest.fixture(scope="module")
def in_node(compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return run_in_node(compiled.javascript, tmp_path_factory.mktemp("corpus"))


def test_the_corpus_is_large_and_its_names_differ() -> None:
    names = {program.id for program in PROGRAMS}
    assert len(names) == len(PROGRAMS)
    assert len(names) >= FEWEST


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_program(program: Program, compiled: Compiled, in_node: dict[str, Outcome]) -> None:
    if program.id in compiled.broken:
        pytest.fail(compiled.broken[program.id], pytrace=False)
    if program.id in compiled.refused:
        pytest.fail(f"refused:\n{compiled.refused[program.id]}", pytrace=False)
    expected = run_in_python(function_of(program, load(program.path)))
    found = difference(expected, in_node[program.id], program.source)
    if found:
        pytest.fail(f"{found}\n\n{program.source}\n\n{compiled.javascript[program.id]}", pytrace=False)
