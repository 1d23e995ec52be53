"""How large the int32 values of a function can be, for backends that store them as float32 (webgl).

    def f(t: int32[n], x: uint8[n]):            |t| <= R, 0 <= x <= 255
      a: int32[n] = add(t, x)             =>    |a| <= R + 255, so R may be at most 2**24 - 255
      return a

float32 holds every whole number up to 2**24. Bounds are polynomials in R, the largest magnitude among the function's
int32 inputs. The backend knows it, by the data that it is given and by the functions that gave the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, TypeAlias

import numpy as np

from bmlc.errors import UserError
from bmlc.ir import Dim, Eqn, Function, Poly, Var, upper_bound
from bmlc.passes.value_ranges import Bound, Range, excess, negated, plus, product_of, sum_of, union

__all__ = ["EXACT", "LARGEST_SIZE", "IntegerRanges", "integer_ranges"]

EXACT = 2**24
LARGEST_SIZE = 2**16  # that a dimension of unknown size is taken to have; checked when the function is called
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


def integer_ranges(fn: Function) -> IntegerRanges:
    """
    Raises:
        UserError: BML401 for an equation that could leave +-2**24 for the smallest of inputs.
    """
    known: dict[Var, Range] = {}
    for var in fn.inputs:
        if var.type.dtype != "float32":
            known[var] = {"bool": _BIT, "uint8": Range((), (255,)), "int32": Range((0, 1), (0, 1))}[var.type.dtype]
    largest, sized = _follow(fn.body, known)
    return IntegerRanges(
        largest, sized, tuple(known[var].magnitude if var.type.dtype == "int32" else None for var in fn.results)
    )


def _follow(eqns: Iterable[Eqn], known: dict[Var, Range]) -> tuple[int, bool]:
    """Learn the ranges of what `eqns` make; how large inputs may be, and whether sizes are limited, as a result."""
    largest, sized = EXACT, False
    for eqn in eqns:
        if eqn.op.name == "scan":
            limit, limited = _scan(eqn, known)
            largest, sized = min(largest, limit), sized or limited
            continue
        if eqn.op.name == "cond":
            arms = [_arm(eqn, eqn.attrs[key], known) for key in ("then", "otherwise")]
            largest = min(largest, *(limit for _, (limit, _) in arms))
            sized = sized or any(each for _, (_, each) in arms)
            for var, *either in zip(eqn.outs, *(outs for outs, _ in arms), strict=True):
                if (both := union(*either)) is not None:
                    known[var] = both
            continue
        rule = _RULES.get(eqn.op.name)
        made = rule(eqn, [known.get(var) for var in eqn.inputs]) if rule else None
        out = eqn.outs[0]
        if made is None and out.type.dtype != "float32":
            made = _BIT if out.type.dtype == "bool" else _ANY
        if made is None:
            continue
        behind = any(known[var].sized for var in eqn.inputs if var in known)
        known[out] = made = replace(made, sized=behind or made.sized)
        if out.type.dtype == "int32" and eqn.op.name not in _EXACT_ANYWAY:
            largest, sized = min(largest, _largest(made.magnitude)), sized or made.sized
            if largest < _SMALLEST_INPUT:
                raise _refusal(eqn)
    return largest, sized


def _arm(eqn: Eqn, arm: Function, known: dict[Var, Range]) -> tuple[list[Range | None], tuple[int, bool]]:
    """The ranges of what one function of a cond gives, and the limits that it sets."""
    inside = {param: known[var] for param, var in zip(arm.params, eqn.inputs[1:], strict=True) if var in known}
    limits = _follow(arm.body, inside)
    return [inside.get(var) for var in arm.outs], limits


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
        return after, {param: excess(after[out], before[param]) for param, out in results.items()}, limits

    start = {param: given[param] for param in results}
    _, own, _ = growth(start)
    widest_step = union(*own.values()) or Range((), ())
    together = {param: widest_step if param.type.dtype == "int32" else each for param, each in own.items()}
    for each in (own, together):  # the second where carries take turns
        widest = {
            param: plus(start[param], _times(more, length - 1)) for param, more in each.items()
        }  # before the last
        after, again, (largest, sized) = growth(widest)
        if not any(any(excess(again[param], each[param]).magnitude) for param in results):
            break
    else:
        raise _refusal(eqn)
    last = {param: plus(of, each[param]) for param, of in widest.items()}
    ranges = [*map(last.get, body.params[:carries]), *map(after.get, body.outs[carries:])]
    known.update((var, of) for var, of in zip(eqn.outs, ranges, strict=True) if of is not None)
    largest = min([largest, *(_largest(of.magnitude) for of in last.values())])
    if largest < _SMALLEST_INPUT:
        raise _refusal(eqn)
    return largest, sized or any(of.sized for of in last.values())


def _times(x: Range, count: Dim) -> Range:
    moves = any(x.magnitude)
    below, above = (product_of(bound, (_size(count),)) for bound in (x.below, x.above))
    return Range(below, above, x.sized or (moves and not isinstance(count, int)))


def _refusal(eqn: Eqn) -> UserError:
    beyond = f"{eqn.op.name} could go"
    if "value" in eqn.attrs:
        value = eqn.attrs["value"]
        beyond = f"the number {value if isinstance(value, Poly) else max(np.ravel(value).tolist(), key=abs)} is"
    return UserError(
        "BML401",
        f"webgl stores int32 as float32, exact up to 2**24 = {EXACT:,}: {beyond} beyond that",
        "keep it smaller, as by ops.clip, or build for the others: --backends cpu,wasm,webgpu",
        eqn.loc,
    )


def _largest(bound: Bound) -> int:
    """The largest R for which `bound` stays within float32's whole numbers; -1 if there is none."""
    low, high = -1, EXACT
    while low < high:
        middle = (low + high + 1) // 2
        if reduce(lambda total, c: total * middle + c, reversed(bound), 0.0) <= EXACT:
            low = middle
        else:
            high = middle - 1
    return low


_BIT = Range((), (1,))
_ANY = Range((2.0**31,), (2.0**31,))  # of int32, whatever it was made of

Known: TypeAlias = list[Range | None]
Rule: TypeAlias = Callable[[Eqn, Known], Range | None]


def _same(eqn: Eqn, known: Known) -> Range | None:
    return known[0]


def _add(eqn: Eqn, known: Known) -> Range | None:
    a, b = known
    return None if a is None or b is None else Range(sum_of(a.below, b.below), sum_of(a.above, b.above))


def _subtract(eqn: Eqn, known: Known) -> Range | None:
    a, b = known
    return None if b is None else _add(eqn, [a, negated(b)])


def _multiply(eqn: Eqn, known: Known) -> Range | None:
    a, b = known
    if a is None or b is None:
        return None
    largest = product_of(a.magnitude, b.magnitude)
    return Range(largest if any(a.below) or any(b.below) else (), largest)


def _constant(eqn: Eqn, known: Known) -> Range | None:
    value: Any = np.asarray(eqn.attrs["value"])
    if not np.isfinite(value).all():
        return None
    return Range((max(0.0, -float(value.min(initial=0))),), (max(0.0, float(value.max(initial=0))),))


def _dimension(eqn: Eqn, known: Known) -> Range | None:
    return Range((), (_size(eqn.attrs["value"]),), sized=True)


def _size(size: Dim) -> float:
    return float(upper_bound(size, LARGEST_SIZE))


def _cast(eqn: Eqn, known: Known) -> Range | None:
    return _BIT if eqn.outs[0].type.dtype == "bool" else known[0]


def _maximum(eqn: Eqn, known: Known) -> Range | None:
    a, b = known
    either = union(a, b)
    if either is None or a is None or b is None:
        return None
    # Not below the operand that is known without R.
    known_below = [x.below for x in (a, b) if not any(x.below[1:])]
    return Range(min(known_below, key=sum) if known_below else either.below, either.above)


def _minimum(eqn: Eqn, known: Known) -> Range | None:
    if None in known:
        return None
    larger = _maximum(eqn, [None if x is None else negated(x) for x in known])
    return None if larger is None else negated(larger)


def _absolute(eqn: Eqn, known: Known) -> Range | None:
    return None if known[0] is None else Range((), known[0].magnitude)


def _count(eqn: Eqn) -> float:
    shape = eqn.inputs[0].type.shape
    count = 1.0
    for axis in _axes(eqn):
        count *= _size(shape[axis])
    return count


def _sized(eqn: Eqn) -> bool:
    return any(not isinstance(eqn.inputs[0].type.shape[axis], int) for axis in _axes(eqn))


def _axes(eqn: Eqn) -> tuple[int, ...]:
    axis = eqn.attrs["axis"]
    return axis if isinstance(axis, tuple) else (axis,)


def _total(eqn: Eqn, known: Known) -> Range | None:
    x, count = known[0], (_count(eqn),)
    return None if x is None else Range(product_of(x.below, count), product_of(x.above, count), _sized(eqn))


def _segments(eqn: Eqn, known: Known) -> Range | None:
    rows = eqn.inputs[1].type.shape[-1]  # all of which may have one id
    if known[0] is None:
        return None
    below, above = (product_of(bound, (_size(rows),)) for bound in (known[0].below, known[0].above))
    return Range(below, above, not isinstance(rows, int))


def _prod(eqn: Eqn, known: Known) -> Range | None:
    x, count = known[0], _count(eqn)
    if x is None:
        return None
    if not any(x.magnitude[1:]) and sum(x.magnitude) <= 1:
        return Range((1.0,) if any(x.below) else (), (1.0,))  # the product of nothing, or of two times -1, is 1
    if count > 24 or _sized(eqn):
        return _ANY
    result: Bound = (1.0,)
    for _ in range(int(count)):
        result = product_of(result, x.magnitude)
    return Range(result, result)


def _matmul(eqn: Eqn, known: Known) -> Range | None:
    a, b = known
    if a is None or b is None:
        return None
    inner = eqn.inputs[0].type.shape[-2 if eqn.attrs["transpose_a"] else -1]
    largest = product_of(product_of(a.magnitude, b.magnitude), (_size(inner),))
    return Range(largest, largest, not isinstance(inner, int))


def _position(eqn: Eqn, known: Known) -> Range | None:
    size = eqn.inputs[0].type.shape[eqn.attrs.get("axis", -1)]
    return Range((), (_size(size),), not isinstance(size, int))


def _within(below: float, above: float) -> Rule:
    return lambda eqn, known: Range((below,), (above,))


def _clip(eqn: Eqn, known: Known) -> Range | None:
    return Range((max(0.0, -eqn.attrs["x_min"]),), (max(0.0, eqn.attrs["x_max"]),))


_RULES: dict[str, Rule] = {
    **dict.fromkeys(
        ("broadcast_to", "flip", "floor", "max", "min", "reshape", "slice", "stop_gradient", "transpose"), _same
    ),
    "absolute": _absolute,
    "add": _add,
    "argmax": _position,
    "argmin": _position,
    "argsort": _position,
    "cast": _cast,
    "clip": _clip,
    "concatenate": lambda eqn, known: union(*known),
    "constant": _constant,
    "cumprod": _prod,
    "cumsum": _total,
    "dimension": _dimension,
    "floor_divide": lambda eqn, known: None if known[0] is None else Range(known[0].magnitude, known[0].magnitude),
    "full": _constant,
    "matmul": _matmul,
    "maximum": _maximum,
    "minimum": _minimum,
    "mod": lambda eqn, known: known[1],  # nearer to 0 than the divisor, with its sign
    "multiply": _multiply,
    "negative": lambda eqn, known: None if known[0] is None else negated(known[0]),
    "one_hot": _within(0, 1),
    "pad": lambda eqn, known: union(known[0], _constant(eqn, known)),
    "positions": lambda eqn, known: Range((), (_size(eqn.attrs["size"]),), sized=True),
    "prod": _prod,
    "random": lambda eqn, known: Range((), (2.0**16,)),
    "relu": lambda eqn, known: None if known[0] is None else Range((), known[0].above),
    "relu6": _within(0, 6),
    "segment_max": lambda eqn, known: union(known[0], _ANY),
    "segment_sum": _segments,
    "sigmoid": _within(0, 1),
    "sign": _within(1, 1),
    "softmax": _within(0, 1),
    "square": lambda eqn, known: _absolute(eqn, [_multiply(eqn, [known[0], known[0]])]),
    "subtract": _subtract,
    "sum": _total,
    "take": lambda eqn, known: known[0],
    "tanh": _within(1, 1),
    "where": lambda eqn, known: union(*known[1:]),
}

# What a float was cast to is one that float32 holds, however large, and stays so when it moves.
_EXACT_ANYWAY = {
    *("broadcast_to", "cast", "concatenate", "flip", "max", "min", "pad", "reshape", "slice", "stop_gradient"),
    *("take", "transpose", "where", "maximum", "minimum"),
}
