"""The body of a nested function, checked for the types that a call gives its parameters."""

from __future__ import annotations

import libcst as cst

from bmlc.errors import Note, UserError
from bmlc.frontend.check.definitions import Definition
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.growth import check_growth
from bmlc.frontend.check.local_names import assigned_names
from bmlc.frontend.check.recovery import attempt
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.statements import check_body
from bmlc.frontend.check.unify import fits, join, known
from bmlc.frontend.host import (
    ANY_ERROR,
    FLOAT,
    INT,
    NONE,
    Define,
    ErrorType,
    HostType,
    Return,
    Statement,
    TypeVariable,
    resolve,
)
from bmlc.ir import Loc

__all__ = ["check_function_body"]


def check_function_body(definition: Definition, types: tuple[HostType, ...], node: cst.CSTNode, scope: Scope) -> None:
    """Check the body for these parameters; until what recursive calls were taken to return is what it returns."""
    before = (definition.checked, definition.captures, definition.call)

    def undo() -> None:
        definition.checked, definition.captures, definition.call = before

    scope.journal.changed(undo)
    result: HostType = definition.result or TypeVariable()
    while True:
        mark = scope.journal.mark()
        body, found = _body(definition, types, result, scope)
        check_growth(f"what {definition.name} returns", found, definition.loc)
        if not definition.is_recursive or resolve(result) == resolve(found) or isinstance(found, ErrorType):
            break
        scope.journal.rollback(mark)
        result = resolve(found)
    captures = tuple(definition.captures)
    definition.call = definition.call or scope.loc(node)
    returned = definition.result or found
    definition.checked = Define(definition.name, definition.params, (), types, body, captures, returned, definition.loc)


def _body(
    definition: Definition, types: tuple[HostType, ...], result: HostType, scope: Scope
) -> tuple[tuple[Statement, ...], HostType]:
    """The body and what it returns."""
    inner = definition.scope.inner(assigned_names(definition.node.body) | set(definition.params))
    inner.expected, inner.result_is_annotated = result, definition.result is not None
    for name, host_type in zip(definition.params, types, strict=True):
        inner.bind(name, host_type, definition.loc)
    errors = len(scope.journal.errors)
    definition.open, definition.is_recursive = (types, result), False
    try:
        body = _statements(definition, inner)
    finally:
        definition.open = None
    definition.captures = inner.captures
    if len(scope.journal.errors) > errors:
        return body, ANY_ERROR
    if inner.flow is not None:
        inner.returns.append((NONE, definition.loc))
        if definition.result is not None and not fits(definition.result, NONE, scope.journal):
            message = f"{definition.name} says that it returns {known(definition.result)}, and may end without a return"
            raise UserError("BML204", message, "return a value on every path", definition.loc)
    return body, _joined_returns(definition, inner, scope)


def _statements(definition: Definition, inner: Scope) -> tuple[Statement, ...]:
    node = definition.node
    if isinstance(node, cst.FunctionDef):
        return check_body(node.body.body, inner)
    value = attempt(inner, lambda: check_expression(node.body, inner))
    if value is None:
        return ()
    inner.returns.append((value.type, value.loc))
    inner.flow = None
    return (Return(value, value.loc),)


def _joined_returns(definition: Definition, inner: Scope, scope: Scope) -> HostType:
    joined: HostType | None = None
    first: Loc = definition.loc
    for host_type, loc in inner.returns:
        both = host_type if joined is None else join(joined, host_type, scope.journal)
        if both is None:
            assert joined is not None
            hint = (
                "write the ints with a point, as in 0.0" if {known(joined), known(host_type)} == {INT, FLOAT} else None
            )
            raise UserError(
                "BML203",
                f"{definition.name} would return {resolve(joined)} (line {first.line})"
                f" or {resolve(host_type)} (line {loc.line})",
                hint,
                loc,
                (Note(first, f"{resolve(joined)} here"),),
            )
        if joined is None:
            first = loc
        joined = both
    return NONE if joined is None else joined
