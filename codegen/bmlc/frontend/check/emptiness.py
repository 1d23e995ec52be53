"""Which iterables have an item for sure: how they are written shows it, or the one line that sets them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    Assign,
    Builtin,
    Comprehension,
    Constant,
    Define,
    DeleteItem,
    Expression,
    FixedListType,
    ListLiteral,
    ListType,
    Local,
    Method,
    NameTarget,
    SetSlice,
    Statement,
    TupleLiteral,
    TupleType,
    descendants,
)

__all__ = ["filled_names", "may_be_empty"]

_GROWING = frozenset({"append", "copy", "count", "extend", "index", "insert", "reverse", "sort"})


def filled_names(body: Sequence[Statement]) -> frozenset[str]:
    """Names that one line of the whole script sets, to lists and tuples that never lose an item."""
    nodes = [node for statement in body for node in descendants(statement)]
    shrinking = {known(node.object.type) for node in nodes if _shrinks(node)}
    setters = Counter(name for node in nodes for name in _set_names(node))
    filled: frozenset[str] = frozenset()
    for node in nodes:
        if isinstance(node, Assign) and not may_be_empty(node.value, filled):
            targets = [target for target in node.targets if isinstance(target, NameTarget)]
            host_type = known(node.value.type)
            kept = isinstance(host_type, ListType | TupleType) and host_type not in shrinking
            filled |= {target.name for target in targets if kept and setters[target.name] == 1}
    return filled


def may_be_empty(values: Expression, filled: frozenset[str]) -> bool:
    """Whether nothing shows that there are items; `filled` are names whose values have some."""
    match values:
        case ListLiteral(items) | TupleLiteral(items):
            return not items
        case Comprehension(clauses=clauses):
            return any(clause.conditions or may_be_empty(clause.iterable, filled) for clause in clauses)
        case Builtin("range", (Constant(int(stop)),)):
            return stop <= 0
        case Builtin("zip", (_, *_) as several):
            return any(each is None or may_be_empty(each, filled) for each in several)
        case Builtin("enumerate" | "list" | "reversed" | "sorted" | "tuple", (whole, *_)) if whole is not None:
            return may_be_empty(whole, filled)
        case Local(name) if name in filled:
            return False
        case _:
            host_type = known(values.type)
            return not (isinstance(host_type, TupleType | FixedListType) and host_type.items)


def _shrinks(node: Any) -> bool:
    return isinstance(node, DeleteItem | SetSlice) or (isinstance(node, Method) and node.name not in _GROWING)


def _set_names(node: Any) -> tuple[str, ...]:
    match node:
        case NameTarget(name):
            return (name,)
        case Define():
            return (node.name, *node.params)
        case _:
            return ()
