"""Types of arithmetic, with Python's meaning."""

from __future__ import annotations

import libcst as cst

from bmlc.errors import UserError
from bmlc.frontend.check import tensors
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import fits, join, known, unify
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Arithmetic,
    Constant,
    DictType,
    Expression,
    FixedListType,
    HostType,
    ListType,
    Local,
    Negate,
    OptionalType,
    TensorValue,
    TupleType,
    TypeVariable,
    VariableType,
)

__all__ = ["NUMBERS", "arithmetic", "is_tensor", "none_operand", "operator_error"]

NUMBERS = (INT, FLOAT, BOOL)

_ARITHMETIC: dict[type[cst.CSTNode], str] = {
    cst.Add: "+",
    cst.Subtract: "-",
    cst.Multiply: "*",
    cst.Divide: "/",
    cst.FloorDivide: "//",
    cst.Modulo: "%",
    cst.Power: "**",
    cst.BitAnd: "&",
    cst.BitOr: "|",
    cst.BitXor: "^",
    cst.LeftShift: "<<",
    cst.RightShift: ">>",
    cst.MatrixMultiply: "@",
}
_TENSOR_OPERATIONS = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "//": "floor_divide",
    "%": "mod",
    "**": "power",
    "@": "matmul",
}
_BITS = ("&", "|", "^", "<<", ">>")


def is_tensor(host_type: HostType) -> bool:
    return isinstance(known(host_type), TensorValue | VariableType)


def arithmetic(
    scope: Scope, node: cst.CSTNode, operator: cst.CSTNode, left: Expression, right: Expression
) -> Expression:
    """`left operator right`.

    Raises:
        UserError: BML204 where Python would raise a TypeError.
    """
    symbol = _ARITHMETIC[type(operator)]
    if is_tensor(left.type) or is_tensor(right.type):
        if symbol not in _TENSOR_OPERATIONS or known(left.type) == STR:
            hint = "use bml.ops, or read its number with float(...)"
            raise scope.error("BML204", node, f"{symbol} in scripts does not take tensors", hint)
        return tensors.operation(scope, node, _TENSOR_OPERATIONS[symbol], [left, right])
    if symbol == "%" and known(left.type) == STR:
        from bmlc.frontend.check.templates import percent  # templates hold values that are checked as expressions are

        return percent(scope, node, left, right)
    _decide(scope, symbol, left, right)
    result = _result(scope, symbol, left, right)
    if result is None:
        raise operator_error(scope, node, symbol, left, right)
    return Arithmetic(symbol, left, right, result, scope.loc(node))


def _decide(scope: Scope, symbol: str, left: Expression, right: Expression) -> None:
    """A type that nothing decided yet, such as that of a recursive call, becomes that of the other side."""
    first, second = known(left.type), known(right.type)
    undecided = isinstance(first, TypeVariable), isinstance(second, TypeVariable)
    if any(undecided) and (all(undecided) or first in (INT, FLOAT) or second in (INT, FLOAT) or symbol == "+"):
        unify(first, second, scope.journal)


def _result(scope: Scope, symbol: str, left: Expression, right: Expression) -> HostType | None:
    first, second = known(left.type), known(right.type)
    if isinstance(first, TypeVariable):
        return FLOAT if symbol == "/" else first
    if first in NUMBERS and second in NUMBERS:
        return power_type(left, right) if symbol == "**" else _of_numbers(symbol, first, second)
    match symbol, first, second:
        case "+", _, _ if first == second == STR:
            return STR
        case "+", ListType(), ListType():
            return join(first, second, scope.journal)
        case "+", TupleType(items), TupleType(others):
            return TupleType((*items, *others))
        case "+", FixedListType(items), FixedListType(others):
            return FixedListType((*items, *others))
        case "*", (ListType() as repeated), _ if second in (INT, BOOL):
            return repeated
        case "*", _, (ListType() as repeated) if first in (INT, BOOL):
            return repeated
        case "*", _, _ if (first == STR and second in (INT, BOOL)) or (second == STR and first in (INT, BOOL)):
            return STR
        case "*", TupleType(items), _ if second == INT and isinstance(right, Constant):
            return TupleType(items * int(right.value or 0))
        case "|", DictType(), DictType() if fits(first, second, scope.journal):
            return first
        case _:
            return None


def power_type(base: Expression, exponent: Expression) -> HostType:
    """The type of `base ** exponent`, both numbers.

    Raises:
        UserError: BML204 for an int to the power of `-k`, which is a float or an int, as k is.
    """
    if FLOAT in (known(base.type), known(exponent.type)):
        return FLOAT
    if not isinstance(exponent, Negate):
        return INT
    if isinstance(exponent.operand, Constant):
        return FLOAT if exponent.operand.value else INT
    message = "expected a number of one kind, received an int to the power of -k: a float for k > 0, an int for k = 0"
    raise UserError("BML204", message, "make the base a float, as in 10.0 ** -k", exponent.loc)


def _of_numbers(symbol: str, first: HostType, second: HostType) -> HostType | None:
    if symbol in _BITS:
        if FLOAT in (first, second):
            return None
        return BOOL if first == second == BOOL and symbol in ("&", "|", "^") else INT
    if symbol == "@":
        return None
    return FLOAT if symbol == "/" or FLOAT in (first, second) else INT


def _is_repeated(host_type: HostType) -> bool:
    return host_type == STR or isinstance(host_type, ListType)


def operator_error(scope: Scope, node: cst.CSTNode, symbol: str, left: Expression, right: Expression) -> Exception:
    """`symbol` does not take these operands."""
    missing = none_operand(symbol, left, right)
    if missing is not None:
        return missing
    first, second = known(left.type), known(right.type)
    return scope.error(
        "BML204", node, f"{symbol} does not take {first} and {second}", _operator_hint(symbol, first, second)
    )


def none_operand(symbol: str, left: Expression, right: Expression) -> UserError | None:
    """The error of an operand that is None, or may be; None where neither is."""
    for side, operand in (("left", left), ("right", right)):
        host_type = known(operand.type)
        if host_type == NONE:
            return UserError("BML204", f"the {side} side of {symbol} is None", "set it before", operand.loc)
        if isinstance(host_type, OptionalType):
            tested = operand.name if isinstance(operand, Local) and operand.name.isidentifier() else "x"
            hint = f"test it first, as in `if {tested} is not None:`"
            message = f"the {side} side of {symbol} may be None, received {host_type}"
            return UserError("BML204", message, hint, operand.loc)
    return None


def _operator_hint(symbol: str, first: HostType, second: HostType) -> str | None:
    types = (first, second)
    if symbol == "+" and STR in types and any(each in NUMBERS for each in types):
        return "convert the number: str(...), or write an f-string"
    if symbol == "+" and isinstance(first, ListType) and isinstance(second, ListType):
        return "lists of one type can be added"
    if any(isinstance(each, TypeVariable) for each in types):
        return "nothing decides its type yet: annotate it, as in xs: list[int] = []"
    if symbol == "*" and any(isinstance(each, TupleType) for each in types):
        return "the length of a tuple is known: write the number"
    if FLOAT in types and (symbol in _BITS or (symbol == "*" and any(map(_is_repeated, types)))):
        return "convert it: int(...)"
    return none_hint(*types)
