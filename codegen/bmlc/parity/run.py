"""`run_parity`: compile a program for the backends, start a browser, run every check, and report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS
from bmlc.oracle import Oracle
from bmlc.parity.checks.check import Check, Context
from bmlc.parity.checks.free_run import FREE_RUN
from bmlc.parity.checks.functions import FORWARD, PREPROCESSING
from bmlc.parity.checks.gradients import GRADIENTS
from bmlc.parity.checks.metrics import METRICS
from bmlc.parity.checks.optimizers import OPTIMIZERS
from bmlc.parity.checks.state import STATE
from bmlc.parity.checks.updates import UPDATES
from bmlc.parity.chromium_host import open_chromium
from bmlc.parity.compiled import Compiled, Side, compile_functions
from bmlc.parity.feed import Feed, random_state
from bmlc.parity.host import Host, HostError
from bmlc.parity.judge import Judge
from bmlc.parity.reference import Reference
from bmlc.parity.report import Report, Row
from bmlc.parity.scale import scale_of
from bmlc.parity.trajectory import Trajectories
from bmlc.parity.workbench import Engine, build_workbench
from bmlc.program import Program

__all__ = ["CHECKS", "run_parity"]

CHECKS: tuple[Check, ...] = (PREPROCESSING, FORWARD, GRADIENTS, UPDATES, OPTIMIZERS, FREE_RUN, STATE, METRICS)

Progress = Callable[[str], None]
OpenHost = Callable[[Path], AbstractContextManager[Host]]


def run_parity(
    program: Program,
    targets: Sequence[Backend] = BACKENDS,
    steps: int = 100,
    *,
    oracle: Oracle | None = None,
    checks: Sequence[Check] = CHECKS,
    engine: Engine = "page",
    open_host: OpenHost = open_chromium,
    substitutes: dict[str, Path] | None = None,
    progress: Progress = lambda text: None,
) -> Report:
    """Compare `program` on each backend with the same file on Keras.

    Args:
        targets: Backends, or variants of them. Each must run: one that does not start is a failed row.
        steps: Training steps on cpu and wasm; the GPU backends, which run in software here, make a few.
        oracle: Runs the user's file; without one, the traced functions are evaluated on TensorFlow.
        checks: What is compared.
        engine: Where `open_host` runs the functions.
        open_host: Opens the folder of a workbench in an engine.
        substitutes: Import specifiers of kernels to link others in their place.
        progress: Told what begins.
    """
    reference = Reference()
    functions = dict(program.functions)
    for check in checks:
        functions.update({name: cut.function for name, cut in check.cuts(program).items()})
    progress("compiling")
    compiled = compile_functions(functions, targets, program.source)
    state = random_state(program.variables, dict(program.values))
    feed = Feed(program, reference, state)
    judge = Judge(program.functions, reference, oracle)
    trajectories = Trajectories(program.functions, state, feed, judge)
    scale = partial(scale_of, steps=steps)
    context = Context(program, state, feed, judge, trajectories, scale)
    with TemporaryDirectory(prefix="bml-parity-") as folder:
        modules: dict[str, str] = {each.target: each.code for each in compiled.values()}
        workbench = build_workbench(modules, Path(folder) / "workbench", engine, substitutes=substitutes or {})
        with open_host(workbench) as host:
            rows = tuple(
                row for each in compiled.values() for row in _check_backend(context, host, each, checks, progress)
            )
            return Report(program.name, host.engine, judge.description, rows)


def _check_backend(
    context: Context, host: Host, compiled: Compiled, checks: Sequence[Check], progress: Progress
) -> Iterator[Row]:
    for name, reason in compiled.refused.items():
        yield _failure(compiled.backend, "", "compile", name, reason)
    if compiled.refused:
        return
    progress(f"{compiled.backend}: starting")
    try:
        started = host.start(compiled.backend)
    except HostError as error:
        yield _failure(compiled.backend, "", "start", "", _first_line(error))
        return
    side = Side(host, compiled, started)
    for check in checks:
        progress(f"{compiled.backend}: {check.name}")
        try:
            yield from check.run(context, side)
        except HostError as error:
            yield _failure(compiled.backend, started.description, check.name, "", _first_line(error))
    host.close(compiled.backend)


def _failure(backend: Backend, renderer: str, check: str, function: str, reason: str) -> Row:
    return Row(check, function, backend, renderer, "", 0, None, 0.0, reason)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
