"""Items and slices."""

from __future__ import annotations

from collections.abc import Sequence
from types import EllipsisType

import libcst as cst

from bmlc.frontend.check import tensors
from bmlc.frontend.check.expected import host_value, lookup_key
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit_hint, none_hint
from bmlc.frontend.check.iteration import element_type
from bmlc.frontend.check.operators import is_tensor
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import fits, known
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Constant,
    DictType,
    Expression,
    FixedListType,
    HostType,
    Index,
    Item,
    ListType,
    Local,
    Negate,
    PredictionsType,
    RangeType,
    RecordType,
    Slice,
    TupleLiteral,
    TupleType,
)

__all__ = ["written_index"]


@check_expression.register
def _subscript(node: cst.Subscript, scope: Scope) -> Expression:
    owner = check_expression(node.value, scope)
    if is_tensor(owner.type):
        return _tensor_item(node, owner, scope)
    if len(node.slice) != 1 and not isinstance(known(owner.type), DictType | PredictionsType):
        raise scope.error("BML201", node, f"{known(owner.type)} has one index", "write a[i][j]")
    if len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Slice):
        return _slice(node, owner, node.slice[0].slice, scope)
    return _item(node, owner, written_index(node, scope), scope)


def written_index(node: cst.Subscript, scope: Scope) -> Expression:
    """What stands between [ and ]: `grid[i, j]` has a tuple there."""
    items = []
    for element in node.slice:
        if not isinstance(element.slice, cst.Index) or element.slice.star is not None:
            raise scope.error("BML201", node, "scripts do not have such an index", "write ints, or one slice")
        items.append(check_expression(element.slice.value, scope))
    if len(items) == 1:
        return items[0]
    return TupleLiteral(tuple(items), TupleType(tuple(item.type for item in items)), scope.loc(node))


def _item(node: cst.Subscript, owner: Expression, index: Expression, scope: Scope) -> Expression:
    written = node.slice[0]
    loc = scope.loc(node)
    match known(owner.type):
        case DictType(key, value):
            return Index(owner, lookup_key(scope, written, index, key), value, loc)
        case RecordType(fields) as record:
            if not isinstance(index, Constant) or not isinstance(index.value, str):
                raise scope.error("BML201", written, "the key must be written as a string", _example(record))
            if index.value not in record.keys:
                expected = ", ".join(map(repr, record.keys))
                raise scope.error("BML102", written, f"expected one of {expected}, received {index.value!r}")
            return Item(owner, index.value, dict(fields)[index.value], loc)
        case TupleType(items) | FixedListType(items):
            return _fixed_item(node, owner, items, _int(scope, written, index), written, scope)
        case ListType(item):
            return Index(owner, _int(scope, written, index), item, loc)
        case RangeType():
            return Index(owner, _int(scope, written, index), INT, loc)
        case host_type if host_type == STR:
            return Index(owner, _int(scope, written, index), STR, loc)
        case host_type:
            raise _no_items(scope, node, host_type)


def _example(record: RecordType) -> str | None:
    return f'for example ["{record.keys[0]}"]' if record.keys else None


def _fixed_item(
    node: cst.Subscript,
    owner: Expression,
    items: Sequence[HostType],
    index: Expression,
    written: cst.CSTNode,
    scope: Scope,
) -> Expression:
    place = _constant(scope.written.get(index.name, index) if isinstance(index, Local) else index)
    if place is None:
        common = element_type(owner.type, scope.journal)
        if common is None:
            expected = f"the items of {known(owner.type)} differ in type: expected a constant"
            message = f"{expected}, received {known(index.type)}"
            raise scope.error("BML204", written, message, "unpack it, or use a list of values of one type")
        return Index(owner, index, common, scope.loc(node))
    if not -len(items) <= place < len(items):
        raise scope.error("BML102", written, f"expected an index below {len(items)}, received {place}")
    return Item(owner, place % len(items), items[place], scope.loc(node))


def _constant(index: Expression) -> int | None:
    match index:
        case Constant(value) if isinstance(value, int):
            return int(value)
        case Negate(Constant(value)) if isinstance(value, int):
            return -int(value)
        case _:
            return None


# What metrics are asked for by, as in Keras a dictionary is.
_BY_NAME = "names are keys of dictionaries: model.evaluate(data, return_dict=True) gives one"


def _int(scope: Scope, node: cst.CSTNode, index: Expression) -> Expression:
    index = host_value(scope, node, index)
    if known(index.type) not in (INT, BOOL) and not fits(INT, index.type, scope.journal):
        cure = _BY_NAME if known(index.type) == STR else "convert it: int(...)"
        hint = fit_hint(INT, index) or cure
        raise scope.error("BML204", node, f"expected an int as index, received {known(index.type)}", hint)
    return index


def _slice(node: cst.Subscript, owner: Expression, written: cst.Slice, scope: Scope) -> Expression:
    start, stop, step = (_bound(bound, scope) for bound in (written.lower, written.upper, written.step))
    loc = scope.loc(node)
    match known(owner.type):
        case ListType() | RangeType() as host_type:
            return Slice(owner, start, stop, step, host_type, loc)
        case TupleType(items) | FixedListType(items) as fixed:
            places = [None if bound is None else _constant(bound) for bound in (start, stop, step)]
            if any(
                place is None and bound is not None for place, bound in zip(places, (start, stop, step), strict=True)
            ):
                raise scope.error(
                    "BML204",
                    node,
                    f"the bounds of a slice of {fixed} are constants",
                    "use a list of values of one type",
                )
            if places[2] == 0:
                raise scope.error("BML102", node, "slice step cannot be zero")
            return Slice(owner, start, stop, step, type(fixed)(tuple(items[slice(*places)])), loc)
        case host_type if host_type == STR:
            return Slice(owner, start, stop, step, STR, loc)
        case host_type:
            raise _no_items(scope, node, host_type)


def _bound(node: cst.BaseExpression | None, scope: Scope) -> Expression | None:
    if node is None:
        return None
    value = check_expression(node, scope)
    return None if isinstance(value, Constant | Local) and known(value.type) == NONE else _int(scope, node, value)


def _no_items(scope: Scope, node: cst.Subscript, host_type: HostType) -> Exception:
    by_name = _BY_NAME if host_type == FLOAT else None
    return scope.error("BML204", node.value, f"{host_type} has no items", none_hint(host_type) or by_name)


def _tensor_item(node: cst.Subscript, owner: Expression, scope: Scope) -> Expression:
    """`x[0]`, `x[1:3, -1]`, `x[..., None]` with indices that are written out, as in tensor functions; `x[i]` alone."""
    if len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
        index = host_value(scope, node.slice[0], check_expression(node.slice[0].slice.value, scope))
        if known(index.type) == INT and _constant(index) is None:
            return tensors.row(scope, node, owner, index)
    entries = tuple(_tensor_index(element, scope) for element in node.slice)
    return tensors.item(scope, node, owner, entries[0] if len(entries) == 1 else entries)


def _tensor_index(element: cst.SubscriptElement, scope: Scope) -> int | slice | EllipsisType | None:
    match element.slice:
        case cst.Index(value=cst.Ellipsis()):
            return ...
        case cst.Index(value=cst.Name(value="None")):
            return None
        case cst.Index(value=value):
            return _written_int(value, scope)
        case cst.Slice(lower=lower, upper=upper, step=step):
            parts = (None if part is None else _written_int(part, scope) for part in (lower, upper, step))
            return slice(*parts)
    raise scope.error("BML201", element, "scripts do not have such an index", "write ints and slices")


def _written_int(node: cst.BaseExpression, scope: Scope) -> int:
    index = check_expression(node, scope)
    found = _constant(index)
    if found is None:
        message = f"expected an int that is written out, received {known(index.type)}"
        raise scope.error("BML204", node, message, "index with values in a @bml.function: bml.ops.take(x, i, axis=0)")
    return found
