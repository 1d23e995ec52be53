"""Count the values that are not finite beside each equation: what `--check-numerics` builds and runs.

    def f(x: float32[n]):                def f(x: float32[n]):
      y: float32[n] = log(x)               a: float32[2] = nonfinite_counts(x)
      return y                      =>     y: float32[n] = log(x)
                                           b: float32[2] = nonfinite_counts(y)
                                           counts: float32[4] = concatenate[axis=0](a, b)
                                           return y, counts

The counts, of NaN and of infinities, are one more result; `Checked.checks` says what each pair belongs to, inputs first
and then the equations in their order. To blame for a call are

- an input of the function that holds a NaN or an infinity, and
- an equation that *makes* one: a NaN where no value that it reads has any, an infinity where none has one. What is
  written into the program (`where(mask, x, -inf)`) is meant, and what only copies it is not to blame; a softmax that
  makes NaN of it is.

The first of them is named. Equations that only lay values out anew cannot make any and are not counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bmlc.ir import Builder, Eqn, Function, Loc, TensorType, Var, building, scoped
from bmlc.ir.layers import layers_of
from bmlc.ops import concatenate
from bmlc.ops.numerics import nonfinite_counts
from bmlc.ops.tensor import Tensor

__all__ = ["Checked", "NumericsCheck", "check_numerics", "describe", "first_blamed"]

# The values of the result are those of the first input, each at least once, in another layout.
_LAYOUT = ("reshape", "transpose", "broadcast_to", "flip", "stop_gradient")


@dataclass(frozen=True)
class NumericsCheck:
    """What one pair of counts belongs to."""

    subject: str  # how the message begins: "log gave", "parameter x holds"
    layer: str  # empty for an input
    type: TensorType
    loc: Loc  # the function's, where the equation has none
    reads: tuple[int, ...]  # the checks of the values that the equation reads
    means_nan: bool  # a NaN is written into the program there
    means_infinity: bool


@dataclass(frozen=True)
class Checked:
    """`function` returns the counts after its own outs, where there are `checks`."""

    function: Function
    checks: tuple[NumericsCheck, ...]


def check_numerics(fn: Function) -> Checked:
    """`fn`, an optimized function, with the counts as one more out."""
    writer = _Writer(fn)
    for param in fn.params:
        writer.count_input(param, f"parameter {param.name} holds")
    for capture in fn.captures:
        writer.count_input(capture.var, f"variable {capture.variable.name} holds")
    for eqn in fn.body:
        writer.add(eqn)
    return writer.finish()


def first_blamed(checks: Sequence[NumericsCheck], counts: Sequence[float]) -> int | None:
    """The number of the first check to blame for `counts`; None where all is well."""
    nans, infinities = counts[::2], counts[1::2]
    for index, check in enumerate(checks):
        if nans[index] and not check.means_nan and not any(nans[read] for read in check.reads):
            return index
        if infinities[index] and not check.means_infinity and not any(infinities[read] for read in check.reads):
            return index
    return None


def describe(check: NumericsCheck, nans: float, infinities: float, size: int) -> str:
    """What was found where: "log gave 3 NaN and 1 infinite of 64 values (loss)"."""
    found = " and ".join(f"{int(n)} {what}" for n, what in ((nans, "NaN"), (infinities, "infinite")) if n)
    layer = f" ({check.layer})" if check.layer else ""
    return f"{check.subject} {found} of {size} value{'' if size == 1 else 's'}{layer}"


class _Writer:
    """The function being written, and which values carry a NaN or an infinity by the program's own will."""

    def __init__(self, fn: Function) -> None:
        self._fn = fn
        self._layers = layers_of(fn)
        self._builder = Builder(fn.name, fn.loc)
        self._checks: list[NumericsCheck] = []
        self._counts: list[Tensor] = []
        self._check_of: dict[Var, int] = {}
        self._nan: set[Var] = set()
        self._infinite: set[Var] = set()

    def count_input(self, var: Var, subject: str) -> None:
        self._count(var, NumericsCheck(subject, "", var.type, self._fn.loc, (), False, False), "")

    def add(self, eqn: Eqn) -> None:
        self._builder.append(eqn)
        means_nan = _holds(eqn, math.isnan) or not self._nan.isdisjoint(eqn.inputs)
        means_infinity = _holds(eqn, math.isinf) or not self._infinite.isdisjoint(eqn.inputs)
        reads = tuple(dict.fromkeys(self._check_of[var] for var in eqn.inputs if var in self._check_of))
        for out in eqn.outs:
            if out.type.dtype != "float32" or eqn.op.name == "dimension":
                continue
            if eqn.op.name == "constant":
                self._nan.update([out] if means_nan else [])
                self._infinite.update([out] if means_infinity else [])
            elif eqn.op.name in _LAYOUT and eqn.inputs[0] in self._check_of:
                self._check_of[out] = self._check_of[eqn.inputs[0]]
            else:
                layer = str(self._layers[eqn.scope])
                loc = eqn.loc if eqn.loc.line else self._fn.loc
                check = NumericsCheck(f"{eqn.op.name} gave", layer, out.type, loc, reads, means_nan, means_infinity)
                self._count(out, check, eqn.scope)

    def finish(self) -> Checked:
        fn = self._fn
        outs = fn.outs
        if self._counts:
            with building(self._builder), scoped("counts", fn.loc):
                outs = (*outs, concatenate(self._counts).var)
        written = replace(fn, body=tuple(self._builder.body), outs=outs)
        return Checked(written, tuple(self._checks))

    def _count(self, var: Var, check: NumericsCheck, scope: str) -> None:
        if var.type.dtype != "float32":
            return
        self._check_of[var] = len(self._checks)
        self._checks.append(check)
        with building(self._builder), scoped(f"{scope}/finite" if scope else "finite", check.loc):
            self._counts.append(nonfinite_counts(Tensor(var)))


def _holds(eqn: Eqn, is_one: Any) -> bool:
    """Whether one stands among the equation's attributes: in the value of a constant, say, or as a pad's filling."""
    if any(_holds(inner, is_one) for held in eqn.attrs.values() if isinstance(held, Function) for inner in held.eqns()):
        return True
    return any(
        any(map(is_one, value.ravel().tolist())) if isinstance(value, np.ndarray) else is_one(value)
        for value in eqn.attrs.values()
        if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")
    )
