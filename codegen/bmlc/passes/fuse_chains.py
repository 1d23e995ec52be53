"""Elementwise kernels as chains, which read each input once and keep what lies between in registers.

    a = Sub(g, m)
    b = Multiply(a, 0.1)    =>    c = Chain[chain=x0 + (x1 - x0) * 0.1](m, g)
    c = Add(m, b)

A kernel joins the chains that give it values of its own result's shape, and the last one of this shape that reads what
it reads, as long as nothing else has read what these give; a chain stands where its last kernel stood. What others read
later is a result too. Where a chain would have to wait for its new kernel, it may hold no more memory meanwhile than
its results had.

Only on backends whose facts name kernels for it (`BackendFacts.chains`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bmlc.ir import Dim, Eqn, Function, Var, bytes_of, evaluate
from bmlc.kernels.chain import Chain, Step, Walk
from bmlc.kernels.kernel import Kernel
from bmlc.kernels.tables import FACTS, kernel_table
from bmlc.ops.rules import Shape
from bmlc.passes.schedule import Nominal

__all__ = ["fuse_chains"]

# Of one chain: what its C driver has room for, and what engines still keep in registers or close by.
MOST_OPERANDS = 48
MOST_KERNELS = 64


@dataclass(eq=False)
class _Group:
    """Equations that become one chain, by their places in the function."""

    eqns: dict[int, Eqn]
    shape: Shape
    inputs: set[Var]
    outs: set[Var]
    closed: bool = False  # whether an equation outside of it reads what it gives

    @property
    def last(self) -> int:
        return max(self.eqns)

    def joined(self, other: _Group) -> _Group:
        outs = self.outs | other.outs
        return _Group({**self.eqns, **other.eqns}, self.shape, (self.inputs | other.inputs) - outs, outs)

    def fits(self) -> bool:
        return len(self.inputs) + len(self.outs) <= MOST_OPERANDS and len(self.eqns) <= MOST_KERNELS


def fuse_chains(fn: Function, *, fused: bool = True) -> Function:
    """`fn` with its elementwise kernels as chains; each by itself unless `fused`."""
    groups = _grouped(fn, fused)
    if not groups:
        return fn
    read = _read_outside(fn, groups)
    numbers = {eqn.outs[0]: eqn for eqn in fn.body if eqn.op.name == "constant" and eqn.outs[0].type.size == 1}
    body: list[Eqn] = []
    for place, eqn in enumerate(fn.body):
        group = groups.get(id(eqn))
        if group is None:
            body.append(eqn)
        elif group.last == place:
            body.append(_chained(group, read, numbers))
    needed = {*fn.results, *(var for eqn in body for var in eqn.inputs)}
    return replace(fn, body=tuple(eqn for eqn in body if eqn.op.name != "constant" or eqn.outs[0] in needed))


def _is_step(eqn: Eqn) -> bool:
    return isinstance(eqn.op, Kernel) and eqn.op.name in FACTS[eqn.op.backend].chains.split()


def _grouped(fn: Function, fused: bool) -> Mapping[int, _Group]:
    """By the ids of the equations."""
    bindings = Nominal()
    size = {var: evaluate(bytes_of(var.type), bindings) for eqn in fn.body for var in (*eqn.inputs, *eqn.outs)}
    last_read = {var: place for place, eqn in enumerate(fn.body) for var in eqn.inputs}
    constants = (var for eqn in fn.body if eqn.op.name == "constant" for var in eqn.outs)
    last_read |= dict.fromkeys((*fn.inputs, *fn.results, *constants), len(fn.body))
    makers: dict[Var, _Group] = {}
    readers: dict[Var, _Group] = {}
    found: dict[int, _Group] = {}

    def may_wait(group: _Group, place: int, beside: Sequence[_Group]) -> bool:
        """Whether the group may stand at `place`: what it keeps alive until then is no more than what it gives."""
        between = (fn.body[i] for i in range(group.last + 1, place))
        if all(eqn.op.name == "constant" or found.get(id(eqn)) in beside for eqn in between):
            return True
        held = sum(size[var] for var in group.inputs if last_read[var] <= group.last)
        return bool(held <= sum(size[var] for var in group.outs if last_read.get(var, -1) >= place))

    for place, eqn in enumerate(fn.body):
        givers = list(dict.fromkeys(makers[var] for var in eqn.inputs if var in makers))
        joined: set[_Group] = set()
        if _is_step(eqn):
            new = _Group({place: eqn}, eqn.outs[0].type.shape, set(eqn.inputs), set(eqn.outs))
            beside = (readers[var] for var in eqn.inputs if var in readers and var.type.shape == new.shape != ())
            for group in dict.fromkeys((*givers, *beside)) if fused else ():
                together = group.joined(new)
                if not group.closed and group.shape == new.shape and together.fits() and may_wait(group, place, givers):
                    joined.add(group)
                    new = together
            makers.update(dict.fromkeys(new.outs, new))
            readers.update(dict.fromkeys(new.inputs, new))
            found.update((id(each), new) for each in new.eqns.values())
        for group in givers:
            group.closed = group.closed or group not in joined
    return found


def _read_outside(fn: Function, groups: Mapping[int, _Group]) -> set[Var]:
    """What chains give to others."""
    own = {var: id(group) for group in groups.values() for var in group.outs}
    read = set(fn.results)
    for eqn in fn.body:
        group = groups.get(id(eqn))
        read.update(var for var in eqn.inputs if var not in own or group is None or own[var] != id(group))
    return read


def _chained(group: _Group, read: set[Var], numbers: Mapping[Var, Eqn]) -> Eqn:
    """The equations of a group as one."""
    eqns = [group.eqns[place] for place in sorted(group.eqns)]
    last = eqns[-1]
    given = [*dict.fromkeys(var for eqn in eqns for var in eqn.inputs if var not in group.outs)]
    rank = max((var.type.rank for var in given if var not in numbers), default=-1)
    # A number is part of the expression, unless its rank makes the result's.
    inputs = [var for var in given if var not in numbers or var.type.rank > rank]
    shape = last.outs[0].type.shape
    values: dict[Var, int] = {var: i for i, var in enumerate(inputs)}
    steps: list[Step] = []

    def add(var: Var, step: Step) -> None:
        values[var] = len(inputs) + len(steps)
        steps.append(step)

    for eqn in eqns:
        for var in eqn.inputs:
            if var not in values:
                add(var, Step.number(numbers[var].attrs["value"], var.type.dtype))
        attrs = tuple(sorted((key, value) for key, value in eqn.attrs.items() if key != "dtype"))
        (out,) = eqn.outs
        add(out, Step(eqn.op.name, tuple(values[var] for var in eqn.inputs), attrs, out.type.dtype))
    outs = tuple(var for eqn in eqns for var in eqn.outs if var in read)
    chain = Chain(
        tuple(var.type.dtype for var in inputs),
        tuple(_goes_along(var.type.shape, shape) for var in inputs),
        _walk(inputs, last.outs[0]),
        tuple(steps),
        tuple(values[var] for var in outs),
    )
    assert isinstance(last.op, Kernel)
    kernel = kernel_table(last.op.backend)["RareChain" if chain.is_rare else "Chain"]
    return Eqn(kernel, tuple(inputs), outs, {"chain": chain}, last.loc, last.scope)


def _walk(inputs: Sequence[Var], out: Var) -> Walk:
    if out.type.size == 1:
        return "element"
    return "row" if all(var.type.shape == out.type.shape or var.type.size == 1 for var in inputs) else "rows"


def _goes_along(part: Sequence[Dim], shape: Sequence[Dim]) -> bool:
    """Whether `part` has elements of its own along the innermost dimension of `shape` that is not 1."""
    aligned = (*(1,) * (len(shape) - len(part)), *part)
    wide = [axis for axis, size in enumerate(shape) if size != 1]
    return not wide or aligned[wide[-1]] != 1
