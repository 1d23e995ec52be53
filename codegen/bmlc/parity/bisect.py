"""`run_bisect`: run the kernels of functions piece by piece, each on TensorFlow's values, and name what differs.

Each piece gets the same inputs on every side, so that no error is carried on: what differs is wrong by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TypeAlias

from bmlc.emit.names import JsNames
from bmlc.emit.tensor_functions import emit_tensor_functions
from bmlc.errors import UserError
from bmlc.ir import Function, Var, Variable
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS
from bmlc.kernels.variants import backend_of
from bmlc.parity.arrays import Array
from bmlc.parity.bisect_report import BisectReport, FunctionBisected, PieceDifference, difference_of
from bmlc.parity.bounds import FREE_RUN_SPREADS, bound_of
from bmlc.parity.chromium_host import open_chromium
from bmlc.parity.compare import relative_error
from bmlc.parity.derive import draws
from bmlc.parity.feed import Feed, random_state
from bmlc.parity.host import Host, HostError
from bmlc.parity.pieces import Part, Piece, cut_into_pieces
from bmlc.parity.reference import Reference
from bmlc.parity.run import OpenHost, Progress
from bmlc.parity.scale import scale_of
from bmlc.parity.workbench import Engine, build_workbench
from bmlc.passes.pipeline import optimize
from bmlc.program import Program
from bmlc.reference import tensorflow
from bmlc.reference.bindings import bind_symbols

__all__ = ["run_bisect"]

Values: TypeAlias = dict[Var, Array]
ValuesOf: TypeAlias = Callable[[str, int], Values]


def run_bisect(
    program: Program,
    targets: Sequence[Backend] = BACKENDS,
    function: str | None = None,
    *,
    engine: Engine = "page",
    open_host: OpenHost = open_chromium,
    substitutes: Mapping[str, Path] = MappingProxyType({}),
    progress: Progress = lambda text: None,
) -> BisectReport:
    """Find the kernels of `program` that differ from TensorFlow.

    Args:
        targets: Backends, or variants of them.
        function: The name of a tensor function; by default all of the program are bisected.
        engine, open_host, substitutes, progress: As `run_parity` has them.

    Raises:
        UserError: BML102 for a function that the program does not have.
    """
    named = program.functions if function is None else {function: program.tensor_function(function)}
    chosen = {name: optimize(fn) for name, fn in named.items()}
    reference = Reference()
    state = random_state(program.variables, dict(program.values))
    feed = Feed(program, reference, state)
    tables: dict[tuple[str, int], Values] = {}

    def values_of(name: str, batch: int) -> Values:
        if (name, batch) not in tables:
            inputs = feed.batch(program.functions[name], batch, 0)
            tables[name, batch] = _reference_values(reference, chosen[name], inputs, state)
        return tables[name, batch]

    progress("compiling")
    sides = [_Side(target, chosen, values_of) for target in targets]
    with TemporaryDirectory(prefix="bml-bisect-") as folder:
        modules: dict[str, str] = {side.target: side.module(program.source) for side in sides}
        workbench = build_workbench(modules, Path(folder) / "workbench", engine, substitutes=substitutes)
        with open_host(workbench) as host:
            found = tuple(each for side in sides for each in side.run(host, progress))
            return BisectReport(program.name, host.engine, reference.description, found)


def _reference_values(
    reference: Reference, fn: Function, inputs: Sequence[Array], state: Mapping[Variable, Array]
) -> Values:
    """What TensorFlow has for each value of `fn`."""
    made = tuple(var for eqn in fn.body for var in eqn.outs)
    outs = reference.call(replace(fn, outs=made, updates=()), inputs, state).outs
    captured = [state[capture.variable] for capture in fn.captures]
    return dict(zip((*fn.inputs, *made), (*inputs, *captured, *outs), strict=True))


class _Side:
    """The pieces of all functions on one backend."""

    def __init__(self, target: Backend, functions: Mapping[str, Function], values_of: ValuesOf) -> None:
        self.target = target
        self.backend = backend = backend_of(target)
        self._pieces: dict[str, list[tuple[str, Piece]]] = {}  # with the name of each in JavaScript
        self._refused: dict[str, str] = {}
        self._limits = {
            name: bound_of("random" if draws(fn) else "forward", backend).limit for name, fn in functions.items()
        }
        self._values_of = values_of
        self._batch = scale_of(backend, 1).batch
        names = JsNames({"start", "backend", "tensorFunctions"})
        for name, fn in functions.items():
            values = values_of(name, self._batch)
            sizes = bind_symbols(tensorflow(), fn.inputs, [tensorflow().constant(values[var]) for var in fn.inputs])
            try:
                pieces = cut_into_pieces(fn, target, sizes)
            except UserError as error:
                self._refused[name] = error.message
            else:
                self._pieces[name] = [(names.unique(f"{name} {piece.value.name}"), piece) for piece in pieces]

    def module(self, source: Path) -> str:
        functions = {key: piece.kernels.function for pieces in self._pieces.values() for key, piece in pieces}
        return emit_tensor_functions(functions, self.target, source).code

    def run(self, host: Host, progress: Progress) -> Iterator[FunctionBisected]:
        progress(f"{self.backend}: starting")
        try:
            renderer = host.start(self.backend).description
        except HostError as error:
            failure = str(error).strip().splitlines()[0]
            yield from (FunctionBisected(name, self.backend, "", 0, (), failure) for name in self._pieces)
            return
        for name, reason in self._refused.items():
            yield FunctionBisected(name, self.backend, renderer, 0, (), reason)
        for name, pieces in self._pieces.items():
            progress(f"{self.backend}: {name}")
            values = self._values_of(name, self._batch)
            compared = [self._compare(host, key, piece, values, self._limits[name]) for key, piece in pieces]
            differing = tuple(each for each in compared if each is not None)
            yield FunctionBisected(name, self.backend, renderer, len(pieces), differing, None)
        host.close(self.backend)

    def _compare(self, host: Host, key: str, piece: Piece, values: Values, limit: float) -> PieceDifference | None:
        """How `piece` differs from TensorFlow, None where it is within its bound."""
        expected = values[piece.value]
        inputs = _arguments(piece.kernels, values)
        try:
            (received,) = host.call(self.backend, key, inputs).outs
        except HostError as failed:
            reason = str(failed).strip().splitlines()[0]
            return difference_of(piece, inputs, None, expected, float("inf"), limit, reason)
        error = relative_error(received, expected)
        if error <= limit:
            return None
        # A sum that cancels is as inexact in TensorFlow: how far that is from float64 is allowed for.
        (exact,) = Reference("float64").call(piece.ops.function, _arguments(piece.ops, values), {}).outs
        error = min(error, relative_error(received, exact))
        limit = max(limit, FREE_RUN_SPREADS * relative_error(expected, exact))
        return None if error <= limit else difference_of(piece, inputs, received, expected, error, limit, None)


def _arguments(part: Part, values: Values) -> list[Array]:
    params = zip(part.reads, part.function.params, strict=True)
    return [values[read].astype(param.type.dtype) for read, param in params]
