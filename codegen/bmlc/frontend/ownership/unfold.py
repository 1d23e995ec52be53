"""Expressions that are evaluated in part, as statements: where a part of them makes tensors, which needs names.

    loss = f(x) if ready else None          if ready:
                                      =>        value_1 = f(x)
                                            else:
                                                value_1 = None
                                            loss = value_1

    losses = [f(x) for x in batches]        items_1 = []
                                      =>    for x_1 in batches:
                                                items_1.append(f(x_1))
                                            losses = items_1

Those without tensors of their own and without anything to wait for stay expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bmlc.frontend.host import (
    BOOL,
    NONE,
    STR,
    Assign,
    Break,
    Builtin,
    Clause,
    Compare,
    Comprehension,
    Conditional,
    Constant,
    DictLiteral,
    DictType,
    Discard,
    ExceptionType,
    Expression,
    For,
    If,
    ItemTarget,
    IterableType,
    Lambda,
    ListLiteral,
    ListType,
    Local,
    Logical,
    Method,
    NameTarget,
    Not,
    OptionalType,
    Raise,
    Statement,
    Total,
    TupleTarget,
    rebuild,
    resolve,
)
from bmlc.frontend.ownership import targets
from bmlc.frontend.ownership.functions import target_names
from bmlc.frontend.ownership.origins import holds, is_stable
from bmlc.ir import Loc

if TYPE_CHECKING:
    from bmlc.frontend.ownership.namer import Namer

__all__ = ["becomes_a_loop", "comparison", "comprehension", "conditional", "logical", "search", "total"]


def conditional(namer: Namer, node: Conditional, before: list[Statement]) -> Expression:
    test = namer.value(node.test, before)
    if not namer.makes(node.then, node.otherwise):
        return replace(node, test=test)
    result = _result(namer, node)
    before.append(If(test, _as(namer, node.then, result), _as(namer, node.otherwise, result), node.loc))
    return result


def logical(namer: Namer, node: Logical, before: list[Statement]) -> Expression:
    waits = node.type != BOOL and namer.awaits(node.right)  # a value that decides is a parameter in JavaScript
    if not waits and not namer.makes(node.right) and not (holds(node.type) and namer.makes(node.left)):
        return replace(node, left=namer.value(node.left, before))
    result = _result(namer, node)
    before += _as(namer, node.left, result)
    test: Expression = result if node.operator == "and" else Not(result, BOOL, node.loc)
    before.append(If(test, _as(namer, node.right, result), (), node.loc))
    return result


def comparison(namer: Namer, node: Compare, before: list[Statement]) -> Expression:
    """What follows a comparison is evaluated only where that holds."""
    first = namer.operands(node.operands[:2], [False, False], before)
    rest = node.operands[2:]
    if not rest or not (namer.makes(*rest) or any(map(namer.awaits, rest))):
        return replace(node, operands=(*first, *rest))
    first = [operand if is_stable(operand) else namer.named(operand, before) for operand in first]
    result = _result(namer, node)
    before.append(_set(result, Compare((first[0], first[1]), node.operators[:1], BOOL, node.loc)))
    inner: list[Statement] = []
    tail = replace(node, operands=(first[1], *rest), operators=node.operators[1:])
    value = comparison(namer, tail, inner)
    before.append(If(result, (*inner, _set(result, value)), (), node.loc))
    return result


def becomes_a_loop(namer: Namer, node: Comprehension) -> bool:
    """Whether a part of the comprehension that is evaluated for each item makes tensors or waits."""
    inside: list[Any] = [node.element, *([] if node.key is None else [node.key])]
    for position, clause in enumerate(node.clauses):
        inside += [*clause.conditions, *([clause.iterable] if position else [])]
    if any(targets.gives_elements(clause.iterable) for clause in node.clauses):
        return True
    if holds(node.element.type) and any(targets.makes_tuples(clause.iterable) for clause in node.clauses):
        return True  # the tuples need references to what they hold
    return namer.makes(*inside) or any(map(namer.awaits, inside))


def comprehension(namer: Namer, node: Comprehension, before: list[Statement], into: str | None = None) -> Expression:
    """`into` is the name that gets the value, where nobody can see it before it is whole."""
    if not becomes_a_loop(namer, node):
        first = node.clauses[0]
        iterable = namer.value(first.iterable, before)
        return replace(node, clauses=(replace(first, iterable=iterable), *node.clauses[1:]))
    made = resolve(node.type)
    if isinstance(made, IterableType):
        made = ListType(made.item)
    empty: Expression = DictLiteral((), made, node.loc) if node.key is not None else ListLiteral((), made, node.loc)
    result = Local(into or namer.fresh("items", node.loc), made, node.loc)
    before.append(_set(result, empty))
    node = _renamed(namer, node)
    store: Statement
    if node.key is not None:
        assert isinstance(made, DictType)
        store = Assign((ItemTarget(result, node.key, made.value),), node.element, node.loc)
    else:
        store = Discard(Method(result, "append", (node.element,), NONE, node.loc), node.loc)
    before += _loops(namer, node.clauses, (store,), node.loc)
    return result


def search(namer: Namer, node: Builtin, tests: Comprehension, before: list[Statement]) -> Expression:
    """`any(...)` and `all(...)` of tests that make tensors: they stop at the first that decides."""
    decides = node.name == "any"
    result = _result(namer, node)
    before.append(_set(result, Constant(not decides, BOOL, node.loc)))
    tests = _renamed(namer, tests)
    test = tests.element if decides else Not(tests.element, BOOL, node.loc)
    found = If(test, (_set(result, Constant(decides, BOOL, node.loc)), Break(node.loc)), (), node.loc)
    before += _loops(namer, tests.clauses, (found,), node.loc, result if decides else Not(result, BOOL, node.loc))
    return result


def total(namer: Namer, node: Total, before: list[Statement]) -> Expression:
    """`sum(xs)` of tensors: a loop that adds them up. Python's sum of none would be a number."""
    loc = node.loc
    result = Local(namer.fresh("total", loc), OptionalType(node.type), loc)
    item = Local(namer.fresh("item", loc), node.type, loc)
    step = _rename(node.step, {node.total: result.name, node.item: item.name})
    none = Constant(None, NONE, loc)
    is_none = Compare((result, none), ("is",), BOOL, loc)
    add: tuple[Statement, ...] = (If(is_none, (_set(result, item),), (_set(result, step),), loc),)
    before += namer.statement(_set(result, none))
    if isinstance(node.iterable, Comprehension):  # nobody needs the list of them
        made = _renamed(namer, node.iterable)
        before += _loops(namer, made.clauses, (_set(item, made.element), *add), loc)
    else:
        loop = For(NameTarget(item.name, item.type), node.iterable, add, (), loc)
        before += namer.statement(loop)
    message = Constant("sum() of tensors expects at least one", STR, loc)
    missing = Raise(Builtin("ValueError", (message,), ExceptionType("ValueError"), loc), None, loc)
    before += namer.statement(If(is_none, (missing,), (), loc))
    return replace(result, type=node.type)


def _loops(
    namer: Namer, clauses: tuple[Clause, ...], body: tuple[Statement, ...], loc: Loc, leave: Expression | None = None
) -> list[Statement]:
    for position, clause in reversed(list(enumerate(clauses))):
        if leave is not None and position < len(clauses) - 1:
            body = (*body, If(leave, (Break(loc),), (), loc))
        for condition in reversed(clause.conditions):
            body = (If(condition, body, (), loc),)
        body = (For(clause.target, clause.iterable, body, (), loc),)
    return list(namer.statements(body))


def _as(namer: Namer, node: Expression, result: Local) -> tuple[Statement, ...]:
    """`result = node`, by its truth where only that matters."""
    statements: list[Statement] = []
    value = namer.value(node, statements, keep=True)
    if result.type == BOOL and value.type != BOOL:
        value = Not(Not(value, BOOL, node.loc), BOOL, node.loc)
    return (*statements, _set(result, value))


def _result(namer: Namer, node: Expression) -> Local:
    return Local(namer.fresh("items" if holds(node.type) else "value", node.loc), node.type, node.loc)


def _set(result: Local, value: Expression) -> Assign:
    return Assign((NameTarget(result.name, result.type),), value, value.loc)


def _renamed(namer: Namer, node: Comprehension) -> Comprehension:
    """`node` with names of their own for its targets, which are nobody else's in Python."""
    names = {
        name: namer.fresh(name, namer.fresh.labels.get(name, name))
        for clause in node.clauses
        for name in target_names(clause.target)
    }
    first, *rest = node.clauses
    clauses = [replace(_rename(first, names), iterable=first.iterable), *(_rename(clause, names) for clause in rest)]
    key = None if node.key is None else _rename(node.key, names)
    return replace(node, key=key, element=_rename(node.element, names), clauses=tuple(clauses))


def _rename(node: Any, names: Mapping[str, str]) -> Any:
    match node:
        case Local(name) | NameTarget(name):
            return replace(node, name=names.get(name, name))
        case TupleTarget():
            return rebuild(node, lambda child: _rename(child, names))
        case Lambda(params):
            visible = {old: new for old, new in names.items() if old not in params}
            return rebuild(node, lambda child: _rename(child, visible))
        case Comprehension(clauses=clauses):
            own = {name for clause in clauses for name in target_names(clause.target)}
            visible = {old: new for old, new in names.items() if old not in own}
            renamed = rebuild(node, lambda child: _rename(child, visible))
            outer = _rename(clauses[0].iterable, names)  # evaluated outside
            return replace(renamed, clauses=(replace(renamed.clauses[0], iterable=outer), *renamed.clauses[1:]))
        case _:
            return rebuild(node, lambda child: _rename(child, names))
