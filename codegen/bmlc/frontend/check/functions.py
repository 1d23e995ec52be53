"""Calls of nested functions, which check them with the types that they give them.

    scaled(1.5)  =>  Invoke(scaled, (1.5, 2.0))

Later calls must agree with the first. One that also gives None, where the first did not, has the body checked again
for both. Functions that are never called are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from bmlc.errors import Note, UserError
from bmlc.frontend.check.arguments import match_arguments
from bmlc.frontend.check.definitions import Definition
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit, fit_hint
from bmlc.frontend.check.function_bodies import check_function_body
from bmlc.frontend.check.scope import PoisonedError, Scope
from bmlc.frontend.check.targets import is_simple
from bmlc.frontend.check.unify import fits, join, known
from bmlc.frontend.host import (
    FLOAT,
    INT,
    ErrorType,
    Expression,
    HostType,
    Invoke,
    Lambda,
    Local,
    NestedFunctionType,
    resolve,
)

__all__ = ["check_invoke", "check_key_function"]


def check_invoke(node: cst.Call, function: NestedFunctionType, scope: Scope) -> Expression:
    """A call of a nested function, whose body is checked if this is the first one."""
    definition = scope.definitions[function.at]
    keyword_only = tuple(param.name.value for param in definition.node.params.kwonly_params)
    given = match_arguments(node, function.name, definition.params, keyword_only, definition.defaults, scope)
    values = {name: check_expression(argument.value, scope) for name, argument in given.items()}
    _refuse_disorder(node, definition, values, scope)
    arguments = [
        _annotated(values[name], name, given[name], definition, scope)
        if name in given
        else _read_default(definition.defaults[name], definition, scope)
        for name in definition.params
    ]
    fitted, result = _call(definition, arguments, node, scope)
    return Invoke(function.name, tuple(fitted), result, scope.loc(node))


def _refuse_disorder(node: cst.Call, definition: Definition, values: dict[str, Expression], scope: Scope) -> None:
    """Arguments are evaluated as the parameters stand: nobody may tell that from the order that they are written in."""
    computed = [name for name, value in values.items() if not is_simple(value)]
    if sorted(computed, key=definition.params.index) != computed:
        raise scope.error(
            "BML201", node, f"{definition.name} expects its arguments in the order of its parameters", "reorder them"
        )


def check_key_function(
    node: cst.BaseExpression, arguments: Sequence[HostType], scope: Scope
) -> tuple[Expression, HostType] | None:
    """A function given as `key=`, a lambda or a nested function by its name, and what it returns.

    Args:
        node: The function.
        arguments: What it is called with.
        scope: Where it stands.

    Returns:
        None where it is neither.
    """
    if isinstance(node, cst.Lambda):
        made = _lambda(node, arguments, scope)
        return made, made.body.type
    if not isinstance(node, cst.Name) or not scope.is_local(node.value):
        return None
    named = scope.read(node)
    if named is None or not isinstance(named.type, NestedFunctionType):
        return None
    definition = scope.definitions[named.type.at]
    if len(definition.params) < len(arguments) or any(
        name not in definition.defaults for name in definition.params[len(arguments) :]
    ):
        raise scope.error("BML204", node, f"expected a function of {len(arguments)} arguments, received {node.value}")
    values: list[Expression] = [Local("", host_type, scope.loc(node)) for host_type in arguments]
    values += [definition.defaults[name] for name in definition.params[len(arguments) :]]
    _, result = _call(definition, values, node, scope)
    return named, result


def _lambda(node: cst.Lambda, arguments: Sequence[HostType], scope: Scope) -> Lambda:
    params = [param.name.value for param in node.params.params]
    extra = node.params.star_kwarg is not None or isinstance(node.params.star_arg, cst.Param)
    if len(params) != len(arguments) or extra or node.params.kwonly_params or node.params.posonly_params:
        count = len(arguments)
        raise scope.error("BML204", node, f"expected a function of {count} argument{'s' * (count != 1)}")
    loc = scope.loc(node)
    with scope.shadowed(params):
        for name, host_type in zip(params, arguments, strict=True):
            scope.bind(name, host_type, loc)
        body = check_expression(node.body, scope)
    return Lambda(tuple(params), body, NestedFunctionType("lambda", loc), loc)


def _annotated(value: Expression, name: str, at: cst.Arg, definition: Definition, scope: Scope) -> Expression:
    expected = definition.annotations.get(name)
    if expected is None:
        return value
    fitted = fit(value, expected, scope.journal)
    if fitted is None:
        message = f"{definition.name} expects {known(expected)} for {name!r}, received {known(value.type)}"
        raise scope.error("BML204", at, message, fit_hint(expected, value))
    return fitted


def _read_default(value: Expression, definition: Definition, scope: Scope) -> Expression:
    """A default as an argument; what holds it belongs to the function around the definition."""
    if isinstance(value, Local):
        definition.captures.setdefault(value.name, value.type)
        _pass_on(value.name, definition, scope)
    return value


def _call(
    definition: Definition, arguments: Sequence[Expression], node: cst.CSTNode, scope: Scope
) -> tuple[Sequence[Expression], HostType]:
    """The arguments as parameters, and the type of the result."""
    if definition.open is not None:
        definition.is_recursive = True
        types, result = definition.open
        return _fit_arguments(definition, arguments, types, scope), result
    types = tuple(
        definition.annotations.get(name, argument.type)
        for name, argument in zip(definition.params, arguments, strict=True)
    )
    if definition.checked is None:
        check_function_body(definition, types, node, scope)
    else:
        _agree(definition, types, arguments, node, scope)
    assert definition.checked is not None
    if isinstance(definition.checked.result, ErrorType):
        raise PoisonedError
    _agree_on_captures(definition, node, scope)
    for name in definition.captures:
        _pass_on(name, definition, scope)
    return _fit_arguments(definition, arguments, definition.checked.param_types, scope), definition.checked.result


def _fit_arguments(
    definition: Definition,
    arguments: Sequence[Expression],
    types: Sequence[HostType],
    scope: Scope,
) -> Sequence[Expression]:
    fitted = []
    for name, argument, expected in zip(definition.params, arguments, types, strict=True):
        each = fit(argument, expected, scope.journal)
        if each is None:
            raise _other_argument(definition, name, expected, argument.type, argument)
        fitted.append(each)
    return fitted


def _agree(
    definition: Definition,
    types: Sequence[HostType],
    arguments: Sequence[Expression],
    node: cst.CSTNode,
    scope: Scope,
) -> None:
    """A later call: the body is checked again where a parameter may be None in one of the calls only."""
    checked = definition.checked
    assert checked is not None
    joined = []
    for name, before, now, argument in zip(definition.params, checked.param_types, types, arguments, strict=True):
        both = join(before, now, scope.journal)
        if both is None:
            raise _other_argument(definition, name, before, now, argument)
        joined.append(both)
    if any(not fits(before, both, scope.journal) for before, both in zip(checked.param_types, joined, strict=True)):
        _check_again(definition, tuple(joined), node, scope)


def _check_again(definition: Definition, types: tuple[HostType, ...], node: cst.CSTNode, scope: Scope) -> None:
    """Check the body for wider types; what it returns must stay the same, since earlier calls rely on it."""
    before = definition.checked
    assert before is not None
    check_function_body(definition, types, node, scope)
    after = definition.checked
    assert after is not None
    if isinstance(after.result, ErrorType):
        raise PoisonedError
    if resolve(after.result) != resolve(before.result):
        raise UserError(
            "BML203",
            f"{definition.name} would return {resolve(before.result)} or {resolve(after.result)}",
            "annotate its parameters and what it returns",
            scope.loc(node),
            _first_call(definition),
        )


def _agree_on_captures(definition: Definition, node: cst.CSTNode, scope: Scope) -> None:
    """What the function reads of those around it must be set where it is called, and to what it was checked with.

    The body is checked again where a name may be None at one of the calls only.
    """
    owners = {name: _owner(definition, name) for name in definition.captures}
    joined = {name: _captured(definition, name, owner, node, scope) for name, owner in owners.items()}
    if all(fits(definition.captures[name], host_type, scope.journal) for name, host_type in joined.items()):
        return
    assert definition.checked is not None
    before = [(owner, owner.flow) for owner in owners.values()]
    for name, owner in owners.items():
        owner.narrow(name, joined[name])
    try:
        _check_again(definition, definition.checked.param_types, node, scope)
    finally:
        for owner, flow in reversed(before):
            owner.flow = flow


def _owner(definition: Definition, name: str) -> Scope:
    """The function around the definition that sets `name`."""
    owner = definition.scope
    while name not in owner.locals and (owner.flow is None or name not in owner.flow) and owner.outer is not None:
        owner = owner.outer
    return owner


def _captured(definition: Definition, name: str, owner: Scope, node: cst.CSTNode, scope: Scope) -> HostType:
    """The type that a captured name has at all calls so far, this one included."""
    binding = None if owner.flow is None else owner.flow.get(name)
    if binding is None or binding.maybe_unset:
        message = f"{definition.name} reads {name}, which may not be set yet here"
        raise scope.error("BML202", node, message, "set it on every path before this line")
    expected = definition.captures[name]
    both = None if binding.other is not None else join(expected, binding.type, scope.journal)
    if both is None:
        raise UserError(
            "BML203",
            f"{definition.name} reads {name}, which would be {resolve(expected)} or {resolve(binding.type)}",
            f"give {name} as an argument",
            scope.loc(node),
            _first_call(definition),
        )
    return both


def _pass_on(name: str, definition: Definition, scope: Scope) -> None:
    """What a function reads, those that call it read, too."""
    function: Scope | None = scope
    while function is not None and function is not definition.scope:
        if name not in function.locals:
            function.captures.setdefault(name, definition.captures[name])
        function = function.outer


def _other_argument(
    definition: Definition, name: str, before: HostType, now: HostType, argument: Expression
) -> UserError:
    hint = "write the int with a point, as in 0.0" if {known(before), known(now)} == {INT, FLOAT} else None
    return UserError(
        "BML203",
        f"{definition.name} takes {resolve(before)} for {name!r}, as first called, received {resolve(now)}",
        hint or "annotate it, or write two functions",
        argument.loc,
        _first_call(definition),
    )


def _first_call(definition: Definition) -> tuple[Note, ...]:
    return () if definition.call is None else (Note(definition.call, "the first call"),)
