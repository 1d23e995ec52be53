"""Comprehensions and generators.

[f(x) for x in xs if x > 0]                      Array.from(filtered(xs, (x) => x > 0), (x) => f(x))
{k: v for k, v in pairs}               =>        new Dict(mapped(pairs, ([k, v]) => [k, v]))
sum(x * y for x in xs for y in ys)               sum(chained(xs, (x) => mapped(ys, (y) => x * y)))
"""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.frontend.effects import may_change_others
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression, truth
from bmlc.frontend.generate.values import iterable
from bmlc.frontend.host import (
    Clause,
    Comprehension,
    Expression,
    IterableType,
    ListType,
    Local,
    NameTarget,
    Target,
    TupleTarget,
    TupleType,
    resolve,
)

__all__ = ["quantified"]


@expression.register
def _comprehension(node: Comprehension, context: Context) -> js.Expression:
    if node.key is not None:
        pair = js.Array((expression(node.key, context), expression(node.element, context)))
        return js.New(context.helper("Dict"), (_lazily(node.clauses, pair, context),))
    element = expression(node.element, context)
    if isinstance(resolve(node.type), IterableType):
        return _lazily(node.clauses, element, context)
    if len(node.clauses) > 1:
        return js.Array((js.Spread(_lazily(node.clauses, element, context)),))
    (clause,) = node.clauses
    source, param = _source(clause, context)
    if _is_target(node.element, clause.target):
        plain = _over_list(node) and clause.conditions and isinstance(clause.target, NameTarget)
        if plain:
            return js.call(
                js.Member(iterable(clause.iterable, context), "filter"), js.Arrow((param,), _test(clause, context))
            )
        return js.Array((js.Spread(source),))
    change = js.Arrow((param,), element)
    if _over_list(node) and not clause.conditions and isinstance(clause.target, NameTarget):
        return js.call(js.Member(source, "map"), change)
    return js.call(js.Member(js.name("Array"), "from"), source, change)


def quantified(node: Comprehension, method: str, context: Context) -> js.Expression | None:
    """`any` and `all` of a plain generator over a list: `xs.some((x) => x > 0)`; None where it is another."""
    (clause, *others) = node.clauses
    if others or clause.conditions or not _over_list(node) or not isinstance(clause.target, NameTarget):
        return None
    source, param = _source(clause, context)
    return js.call(js.Member(source, method), js.Arrow((param,), truth(node.element, context)))


def _over_list(node: Comprehension) -> bool:
    """Whether methods of the list mean the same: nothing can change it in between."""
    (clause,) = node.clauses
    over_list = isinstance(resolve(clause.iterable.type), ListType | TupleType)
    return over_list and not any(map(may_change_others, (*clause.conditions, node.element)))


def _is_target(element: Expression, target: Target) -> bool:
    return isinstance(element, Local) and isinstance(target, NameTarget) and element.name == target.name


def _lazily(clauses: Sequence[Clause], element: js.Expression, context: Context) -> js.Expression:
    (clause, *inner) = clauses
    source, param = _source(clause, context)
    if inner:
        return js.Call(context.helper("chained"), (source, js.Arrow((param,), _lazily(inner, element, context))))
    if element == param:
        return source
    return js.Call(context.helper("mapped"), (source, js.Arrow((param,), element)))


def _source(clause: Clause, context: Context) -> tuple[js.Expression, js.Identifier | js.ArrayPattern]:
    """What passes the conditions, and the parameter that takes it."""
    param = _pattern(clause.target, context)
    source = iterable(clause.iterable, context)
    if isinstance(clause.target, TupleTarget) and not isinstance(resolve(clause.target.type), TupleType):
        item = js.name(context.own(("item", id(clause)), "item"))
        count = js.Literal(len(clause.target.items))
        unpack = js.Arrow((item,), js.Call(context.helper("unpack"), (item, count)))
        source = js.Call(context.helper("mapped"), (source, unpack))
    if clause.conditions:
        source = js.Call(context.helper("filtered"), (source, js.Arrow((param,), _test(clause, context))))
    return source, param


def _test(clause: Clause, context: Context) -> js.Expression:
    whole, *others = [truth(condition, context) for condition in clause.conditions]
    for other in others:
        whole = js.Binary("&&", whole, other)
    return whole


def _pattern(target: Target, context: Context) -> js.Identifier | js.ArrayPattern:
    if isinstance(target, NameTarget):
        return context.local(target.name)
    assert isinstance(target, TupleTarget)
    return js.ArrayPattern(tuple(_pattern(item, context) for item in target.items))
