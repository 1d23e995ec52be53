"""Ops that hold functions, and how a Python function becomes one that they can hold.

    def step(h, x):                              def step(h, x, w):
        count.assign_add(1)            =>            …
        return h @ w + x                             return h1, count1

The function of an op is *closed*: a tensor or a variable of the function around it is a parameter, and the new value of
a variable is a result. So passes may move the op and rewrite the function without looking at what surrounds it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import TypeAlias, TypeVar

from bmlc.errors import UserError
from bmlc.ir import Builder, Eqn, Function, Loc, TensorType, Var, Variable, active_builder, building, caller_loc, scoped
from bmlc.ops.op import NotDifferentiable, OpN
from bmlc.ops.rules import bad_argument
from bmlc.ops.tensor import Tensor

__all__ = [
    "Augment",
    "Region",
    "RegionOp",
    "Vjp",
    "call_user",
    "closed",
    "free_vars",
    "needed_eqns",
    "refuse_foreign",
    "trace_region",
    "used_vars",
]

Returned = TypeVar("Returned")

# (closed function, which parameters are differentiated, which outs have a cotangent) -> a function of its parameters
# and these cotangents, which begins with the function's own equations and gives gradients; and which there are.
Vjp: TypeAlias = Callable[[Function, Sequence[bool], Sequence[bool]], tuple[Function, tuple[bool, ...]]]
# (equation, which inputs are differentiated, cotangents of its outs, vjp) -> the equation with what its gradient reads
# among its outs, and the gradient of each input, or None, written where it is called.
Augment: TypeAlias = Callable[[Eqn, Sequence[bool], Sequence[Tensor | None], Vjp], tuple[Eqn, Sequence[Tensor | None]]]


AUGMENTED = NotDifferentiable("its augment rule differentiates it")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class RegionOp(OpN):
    """An op some of whose attributes are functions. It has two rules more than others:

    augment: How it is differentiated, in place of a gradient rule, which could not change the forward pass.
    prune: The equation without what the given outs do not need: `(eqn, needed) -> eqn`.

    Its batching rule is told the size of the batch, `(op, inputs, batched, n, *, attributes) -> outs`: maybe no input
    has it, but the functions draw random numbers. An out that is the same for all elements stays as it is.
    """

    gradient: NotDifferentiable = AUGMENTED
    kernel: None = None  # legalize makes kernels of what it holds
    augment: Augment
    prune: Callable[[Eqn, set[Var]], Eqn]


@dataclass(frozen=True)
class Region:
    """A traced function, with what it reads and replaces besides its parameters.

    Args:
        name: Of the function.
        loc: Where it was called.
        params: Its own.
        states: A value for each variable that it replaces: that before.
        constants: A value for each of `given`.
        read: The variables that it only reads, which are the first of these.
        updates: Variable -> the value after.
        given: What the function around has to pass for `constants`: its tensors, and variables that it only reads.
    """

    name: str
    loc: Loc
    params: tuple[Var, ...]
    states: tuple[Var, ...]
    constants: tuple[Var, ...]
    read: tuple[Variable, ...]
    body: tuple[Eqn, ...]
    outs: tuple[Var, ...]
    updates: dict[Variable, Var]
    given: tuple[Var, ...]

    def function(self, params: tuple[Var, ...], outs: tuple[Var, ...]) -> Function:
        """It as a closed function, of all the values that it has."""
        return Function(self.name, params, (), self.body, outs, (), self.loc)


def call_user(op: str, fn: Callable[..., Returned], *args: object) -> Returned:
    """What a function of the user's gives, of which `op` says how many arguments it takes."""
    try:
        signature(fn).bind(*args)
    except TypeError:
        received = (
            f"{getattr(fn, '__name__', 'one')}({', '.join(signature(fn).parameters)})" if callable(fn) else repr(fn)
        )
        counted = f"{len(args)} argument{'s' if len(args) != 1 else ''}"
        raise bad_argument(op, f"a function of {counted}", received) from None
    except ValueError:
        pass  # one of Python's own may not say what it takes
    return fn(*args)


def trace_region(fn: Callable[..., Sequence[Tensor]], params: Sequence[tuple[str, TensorType]], name: str) -> Region:
    """What `fn` does with a tensor for each parameter."""
    inner = Builder(name, caller_loc())
    with building(inner), scoped(name):
        outs = fn(*(Tensor(inner.param(*param)) for param in params))
    return closed(inner, tuple(out.var for out in outs))


def closed(inner: Builder, outs: tuple[Var, ...]) -> Region:
    """What `inner` has built, whose results are `outs`, inside the active builder."""
    outer = active_builder()
    assert outer is not None, "regions are traced inside functions"
    outer.require(*inner.guards.values())
    updates = {variable: update.var for variable, update in inner.updates.items()}
    before = {
        variable: inner.captures[variable].var if variable in inner.captures else Var(variable.name, variable.type)
        for variable in updates
    }
    read = [capture for variable, capture in inner.captures.items() if variable not in updates]
    free = [var for var in free_vars(inner, outs) if var not in before.values()]
    # What is known around is known inside: a constant is written there once more, so that rules and passes see it.
    makers, there, around = dict[Var, Eqn](), set[Var](), outer if free else None
    while around is not None:
        makers.update({out: eqn for eqn in around.body if eqn.op.name == "constant" for out in eqn.outs})
        there |= known_vars(around)
        around = around.outer
    refuse_foreign(inner, [var for var in free if var not in there])
    written = tuple(makers[var] for var in free if var in makers)
    free = [var for var in free if var not in makers]
    return Region(
        inner.name,
        inner.loc,
        tuple(inner.params),
        tuple(before.values()),
        (*(capture.var for capture in read), *free),
        tuple(capture.variable for capture in read),
        (*written, *inner.body),
        outs,
        updates,
        (*(outer.read(capture.variable) for capture in read), *free),
    )


def known_vars(builder: Builder) -> set[Var]:
    """What a function under construction was given, captures and has made."""
    given = (*builder.params, *(capture.var for capture in builder.captures.values()))
    return {*given, *(out for eqn in builder.body for out in eqn.outs)}


def free_vars(builder: Builder, outs: Sequence[Var]) -> list[Var]:
    """What it reads, or has as a result, of others."""
    known = known_vars(builder)
    results = (*outs, *(update.var for update in builder.updates.values()))
    return [var for var in used_vars(builder.body, results) if var not in known]


def refuse_foreign(builder: Builder, foreign: Sequence[Var]) -> None:
    """An error at the first use of a tensor that was kept from another function's trace."""
    if foreign:
        used = next((eqn.loc for eqn in builder.body if not set(foreign).isdisjoint(eqn.inputs)), builder.loc)
        raise UserError(
            "BML103",
            f"{builder.name} expected tensors of its own or from around it, received a {foreign[0].type} of another "
            "function",
            "let that function return it, or pass it as an argument",
            used,
        )


def used_vars(eqns: Sequence[Eqn], results: Sequence[Var]) -> list[Var]:
    """What `eqns` and `results` read, in order."""
    return list(dict.fromkeys(var for inputs in (*(eqn.inputs for eqn in eqns), results) for var in inputs))


def needed_eqns(eqns: Sequence[Eqn], results: set[Var]) -> tuple[tuple[Eqn, ...], set[Var]]:
    """The equations that `results` need (`eqns` itself if all), and all values that they read and that these are."""
    needed = set(results)
    kept: list[Eqn] = []
    for each in reversed(eqns):
        if needed.isdisjoint(each.outs):
            continue
        eqn = each.op.prune(each, needed) if isinstance(each.op, RegionOp) else each
        needed.update(eqn.inputs)
        kept.append(eqn)
    kept.reverse()
    if isinstance(eqns, tuple) and len(kept) == len(eqns) and all(map(operator.is_, kept, eqns)):
        return eqns, needed
    return tuple(kept), needed
