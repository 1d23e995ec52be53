"""Our gradients, made at compile time, against TensorFlow's tape over the graph before differentiation."""

from __future__ import annotations

from collections.abc import Iterator

from bmlc.ir import Function
from bmlc.parity.checks.check import Check, Context, row
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import Gradients, gradients
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["GRADIENTS"]


def _gradients(program: Program) -> dict[str, Gradients]:
    found = {name: gradients(fn) for name, fn in program.functions.items()}
    return {f"{name} gradients": cut for name, cut in found.items() if cut is not None}


def _functions(program: Program) -> dict[str, Function]:
    return {name: cut.function for name, cut in _gradients(program).items()}


def _run(context: Context, side: Side) -> Iterator[Row]:
    for name, cut in _gradients(context.program).items():
        fn = context.functions[name]
        inputs = context.feed.batch(fn, context.scale(side.backend).batch, 0)
        expected = context.reference.call(fn, inputs, context.state)
        actual, result = side.call(name, inputs, context.state)
        differences = [
            Difference(tensor, relative_error(a, b))
            for tensor, a, b in zip(cut.names, actual.outs, expected.outs, strict=True)
        ]
        yield row("gradients", name, side, result.kernel_calls, worst(differences))


GRADIENTS = Check("gradients", _functions, _run)
