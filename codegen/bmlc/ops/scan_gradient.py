"""The gradient of `scan`: the scan again, which also stacks what the gradients of its steps read, and one backwards.

    h = scan(h0, xs, w)                            h, h_before, a_s = scan(h0, xs, w)
      def step(h, x, w):                             …; return tanh(a), h, tanh(a)
        a = matmul(h, w) + x; return tanh(a)   =>  d_h0, d_xs, d_as = scan[reverse=True](d_h, a_s, w)
                                                     da = d_h * (1 - a * a); return matmul(da, w.T), da, da
                                                   d_w = matmul(h_before.T, d_as)        over all steps at once

A value that is made of stacked ones by cheap elementwise ops is made again; what else the gradients read is stacked.
The gradient of a constant is a sum over the steps. Where a step's part is a product of matrices, the sum is one product
of what all steps stack; else it is carried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bmlc.ir import Builder, Eqn, Function, Var, building
from bmlc.ops.broadcasting import sum as total
from bmlc.ops.constant import zeros_like
from bmlc.ops.linalg import product_of
from bmlc.ops.region import Vjp, needed_eqns, used_vars
from bmlc.ops.rules import product
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Tensor

__all__ = ["scan_augment"]

# What costs no more than to stack it: one pass over the elements, without a transcendental function.
_CHEAP = frozenset(
    (
        *("absolute", "add", "broadcast_to", "cast", "constant", "dimension", "divisor", "equal", "full", "greater"),
        *("greater_equal", "less", "less_equal", "logical_and", "logical_not", "logical_or", "logical_xor"),
        *("maximum", "minimum", "multiply", "negative", "not_equal", "reshape", "sign", "square", "step"),
        *("stop_gradient", "subtract", "where"),
    )
)


def scan_augment(
    eqn: Eqn, active: Sequence[bool], cotangents: Sequence[Tensor | None], vjp: Vjp
) -> tuple[Eqn, list[Tensor | None]]:
    """`eqn` with more stacks, and the gradients of its inputs, which are written here."""
    body, c, s = eqn.attrs["body"], eqn.attrs["carries"], eqn.attrs["slices"]
    wanted = _reached(body, c, active)
    received = [wanted[i] if i < c else d is not None for i, d in enumerate(cotangents)]
    whole, found = vjp(body, wanted, received)
    step = _Step(eqn, whole, len(body.body), len(body.params))
    gradients = iter(whole.outs)
    d_params = [next(gradients) if there else None for there in found]
    d_constants = {i: d for i, d in enumerate(d_params) if d is not None and i >= c + s}
    products = {i: step.products(d) for i, d in d_constants.items()}
    d_slices = [d for d in d_params[c : c + s] if d is not None]
    factors = dict.fromkeys(var for parts in products.values() for pair in parts.pairs for var in pair)
    stacked = list(dict.fromkeys([*d_slices, *(var for var in factors if var in step.late)]))
    for each in products.values():
        step.sum_later(each, stacked)

    # The backward step: cotangents of carries and sums of constants' gradients pass on, the rest is stacked.
    carried = [i for i in range(c) if wanted[i]]
    summed = {i: parts.rest for i, parts in products.items() if parts.rest}
    backward = Builder(f"d_{body.name}", body.loc)
    sums = {i: Var(f"d_{body.params[i].name}", body.params[i].type) for i in summed}
    with building(backward):
        after = [d_params[i] or zeros_like(Tensor(whole.params[i])).var for i in carried]
        after += [_added([sums[i], *parts]) for i, parts in summed.items()]
    step.choose_residuals([*after, *stacked, *used_vars(backward.body, ())], [v for v in factors if v not in step.late])

    eqns, used = needed_eqns([*step.backward, *backward.body], {*after, *stacked})
    places = [i for i, there in enumerate(received) if there]
    cotangent_params = dict(zip(places, whole.params[len(body.params) :], strict=True))
    d_ys = [i for i in range(c, len(cotangents)) if received[i]]
    kept = [var for var in step.residuals if var in used]
    given = [i for i in range(c, len(body.params)) if whole.params[i] in used]
    parts = [i for i in given if i < c + s]
    constants = [i for i in given if i >= c + s]
    params = (
        *(cotangent_params[i] for i in carried),
        *sums.values(),
        *(cotangent_params[i] for i in d_ys),
        *kept,
        *(whole.params[i] for i in (*parts, *constants)),
    )
    d_body = Function(backward.name, params, (), eqns, (*after, *stacked), (), body.loc)
    augmented, stacks = step.forward()
    outs = eqn.op.several(  # type: ignore[attr-defined]  # it is scan
        *(zeros_like(Tensor(eqn.outs[i])) if (g := cotangents[i]) is None else g for i in carried),
        *(zeros_like(Tensor(var)) for var in sums.values()),
        *(g for i in d_ys if (g := cotangents[i]) is not None),
        *(Tensor(stacks[var]) for var in kept),
        *(Tensor(eqn.inputs[i]) for i in (*parts, *constants)),
        body=d_body,
        carries=len(after),
        slices=len(d_ys) + len(kept) + len(parts),
        length=eqn.attrs["length"],
        reverse=not eqn.attrs["reverse"],
    )
    rows = {**stacks, **dict(zip(step.slices, eqn.inputs[c : c + s], strict=True))}
    rows.update(zip(stacked, (out.var for out in outs[len(after) :]), strict=True))
    results: list[Tensor | None] = [None] * len(eqn.inputs)
    for i, out in zip((*carried, *summed), outs, strict=False):
        results[i] = out
    results[c : c + s] = [None if (row := d_params[i]) is None else Tensor(rows[row]) for i in range(c, c + s)]
    for i, each in products.items():
        later = [product_of(_matrix(rows[left]), _matrix(rows[right]), True, False) for left, right in each.pairs]
        later += [_sum_of_all(Tensor(rows[made.inputs[0]]), made) for made in each.sums]
        for one in later:
            so_far = results[i]
            results[i] = one if so_far is None else so_far + one
    return augmented, results


def _reached(body: Function, carries: int, active: Sequence[bool]) -> list[bool]:
    """Which parameters are differentiated: carries also where a step makes one of something that is."""
    wanted = [flag and param.type.dtype == "float32" for flag, param in zip(active, body.params, strict=True)]
    while True:
        reached = {param for param, flag in zip(body.params, wanted, strict=True) if flag}
        for eqn in body.body:
            if not reached.isdisjoint(eqn.inputs):
                reached.update(out for out in eqn.outs if out.type.dtype == "float32")
        grown = [flag or (i < carries and body.outs[i] in reached) for i, flag in enumerate(wanted)]
        if grown == wanted:
            return wanted
        wanted = grown


def _matrix(stack: Var) -> Tensor:
    """The rows of all steps, one below the other."""
    shape = stack.type.shape
    return reshape(Tensor(stack), (product(shape[:-1]), shape[-1]))


def _sum_of_all(stack: Tensor, made: Eqn) -> Tensor:
    """What `made`, a sum, gives at each step, summed over the steps."""
    axes = (0, *(axis + 1 for axis in made.attrs["axis"]))
    return reshape(total(stack, axis=axes), made.outs[0].type.shape)


def _added(parts: Sequence[Var]) -> Var:
    result = Tensor(parts[0])
    for part in parts[1:]:
        result = result + Tensor(part)
    return result.var


@dataclass(frozen=True)
class _Parts:
    """The gradient of a constant at one step: `a.T @ b` for each pair, plus the sums, plus the rest."""

    pairs: list[tuple[Var, Var]]
    sums: list[Eqn]
    rest: list[Var]


@dataclass
class _Step:
    """A step of `eqn` with its gradient, `whole`: of its equations the first `own` are the body's."""

    eqn: Eqn
    whole: Function
    own: int
    params: int
    residuals: list[Var] = field(default_factory=list)

    def __post_init__(self) -> None:
        c, s = self.eqn.attrs["carries"], self.eqn.attrs["slices"]
        self.slices = self.whole.params[c : c + s]
        self.carries = set(self.whole.params[:c])
        self.constants = set(self.whole.params[c + s : self.params])
        self.maker = {out: each for each in self.whole.body for out in each.outs}
        self.late: set[Var] = set(self.whole.params[self.params :])  # what the cotangents are in
        for each in self.whole.body:
            if not self.late.isdisjoint(each.inputs):
                self.late.update(each.outs)
        self._early = [each for each in self.whole.body if self.late.isdisjoint(each.outs)]
        self._forward = {out for each in self.whole.body[: self.own] for out in each.outs}
        self._rows = {*self.slices, *self.carries, *self._forward, *self.late}  # what there is of each step
        self._cheap = {out for each in self._early[: self.own] if each.op.name in _CHEAP for out in each.outs}

    def products(self, gradient: Var) -> _Parts:
        parts = _Parts([], [], [])
        for term in self._terms(gradient):
            made = self.maker.get(term)
            if made is not None and made.op.name == "matmul" and made.inputs[0].type.rank == 2:
                flags = made.attrs["transpose_a"], made.attrs["transpose_b"]
                if flags == (True, False) and self._rows.issuperset(made.inputs):
                    parts.pairs.append((made.inputs[0], made.inputs[1]))
                    continue
            parts.rest.append(term)
        return parts

    def sum_later(self, parts: _Parts, stacked: Sequence[Var]) -> None:
        """Sums of what is stacked anyway need not be carried."""
        for term in parts.rest[:]:
            made = self.maker.get(term)
            if made is not None and made.op.name == "sum" and made.inputs[0] in stacked:
                parts.rest.remove(term)
                parts.sums.append(made)

    def _terms(self, value: Var) -> Iterator[Var]:
        made = self.maker.get(value)
        if made is not None and made.op.name == "add" and all(var.type == value.type for var in made.inputs):
            for var in made.inputs:
                yield from self._terms(var)
        else:
            yield value

    def choose_residuals(self, read: Sequence[Var], factors: Sequence[Var]) -> None:
        """What the forward scan stacks: for a backward step that gives `read`, and for products after the loop."""
        _, used = needed_eqns([each for each in self.whole.body if not self.late.isdisjoint(each.outs)], set(read))
        for each in reversed(self._early):  # what only the gradient makes is made by it
            if self._forward.isdisjoint(each.outs) and not used.isdisjoint(each.outs):
                used.update(each.inputs)
        stackable = [var for var in self.whole.params if var in self.carries]
        stackable += [out for each in self._early for out in each.outs if out in self._forward]
        stacked = {var: None for var in stackable if var in used or var in factors}
        known = {*self.slices, *self.constants, *stacked}
        for each in self._early:
            if self._cheap.issuperset(each.outs) and known.issuperset(each.inputs):
                known.update(each.outs)
                for out in each.outs:
                    if out not in factors:
                        stacked.pop(out, None)
        self.residuals = list(stacked)

    @property
    def backward(self) -> list[Eqn]:
        """The equations from which the backward step takes what it needs."""
        stacked = set(self.residuals)
        return [each for each in self.whole.body if stacked.isdisjoint(each.outs)]

    def forward(self) -> tuple[Eqn, dict[Var, Var]]:
        """The scan with the residuals, and where each of them is stacked."""
        body, length = self.eqn.attrs["body"], self.eqn.attrs["length"]
        given = self.whole.params[: self.params]
        outs = _renamed_outs(body, self.whole, self.own)
        first = self.eqn.attrs["carries"]
        there = dict(zip(outs[first:], self.eqn.outs[first:], strict=True))
        new = [var for var in self.residuals if var not in there]
        stacks = {var: Var(var.name, var.type.with_shape((length, *var.type.shape))) for var in new}
        function = replace(body, params=given, body=self.whole.body[: self.own], outs=(*outs, *new))
        attrs = {**self.eqn.attrs, "body": function}
        augmented = replace(self.eqn, outs=(*self.eqn.outs, *stacks.values()), attrs=attrs)
        return augmented, {**stacks, **{var: there[var] for var in self.residuals if var in there}}


def _renamed_outs(body: Function, whole: Function, own: int) -> tuple[Var, ...]:
    """The outs of `body` as they are called in `whole`, which begins with its equations."""
    names = dict(zip(body.params, whole.params, strict=False))
    for old, new in zip(body.body, whole.body[:own], strict=True):
        names.update(zip(old.outs, new.outs, strict=False))
    return tuple(names[var] for var in body.outs)
