"""The cases that `Unary`, `Binary` and `Reduction` ops have by being declared; tables hold what only one op needs."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, TypeVar

import numpy as np
from cases.inputs import BITS, INTEGERS, MORE_BITS, MORE_INTEGERS, OTHER, ROW, X
from cases.ops import Array, Case, booleans, integers, normal
from cases.traced import evaluated

import bmlc.ops
from bmlc.ops.elementwise import Binary, Unary
from bmlc.ops.op import Op
from bmlc.ops.reducing import Reduction

_MODULES = [import_module(f"bmlc.ops.{module.name}") for module in pkgutil.iter_modules(bmlc.ops.__path__)]
DECLARED = {op.name: op for module in _MODULES for op in vars(module).values() if isinstance(op, Op)}

Family = TypeVar("Family", Unary, Binary, Reduction)

# Where a function may be defined: everywhere, between -1 and 1, above 0, above 1.
DOMAINS = (lambda x: x, lambda x: x / 3, lambda x: np.abs(x) + np.float32(0.3), lambda x: np.abs(x) + np.float32(1.3))
HIGH_RANK = normal(2, 3, 2, 2, 3, 2, 2)


def unlisted(family: type[Family], listed: Iterable[str]) -> list[Family]:
    """Ops of the family that are in no table."""
    names = set(listed)
    return [op for name, op in DECLARED.items() if isinstance(op, family) and name not in names]


def within(op: Op, x: Array) -> Array:
    """`x`, moved to where `op` of it is finite by TensorFlow."""
    inputs = 1 if isinstance(op, Unary) else 2
    with np.errstate(all="ignore"):
        moved = (domain(x) for domain in DOMAINS)
        return next(each for each in moved if np.isfinite(evaluated(op, *[each] * inputs)).all())


def unary_cases(listed: Iterable[str]) -> Iterator[Case]:
    """Cases of every `Unary` that no listed case is named after."""
    for op in unlisted(Unary, listed):
        numpy = getattr(np, op.name, None)
        x = BITS if op.of == "bool" else within(op, X)
        yield Case(op.name, op, (x,), numpy, symbolic=(True,))
        if op.of != "bool":
            yield Case(f"{op.name}_rank_7", op, (within(op, HIGH_RANK),), numpy)
        if op.of == "number":
            yield Case(f"{op.name}_int", op, (INTEGERS,), numpy)


def binary_cases(listed: Iterable[str]) -> Iterator[Case]:
    """Cases of every `Binary` that no listed case is named after: alike, and with each side stretched."""
    for op in unlisted(Binary, listed):
        numpy = getattr(np, op.name, None)
        if op.of == "bool":
            yield Case(op.name, op, (BITS, MORE_BITS), numpy)
            continue
        a, b, row = (within(op, x) for x in (X, OTHER, ROW))
        yield Case(op.name, op, (a, b), numpy, symbolic=(True, True))
        yield Case(f"{op.name}_row", op, (a, row), numpy, symbolic=(True, False))
        yield Case(f"{op.name}_column", op, (b[:, :1], a), numpy)
        if op.of == "number":
            yield Case(f"{op.name}_int", op, (INTEGERS, np.where(MORE_INTEGERS == 0, 3, MORE_INTEGERS)), numpy)


def reduction_cases(listed: Iterable[str]) -> Iterator[Case]:
    """Cases of every `Reduction` that no listed ones are named after."""
    for op in unlisted(Reduction, (name.removesuffix("_all") for name in listed)):
        x = booleans(3, 4, 5) if op.of == "bool" else normal(3, 4, 5)
        yield from reductions(op.name, op, getattr(np, op.name, None), x)
        if op.of == "number":
            yield from reductions(f"{op.name}_int", op, getattr(np, op.name, None), integers(3, 4, 5))[2:]


def reductions(name: str, fn: Callable[..., Any], numpy: Callable[..., Any] | None, x: Array) -> list[Case]:
    """`fn` over all axes, the last, the first, and two of them."""

    def case(kind: str, **axes: Any) -> Case:
        return Case(
            f"{name}_{kind}",
            lambda t: fn(t, **axes),
            (x,),
            numpy and (lambda t: numpy(t, **axes)),
            symbolic=(isinstance(axes.get("axis"), int),),
        )

    return [case("all"), case("last", axis=-1), case("first", axis=0), case("keepdims", axis=(0, 2), keepdims=True)]
