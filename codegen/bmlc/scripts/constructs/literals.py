"""Constants, lists, tuples and dictionaries that are written out, and names."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from bmlc.emit import js
from bmlc.scripts.checked import checked
from bmlc.scripts.fitting import fitted
from bmlc.scripts.iteration import iterated
from bmlc.scripts.literals import constant, dict_of, list_of, tuple_of
from bmlc.scripts.names.globals import read_global
from bmlc.scripts.names.naming import is_local, read_local
from bmlc.scripts.types import Tuple
from bmlc.scripts.values import Value, is_name, is_simple
from bmlc.scripts.visit import Visit, lowers

__all__: list[str] = []


@lowers(ast.Constant)
def _constant(visit: Visit, node: ast.Constant) -> Value:
    return constant(visit, node, node.value)


@lowers(ast.Name)
def _name(visit: Visit, node: ast.Name) -> Value:
    return read_local(visit, node, node.id) if is_local(visit, node.id) else read_global(visit, node, node.id)


def parts(visit: Visit, nodes: Sequence[ast.expr]) -> list[Value]:
    """Items of a literal; a fresh one that waits for others has a name: it is given up if one of them throws."""
    values = visit.expressions(nodes[:-1]) if len(nodes) > 1 else []
    if nodes:
        start = len(visit.frame.code)
        last = visit.expression(nodes[-1])
        if len(visit.frame.code) > start:
            later = visit.frame.code[start:]
            del visit.frame.code[start:]
            values = [each if each.is_known or is_name(each.js) else visit.named(each) for each in values]
            visit.frame.code += later
        values.append(last)
    if len(values) > 1 and any(visit.holds(value.type) and not value.fresh for value in values):
        # Retaining comes last: what may fail has happened by then.
        values = [visit.hold(value) if _cannot_fail(value.js) else visit.named(value) for value in values]
    return values


def _cannot_fail(expression: js.Expression) -> bool:
    match expression:
        case js.Index(owner, js.Literal()) | js.Member(owner, _):
            return is_simple(owner)
        case js.Array(items):
            return all(map(_cannot_fail, items))
    return is_simple(expression)


@lowers(ast.List)
def _list(visit: Visit, node: ast.List) -> Value:
    if any(isinstance(each, ast.Starred) for each in node.elts):
        return _spread(visit, node)
    return list_of(visit, parts(visit, node.elts), node)


def _spread(visit: Visit, node: ast.List | ast.Tuple) -> Value:
    """`[a, *b]`"""
    holder, cell = visit.cells.holder("list", (node, visit.here))
    values = visit.expressions([each.value if isinstance(each, ast.Starred) else each for each in node.elts])
    walked = [
        iterated(visit, value, each) if isinstance(each, ast.Starred) else None
        for each, value in zip(node.elts, values, strict=True)
    ]
    for value, walk in zip(values, walked, strict=True):
        visit.cells.grow(cell, value.type if walk is None else walk.item)
    held = visit.cells.of(holder).item
    elements: list[js.Expression] = [
        fitted(visit, value, held).js if walk is None else js.Spread(walk.fitted_to(visit, held))
        for value, walk in zip(values, walked, strict=True)
    ]
    whole: js.Expression = js.Array(tuple(elements))
    if visit.holds(held):
        whole = js.call(visit.run("adopt"), whole)
    return Value(frozenset({holder}), whole, fresh=True)


@lowers(ast.Tuple)
def _tuple(visit: Visit, node: ast.Tuple) -> Value:
    if any(isinstance(each, ast.Starred) for each in node.elts):
        return _spread_tuple(visit, node)
    return tuple_of(visit, parts(visit, node.elts))


def _spread_tuple(visit: Visit, node: ast.Tuple) -> Value:
    """`(a, *b)`: of tuples whose lengths are known a tuple of known length, else of any."""
    flat: list[Value] = []
    for each, value in zip(
        node.elts,
        visit.expressions([each.value if isinstance(each, ast.Starred) else each for each in node.elts]),
        strict=True,
    ):
        known = next(iter(value.type)) if len(value.type) == 1 else None
        if not isinstance(each, ast.Starred):
            flat.append(value)
        elif isinstance(known, Tuple):
            named = value if is_name(value.js) or value.items is not None else visit.named(value, "items")
            flat += named.parts(known)
        else:
            spread = _spread(visit, node)
            holder, cell = visit.cells.holder("tuple", (node, visit.here))
            visit.cells.grow(cell, iterated(visit, spread, node).item)
            return Value(frozenset({holder}), spread.js, fresh=True)
    return tuple_of(visit, flat)


@lowers(ast.Dict)
def _dict(visit: Visit, node: ast.Dict) -> Value:
    if any(key is None for key in node.keys):
        return _merged(visit, node)
    keys = [key for key in node.keys if key is not None]
    both = visit.expressions([each for pair in zip(keys, node.values, strict=True) for each in pair])
    return dict_of(visit, list(zip(both[::2], both[1::2], strict=True)), node)


def _merged(visit: Visit, node: ast.Dict) -> Value:
    """`{**a, "b": 1}`: parts that are merged one after another."""
    from bmlc.scripts.constructs.operators import merge_dictionaries  # which makes dictionaries, too

    whole: Value | None = None
    pairs: list[tuple[Value, Value]] = []
    for k, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
        if key is not None:
            first, second = visit.expressions([key, value])
            pairs.append((first, second))
            continue
        if pairs:
            part = dict_of(visit, pairs, (node, k))
            whole, pairs = part if whole is None else merge_dictionaries(visit, whole, part, node, (k, "+")), []
        (part,) = checked(visit, [visit.hold(visit.expression(value))], lambda part: {**part}, [value])
        if whole is not None:
            whole = merge_dictionaries(visit, whole, part, node, k)
        elif k + 1 < len(node.keys):
            whole = part  # which merging copies
        else:
            whole = merge_dictionaries(visit, dict_of(visit, [], (node, k, "new")), part, node, k)
    if pairs:
        assert whole is not None
        whole = merge_dictionaries(visit, whole, dict_of(visit, pairs, (node, "end")), node, "end")
    assert whole is not None
    return whole
