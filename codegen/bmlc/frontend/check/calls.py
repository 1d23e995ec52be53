"""Calls: who answers depends on what is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from bmlc.errors import UserError
from bmlc.frontend.check import tensors
from bmlc.frontend.check.arguments import match_signature
from bmlc.frontend.check.builtins import BUILTINS, check_function, is_builtin
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.functions import check_invoke
from bmlc.frontend.check.methods import check_method
from bmlc.frontend.check.names import close_member, resolved
from bmlc.frontend.check.objects import check_object_method
from bmlc.frontend.check.reports import check_builtin, made
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    NONE,
    STR,
    BuiltinType,
    Constant,
    DatasetType,
    Expression,
    FunctionType,
    MetricType,
    ModelType,
    ModuleType,
    NestedFunctionType,
    OptimizerType,
    RunCall,
    TensorValue,
    VariableType,
)
from bmlc.frontend.signatures import MODEL_METHODS

__all__ = ["check_call"]


def check_call(node: cst.Call, scope: Scope) -> Expression:
    """The typed call of `node`."""
    if isinstance(node.func, cst.Name) and is_builtin(node.func.value, scope):
        found = check_function(node, node.func.value, scope)
        assert found is not None
        return found
    if isinstance(node.func, cst.Attribute):
        owner = check_expression(node.func.value, scope)
        if isinstance(owner.type, ModelType | DatasetType) and _is_method(owner.type, node.func.attr.value):
            return check_object_method(node, owner, node.func, scope)
        if isinstance(owner.type, ModelType) and node.func.attr.value == "get_layer":
            return _layer(node, owner.type, scope)
        if isinstance(owner.type, ModelType | FunctionType):
            own_method = tensors.method(scope, node, owner, node.func.attr.value)
            if own_method is not None:
                return own_method
        if isinstance(owner.type, OptimizerType | MetricType | VariableType | TensorValue):
            return _with_tensors(node, owner, node.func, scope)
        if not isinstance(known(owner.type), ModuleType | BuiltinType | FunctionType | ModelType):
            return check_method(node, owner, node.func, scope)
    own = scope.read(node.func) if isinstance(node.func, cst.Name) else None
    if own is not None and isinstance(own.type, NestedFunctionType):
        return check_invoke(node, own.type, scope)
    callee = own or check_expression(node.func, scope)
    match callee.type:
        case FunctionType() | ModelType():
            return tensors.call(node, callee.type, node.args, scope)
        case MetricType() if (function := scope.world.method(callee.type, "__call__")) is not None:
            return tensors.call(node, function, node.args, scope)
        case BuiltinType(name, makes=True):
            return made(node, name, scope)
        case BuiltinType(name) if (called := check_builtin(node, name, scope)) is not None:
            return called
        case BuiltinType(name) if (called := check_function(node, name, scope)) is not None:
            return called
        case _:
            raise _not_callable(node, callee, scope)


def _is_method(owner: ModelType | DatasetType, name: str) -> bool:
    return isinstance(owner, DatasetType) or name in MODEL_METHODS


def _layer(node: cst.Call, model: ModelType, scope: Scope) -> Expression:
    """`model.get_layer("head")`: known when the script is compiled."""
    given: dict[str, Any] = {}
    for label, argument in match_signature(node, "get_layer", "name?, index?", scope).items():
        value = check_expression(argument.value, scope)
        if not isinstance(value, Constant):
            message = f"get_layer expects {label!r} to be written out, received {known(value.type)}"
            raise scope.error("BML207", argument, message)
        given[label] = value.value
    return resolved(scope.world.layer(model, given, scope.loc(node)), node, scope)


def _with_tensors(node: cst.Call, owner: Expression, attribute: cst.Attribute, scope: Scope) -> Expression:
    """A method of an optimizer, a metric, a variable or a tensor."""
    name = attribute.attr.value
    if isinstance(owner, RunCall):
        raise scope.error(
            "BML207", node, f"expected {owner.type} to have a name", "make it on a line of its own: optimizer = ..."
        )
    if (
        isinstance(owner.type, MetricType)
        and name == "reset_state"
        and not node.args
        and scope.world.begins_anew(owner.type)
    ):
        return RunCall("reset", (Constant(owner.type.name, STR, owner.loc),), (), False, NONE, scope.loc(node))
    if isinstance(owner.type, OptimizerType) and name == "apply_gradients":
        function = scope.world.method(owner.type, "apply")
        assert function is not None
        return tensors.call(node, function, _gradients_and_variables(node, scope), scope)
    found = tensors.method(scope, node, owner, name)
    if found is None:
        hint = close_member(owner.type, name, scope)
        raise scope.error("BML201", attribute.attr, f"{owner.type} in a script has no method {name}", hint)
    return found


def _gradients_and_variables(node: cst.Call, scope: Scope) -> Sequence[cst.Arg]:
    """What `apply` takes, of `apply_gradients(zip(gradients, variables))`."""
    match node.args:
        case [
            cst.Arg(value=cst.Call(func=cst.Name(value="zip"), args=[cst.Arg(star=""), cst.Arg(star="")] as both))
        ] if is_builtin("zip", scope):
            return both
        case _:
            message = "apply_gradients in scripts takes zip(gradients, variables)"
            raise scope.error("BML201", node, message, "write optimizer.apply(gradients, variables)")


def _not_callable(node: cst.Call, callee: Expression, scope: Scope) -> UserError:
    received = known(callee.type)
    if isinstance(received, BuiltinType):
        own = "scripts call functions of the file and their own, Python's, those of math and bml, and methods"
        return scope.error("BML201", node.func, f"scripts do not call {received}", own)
    hidden = isinstance(node.func, cst.Name) and node.func.value in BUILTINS
    hint = none_hint(received) or ("the name is set in the script, which hides Python's function" if hidden else None)
    return scope.error("BML204", node.func, f"expected a function before (, received {received}", hint)
