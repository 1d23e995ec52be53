"""Values where a type is expected. A literal that nothing else knows yet becomes what is expected:

xs: list[float | None] = [None, None]     a list of Nones  =>  a list of floats or Nones
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bmlc.frontend.check.journal import Journal
from bmlc.frontend.check.unify import fits, known
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    Arithmetic,
    Comprehension,
    Conditional,
    Constant,
    DictLiteral,
    DictType,
    Expression,
    HostType,
    ListLiteral,
    ListType,
    OptionalType,
    PredictionsType,
    TupleLiteral,
    TupleType,
)

__all__ = ["MAYBE_NONE", "fit", "fit_hint", "none_hint"]

MAYBE_NONE = "it may be None: test it first, as in `if x is not None:`"
_PREDICTED = "scripts do not read what predict gives yet: call the model, y = model(x), and read y[0, 0] or y.tolist()"


def none_hint(*types: HostType) -> str | None:
    """What to do where one of these may be None, or is read by nothing in scripts."""
    if any(known(each) == NONE for each in types):
        return "it is None here: set it before"
    if any(isinstance(known(each), PredictionsType) for each in types):
        return _PREDICTED
    return MAYBE_NONE if any(isinstance(known(each), OptionalType) for each in types) else None


def fit(value: Expression, expected: HostType, journal: Journal) -> Expression | None:
    """`value` as one of type `expected`; None where it is not one."""
    wanted = known(expected)
    if isinstance(wanted, OptionalType) and not isinstance(value, Constant):
        wanted = known(wanted.item)
    fresh = _fresh(value, wanted, journal)
    if fresh is not None:
        return fresh
    return value if fits(expected, value.type, journal) else None


def fit_hint(expected: HostType, value: Expression) -> str | None:
    """What to do where a number of another kind was given, or a value that may be None."""
    received = known(value.type)
    wanted = known(expected)
    if received == INT and wanted in (FLOAT, OptionalType(FLOAT)):
        return "write the int with a point, as in 0.0" if isinstance(value, Constant) else "convert it: float(...)"
    if wanted == INT and received == BOOL:
        return "convert it: int(...)"
    if isinstance(received, OptionalType) and not isinstance(wanted, OptionalType):
        return MAYBE_NONE
    return None


def _fresh(value: Expression, wanted: HostType, journal: Journal) -> Expression | None:
    match value, wanted:
        case ListLiteral(items), ListType(item) if isinstance(known(value.type), ListType):
            fitted = _fit_all(items, [item] * len(items), journal)
            return None if fitted is None else replace(value, items=fitted, type=wanted)
        case TupleLiteral(items), TupleType(types) if len(items) == len(types):
            fitted = _fit_all(items, types, journal)
            return None if fitted is None else replace(value, items=fitted, type=wanted)
        case DictLiteral(items), DictType(key, item):
            keys = _fit_all([each for each, _ in items], [key] * len(items), journal)
            values = _fit_all([each for _, each in items], [item] * len(items), journal)
            if keys is None or values is None:
                return None
            return replace(value, items=tuple(zip(keys, values, strict=True)), type=wanted)
        case Comprehension(key=None, element=element), ListType(item) if isinstance(known(value.type), ListType):
            inner = fit(element, item, journal)
            return None if inner is None else replace(value, element=inner, type=wanted)
        case Arithmetic("*", ListLiteral() as items, right), ListType():
            repeated = _fresh(items, wanted, journal)
            return None if repeated is None else Arithmetic("*", repeated, right, wanted, value.loc)
        case Conditional(test, then, otherwise), _:
            first, second = fit(then, wanted, journal), fit(otherwise, wanted, journal)
            if first is None or second is None:
                return None
            return Conditional(test, first, second, wanted, value.loc)
        case _:
            return None


def _fit_all(
    values: Sequence[Expression], types: Sequence[HostType], journal: Journal
) -> tuple[Expression, ...] | None:
    fitted = [fit(value, host_type, journal) for value, host_type in zip(values, types, strict=True)]
    kept = tuple(each for each in fitted if each is not None)
    return kept if len(kept) == len(fitted) else None
