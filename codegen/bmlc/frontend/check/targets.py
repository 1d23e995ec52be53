"""What is assigned to: names, items, and tuples of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import libcst as cst

from bmlc.errors import Note, UserError
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit, fit_hint, none_hint
from bmlc.frontend.check.iteration import element_type
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.subscripts import written_index
from bmlc.frontend.check.unify import fits, known
from bmlc.frontend.host import (
    BOOL,
    INT,
    NONE,
    STR,
    Constant,
    DictType,
    Expression,
    FixedListType,
    HostType,
    Item,
    ItemTarget,
    ListType,
    Local,
    NameTarget,
    Negate,
    OptionalType,
    ProgramObject,
    RecordType,
    SetSlice,
    Target,
    TupleLiteral,
    TupleTarget,
    TupleType,
    Unpack,
    holds_tensors,
    plural,
)
from bmlc.ir import Loc

__all__ = ["bind_target", "check_item", "check_target", "has_star", "is_simple", "is_slice", "set_slice", "unpack_rest"]


def check_target(node: cst.BaseExpression, value: Expression, loc: Loc, scope: Scope) -> Target:
    """The target `node` of an assignment of `value`; its names are set from there on."""
    if isinstance(node, cst.Subscript):
        item = check_item(node, scope, "set")
        if fit(value, item.type, scope.journal) is None:
            raise _other_item(value.loc, item.type, value.type, fit_hint(item.type, value))
        return item
    if isinstance(node, cst.Tuple | cst.List) and isinstance(known(value.type), OptionalType):
        raise scope.error(
            "BML204", node, f"cannot unpack {known(value.type)}", "test it first, as in `if x is not None:`"
        )
    return bind_target(node, value.type, loc, scope)


def bind_target(node: cst.BaseExpression, host_type: HostType, loc: Loc, scope: Scope) -> Target:
    """The target `node` of a value of `host_type`, such as a loop's; its names are set from there on."""
    match node:
        case cst.Name(value=name):
            if name in scope.functions:
                notes = (Note(scope.functions[name], "the function"),)
                hint = "give each meaning a name of its own"
                raise UserError("BML203", f"{name} would be a function or {host_type}", hint, scope.loc(node), notes)
            return NameTarget(scope.bind(name, host_type, loc), host_type)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            return _unpacked(node, elements, host_type, loc, scope)
        case cst.Subscript():
            item = check_item(node, scope, "set")
            if not fits(item.type, host_type, scope.journal):
                raise _other_item(scope.loc(node), item.type, host_type, None)
            return item
        case cst.Attribute():
            raise scope.error(
                "BML201", node, "scripts do not set attributes", "keep the value by a name, or in a dictionary"
            )
        case _:
            raise scope.error("BML201", node, "scripts assign to names and to items of lists and dictionaries")


def check_item(node: cst.Subscript, scope: Scope, verb: str) -> ItemTarget:
    """`object[index]` to be set or deleted."""
    owner = check_expression(node.value, scope)
    index, written = written_index(node, scope), node.slice[0]
    match known(owner.type):
        case ListType(item):
            if known(index.type) not in (INT, BOOL) and not fits(INT, index.type, scope.journal):
                raise scope.error("BML204", written, f"expected an int as index, received {known(index.type)}")
            return ItemTarget(owner, index, item)
        case DictType(key, item):
            fitted = fit(index, key, scope.journal)
            if fitted is None:
                message = f"the keys are {plural(key)}, received {known(index.type)}"
                raise scope.error("BML204", written, message, fit_hint(key, index))
            return ItemTarget(owner, fitted, item)
        case TupleType() | FixedListType() | RecordType() as fixed:
            raise scope.error("BML204", node, f"{fixed} cannot be changed", "use a list or a dictionary")
        case other:
            raise scope.error("BML204", node, f"cannot {verb} items of {other}", _no_items_hint(other))


def _no_items_hint(host_type: HostType) -> str | None:
    return "strings do not change: make a new one" if host_type == STR else none_hint(host_type)


def is_slice(node: cst.Subscript) -> bool:
    return len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Slice)


def set_slice(node: cst.Subscript, value: Expression | None, loc: Loc, scope: Scope) -> Expression:
    """`object[start:stop:step] = value` of a list; without a value its items are deleted."""
    owner = check_expression(node.value, scope)
    host_type = known(owner.type)
    if not isinstance(host_type, ListType):
        raise scope.error("BML204", node, f"expected a list before [, received {host_type}")
    part = node.slice[0].slice
    assert isinstance(part, cst.Slice)
    if holds_tensors(host_type) and value is not None and part.step is not None:
        message = "scripts set slices of tensors from a start to a stop, without a step"
        raise scope.error("BML201", node, message, "set one item after another")
    bounds = [_bound(bound, scope) for bound in (part.lower, part.upper, part.step)]
    if value is not None:
        item = element_type(value.type, scope.journal)
        if item is None or not fits(host_type.item, item, scope.journal):
            message = f"expected items of {host_type}, received {known(value.type)}"
            raise scope.error("BML204", node, message, fit_hint(host_type, value))
    return SetSlice(value, owner, bounds[0], bounds[1], bounds[2], NONE, loc)


def _bound(node: cst.BaseExpression | None, scope: Scope) -> Expression | None:
    if node is None:
        return None
    bound = check_expression(node, scope)
    if known(bound.type) == NONE:
        return None
    if known(bound.type) not in (INT, BOOL):
        raise scope.error("BML204", node, f"expected an int in a slice, received {known(bound.type)}")
    return bound


def has_star(node: cst.BaseExpression) -> bool:
    """Whether the target `node` is unpacked as `a, *rest` is."""
    return any(map(_is_star, _elements(node)))


def unpack_rest(node: cst.BaseExpression, value: Expression, scope: Scope) -> Expression:
    """`value` as `a, *rest, b` takes it; as it is where `node` has no `*`."""
    elements = _elements(node)
    stars = [index for index, element in enumerate(elements) if _is_star(element)]
    if not stars:
        return value
    _refuse_record(node, value.type, scope)
    item = element_type(value.type, scope.journal)
    if item is None:
        raise scope.error("BML204", node, f"cannot unpack {known(value.type)}", none_hint(value.type))
    before, after = stars[0], len(elements) - stars[0] - 1
    return Unpack(value, before, after, TupleType((*[item] * before, ListType(item), *[item] * after)), value.loc)


def _refuse_record(node: cst.CSTNode, host_type: HostType, scope: Scope) -> None:
    """Python unpacks the keys of a dictionary, where its values are meant."""
    record = known(host_type)
    if isinstance(record, RecordType):
        key = record.keys[0] if record.keys else "key"
        hint = f"take its values by their keys, as in [{key!r}]; its keys are list(...)"
        raise scope.error("BML204", node, f"expected values to unpack, received {record}", hint)


def _elements(node: cst.BaseExpression) -> Sequence[cst.BaseElement]:
    return node.elements if isinstance(node, cst.Tuple | cst.List) else ()


def _is_star(element: cst.BaseElement) -> bool:
    return isinstance(element, cst.StarredElement)


def is_simple(node: Expression) -> bool:
    """Whether evaluating `node` has no effect, cannot fail, and gives the same a statement later."""
    match node:
        case Constant() | ProgramObject():
            return True
        case Local():
            return not node.maybe_unset
        case Negate(operand):
            return isinstance(operand, Constant)
        case Item(owner):
            return is_simple(owner)
        case TupleLiteral(items):
            return all(map(is_simple, items))
        case _:
            return False


def _unpacked(
    node: cst.Tuple | cst.List, elements: Sequence[cst.BaseElement], host_type: HostType, loc: Loc, scope: Scope
) -> Target:
    for element in elements:
        if has_star(element.value):
            raise scope.error(
                "BML201", element, "scripts unpack with * in the outermost tuple", "unpack it on a line of its own"
            )
    types = _item_types(node, host_type, len(elements), scope)
    targets = [bind_target(element.value, item, loc, scope) for element, item in zip(elements, types, strict=True)]
    return TupleTarget(tuple(_last_of_each(targets, scope)), host_type)


def _item_types(node: cst.CSTNode, host_type: HostType, count: int, scope: Scope) -> Sequence[HostType]:
    match known(host_type):
        case TupleType(items) | FixedListType(items):
            if len(items) != count:
                known_as = known(host_type)
                raise scope.error("BML204", node, f"expected {len(items)} names for {known_as}, received {count}")
            return items
        case other:
            _refuse_record(node, other, scope)
            item = element_type(other, scope.journal)
            if item is None:
                raise scope.error("BML204", node, f"cannot unpack {other}", none_hint(other))
            return [item] * count


def _last_of_each(targets: Sequence[Target], scope: Scope) -> list[Target]:
    """Where a name is set twice, as in `_, _, x = sizes`, the last one counts; the others get names of ours."""
    names = [target.name if isinstance(target, NameTarget) else None for target in targets]
    return [
        replace(target, name=scope.fresh("unused"))
        if isinstance(target, NameTarget) and target.name in names[index + 1 :]
        else target
        for index, target in enumerate(targets)
    ]


def _other_item(loc: Loc, expected: HostType, received: HostType, hint: str | None) -> UserError:
    message = f"the items are {plural(expected)}, received {known(received)}"
    return UserError("BML203", message, hint or "keep values of one type in a list or dictionary", loc)
