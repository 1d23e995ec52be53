"""A whole script: its parameters, its body, and what it needs of the program."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import libcst as cst

from bmlc.errors import UserError
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.statements import check_body
from bmlc.frontend.host import BOOL, FLOAT, INT, STR, Parameter, Scalar, Script
from bmlc.frontend.names import KeyedNames
from bmlc.frontend.source import parse_file
from bmlc.frontend.world import World

__all__ = ["check_script"]

_ANNOTATIONS: dict[Any, Scalar] = {
    int: INT,
    float: FLOAT,
    bool: BOOL,
    str: STR,
    "int": INT,
    "float": FLOAT,
    "bool": BOOL,
    "str": STR,
}
_DEFAULTS: dict[type, Scalar] = {bool: BOOL, int: INT, float: FLOAT, str: STR}


def check_script(fn: Callable[..., Any], name: str, world: World) -> Script:
    """The typed tree of a `@bml.script`; `name` is its name in JavaScript.

    Raises:
        UserError: BML201 to BML203 for what scripts do not have, BML101 and BML102 for calls that do not fit.
    """
    file = parse_file(Path(fn.__code__.co_filename))
    node = file.function(fn.__name__)
    if node is None:
        raise UserError("BML201", f"{fn.__name__}: a @bml.script stands at the top level of the file", None, None)
    if node.asynchronous is not None:
        raise UserError(
            "BML201",
            f"{fn.__name__}: a @bml.script is a plain def",
            "await is put in where the browser needs it",
            file.loc(node.name),
        )
    scope = Scope(file, world, _locals(node))
    params = _parameters(fn, node, scope)
    body = check_body(node.body.body, scope)
    return Script(
        name=name,
        params=params,
        body=(*scope.pipelines.values(), *body),
        objects=tuple(scope.objects),
        doc=inspect.getdoc(fn) or "",
        loc=file.loc(node.name),
    )


def _parameters(fn: Callable[..., Any], node: cst.FunctionDef, scope: Scope) -> tuple[Parameter, ...]:
    nodes = {param.name.value: param for param in (*node.params.params, *node.params.kwonly_params)}
    names = KeyedNames()
    params = []
    for param in inspect.signature(fn).parameters.values():
        if param.name not in nodes:
            raise scope.error("BML201", node.params, f"a script takes plain parameters, received {param}")
        at = nodes[param.name]
        has_default = param.default is not param.empty
        if param.annotation is param.empty and not has_default:
            raise scope.error("BML201", at, f"{param.name} needs a type", f"annotate it, as in {param.name}: int")
        type = (
            _ANNOTATIONS.get(param.annotation)
            if param.annotation is not param.empty
            else _DEFAULTS.get(param.default.__class__)
        )
        if type is None:
            raise scope.error("BML201", at, f"a script's parameters are int, float, bool or str, received {param}")
        if has_default and not _fits(param.default, type):
            raise scope.error("BML102", at, f"{param.name} is {type}, its default is {param.default!r}")
        scope.bind(param.name, type, scope.loc(at))
        params.append(Parameter(param.name, names(param.name, param.name), type, param.default if has_default else ...))
    return tuple(params)


def _fits(default: Any, type: Scalar) -> bool:
    received = _DEFAULTS.get(default.__class__)
    return received == type or (received == INT and type == FLOAT)


class _Locals(cst.CSTVisitor):
    """Collects the names that a function sets."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Param(self, node: cst.Param) -> None:
        self.names.add(node.name.value)

    def visit_AssignTarget(self, node: cst.AssignTarget) -> None:
        self._target(node.target)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        self._target(node.target)

    def visit_AugAssign(self, node: cst.AugAssign) -> None:
        self._target(node.target)

    def visit_For(self, node: cst.For) -> None:
        self._target(node.target)

    def _target(self, node: cst.BaseExpression) -> None:
        if isinstance(node, cst.Name):
            self.names.add(node.value)
        elif isinstance(node, cst.Tuple | cst.List):
            for element in node.elements:
                self._target(element.value)


def _locals(node: cst.FunctionDef) -> frozenset[str]:
    visitor = _Locals()
    node.visit(visitor)
    return frozenset(visitor.names)
