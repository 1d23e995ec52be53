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
    FixedListType,
    FunctionType,
    HostType,
    ListType,
    ModelType,
    ProgramObject,
    RunCall,
    TensorValue,
    TupleType,
    TypeVariable,
    VariableType,
)

__all__ = ["check_builtin", "made"]


def check_builtin(node: cst.Call, name: str, scope: Scope) -> Expression | None:
    """A call of something of bml's by its full name; None for what is no concern of this module."""
    return _CALLS[name](node, name, scope) if name in _CALLS else None


def _values(node: cst.Call, name: str, scope: Scope) -> Expression:
    """`bml.log(epoch=epoch, loss=value)`, `bml.plot(x=places, line=values)`"""
    options: dict[str, Expression] = {}
    curves = name == "bml.plot" and any(each.keyword is not None and each.keyword.value == "x" for each in node.args)
    for argument in node.args:
        if argument.star or argument.keyword is None:
            raise scope.error("BML102", argument, f"{name} names its values", f"for example {name}(loss=value)")
        value = check_expression(argument.value, scope)
        if isinstance(value.type, VariableType):
            value = tensors.as_tensor(scope, argument, value)
        host_type = known(value.type)
        if not _is_reported(host_type) and not (curves and _is_curve(host_type)):
            hint = "take one number of it first, for example bml.ops.mean(x)"
            if name == "bml.plot" and _is_curve(host_type):
                hint = "give the places of a curve as well: bml.plot(x=..., line=...)"
            taken = "numbers and lists of them" if curves else "numbers, bools, texts and tensors of one number"
            raise scope.error(
                "BML204",
                argument,
                f"{name} takes {taken}{' beside x' if curves else ''}, received {host_type}",
                hint if isinstance(host_type, TensorValue) or _is_curve(host_type) else None,
            )
        if curves and argument.keyword.value == "style" and getattr(value, "value", "line") not in ("line", "dots"):
            raise scope.error("BML102", argument, f"{name} expects style='line' or style='dots'")
        if argument.keyword.value in options:
            raise scope.error("BML102", argument, f"{name} received {argument.keyword.value!r} twice")
        options[argument.keyword.value] = value
    method = name.removeprefix("bml.")
    return RunCall(method, (), tuple(options.items()), True, NONE, scope.loc(node))


def _is_reported(value: HostType) -> bool:
    one = isinstance(value, TensorValue) and all(size == 1 for size in value.type.shape)
    return one or value in (INT, FLOAT, BOOL, STR)


def _is_curve(value: HostType) -> bool:
    """Numbers in a row: a list of them, a tensor with one axis that counts."""
    match value:
        case ListType(item):
            return known(item) in (INT, FLOAT, BOOL) or isinstance(known(item), TypeVariable)
        case TupleType(items) | FixedListType(items):
            return all(known(item) in (INT, FLOAT, BOOL) for item in items)
        case TensorValue(tensor):
            return sum(size != 1 for size in tensor.shape) <= 1
        case _:
            return False


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


def made(node: cst.Call, name: str, scope: Scope) -> Expression:
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
    new = scope.world.make(name, name.rpartition(".")[2], positional, keywords, loc, scope.steps)
    if isinstance(new.object.type, FunctionType):
        return ProgramObject(new.object.name, new.object.type, loc)
    # A setting is the only argument that the running script fills, so that it is the one that was filled.
    settings = tuple((variable, by_name.get(setting, filled[0])) for setting, variable in new.settings)
    return RunCall("reset", (Constant(new.object.name, STR, loc),), settings, False, new.object.type, loc)


_CALLS: dict[str, Callable[[cst.Call, str, Scope], Expression]] = {
    "bml.log": _values,
    "bml.plot": _values,
    "bml.progress": _progress,
    "bml.value_and_grad": _gradients,
}
