"""The one stated exception from Python's meaning: an int beyond 2**53 ends the script, it is never a wrong number."""

from __future__ import annotations

import pytest

from .compiled import compile_programs, run_in_node
from .outcomes import Outcome, run_in_python
from .programs import HERE, Program, function_of, load, programs_of

PROGRAMS = list(programs_of(HERE / "large_ints" / "programs.py"))


@pytest.fixture(scope="module")
def in_node(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    compiled = compile_programs(PROGRAMS)
    assert not compiled.refused
    assert not compiled.broken
    return run_in_node(compiled.javascript, tmp_path_factory.mktemp("large_ints"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_an_int_beyond_2_to_the_53_is_an_error(program: Program, in_node: dict[str, Outcome]) -> None:
    exact = run_in_python(function_of(program, load(program.path)))
    received = in_node[program.id]
    assert not exact.error
    assert received.error.startswith("OverflowError: expected an int within 2**53"), received
    assert exact.printed.startswith(received.printed)  # what it printed before is right
