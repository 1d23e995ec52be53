"""Functions on their way to an engine: lowered and emitted for each backend, then called by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bmlc.emit.names import JsNames
from bmlc.emit.tensor_functions import emit_tensor_functions
from bmlc.errors import UserError
from bmlc.ir import Function, Variable
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import FACTS
from bmlc.kernels.variants import backend_of
from bmlc.parity.arrays import Array
from bmlc.parity.host import CallResult, Held, Host, Started
from bmlc.parity.reference import Outcome
from bmlc.passes.integer_ranges import IntegerRanges, integer_ranges
from bmlc.passes.memory import Peak, peak_bytes
from bmlc.passes.pipeline import lower, optimize

__all__ = ["Compiled", "Side", "compile_functions"]


@dataclass(frozen=True)
class Compiled:
    """Functions for one backend."""

    backend: Backend
    target: Backend  # what they were compiled for: the backend, or a variant of it
    code: str  # of the module `functions.<backend>.js`
    keys: Mapping[str, str]  # the functions' names -> their names in JavaScript
    lowered: Mapping[str, Function]
    refused: Mapping[str, str]  # functions that this backend cannot run -> why

    def peak(self, name: str) -> Peak:
        return peak_bytes(self.lowered[name])


def compile_functions(
    functions: Mapping[str, Function], targets: Iterable[Backend], source: Path
) -> dict[Backend, Compiled]:
    """Compile traced functions for backends, or variants of them; one that is refused is named in `refused`."""
    names = JsNames({"start", "backend", "tensorFunctions"})
    keys = {name: names.unique(name) for name in functions}
    optimized = {name: optimize(fn) for name, fn in functions.items()}
    compiled: dict[Backend, Compiled] = {}
    for target in targets:
        backend = backend_of(target)
        lowered: dict[str, Function] = {}
        ranges: dict[str, IntegerRanges] = {}
        refused: dict[str, str] = {}
        for name, fn in optimized.items():
            try:
                if FACTS[target].rounds_integers:
                    ranges[keys[name]] = integer_ranges(fn, backend)
                lowered[name] = lower(fn, target)
            except UserError as error:
                refused[name] = error.message
        emitted = {keys[name]: fn for name, fn in lowered.items()}
        printed = emit_tensor_functions(emitted, target, source, ranges=ranges)
        named = {name: keys[name] for name in lowered}
        compiled[backend] = Compiled(backend, target, printed.code, named, lowered, refused)
    return compiled


class Side:
    """Compiled functions on a started backend."""

    def __init__(self, host: Host, compiled: Compiled, started: Started) -> None:
        self.host = host
        self.compiled = compiled
        self.backend = compiled.backend
        self.renderer = started.description

    def call(
        self, name: str, inputs: Sequence[Array], state: Mapping[Variable, Array], *, repeat: int = 1
    ) -> tuple[Outcome, CallResult]:
        """What `name` gives for `state`, which stays as it is, and what the last of `repeat` calls cost."""
        fn = self.compiled.lowered[name]
        captures = [state[capture.variable] for capture in fn.captures]
        result = self.host.call(self.backend, self.compiled.keys[name], inputs, captures, repeat=repeat)
        updates = {update.variable: value for update, value in zip(fn.updates, result.updates, strict=True)}
        return Outcome(result.outs, updates), result

    def hold(self, state: Mapping[Variable, Array]) -> None:
        """Put variables on the device, for `step`."""
        self.host.hold(self.backend, {variable.name: value for variable, value in state.items()})

    def step(self, name: str, inputs: Sequence[Array], repeat: int = 1) -> CallResult:
        """Call `name` on the held variables; what it updates replaces them."""
        fn = self.compiled.lowered[name]
        captures = [Held(capture.variable.name) for capture in fn.captures]
        keep = [update.variable.name for update in fn.updates]
        return self.host.call(self.backend, self.compiled.keys[name], inputs, captures, keep=keep, repeat=repeat)

    def read(self, variables: Sequence[Variable]) -> dict[Variable, Array]:
        """Held variables."""
        values = self.host.read(self.backend, [variable.name for variable in variables])
        return dict(zip(variables, values, strict=True))

    def release(self, variables: Iterable[Variable]) -> None:
        self.host.release(self.backend, [variable.name for variable in variables])
