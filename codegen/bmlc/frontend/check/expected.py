"""Arguments of Python's functions and methods where a type is expected."""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check import tensors
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit, fit_hint, none_hint
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    STR,
    Expression,
    HostType,
    TensorValue,
    TypeVariable,
    VariableType,
)

__all__ = ["as_number", "check_argument", "expect", "host_value", "lookup_key", "number_argument"]


def check_argument(argument: cst.Arg, what: str, expected: HostType, scope: Scope) -> Expression:
    """An argument of this type; a float may be given as an int, and a number as a tensor of one."""
    return expect(scope, argument.value, check_expression(argument.value, scope), what, expected)


def expect(scope: Scope, node: cst.CSTNode, value: Expression, what: str, expected: HostType) -> Expression:
    """`value` where `what`, such as "round's ndigits", must be `expected`.

    Raises:
        UserError: BML204 where it is not.
    """
    wanted = known(expected)
    if wanted in (INT, FLOAT):
        value = host_value(scope, node, value)
        if known(value.type) in ((INT, BOOL) if wanted == INT else (INT, FLOAT, BOOL)):
            return value
    fitted = fit(value, expected, scope.journal)
    if fitted is None:
        message = f"{what} must be {wanted}, received {known(value.type)}"
        hint = none_hint(value.type) or fit_hint(expected, value)
        if hint is None and wanted in (INT, FLOAT) and known(value.type) in (FLOAT, STR):
            hint = f"convert it: {'int' if wanted == INT else 'float'}(...)"
        raise scope.error("BML204", node, message, hint)
    return fitted


def number_argument(argument: cst.Arg, what: str, scope: Scope) -> Expression:
    """An int, a float or a bool; a tensor of one number is read."""
    return as_number(argument.value, check_expression(argument.value, scope), what, scope)


def as_number(node: cst.CSTNode, value: Expression, what: str, scope: Scope) -> Expression:
    """`value` where `what`, such as "abs's x", must be a number."""
    value = host_value(scope, node, value)
    if known(value.type) in (INT, FLOAT, BOOL):
        return value
    if isinstance(known(value.type), TypeVariable) and fit(value, FLOAT, scope.journal) is not None:
        return value
    message = f"{what} must be a number, received {known(value.type)}"
    raise scope.error("BML204", node, message, none_hint(value.type))


def lookup_key(scope: Scope, node: cst.CSTNode, index: Expression, key: HostType) -> Expression:
    """`index` to be looked up among keys of type `key`: numbers are found by what they count to."""
    if known(key) in (INT, FLOAT, BOOL) and known(index.type) in (INT, FLOAT, BOOL):
        return index
    fitted = fit(index, key, scope.journal)
    if fitted is None:
        message = f"expected {known(key)} as key, received {known(index.type)}"
        raise scope.error("BML204", node, message, none_hint(index.type) or fit_hint(key, index))
    return fitted


def host_value(scope: Scope, node: cst.CSTNode, value: Expression) -> Expression:
    """The number that a tensor holds; other values as they are."""
    if isinstance(known(value.type), TensorValue | VariableType):
        return tensors.number(scope, node, value)
    return value
