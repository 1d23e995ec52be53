"""A whole script: its parameters, its body, and what it needs of the program."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import libcst as cst

from bmlc.errors import UserError, UserErrors
from bmlc.frontend.check.local_names import assigned_names
from bmlc.frontend.check.nesting import refuse_deep_nesting
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.settle import settle
from bmlc.frontend.check.statements import check_body
from bmlc.frontend.check.sums_of_none import settle_sums
from bmlc.frontend.check.valueless import valueless_errors
from bmlc.frontend.check.waiting import waiting_generator_errors
from bmlc.frontend.host import BOOL, FLOAT, INT, NONE, STR, HostType, Parameter, Scalar, Script, resolve
from bmlc.frontend.names import KeyedNames
from bmlc.frontend.source import parse_file
from bmlc.frontend.world import World

__all__ = ["check_script"]

_TYPES: dict[Any, Scalar] = {bool: BOOL, int: INT, float: FLOAT, str: STR}
_TYPES |= {kind.__name__: scalar for kind, scalar in _TYPES.items()}  # annotations that are not evaluated


def check_script(fn: Callable[..., Any], name: str, world: World) -> Script:
    """The typed tree of a `@bml.script`; `name` is its name in JavaScript.

    Raises:
        UserError: BML201 to BML207 for what scripts do not have, BML101 to BML104 for calls that do not fit.
        UserErrors: Several of them, all that were found.
    """
    try:
        file = parse_file(Path(fn.__code__.co_filename))
    except OSError:  # of `exec`
        message = (
            f"expected {fn.__name__}, a @bml.script, to stand in a file, received code of {fn.__code__.co_filename}"
        )
        raise UserError("BML201", message, "write it into the file that is built", None) from None
    node = file.function(fn.__name__)
    if node is None:
        raise UserError("BML201", f"{fn.__name__}: a @bml.script stands at the top level of the file", None, None)
    if node.asynchronous is not None:
        raise UserError(
            "BML201",
            f"expected {fn.__name__}, a @bml.script, to be a plain def, received async def",
            "leave async out: await is put in where the browser needs it",
            file.loc(node.name),
        )
    refuse_deep_nesting(node, file)
    param_names = {param.name.value for param in (*node.params.params, *node.params.kwonly_params)}
    scope = Scope(file, world, assigned_names(node.body) | param_names)
    params = _parameters(fn, node, scope)
    body = check_body(node.body.body, scope)
    errors = scope.journal.errors
    settled = settle((*scope.pipelines.values(), *body), scope.definitions) if not errors else ()
    errors += [*valueless_errors(settled), *waiting_generator_errors(settled)]
    settled, sum_errors = settle_sums(settled)
    errors += sum_errors
    if errors:
        raise errors[0] if len(errors) == 1 else UserErrors(errors)
    return Script(
        name=name,
        params=params,
        body=settled,
        objects=tuple(scope.objects),
        results=_results(scope),
        doc=inspect.getdoc(fn) or "",
        loc=file.loc(node.name),
    )


def _results(scope: Scope) -> tuple[HostType, ...]:
    """The types that the script returns, in the order of its lines."""
    results: dict[HostType, None] = dict.fromkeys(resolve(host_type) for host_type, _ in scope.returns)
    if scope.flow is not None:
        results.setdefault(NONE)  # the end is reached
    return tuple(results)


def _parameters(fn: Callable[..., Any], node: cst.FunctionDef, scope: Scope) -> tuple[Parameter, ...]:
    nodes = {param.name.value: param for param in (*node.params.params, *node.params.kwonly_params)}
    names = KeyedNames()
    params = []
    for param in inspect.signature(fn).parameters.values():
        if param.name not in nodes:
            raise scope.error(
                "BML201", node.params, f"a script takes plain parameters, received {param}", "write each parameter out"
            )
        at = nodes[param.name]
        has_default = param.default is not param.empty
        if param.annotation is param.empty and not has_default:
            raise scope.error("BML201", at, f"{param.name} needs a type", f"annotate it, as in {param.name}: int")
        known: Any = param.annotation if param.annotation is not param.empty else param.default.__class__
        host_type = _TYPES.get(known) if isinstance(known, type | str) else None
        if host_type is None:
            message = f"a script's parameters are int, float, bool or str, received {param}"
            raise scope.error("BML201", at, message, "make it in the script, or at the top of the file")
        if has_default and not _fits(param.default, host_type):
            message = f"expected {host_type} as the default of {param.name}, received {param.default!r}"
            hint = "write it with a point, as in 1.0: Python prints an int that was given for a float as an int"
            is_int = host_type == FLOAT and _TYPES.get(param.default.__class__) == INT
            raise scope.error("BML102", at.default or at, message, hint if is_int else None)
        scope.bind(param.name, host_type, scope.loc(at))
        params.append(
            Parameter(param.name, names(param.name, param.name), host_type, param.default if has_default else ...)
        )
    return tuple(params)


def _fits(default: Any, expected: Scalar) -> bool:
    return _TYPES.get(default.__class__) == expected
