"""What the compiler makes of two small programs: `functions/<program>.py` -> `functions/<program>.js`, for wasm.

What single passes do, and other backends, is held by `passes/*.test`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.bundle.compile import CompiledProgram, compile_program
from bmlc.ir import verify
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS
from bmlc.kernels.verifier import verify_kernels
from bmlc.passes.pipeline import kernel_passes, stages
from bmlc.program import Program

FOLDER = Path(__file__).parent / "functions"
PROGRAMS = sorted(path.stem for path in FOLDER.glob("*.py"))

pytestmark = pytest.mark.golden  # what needs no file belongs to this tier too


@pytest.fixture(scope="module", params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> Program:
    return collect(FOLDER / f"{request.param}.py")


@pytest.fixture(scope="module")
def compiled(program: Program) -> CompiledProgram:
    return compile_program(program, BACKENDS)


def test_the_javascript(program: Program, compiled: CompiledProgram, golden: Callable[[Path, str], None]) -> None:
    golden(FOLDER / f"{program.name}.js", compiled.backends["wasm"].module.code)


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_stage_is_well_formed(program: Program, backend: Backend) -> None:
    of_kernels = dict(kernel_passes(backend))
    for fn in program.functions.values():
        for name, stage in stages(fn, backend):
            verify(stage)
            if name in of_kernels:
                verify_kernels(stage, backend)


def test_compiling_again_gives_the_same_text(program: Program, compiled: CompiledProgram) -> None:
    again = compile_program(collect(program.source), BACKENDS)
    for backend in BACKENDS:
        assert again.backends[backend].module.code == compiled.backends[backend].module.code
