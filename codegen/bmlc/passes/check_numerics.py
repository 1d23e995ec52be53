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

The first of them is named (`runtime_js/src/debug/check_numerics.ts`). Equations that only lay values out anew cannot
make any and are not counted.

What a loop or a branch holds is counted inside, and its counts are one more result. A loop carries those of the first
step in which an equation is to blame; of a branch they are those of the function that ran:

    h = scan(h0, xs)                         h, c = scan(h0, zeros, xs)
      step(h, x): y = log(h); return y  =>     step(h, c, x): y = log(h); …; return y, where(max(c) > 0, c, counts)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bmlc import ops
from bmlc.ir import Builder, Eqn, Function, Loc, TensorType, Var, building, scoped
from bmlc.ir.layers import Layer, layers_of
from bmlc.ops.numerics import nonfinite_counts
from bmlc.ops.tensor import Tensor

__all__ = ["Checked", "NumericsCheck", "check_numerics"]

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
    writer = _Writer(fn.loc, layers_of(fn))
    for param in fn.params:
        writer.count_input(param, f"parameter {param.name} holds")
    for capture in fn.captures:
        writer.count_input(capture.var, f"variable {capture.variable.name} holds")
    for eqn in fn.body:
        writer.add(eqn)
    outs = (*fn.outs, writer.joined().var) if writer.checks else fn.outs
    return Checked(replace(fn, body=tuple(writer.body), outs=outs), tuple(writer.checks))


class _Writer:
    """The function being written, and which values carry a NaN or an infinity by the program's own will."""

    def __init__(self, loc: Loc, layers: Mapping[str, Layer]) -> None:
        self._loc = loc
        self._layers = layers
        self._builder = Builder("", loc)
        self.checks: list[NumericsCheck] = []
        self._counts: list[Tensor] = []  # of one check, or of those that an equation holds, one after another
        self._check_of: dict[Var, int] = {}
        self._nan: set[Var] = set()
        self._infinite: set[Var] = set()

    @property
    def body(self) -> list[Eqn]:
        return self._builder.body

    def count_input(self, var: Var, subject: str, *, blameless: bool = False) -> None:
        self._count(var, NumericsCheck(subject, "", var.type, self._loc, (), blameless, blameless), "")

    def add(self, eqn: Eqn) -> None:
        self._builder.append(self._entered(eqn))
        means_nan = _holds(eqn, math.isnan) or not self._nan.isdisjoint(eqn.inputs)
        means_infinity = _holds(eqn, math.isinf) or not self._infinite.isdisjoint(eqn.inputs)
        reads = tuple(dict.fromkeys(self._check_of[var] for var in eqn.inputs if var in self._check_of))
        for out in eqn.outs:
            if out.type.dtype != "float32" or eqn.op.name in ("dimension", "divisor"):
                continue
            if eqn.op.name == "constant":
                self._nan.update([out] if means_nan else [])
                self._infinite.update([out] if means_infinity else [])
            elif eqn.op.name in _LAYOUT and eqn.inputs[0] in self._check_of:
                self._check_of[out] = self._check_of[eqn.inputs[0]]
            else:
                layer = str(self._layers[eqn.scope])
                loc = eqn.loc if eqn.loc.line else self._loc
                check = NumericsCheck(f"{eqn.op.name} gave", layer, out.type, loc, reads, means_nan, means_infinity)
                self._count(out, check, eqn.scope)

    def joined(self, before: int = 0, behind: int = 0) -> Tensor:
        """All counts, between zeros for so many other checks."""
        with building(self._builder), scoped("counts", self._loc):
            around = [[ops.zeros((2 * count,))] if count else [] for count in (before, behind)]
            return ops.concatenate([*around[0], *self._counts, *around[1]])

    def _entered(self, eqn: Eqn) -> Eqn:
        """`eqn` with the counts of what it holds."""
        held = {key: fn for key, fn in eqn.attrs.items() if isinstance(fn, Function) and key != "condition"}
        writers = {key: self._inner(fn) for key, fn in held.items()}
        total = sum(len(writer.checks) for writer in writers.values())
        if not total:
            return eqn
        counts = Var("counts", TensorType((2 * total,), "float32"))
        start = len(self.checks)
        attrs = dict(eqn.attrs)
        place = eqn.attrs.get("carries")
        before = 0
        for key, writer in writers.items():
            count = len(writer.checks)
            shifted = (tuple(start + before + read for read in check.reads) for check in writer.checks)
            self.checks += [replace(c, reads=reads) for c, reads in zip(writer.checks, shifted, strict=True)]
            given = writer.joined(before, total - before - count)
            fn, before = held[key], before + count
            if place is not None:
                last = Var("counts", counts.type)
                given = writer.first(Tensor(last), given)
                fn = replace(fn, params=_put(fn.params, place, last))
            attrs[key] = replace(fn, body=tuple(writer.body), outs=_put(fn.outs, place, given.var))
        self._counts.append(Tensor(counts))
        if place is None:
            return replace(eqn, outs=(*eqn.outs, counts), attrs=attrs)
        if "condition" in attrs:
            looked = attrs["condition"]
            attrs["condition"] = replace(looked, params=_put(looked.params, place, Var("counts", counts.type)))
        with building(self._builder), scoped(eqn.scope, eqn.loc):
            none = ops.zeros((2 * total,)).var
        attrs["carries"] = place + 1
        inputs, outs = _put(eqn.inputs, place, none), _put(eqn.outs, place, counts)
        return replace(eqn, inputs=inputs, outs=outs, attrs=attrs)

    def _inner(self, fn: Function) -> _Writer:
        """What is written of a function that an equation holds; what comes in was counted outside."""
        writer = _Writer(self._loc, self._layers)
        for param in fn.params:
            writer.count_input(param, "", blameless=True)
        for eqn in fn.body:
            writer.add(eqn)
        if any(not (check.means_nan and check.means_infinity) for check in writer.checks):
            return writer
        unchanged = _Writer(self._loc, self._layers)
        unchanged.body.extend(fn.body)
        return unchanged

    def first(self, before: Tensor, now: Tensor) -> Tensor:
        """The counts of the first step in which a check is to blame: `now`, if this is one and none was before."""
        with building(self._builder), scoped("counts", self._loc):
            found = ops.cast(ops.reshape(now, (-1, 2)) > 0.0, "float32")
            made = found * np.array([[not c.means_nan, not c.means_infinity] for c in self.checks], np.float32)
            most = max(len(check.reads) for check in self.checks)
            if most:
                nothing = len(self.checks)  # the number of a check that finds nothing
                reads = [[*check.reads, *[nothing] * (most - len(check.reads))] for check in self.checks]
                read = ops.take(ops.concatenate([found, ops.zeros((1, 2))]), np.array(reads, np.int32), axis=0)
                made = made * (1.0 - ops.max(read, axis=1))
            return ops.where(ops.max(before) > 0.0, before, now * ops.max(made))

    def _count(self, var: Var, check: NumericsCheck, scope: str) -> None:
        if var.type.dtype != "float32":
            return
        self._check_of[var] = len(self.checks)
        self.checks.append(check)
        with building(self._builder), scoped(f"{scope}/finite" if scope else "finite", check.loc):
            self._counts.append(nonfinite_counts(Tensor(var)))


def _put(several: tuple[Var, ...], place: int | None, one: Var) -> tuple[Var, ...]:
    return (*several, one) if place is None else (*several[:place], one, *several[place:])


def _holds(eqn: Eqn, is_one: Any) -> bool:
    """Whether one stands among the equation's attributes: in the value of a constant, say, or as a pad's filling."""
    if any(_holds(inner, is_one) for held in eqn.attrs.values() if isinstance(held, Function) for inner in held.eqns()):
        return True
    return any(
        any(map(is_one, value.ravel().tolist())) if isinstance(value, np.ndarray) else is_one(value)
        for value in eqn.attrs.values()
        if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")
    )
