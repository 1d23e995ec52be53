"""Names, calls, signs, binary operators and attributes: to whom each of these expressions goes."""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check import calls, names, operators, tensors
from bmlc.frontend.check.builtins.classes import class_name
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.folding import constant_int
from bmlc.frontend.check.methods import has_method
from bmlc.frontend.check.narrowing import check_test
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Arithmetic,
    Builtin,
    Constant,
    ExceptionType,
    Expression,
    HistoryType,
    Item,
    ListType,
    Negate,
    NestedFunctionType,
    Not,
    OfProgram,
    RecordType,
    TimerType,
    TypeVariable,
    VariableType,
)

__all__: list[str] = []

_NAMED = {"True": (True, BOOL), "False": (False, BOOL), "None": (None, NONE)}


@check_expression.register
def _name(node: cst.Name, scope: Scope) -> Expression:
    if node.value in _NAMED:
        value, scalar = _NAMED[node.value]
        return Constant(value, scalar, scope.loc(node))
    found = scope.read(node) or names.free_name(node, scope)
    if isinstance(found.type, NestedFunctionType):
        message = f"{node.value} is a function: scripts do not keep, return or pass on functions"
        raise scope.error("BML207", node, message, f"call it where it is needed, as in {node.value}(...)")
    return found


@check_expression.register
def _call(node: cst.Call, scope: Scope) -> Expression:
    return calls.check_call(node, scope)


@check_expression.register
def _binary(node: cst.BinaryOperation, scope: Scope) -> Expression:
    folded = constant_int(node, scope)
    if folded is not None:
        return folded
    left, right = check_expression(node.left, scope), check_expression(node.right, scope)
    return operators.arithmetic(scope, node, node.operator, left, right)


@check_expression.register
def _unary(node: cst.UnaryOperation, scope: Scope) -> Expression:
    loc = scope.loc(node)
    if isinstance(node.operator, cst.Not):
        return Not(check_test(node.expression, scope).expression, BOOL, loc)
    operand = check_expression(node.expression, scope)
    if operators.is_tensor(operand.type) and isinstance(node.operator, cst.Minus):
        return tensors.operation(scope, node, "negative", [operand])
    host_type = known(operand.type)
    match node.operator:
        case cst.Minus() if host_type in (INT, FLOAT) or isinstance(host_type, TypeVariable):
            return Negate(operand, host_type, loc)
        case cst.Minus() if host_type == BOOL:
            return Negate(Builtin("int", (operand, None), INT, operand.loc), INT, loc)
        case cst.Plus() if host_type in (INT, FLOAT):
            return operand
        case cst.Plus() if host_type == BOOL:
            return Builtin("int", (operand, None), INT, loc)
        case cst.BitInvert() if host_type in (INT, BOOL):
            return Arithmetic("-", Negate(Constant(1, INT, loc), INT, loc), operand, INT, loc)
    symbol = scope.text(node.operator).strip()
    raise scope.error("BML204", node, f"{symbol} does not take {host_type}", none_hint(host_type))


@check_expression.register
def _attribute(node: cst.Attribute, scope: Scope) -> Expression:
    name = node.attr.value
    if name == "__name__" and isinstance(node.value, cst.Call):
        return _class_name(node, node.value, scope)
    owner = check_expression(node.value, scope)
    host_type = known(owner.type)
    if isinstance(host_type, TimerType) and name == "seconds":
        return Item(owner, name, FLOAT, scope.loc(node))
    if operators.is_tensor(host_type) and name == "shape":
        return tensors.shape_of(scope, node, owner)
    if isinstance(host_type, VariableType) and name == "value":
        return tensors.as_tensor(scope, node, owner)
    if isinstance(host_type, HistoryType) and name == "history":
        logs = tuple((log, ListType(FLOAT)) for log in host_type.logs)
        return Item(owner, name, RecordType(logs), scope.loc(node))
    if isinstance(host_type, OfProgram):
        found = names.attribute_of(host_type, node, scope)
        if found is not None:
            return found
    if has_method(host_type, name):
        raise scope.error("BML201", node.attr, f"{name} is a method of {host_type}", f"call it, as in {name}(...)")
    hint = names.close_member(host_type, name, scope) or none_hint(host_type)
    raise scope.error("BML201", node.attr, f"{host_type} in a script has no {name}", hint)


def _class_name(node: cst.Attribute, made: cst.Call, scope: Scope) -> Expression:
    """`type(x).__name__`"""
    if not isinstance(made.func, cst.Name) or made.func.value != "type" or len(made.args) != 1:
        raise scope.error("BML201", node, f"scripts do not have {scope.text(node)}")
    value = check_expression(made.args[0].value, scope)
    if isinstance(known(value.type), ExceptionType):
        return Builtin("error_name", (value,), STR, scope.loc(node))
    name = class_name(value.type)
    if name is None:
        raise scope.error("BML204", node, f"scripts do not ask for the type of {known(value.type)}")
    return Constant(name, STR, scope.loc(node))
