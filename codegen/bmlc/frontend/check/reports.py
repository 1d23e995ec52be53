"""`bml.log`, `bml.plot`, `bml.progress`, `bml.value_and_grad`, and optimizers and metrics that a script makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from bmlc.frontend.check import tensors
from bmlc.frontend.check.arguments import match_signature
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Constant,
    Expression,
    FunctionType,
    ModelType,
    ProgramObject,
    RunCall,
    TensorValue,
    VariableType,
)

__all__ = ["check_builtin"]


def check_builtin(node: cst.Call, name: str, scope: Scope) -> Expression | None:
    """A call of something of bml's by its full name; None for what is no concern of this module."""
    if name in _CALLS:
        return _CALLS[name](node, name, scope)
    package, _, cls = name.rpartition(".")
    if package.startswith("bml.") and cls[:1].isupper():
        return _made(node, name, scope)
    return None


def _values(node: cst.Call, name: str, scope: Scope) -> Expression:
    """`bml.log(epoch=epoch, loss=value)`"""
    options: dict[str, Expression] = {}
    for argument in node.args:
        if argument.star or argument.keyword is None:
            raise scope.error("BML102", argument, f"{name} names its values", f"for example {name}(loss=value)")
        value = check_expression(argument.value, scope)
        if isinstance(value.type, VariableType):
            value = tensors.as_tensor(scope, argument, value)
        host_type = known(value.type)
        one = isinstance(host_type, TensorValue) and all(size == 1 for size in host_type.type.shape)
        if not one and host_type not in (INT, FLOAT, BOOL, STR):
            hint = "take one number of it first, for example bml.ops.mean(x)"
            raise scope.error(
                "BML204",
                argument,
                f"{name} takes numbers, bools, texts and tensors of one number, received {host_type}",
                hint if isinstance(value.type, TensorValue) else None,
            )
        if argument.keyword.value in options:
            raise scope.error("BML102", argument, f"{name} received {argument.keyword.value!r} twice")
        options[argument.keyword.value] = value
    method = name.removeprefix("bml.")
    return RunCall(method, (), tuple(options.items()), True, NONE, scope.loc(node))


def _progress(node: cst.Call, name: str, scope: Scope) -> Expression:
    """`bml.progress(done, total)`"""
    given: dict[str, Expression] = {}
    for label, argument in match_signature(node, name, "done, total", scope).items():
        value = check_expression(argument.value, scope)
        if value.type not in (INT, FLOAT):
            raise scope.error("BML204", argument, f"{name} expects a number for {label!r}, received {value.type}")
        given[label] = value
    return RunCall("progress", (given["done"], given["total"]), (), False, NONE, scope.loc(node))


def _gradients(node: cst.Call, name: str, scope: Scope) -> Expression:
    """`bml.value_and_grad(loss, argnums=None, has_aux=False)`: known when the script is compiled."""
    given = dict(match_signature(node, name, "fn, argnums?, has_aux?, variables?", scope))
    written = given.pop("fn")
    function = check_expression(written.value, scope)
    if not isinstance(function.type, FunctionType | ModelType):
        raise scope.error(
            "BML204",
            written,
            f"{name} expects a tensor function, received {function.type}",
            "define the loss at the top of the file as a @bml.function",
        )
    options: dict[str, Any] = {}
    for label, argument in given.items():
        filled: list[Expression] = []
        value = check_expression(argument.value, scope)
        options[label] = tensors.template(value, argument, filled, scope)
        if filled:
            raise scope.error("BML207", argument, f"{name} expects {label!r} to be written out, received {value.type}")
    made = scope.world.gradients(function.type, options, scope.loc(node))
    return ProgramObject(made.name, made, scope.loc(node))


def _made(node: cst.Call, name: str, scope: Scope) -> Expression:
    """An optimizer, metric, loss or schedule: one object of the program, whose variables begin anew here."""
    loc = scope.loc(node)
    filled: list[Expression] = []
    positional: list[Any] = []
    keywords: dict[str, Any] = {}
    by_name: dict[str, Expression] = {}
    for argument in node.args:
        if argument.star:
            raise scope.error("BML201", argument, f"scripts do not have {argument.star} in calls")
        value = check_expression(argument.value, scope)
        known = tensors.template(value, argument, filled, scope)
        if argument.keyword is None:
            positional.append(known)
        else:
            keywords[argument.keyword.value] = known
            by_name[argument.keyword.value] = value
    made = scope.world.make(name, name.rpartition(".")[2], positional, keywords, loc)
    if isinstance(made.object.type, FunctionType):
        return ProgramObject(made.object.name, made.object.type, loc)
    # A setting is the only argument that the running script fills, so that it is the one that was filled.
    settings = tuple((variable, by_name.get(setting, filled[0])) for setting, variable in made.settings)
    return RunCall("reset", (Constant(made.object.name, STR, loc),), settings, False, made.object.type, loc)


_CALLS: dict[str, Callable[[cst.Call, str, Scope], Expression]] = {
    "bml.log": _values,
    "bml.plot": _values,
    "bml.progress": _progress,
    "bml.value_and_grad": _gradients,
}
