"""What the compiler makes of small programs: the IR after each stage and the JavaScript of each backend.

    functions/<program>.py  ->  functions/<program>/trace.txt, simplify.txt, functions.<backend>.js

A change of these files is read as a difference; `pytest tests/golden --update` writes them.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.bundle.compile import CompiledProgram, compile_program
from bmlc.ir import format_function, verify
from bmlc.kernels.kernel import BACKENDS
from bmlc.passes.pipeline import stages
from bmlc.program import Program

FOLDER = Path(__file__).parent / "functions"
PROGRAMS = sorted(path.stem for path in FOLDER.glob("*.py"))

Golden = Callable[[Path, str], None]

pytestmark = pytest.mark.golden  # what needs no file belongs to this tier too


@pytest.fixture(scope="module", params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> Program:
    return collect(FOLDER / f"{request.param}.py")


@pytest.fixture(scope="module")
def compiled(program: Program) -> CompiledProgram:
    return compile_program(program, BACKENDS)


@pytest.mark.parametrize("stage", ["trace", "simplify"])
def test_the_graph(program: Program, stage: str, golden: Golden) -> None:
    texts = [format_function(dict(stages(fn, "cpu"))[stage]) for fn in program.functions.values()]
    golden(FOLDER / program.name / f"{stage}.txt", "\n".join(texts))


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_javascript(program: Program, compiled: CompiledProgram, backend: str, golden: Golden) -> None:
    golden(FOLDER / program.name / f"functions.{backend}.js", compiled.backends[backend].module.code)


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_stage_is_well_formed(program: Program, backend: str) -> None:
    for fn in program.functions.values():
        for _, stage in stages(fn, backend):
            verify(stage)


def test_compiling_again_gives_the_same_text(program: Program, compiled: CompiledProgram) -> None:
    again = compile_program(collect(program.source), BACKENDS)
    for backend in BACKENDS:
        assert again.backends[backend].module.code == compiled.backends[backend].module.code
