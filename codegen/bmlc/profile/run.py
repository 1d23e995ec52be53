"""`run_profile`: compile functions to be left after each kernel, run them, and say what each kernel call takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory

from bmlc.emit.chains import is_chain
from bmlc.emit.tensor_functions import emit_tensor_functions, kernel_calls
from bmlc.errors import UserError
from bmlc.ir import Function, Variable
from bmlc.ir.layers import layers_of
from bmlc.kernels.kernel import Backend
from bmlc.parity.arrays import Array
from bmlc.parity.compiled import Compiled, Side, compile_functions
from bmlc.parity.feed import Feed, random_state
from bmlc.parity.host import CallCosts, Held, Host, HostError, Profiled
from bmlc.parity.reference import Outcome
from bmlc.parity.workbench import Engine, build_workbench
from bmlc.profile.report import FunctionProfile, KernelCost, Report
from bmlc.program import Program

__all__ = ["profiled_functions", "run_profile"]

Progress = Callable[[str], None]
OpenHost = Callable[[Path], AbstractContextManager[Host]]

_WARM_UP = 2  # calls that compile shaders and fill caches


def profiled_functions(program: Program, name: str | None) -> tuple[str, ...]:
    """The function called `name`; by default those that train: they replace what is trained, or take its gradients.

    Raises:
        UserError: BML102 where there is none.
    """
    if name is not None:
        program.tensor_function(name)
        return (name,)
    training = tuple(each for each, fn in program.functions.items() if _trains(fn))
    if not training:
        hint = f"choose one with --function; {program.listing}" if program.functions else None
        raise UserError("BML102", f"{program.source.name} has no function that trains", hint, None)
    return training


def _trains(fn: Function) -> bool:
    return any(update.variable.trainable for update in fn.updates) or any(
        eqn.op.name in ("value_and_grad", "taped") for eqn in fn.body
    )


def run_profile(
    program: Program,
    functions: Sequence[str],
    targets: Sequence[Backend],
    *,
    steps: int,
    batch: int,
    engine: Engine,
    open_host: OpenHost,
    progress: Progress = lambda text: None,
) -> Report:
    """Measure `functions` of `program` on each backend, or variant of one.

    Args:
        steps: How often each function is called, undisturbed and then with a wait after each kernel.
        batch: What every symbol of the functions' shapes stands for.
        engine: Where `open_host` runs them.
        open_host: Opens the folder of a workbench in an engine.
        progress: Told what begins.
    """
    progress("compiling")
    compiled = compile_functions(program.functions, targets, program.source)
    modules = {each.target: _module(each, functions, program.source) for each in compiled.values()}
    state = random_state(program.variables, dict(program.values))
    profiles: list[FunctionProfile] = []
    missing: dict[str, str] = {}
    with TemporaryDirectory(prefix="bml-profile-") as folder:
        workbench = build_workbench(modules, Path(folder) / "workbench", engine)
        with open_host(workbench) as host:
            for backend, each in compiled.items():
                refused = [reason for name, reason in each.refused.items() if name in functions]
                if refused:
                    missing[backend] = refused[0]
                    continue
                progress(f"{backend}: starting")
                try:
                    side = Side(host, each, host.start(backend))
                    for name in functions:
                        progress(f"{backend}: {name}")
                        profiles.append(_measure(program, side, name, state, steps, batch))
                    host.close(backend)
                except HostError as error:
                    missing[backend] = str(error).strip().splitlines()[0]
            return Report(program.name, program.source, host.engine, tuple(profiles), missing)


def _module(compiled: Compiled, functions: Sequence[str], source: Path) -> str:
    """Every function as it is, and those to profile once more, to be left after each kernel."""
    plain = {key: compiled.lowered[name] for name, key in compiled.keys.items()}
    profiled = {_profiled(compiled, name): compiled.lowered[name] for name in functions if name in compiled.lowered}
    return emit_tensor_functions({**plain, **profiled}, compiled.target, source, profiled=profiled.keys()).code


def _profiled(compiled: Compiled, name: str) -> str:
    """A name in JavaScript that no function of the program has: none of theirs has a $."""
    return f"{compiled.keys[name]}$profiled"


class _OnDevice:
    """Runs a program's own functions where they are measured: what makes a feed of its data."""

    def __init__(self, side: Side, functions: Mapping[str, Function]) -> None:
        self._side = side
        self._names = {id(fn): name for name, fn in functions.items()}

    def call(self, fn: Function, inputs: Sequence[Array], state: Mapping[Variable, Array]) -> Outcome:
        return self._side.call(self._names[id(fn)], inputs, state)[0]


def _measure(
    program: Program, side: Side, name: str, state: dict[Variable, Array], steps: int, batch: int
) -> FunctionProfile:
    lowered = side.compiled.lowered[name]
    inputs = Feed(program, _OnDevice(side, program.functions), state).batch(program.functions[name], batch, 0)
    touched = [capture.variable for capture in lowered.captures] + [update.variable for update in lowered.updates]
    held = {variable: state[variable] for variable in touched}
    side.hold(held)
    undisturbed = side.step(name, inputs, repeat=_WARM_UP + steps)
    profiled = side.host.profile(
        side.backend,
        _profiled(side.compiled, name),
        inputs,
        [Held(capture.variable.name) for capture in lowered.captures],
        keep=[update.variable.name for update in lowered.updates],
        repeat=steps,
    )
    side.release(held)
    state_bytes = sum(state[capture.variable].nbytes for capture in lowered.captures)
    arguments = profiled.argument_bytes + state_bytes
    return FunctionProfile(
        name,
        side.backend,
        side.renderer,
        batch,
        steps,
        median(undisturbed.milliseconds[_WARM_UP:]),
        fmean(profiled.milliseconds),
        arguments,
        arguments + profiled.peak_bytes,
        tuple(_costs(lowered, profiled)),
    )


def _costs(lowered: Function, profiled: Profiled) -> Iterator[KernelCost]:
    layers = layers_of(lowered)
    for index, eqn in enumerate(kernel_calls(lowered)):
        loc = eqn.loc if eqn.loc.line else lowered.loc  # what a script's call of an optimizer made has no other line
        costs = [each.get(index, CallCosts()) for each in profiled.kernels]
        yield KernelCost(
            eqn.attrs["chain"].title if is_chain(eqn) else eqn.op.name,
            loc,
            layers[eqn.scope],
            fmean(each.runs for each in costs),
            fmean(each.milliseconds for each in costs),
            fmean(each.bytes for each in costs),
            at_peak=index == profiled.peak_call,
        )
