"""Calls: who answers depends on what is called."""

from __future__ import annotations

import libcst as cst

from bmlc.errors import UserError
from bmlc.frontend.check.objects import check_object_method
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import Expression

__all__ = ["check_call"]


def check_call(node: cst.Call, scope: Scope) -> Expression:
    """The typed call of `node`."""
    from bmlc.frontend.check.expressions import check_expression  # expressions hold calls and calls expressions

    match node.func:
        case cst.Attribute() as attribute:
            return check_object_method(node, check_expression(attribute.value, scope), attribute, scope)
        case _:
            raise _not_callable(node, scope)


def _not_callable(node: cst.Call, scope: Scope) -> UserError:
    text = scope.text(node.func)
    if isinstance(node.func, cst.Name) and text not in scope.locals and scope.world.resolve(text) is None:
        return scope.unknown_name(node.func)
    return scope.error(
        "BML201",
        node,
        f"a script cannot call {text}",
        "scripts call fit, evaluate and predict of models, and methods of data sets",
    )
