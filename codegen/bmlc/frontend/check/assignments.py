"""Assignments: to names, to items, to several of them at once, augmented and annotated; `del`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libcst as cst

from bmlc.frontend.check import operators, tensors
from bmlc.frontend.check.annotations import annotated_type
from bmlc.frontend.check.definitions import define
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit, fit_hint
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.statements import check_statement
from bmlc.frontend.check.targets import check_item, check_target, is_simple, is_slice, set_slice, unpack_rest
from bmlc.frontend.check.unify import fits, known
from bmlc.frontend.check.valueless import is_valueless
from bmlc.frontend.host import (
    FLOAT,
    NONE,
    Assign,
    DeleteItem,
    DictType,
    Discard,
    Expression,
    HostType,
    Index,
    ItemTarget,
    IterableType,
    ListType,
    Local,
    Method,
    MetricType,
    NameTarget,
    OfProgram,
    OptimizerType,
    OptionalType,
    RunCall,
    Statement,
    Target,
    children,
    plural,
)
from bmlc.ir import Loc

__all__: list[str] = []

_AUGMENTED: dict[type[cst.CSTNode], type[cst.BaseBinaryOp]] = {
    cst.AddAssign: cst.Add,
    cst.SubtractAssign: cst.Subtract,
    cst.MultiplyAssign: cst.Multiply,
    cst.DivideAssign: cst.Divide,
    cst.FloorDivideAssign: cst.FloorDivide,
    cst.ModuloAssign: cst.Modulo,
    cst.PowerAssign: cst.Power,
    cst.MatrixMultiplyAssign: cst.MatrixMultiply,
    cst.BitAndAssign: cst.BitAnd,
    cst.BitOrAssign: cst.BitOr,
    cst.BitXorAssign: cst.BitXor,
    cst.LeftShiftAssign: cst.LeftShift,
    cst.RightShiftAssign: cst.RightShift,
}


@check_statement.register
def _assign(node: cst.Assign, scope: Scope) -> list[Statement]:
    match node:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name() as name)], value=cst.Lambda() as function):
            return define(name, function, scope)
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute() as attribute)]):
            return [_set(node, attribute, check_expression(node.value, scope), scope)]
    value = _stored(node.value, scope)
    if is_valueless(value.type):
        return _named(node, value, scope)
    for each in node.targets:
        value = _as_declared(each.target, value, scope)
    loc = scope.loc(node)
    if len(node.targets) == 1:
        target = node.targets[0].target
        if isinstance(target, cst.Subscript) and is_slice(target):
            return [Discard(set_slice(target, value, loc, scope), loc)]
        value = unpack_rest(target, value, scope)
    targets = tuple(check_target(each.target, value, loc, scope) for each in node.targets)
    return _ordered(Assign(targets, value, loc), scope)


def _set(node: cst.CSTNode, target: cst.Attribute, value: Expression, scope: Scope) -> Statement:
    """`optimizer.learning_rate = value`"""
    owner = known(check_expression(target.value, scope).type)
    setter = scope.world.setter(owner, target.attr.value) if isinstance(owner, OfProgram) else None
    if setter is None:
        hint = "keep the value by a name, or in a dictionary"
        if isinstance(owner, OfProgram):
            hint = "set it at the top of the file"
        raise scope.error("BML201", target, "scripts do not set attributes", hint)
    return Discard(tensors.applied(scope, node, setter, [value]), scope.loc(node))


def _named(node: cst.Assign, value: Expression, scope: Scope) -> list[Statement]:
    """A name for what is known when the script is compiled, such as an optimizer: it has no value in JavaScript."""
    if len(node.targets) != 1 or not isinstance(node.targets[0].target, cst.Name):
        raise scope.error(
            "BML207", node, f"expected one name for {value.type}", "write optimizer = ... on its own line"
        )
    if isinstance(value.type, OptimizerType | MetricType) and isinstance(value, Local):
        # Made anew in a loop, it would take back the state of the one that the other name stands for.
        raise scope.error("BML207", node.value, f"scripts give {value.type} one name", f"use {value.name}")
    scope.bind(node.targets[0].target.value, value.type, scope.loc(node))
    return [Discard(value, scope.loc(node))] if isinstance(value, RunCall) else []


@check_statement.register
def _annotated(node: cst.AnnAssign, scope: Scope) -> list[Statement]:
    declared = annotated_type(node.annotation.annotation, scope)
    loc = scope.loc(node)
    if isinstance(node.target, cst.Name):
        scope.declared[node.target.value] = declared
    if node.value is None:
        return []
    value = _fitted(node.value, _stored(node.value, scope), declared, scope)
    if not isinstance(node.target, cst.Name):
        return _ordered(Assign((check_target(node.target, value, loc, scope),), value, loc), scope)
    # A name that may be None is known better right after it was given a value.
    narrow = known(value.type) != NONE and isinstance(known(declared), OptionalType)
    name = scope.bind(node.target.value, value.type if narrow else declared, loc)
    return [Assign((NameTarget(name, declared),), value, loc)]


@check_statement.register
def _augmented(node: cst.AugAssign, scope: Scope) -> list[Statement]:
    operator = _AUGMENTED[type(node.operator)]()
    loc = scope.loc(node)
    if isinstance(node.target, cst.Subscript):
        return _augmented_item(node, node.target, operator, loc, scope)
    if isinstance(node.target, cst.Attribute):
        operands = check_expression(node.target, scope), check_expression(node.value, scope)
        return [_set(node, node.target, operators.arithmetic(scope, node, operator, *operands), scope)]
    assert isinstance(node.target, cst.Name)
    left = check_expression(node.target, scope)
    extended = _extended(node, left, operator, loc, scope)
    if extended is not None:
        return [extended]
    value = operators.arithmetic(scope, node, operator, left, check_expression(node.value, scope))
    value = _as_declared(node.target, value, scope)
    return [Assign((check_target(node.target, value, loc, scope),), value, loc)]


@check_statement.register
def _delete(node: cst.Del, scope: Scope) -> list[Statement]:
    targets = (
        [element.value for element in node.target.elements] if isinstance(node.target, cst.Tuple) else [node.target]
    )
    return [statement for target in targets for statement in _deleted(target, scope)]


def _deleted(target: cst.BaseExpression, scope: Scope) -> list[Statement]:
    match target:
        case cst.Name():
            check_expression(target, scope)
            scope.unbind(target.value)
            return []
        case cst.Subscript() if is_slice(target):
            loc = scope.loc(target)
            return [Discard(set_slice(target, None, loc, scope), loc)]
        case cst.Subscript():
            item = check_item(target, scope, "delete")
            return [DeleteItem(item.object, item.index, scope.loc(target))]
        case _:
            raise scope.error("BML201", target, "scripts delete names, and items of lists and dictionaries")


def _stored(node: cst.BaseExpression, scope: Scope) -> Expression:
    """The value of an assignment: functions are none."""
    return check_expression(node, scope)


def _as_declared(target: cst.BaseExpression, value: Expression, scope: Scope) -> Expression:
    """The value of a name that was annotated."""
    declared = scope.declared.get(target.value) if isinstance(target, cst.Name) else None
    return value if declared is None else _fitted(target, value, declared, scope)


def _fitted(node: cst.CSTNode, value: Expression, declared: HostType, scope: Scope) -> Expression:
    fitted = fit(value, declared, scope.journal)
    if fitted is None:
        message = f"expected {known(declared)}, as annotated, received {known(value.type)}"
        raise scope.error("BML204", node, message, fit_hint(declared, value))
    return fitted


def _ordered(assign: Assign, scope: Scope) -> list[Statement]:
    """Python evaluates the value first: it gets a name where the place of an item takes computing, too."""
    if is_simple(assign.value) or all(is_simple(place) for target in assign.targets for place in _places(target)):
        return [assign]
    name = scope.fresh("value")
    held = Local(name, assign.value.type, assign.loc)
    return [
        Assign((NameTarget(name, held.type),), assign.value, assign.loc),
        Assign(assign.targets, held, assign.loc),
    ]


def _places(target: Any) -> Iterator[Expression]:
    """What is computed to find where `target` is."""
    for child in children(target):
        if isinstance(child, Target):
            yield from _places(child)
        else:
            yield child


def _augmented_item(
    node: cst.AugAssign, target: cst.Subscript, operator: cst.BaseBinaryOp, loc: Loc, scope: Scope
) -> list[Statement]:
    """`xs[i] += v` as `xs[i] = xs[i] + v`, where `xs` and `i` were evaluated once."""
    item = check_item(target, scope, "set")
    before: list[Statement] = []
    owner = _held(item.object, "items", before, scope)
    index = _held(item.index, "index", before, scope)
    left = Index(owner, index, item.type, scope.loc(target))
    extended = _extended(node, left, operator, loc, scope)
    if extended is not None:
        return [*before, extended]
    value = operators.arithmetic(scope, node, operator, left, check_expression(node.value, scope))
    fitted = fit(value, item.type, scope.journal)
    if fitted is None:
        raise scope.error(
            "BML203", node, f"the items are {plural(item.type)}, this would make one {known(value.type)}",
            "write the ints with a point, as in 0.0, where the list is made" if known(value.type) == FLOAT else None,
        )  # fmt: skip
    return [*before, Assign((ItemTarget(owner, index, item.type),), fitted, loc)]


def _held(value: Expression, hint: str, before: list[Statement], scope: Scope) -> Expression:
    """`value` by a name of its own, unless it can be evaluated again."""
    if is_simple(value):
        return value
    name = scope.fresh(hint)
    before.append(Assign((NameTarget(name, value.type),), value, value.loc))
    return Local(name, value.type, value.loc)


def _extended(
    node: cst.AugAssign, left: Expression, operator: cst.BaseBinaryOp, loc: Loc, scope: Scope
) -> Statement | None:
    """`+=` changes a list, and `|=` a dictionary, for all who hold it."""
    match known(left.type), operator:
        case ListType(), cst.Add():
            name = "extend"
        case DictType(), cst.BitOr():
            name = "update"
        case _:
            return None
    value = check_expression(node.value, scope)
    fitted = _items_for(value, left.type, scope) or fit(value, left.type, scope.journal)
    if fitted is None:
        raise scope.error(
            "BML204",
            node,
            f"{scope.text(node.operator).strip()} expects {known(left.type)}, received {known(value.type)}",
            fit_hint(left.type, value),
        )
    return Discard(Method(left, name, (fitted,), NONE, loc), loc)


def _items_for(value: Expression, extended: HostType, scope: Scope) -> Expression | None:
    """`value` where it is an iterator, such as a generator, of what the list holds."""
    match known(value.type), known(extended):
        case IterableType(item, sized=False), ListType(own) if fits(own, item, scope.journal):
            return value
        case _:
            return None
