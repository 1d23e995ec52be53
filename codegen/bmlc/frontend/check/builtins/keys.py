"""`key=` of sorted, min, max and sort: a lambda, a nested function, one of Python's, or a method.

key=counts.get      =>      key=lambda value: counts.get(value)
"""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check.builtins.table import Call, is_builtin
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import Expression, HostType

__all__ = ["check_key"]


def check_key(call: Call, item: HostType) -> tuple[Expression | None, HostType]:
    """The key of a call, and the type of what it gives: of the item itself, where there is none."""
    from bmlc.frontend.check.functions import check_key_function  # their bodies hold calls

    scope = call.scope
    argument = call.arguments.get("key")
    if argument is None or (isinstance(argument.value, cst.Name) and argument.value.value == "None"):
        return None, item
    node = argument.value
    if isinstance(node, cst.Attribute) or (isinstance(node, cst.Name) and is_builtin(node.value, scope)):
        node = _as_lambda(node, scope)
    found = check_key_function(node, (item,), scope)
    if found is None:
        message = f"expected a function, received {scope.text(argument.value)}"
        raise scope.error("BML204", argument.value, message, "for example key=lambda x: -x")
    return found


def _as_lambda(function: cst.Name | cst.Attribute, scope: Scope) -> cst.Lambda:
    name = scope.fresh("value")
    value, param = cst.Name(name), cst.Param(cst.Name(name))
    argument = cst.Arg(value)
    body = cst.Call(function, [argument])
    made = cst.Lambda(cst.Parameters([param]), body)
    loc = scope.loc(function)
    scope.placed.update(dict.fromkeys((value, param, argument, body, made), loc))
    return made
