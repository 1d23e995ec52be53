"""A function cut into pieces that can be run by themselves: for each of its ops, the kernels that it became.

    y = relu(conv2d(x, w) + b)     =>     FusedConv2D(x, w, b), which is held against conv2d, add and relu

A piece begins and ends at values of ops that are values of the lowered function too. What kernels were fused into, or
shared with others, has none of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bmlc.ir import Dim, Eqn, Function, Poly, TensorType, Var, renamed
from bmlc.kernels.kernel import Backend
from bmlc.passes.insert_disposals import insert_disposals
from bmlc.passes.legalize import legalize_values
from bmlc.passes.pipeline import kernel_passes
from bmlc.passes.regions import in_regions

__all__ = ["Part", "Piece", "cut_into_pieces"]


@dataclass(frozen=True)
class Part:
    """A function of some values of the whole one; its dimensions are numbers."""

    function: Function
    reads: tuple[Var, ...]  # what its parameters stand for, of the function of ops


@dataclass(frozen=True)
class Piece:
    """What computes `value`, an out of `eqn`: in ops and in kernels."""

    eqn: Eqn
    value: Var
    ops: Part
    kernels: Part


def cut_into_pieces(fn: Function, backend: Backend, sizes: Mapping[str, int]) -> list[Piece]:
    """The pieces of an optimized function, in its order.

    Args:
        sizes: What the symbols of its shapes stand for.
    """
    lowered, values = legalize_values(fn, backend)
    for name, apply in kernel_passes(backend):
        if name not in ("legalize", "insert_disposals"):  # pieces have disposals of their own
            lowered = apply(lowered)
    made = {var for eqn in lowered.body for var in eqn.outs[: eqn.attrs.get("carries")]}  # no stacks of loops
    computed = [var for eqn in fn.body if eqn.op.name != "constant" for var in eqn.outs if values[var] in made]
    of: dict[Var, Var] = {}  # values of kernels -> the first of ops that they are
    for var in (*fn.inputs, *computed):
        of.setdefault(values[var], var)
    ends = {var: value for value, var in of.items()}
    ops, kernels = _Cutter(fn, {var: var for var in ends}, sizes), _Cutter(lowered, of, sizes)
    pieces: list[Piece] = []
    for eqn in fn.body:
        for var in eqn.outs:
            if var in ends:
                part = kernels.cut(ends[var])
                part = replace(part, function=in_regions(insert_disposals)(part.function))
                pieces.append(Piece(eqn, var, ops.cut(var), part))
    return pieces


class _Cutter:
    def __init__(self, fn: Function, ends: Mapping[Var, Var], sizes: Mapping[str, int]) -> None:
        self._fn = fn
        self._ends = ends
        self._sizes = sizes
        self._makers = {var: index for index, eqn in enumerate(fn.body) for var in eqn.outs}

    def cut(self, result: Var) -> Part:
        """What computes `result` from values that pieces end at."""
        reads: dict[Var, None] = {}
        needed: set[int] = set()
        wanted = [self._makers[result]]
        while wanted:
            index = wanted.pop()
            if index not in needed:
                needed.add(index)
                for var in self._fn.body[index].inputs:
                    if var in self._ends:
                        reads.setdefault(var)
                    else:
                        wanted.append(self._makers[var])
        body = tuple(self._fn.body[index] for index in sorted(needed))
        part = Function(self._fn.name, tuple(reads), (), body, (result,), (), self._fn.loc)
        return Part(_sized(part, self._sizes), tuple(self._ends[var] for var in reads))


def _sized(fn: Function, sizes: Mapping[str, Dim]) -> Function:
    """`fn` with numbers for the symbols of `sizes`; the number of a loop's step stays."""
    env: dict[Var, Var] = {}

    def new(several: Iterable[Var]) -> tuple[Var, ...]:
        return tuple(env.setdefault(var, Var(var.name, value(var.type))) for var in several)

    def value(given: Any) -> Any:
        match given:
            case Poly():
                return renamed(given, sizes)
            case tuple():
                return tuple(map(value, given))
            case TensorType():
                return given.with_shape(value(given.shape))
            case Function():
                return _sized(given, sizes)
            case _:
                return given

    params = new(fn.params)
    body = tuple(
        replace(eqn, inputs=new(eqn.inputs), outs=new(eqn.outs), attrs={k: value(v) for k, v in eqn.attrs.items()})
        for eqn in fn.body
    )
    return replace(fn, params=params, body=body, outs=new(fn.outs), guards=())
