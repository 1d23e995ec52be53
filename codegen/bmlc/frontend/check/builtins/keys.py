"""`key=` of sorted, min, max and sort: a lambda, a nested function, one of Python's, or a method.

key=counts.get      =>      key=lambda value: counts.get(value)
"""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check.builtins.ranking import may_wait
from bmlc.frontend.check.builtins.table import Call, is_builtin
from bmlc.frontend.check.functions import check_key_function
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import Expression, HostType, Lambda, Local, NestedFunctionType

__all__ = ["as_lambda", "check_key", "waits"]


def check_key(call: Call, item: HostType) -> tuple[Expression | None, HostType]:
    """The key of a call, and the type of what it gives: of the item itself, where there is none."""
    scope = call.scope
    argument = call.arguments.get("key")
    if argument is None or (isinstance(argument.value, cst.Name) and argument.value.value == "None"):
        return None, item
    node = argument.value
    if isinstance(node, cst.Attribute) or (isinstance(node, cst.Name) and is_builtin(node.value, scope)):
        node = as_lambda(node, scope)
    found = check_key_function(node, (item,), scope)
    if found is None:
        message = f"expected a function, received {scope.text(argument.value)}"
        raise scope.error("BML204", argument.value, message, "for example key=lambda x: -x")
    if isinstance(found[0], Local) and isinstance(found[0].type, NestedFunctionType):
        definition = scope.definitions[found[0].type.at]
        if len(definition.params) > 1 or definition.checked is None or may_wait(definition.checked, scope):
            assert isinstance(node, cst.Name)
            return check_key_function(as_lambda(node, scope), (item,), scope) or found
    return found


def waits(call: Call, key: Expression | None) -> bool:
    """Whether a key waits for something, so that ranks must be computed first."""
    return isinstance(key, Lambda) and may_wait(key.body, call.scope)


def as_lambda(function: cst.Name | cst.Attribute, scope: Scope) -> cst.Lambda:
    """`lambda value: function(value)`"""
    text = scope.text(function).split(".")
    name = next(each for each in ("value", "item", "each") if each not in text)
    value, param = cst.Name(name), cst.Param(cst.Name(name))
    argument = cst.Arg(value)
    called: cst.Name | cst.Attribute = function
    body = cst.Call(called, [argument])
    if isinstance(function, cst.Attribute) and isinstance(function.value, cst.Name) and function.value.value == "str":
        called = cst.Attribute(value, function.attr)  # `str.lower` as `lambda value: value.lower()`
        body = cst.Call(called)
    made = cst.Lambda(cst.Parameters([param]), body)
    loc = scope.loc(function)
    scope.placed.update(dict.fromkeys((value, param, argument, called, body, made), loc))
    return made
