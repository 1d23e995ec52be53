"""Keys that wait for something: ranks are computed before values are compared.

    sorted(words, key=weight)   =>   (pair[1] for pair in sorted([(weight(w), w) for w in words], key=pair[0]))

A nested function with a loop waits, since the run may stop or pause at each step.
"""

from __future__ import annotations

from typing import Any

from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import (
    Builtin,
    Clause,
    Comprehension,
    Expression,
    For,
    HostType,
    Invoke,
    Item,
    Lambda,
    ListType,
    Local,
    MethodCall,
    NameTarget,
    NestedFunctionType,
    Read,
    RunCall,
    TensorCall,
    TupleLiteral,
    TupleType,
    While,
    descendants,
)
from bmlc.ir import Loc

__all__ = ["by_rank", "extreme_by_rank", "may_wait", "sorted_by_rank"]

_PAIR = "pair"


def may_wait(node: Any, scope: Scope, seen: frozenset[Loc] = frozenset()) -> bool:
    """Whether evaluating `node` may wait for the run or the device."""
    for each in descendants(node):
        match each:
            case For() | While() | Read():
                return True
            case MethodCall() | RunCall() | TensorCall() if each.is_async:
                return True
            case Invoke(function):
                called = next((made for made in scope.definitions.values() if made.name == function), None)
                if called is None or called.checked is None:
                    return True
                if called.loc not in seen and may_wait(called.checked, scope, seen | {called.loc}):
                    return True
            case _:
                pass
    return False


def by_rank(values: Expression, key: Lambda, item: HostType) -> Expression:
    """`[(key(value), value) for value in values]`"""
    (param,) = key.params
    pair = TupleType((key.body.type, item))
    element = TupleLiteral((key.body, Local(param, item, key.loc)), pair, key.loc)
    clause = Clause(NameTarget(param, item), values, ())
    return Comprehension(None, element, (clause,), ListType(pair), values.loc)


def _rank(pairs: Expression, loc: Loc) -> tuple[Lambda, TupleType]:
    """`lambda pair: pair[0]`"""
    assert isinstance(pairs.type, ListType)
    pair = pairs.type.item
    assert isinstance(pair, TupleType)
    body = Item(Local(_PAIR, pair, loc), 0, pair.items[0], loc)
    return Lambda((_PAIR,), body, NestedFunctionType("lambda", loc), loc), pair


def sorted_by_rank(pairs: Expression, reverse: Expression | None, loc: Loc) -> Expression:
    """The values, sorted by their ranks."""
    rank, pair = _rank(pairs, loc)
    ordered = Builtin("sorted", (pairs, rank, reverse), pairs.type, loc)
    clause = Clause(NameTarget(_PAIR, pair), ordered, ())
    element = Item(Local(_PAIR, pair, loc), 1, pair.items[1], loc)
    return Comprehension(None, element, (clause,), ListType(pair.items[1]), loc)


def extreme_by_rank(name: str, pairs: Expression, loc: Loc) -> Expression:
    """The value with the smallest or largest rank."""
    rank, pair = _rank(pairs, loc)
    return Item(Builtin(name, (pairs, rank, None), pair, loc), 1, pair.items[1], loc)
