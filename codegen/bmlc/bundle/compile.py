"""The tensor functions of a program, lowered and printed for each backend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bmlc.emit.printer import Printed
from bmlc.emit.tensor_functions import emit_tensor_functions
from bmlc.errors import Gathered, UserError
from bmlc.ir import Function
from bmlc.kernels.kernel import Backend, Kernel
from bmlc.kernels.start import Start, start_of
from bmlc.kernels.tables import BACKENDS, FACTS
from bmlc.kernels.variants import backend_of
from bmlc.passes.check_numerics import NumericsCheck, check_numerics
from bmlc.passes.integer_ranges import IntegerRanges, integer_ranges
from bmlc.passes.memory import Peak, peak_bytes
from bmlc.passes.pipeline import lower, optimize
from bmlc.program import Program

__all__ = ["CompiledBackend", "CompiledProgram", "compile_program"]


@dataclass(frozen=True)
class CompiledBackend:
    """One backend's functions and module."""

    backend: Backend
    target: Backend  # what they were compiled for: the backend, or a variant of it
    lowered: Mapping[str, Function]
    module: Printed

    def kernels(self) -> dict[Kernel, list[str]]:
        """The kernels that are called, by name, with the functions that call them."""
        users: dict[Kernel, list[str]] = {}
        for name, fn in self.lowered.items():
            for kernel in dict.fromkeys(eqn.op for eqn in fn.eqns() if isinstance(eqn.op, Kernel)):
                users.setdefault(kernel, []).append(name)
        return dict(sorted(users.items(), key=lambda item: item[0].name))

    @property
    def start(self) -> Start:
        return start_of(self.target, self.kernels())

    def peak(self, name: str) -> Peak:
        return peak_bytes(self.lowered[name])


@dataclass(frozen=True)
class CompiledProgram:
    """`optimized` functions have the signatures that every backend shares.

    Functions with `checks` return their counts besides (passes/check_numerics.py), which the runtime takes off.
    """

    optimized: Mapping[str, Function]
    backends: Mapping[Backend, CompiledBackend]
    checks: Mapping[str, Sequence[NumericsCheck]]
    left_out: Mapping[Backend, UserError]  # of those that were to be taken where they can run the program: why not


def compile_program(program: Program, targets: Sequence[Backend], *, checked: bool = False) -> CompiledProgram:
    """
    Args:
        program: What a file declares.
        targets: The backends to compile for, or their variants. Of all, one that could round an int32 is left out.
        checked: Whether functions count the values that are not finite.

    Raises:
        UserError: BML104 for a gradient that there is not, BML401 for an op that one of the backends cannot run.
        UserErrors: For several of them.
    """
    errors = Gathered()
    optimized: dict[str, Function] = {}
    for name, fn in program.functions.items():
        with errors:
            optimized[name] = optimize(fn)
    errors.raise_all()
    counting = {name: check_numerics(fn) for name, fn in optimized.items()} if checked else {}
    emitted = {**optimized, **{name: each.function for name, each in counting.items()}}
    compiled: dict[Backend, CompiledBackend] = {}
    left_out: dict[Backend, UserError] = {}
    for target in targets:
        backend = backend_of(target)
        ranges: dict[str, IntegerRanges] = {}
        if FACTS[target].rounds_integers:
            try:
                ranges = {name: integer_ranges(fn, backend) for name, fn in emitted.items()}
            except UserError as error:
                if len(targets) < len(BACKENDS):
                    raise
                left_out[backend] = error
                continue
        lowered: dict[str, Function] = {}
        for name, fn in emitted.items():
            with errors:
                lowered[name] = lower(fn, target)
        errors.raise_all()
        module = emit_tensor_functions(lowered, target, program.source, ranges=ranges)
        compiled[backend] = CompiledBackend(backend, target, lowered, module)
    return CompiledProgram(
        optimized, compiled, {name: each.checks for name, each in counting.items() if each.checks}, left_out
    )
