"""How large the int32 values of a function can be, for backends that store them as float32.

    def f(t: int32[n], x: uint8[n]):            |t| <= R, 0 <= x <= 255
      a: int32[n] = add(t, x)             =>    |a| <= R + 255, so R may be at most 2**24 - 255
      return a

float32 holds every whole number up to 2**24. Bounds are polynomials in R, the largest magnitude among the function's
int32 inputs. The backend knows it, by the data that it is given and by the functions that gave the rest.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, TypeAlias

import numpy as np

from bmlc.errors import UserError
from bmlc.ir import Builder, Dim, Eqn, Function, Poly, Var
from bmlc.kernels.backends import BACKENDS
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import FACTS
from bmlc.ops.rules import product
from bmlc.passes.value_ranges import Bound, Range, up_to

__all__ = ["EXACT", "MOST_STEPS", "IntegerRanges", "integer_ranges", "range_of"]

EXACT = 2**24
MOST_STEPS = 2**16  # of a loop without a bound; checked while it runs
_SMALLEST_INPUT = 255  # an input that may not even hold a byte makes a function useless


@dataclass(frozen=True)
class IntegerRanges:
    """What an emitter must have checked.

    Args:
        largest: The largest magnitude that an int32 input may have.
        sized: Whether no dimension of unknown size may be above `LARGEST_SIZE`.
        outs: For each result and then each update the bound of its magnitude; None for other dtypes.
    """

    largest: int
    sized: bool
    outs: tuple[Bound | None, ...]


class _TooLargeError(Exception):
    """An equation could leave +-2**24 for the smallest of inputs."""

    def __init__(self, eqn: Eqn) -> None:
        super().__init__(eqn)
        self.eqn = eqn


def integer_ranges(fn: Function, backend: Backend) -> IntegerRanges:
    """
    Raises:
        UserError: BML401 for an equation that could leave +-2**24 for the smallest of inputs.
    """
    known = {var: _OF_INPUTS[var.type.dtype] for var in fn.inputs if var.type.dtype in _OF_INPUTS}
    try:
        largest, sized = _follow(fn.body, known)
    except _TooLargeError as error:
        beyond, eqn = f"{error.eqn.op.name} could go", error.eqn
        if "value" in eqn.attrs:
            value = eqn.attrs["value"]
            beyond = f"the number {value if isinstance(value, Poly) else max(np.ravel(value).tolist(), key=abs)} is"
        others = ",".join(other for other in BACKENDS if not FACTS[other].rounds_integers)
        raise UserError(
            "BML401",
            f"{backend} stores int32 as float32, exact up to 2**24 = {EXACT:,}: {beyond} beyond that",
            f"keep it smaller, as by ops.clip, or build for the others: --backends {others}",
            eqn.loc,
        ) from None
    outs = tuple(known[var].magnitude if var.type.dtype == "int32" else None for var in fn.results)
    return IntegerRanges(largest, sized, outs)


def range_of(var: Var, builder: Builder) -> tuple[float, float] | None:
    """The numbers that `var` lies between, whatever the inputs of the unfinished function; None if that is not known.

    NaN lies nowhere.
    """
    known: dict[Var, Range] = {}

    def of(var: Var) -> Range | None:
        return known.get(var) or (_ANY if var.type.dtype == "int32" else _OF_INPUTS.get(var.type.dtype))

    for eqn in builder.body:
        made = _range(eqn, [of(each) for each in eqn.inputs])
        wraps = made is not None and eqn.outs[0].type.dtype == "int32" and sum(made.magnitude) > 2.0**31
        if made is not None and not wraps:
            known[eqn.outs[0]] = made
    found = of(var)
    return None if found is None or found.sized else (-sum(found.below), sum(found.above))


def _follow(eqns: Iterable[Eqn], known: dict[Var, Range]) -> tuple[int, bool]:
    """Learn the ranges of what `eqns` make; how large inputs may be, and whether sizes are limited, as a result."""
    limits = [(EXACT, False)]
    for eqn in eqns:
        if eqn.op.name == "scan":
            limits.append(_scan(eqn, known))
        elif eqn.op.name == "while_loop":
            limits += _while(eqn, known)
        elif eqn.op.name == "cond":
            limits += _cond(eqn, known)
        elif (made := _range(eqn, [known.get(var) for var in eqn.inputs])) is not None:
            known[eqn.outs[0]] = made
            if eqn.outs[0].type.dtype == "int32" and eqn.op.name not in _EXACT_ANYWAY:
                limits.append((_largest(eqn, made), made.sized))
    return min(largest for largest, _ in limits), any(sized for _, sized in limits)


def _range(eqn: Eqn, inputs: list[Range | None]) -> Range | None:
    """What the equation's out is between, if that is known."""
    ranges = [each for each in inputs if each is not None]
    made: Range | None = None
    if eqn.op.name in _BY_ITSELF:
        made = _BY_ITSELF[eqn.op.name](eqn, *inputs)
    elif eqn.op.name in _OF_RANGES and len(ranges) == len(inputs):
        made = _OF_RANGES[eqn.op.name](eqn, *ranges)
    dtype = eqn.outs[0].type.dtype
    if made is None and dtype != "float32":
        made = _BIT if dtype == "bool" else _ANY
    return made and replace(made, sized=made.sized or any(each.sized for each in ranges))


def _cond(eqn: Eqn, known: dict[Var, Range]) -> list[tuple[int, bool]]:
    """The limits that either function sets."""
    arms: list[list[Range | None]] = []
    limits: list[tuple[int, bool]] = []
    for arm in (eqn.attrs["then"], eqn.attrs["otherwise"]):
        inside = {param: known[var] for param, var in zip(arm.params, eqn.inputs[1:], strict=True) if var in known}
        limits.append(_follow(arm.body, inside))
        arms.append([inside.get(var) for var in arm.outs])
    known.update((var, a | b) for var, a, b in zip(eqn.outs, *arms, strict=True) if a is not None and b is not None)
    return limits


def _scan(eqn: Eqn, known: dict[Var, Range]) -> tuple[int, bool]:
    """Carries that a step widens are widened by as much at each: if one from the widest does not widen more."""
    body, carries, length = eqn.attrs["body"], eqn.attrs["carries"], eqn.attrs["length"]
    given = {param: known[var] for param, var in zip(body.params, eqn.inputs, strict=True) if var in known}
    for param in body.params[:carries]:
        if param.type.dtype == "float32":
            given.pop(param, None)  # what it is later nobody knows
    results = {param: out for param, out in zip(body.params[:carries], body.outs, strict=False) if param in given}

    def growth(before: dict[Var, Range]) -> tuple[dict[Var, Range], dict[Var, Range], tuple[int, bool]]:
        after = {**given, **before}
        limits = _follow(body.body, after)
        return after, {param: after[out].excess(before[param]) for param, out in results.items()}, limits

    start = {param: given[param] for param in results}
    _, own, _ = growth(start)
    widest_step = reduce(operator.or_, own.values(), Range((), ()))
    together = {param: widest_step if param.type.dtype == "int32" else each for param, each in own.items()}
    for each in (own, together):  # the second where carries take turns
        widest = {param: start[param] + more.times(length - 1) for param, more in each.items()}  # before the last
        after, again, (largest, sized) = growth(widest)
        if not any(any(again[param].excess(each[param]).magnitude) for param in results):
            break
    else:
        raise _TooLargeError(eqn)
    last = {param: of + each[param] for param, of in widest.items()}
    ranges = [*map(last.get, body.params[:carries]), *map(after.get, body.outs[carries:])]
    known.update((var, of) for var, of in zip(eqn.outs, ranges, strict=True) if of is not None)
    return min([largest, *(_largest(eqn, of) for of in last.values())]), sized or any(of.sized for of in last.values())


def _while(eqn: Eqn, known: dict[Var, Range]) -> list[tuple[int, bool]]:
    """As a scan; the condition sees all that a state can be, the last one too."""
    as_scan = _scan(replace(eqn, attrs={**eqn.attrs, "length": MOST_STEPS}), known)
    condition = eqn.attrs["condition"]
    seen = zip(condition.params, (*eqn.outs, *eqn.inputs[len(eqn.outs) :]), strict=True)
    return [as_scan, _follow(condition.body, {param: known[var] for param, var in seen if var in known})]


def _largest(eqn: Eqn, of: Range) -> int:
    """The largest R for which the range stays within float32's whole numbers."""
    low, high = -1, EXACT
    while low < high:
        middle = (low + high + 1) // 2
        if _at(middle, of.magnitude) <= EXACT:
            low = middle
        else:
            high = middle - 1
    if low < _SMALLEST_INPUT:
        raise _TooLargeError(eqn)
    return low


def _at(largest: int, bound: Bound) -> float:
    """The bound for R = `largest`."""
    return reduce(lambda total, c: total * largest + c, reversed(bound), 0.0)


_BIT = Range((), (1,))
_ANY = Range((2.0**31,), (2.0**31,))  # of int32, whatever it was made of
_OF_INPUTS = {"bool": _BIT, "uint8": Range((), (255,)), "int32": Range((0, 1), (0, 1))}


def _cast(eqn: Eqn, x: Range | None) -> Range | None:
    dtype = eqn.outs[0].type.dtype
    is_kept = dtype not in ("bool", "uint8")
    if dtype == "uint8" and x is not None:
        is_kept = not any(x.excess(_OF_INPUTS["uint8"]).magnitude)  # others wrap
    return x if is_kept else _OF_INPUTS[dtype]


def _constant(eqn: Eqn, *_: Range | None) -> Range | None:
    value: Any = np.asarray(eqn.attrs["value"])
    if not np.isfinite(value).all():
        return None
    return Range((max(0.0, -float(value.min(initial=0))),), (max(0.0, float(value.max(initial=0))),))


def _pad(eqn: Eqn, x: Range) -> Range | None:
    around = _constant(eqn)
    return around and x | around


def _maximum(eqn: Eqn, a: Range, b: Range) -> Range:
    return replace(a | b, below=min(a.below, b.below, key=lambda bound: _at(EXACT, bound)))  # below neither


def _count(eqn: Eqn) -> Dim:
    """How many elements make one, at most: all rows may have one id."""
    if "axis" not in eqn.attrs:
        return eqn.inputs[1].type.shape[-1]
    axis = eqn.attrs["axis"]
    return product(eqn.inputs[0].type.shape[i] for i in (axis if isinstance(axis, tuple) else (axis,)))


def _prod(eqn: Eqn, x: Range, *_: Range | None) -> Range | None:
    if not any(x.magnitude[1:]) and sum(x.magnitude) <= 1:
        return Range((1.0,) if any(x.below) else (), (1.0,))  # the product of nothing, or of two times -1, is 1
    count = _count(eqn)
    if not isinstance(count, int) or count > 24:
        return None
    largest = reduce(operator.mul, [abs(x)] * count, _BIT)
    return largest | -largest


def _position(eqn: Eqn, *_: Range | None) -> Range:
    return up_to(eqn.inputs[0].type.shape[eqn.attrs.get("axis", -1)])


Rule: TypeAlias = Callable[..., Range | None]


def _within(below: float, above: float) -> Rule:
    return lambda eqn, *_: Range((below,), (above,))


# (equation, ranges of its inputs), where all of them are known
_OF_RANGES: dict[str, Rule] = {
    **dict.fromkeys(
        ("broadcast_to", "flip", "max", "min", "reshape", "slice", "stop_gradient", "transpose"),
        lambda eqn, x: x,
    ),
    **dict.fromkeys(("cumprod", "prod", "segment_prod"), _prod),
    **dict.fromkeys(("cumsum", "segment_sum", "sum"), lambda eqn, x, *_: x.times(_count(eqn))),
    "absolute": lambda eqn, x: abs(x),
    "add": lambda eqn, a, b: a + b,
    "concatenate": lambda eqn, *xs: reduce(operator.or_, xs),
    "floor": lambda eqn, x: replace(x, below=tuple(map(float, np.ceil(x.below)))),  # of -0.5 it is -1
    "floor_divide": lambda eqn, a, b: abs(a) | -abs(a) if eqn.outs[0].type.dtype == "int32" else None,
    "matmul": lambda eqn, a, b: (a * b).times(eqn.inputs[0].type.shape[-2 if eqn.attrs["transpose_a"] else -1]),
    "maximum": _maximum,
    "minimum": lambda eqn, a, b: -_maximum(eqn, -a, -b),
    "multiply": lambda eqn, a, b: a * b,
    "negative": lambda eqn, x: -x,
    "pad": _pad,
    "relu": lambda eqn, x: Range((), x.above),
    "segment_max": lambda eqn, x, ids: replace(x, below=_ANY.below),
    "square": lambda eqn, x: abs(x * x),
    "subtract": lambda eqn, a, b: a - b,
    "take": lambda eqn, x, indices: x,
    "where": lambda eqn, condition, a, b: a | b,
}
# (equation, ranges of its inputs or None), whatever is known
_BY_ITSELF: dict[str, Rule] = {
    **dict.fromkeys(("argmax", "argmin", "argsort"), _position),
    **dict.fromkeys(("constant", "full"), _constant),
    **dict.fromkeys(("one_hot", "sigmoid", "softmax"), _within(0, 1)),
    **dict.fromkeys(("sign", "tanh"), _within(1, 1)),
    "cast": _cast,
    "clip": lambda eqn, x: Range((max(0.0, -eqn.attrs["x_min"]),), (max(0.0, eqn.attrs["x_max"]),)),
    "dimension": lambda eqn: replace(up_to(eqn.attrs["value"]), sized=True),
    "mod": lambda eqn, a, b: b,  # nearer to 0 than the divisor, with its sign
    "positions": lambda eqn: replace(up_to(eqn.attrs["size"]), sized=True),
    "random": lambda eqn, *_: Range((), (1.0 if eqn.attrs["part"] == "unit" else 2.0**16,)),
    "relu6": _within(0, 6),
}

# What a float was cast to is one that float32 holds, however large, and stays so when it moves; so is -2**31, the
# maximum of no rows.
_EXACT_ANYWAY = {
    *("broadcast_to", "cast", "concatenate", "flip", "max", "min", "pad", "reshape", "slice", "stop_gradient"),
    *("take", "transpose", "where", "maximum", "minimum", "segment_max"),
}
