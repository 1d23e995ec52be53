"""Checks that a function is well formed; tests run it between all passes."""

from __future__ import annotations

from collections.abc import Callable

from bmlc.ir.binding import binders
from bmlc.ir.function import Eqn, Function, Var
from bmlc.ir.printer import format_function

__all__ = ["InvalidIRError", "verify"]


class InvalidIRError(Exception):
    """A pass broke the IR: our own bug, never the user's."""


def verify(fn: Function, outer: frozenset[str] = frozenset()) -> Function:
    """Return `fn` if values are defined once, before use and alive, and equations have the types their ops give.

    A function inside an equation knows the symbols of the function around it, `outer`.
    """
    defined: set[Var] = set()
    disposed: set[Var] = set()

    def fail(message: str) -> None:
        raise InvalidIRError(f"{fn.name}: {message}\n{format_function(fn)}")

    def define(var: Var) -> None:
        if var in defined:
            fail(f"{var.name} is defined twice")
        defined.add(var)

    def use(var: Var) -> None:
        if var not in defined:
            fail(f"{var.name} is used before its definition")
        if var in disposed:
            fail(f"{var.name} is used after it was disposed of")

    for var in fn.inputs:
        define(var)
    symbols = outer.union(binder.symbol for binder in binders([var.type for var in fn.inputs]))
    for eqn in fn.body:
        for var in eqn.inputs:
            use(var)
        if eqn.op.name == "dispose":
            disposed.update(eqn.inputs)
        for value in eqn.attrs.values():
            if isinstance(value, Function):
                verify(value, symbols)
        for var in eqn.outs:
            define(var)
            if not var.type.symbols <= symbols:
                fail(f"{var.name}: {var.type} has symbols that no input binds")
        _check_types(eqn, fail)
    for var in fn.results:
        use(var)
    for update in fn.updates:
        if update.var.type != update.variable.type:
            fail(f"%{update.variable.name} is {update.variable.type}, its update {update.var.type}")
    return fn


def _check_types(eqn: Eqn, fail: Callable[[str], None]) -> None:
    infer = getattr(eqn.op, "shape", None)  # kernels carry the types that legalization gave them
    if infer is None:
        return
    expected = infer(*(var.type for var in eqn.inputs), **eqn.attrs)
    received = tuple(var.type for var in eqn.outs)
    if (expected if isinstance(expected, tuple) else (expected,)) != received:
        fail(f"{eqn.op.name} gives {expected}, the equation says {received}")
