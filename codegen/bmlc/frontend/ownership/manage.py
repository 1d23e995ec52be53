"""The ownership passes, in order, over a script and each of its functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bmlc.frontend.host import (
    Assign,
    Define,
    HostType,
    Local,
    NameTarget,
    Retain,
    Script,
    Statement,
    descendants,
    rebuild,
)
from bmlc.frontend.ownership.borrow_items import borrow_items
from bmlc.frontend.ownership.fresh_names import FreshNames
from bmlc.frontend.ownership.functions import FunctionFacts, assigned_names, assigned_targets, find_functions
from bmlc.frontend.ownership.guard_results import guard_results
from bmlc.frontend.ownership.insert_drops import insert_drops
from bmlc.frontend.ownership.name_temporaries import name_temporaries
from bmlc.frontend.ownership.omit_needless import omit_needless
from bmlc.frontend.ownership.origins import holds
from bmlc.ir import Loc

__all__ = ["manage", "manage_labeled"]


def manage(script: Script) -> Script:
    """`script` with every tensor that it holds dropped right after its last use, on every path."""
    return manage_labeled(script)[0]


def manage_labeled(script: Script) -> tuple[Script, Mapping[str, str | Loc]]:
    """The same, with what users know the names by that the passes made up: see `FreshNames`."""
    functions = find_functions(script.body)
    names = {param.name for param in script.params} | set(functions)
    for statement in script.body:
        for node in descendants(statement):
            names.update(_names(node))
    fresh = FreshNames(names)
    body, owned = _function(script.body, functions, fresh)
    return replace(script, body=body, owned=owned), fresh.labels


def _function(
    body: Sequence[Statement], functions: Mapping[str, FunctionFacts], fresh: FreshNames
) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    body, views = name_temporaries(body, fresh, functions)
    body = borrow_items(body, views, functions)
    owned = {target.name: None for target in assigned_targets(body) if holds(target.type) and target.name not in views}
    names = frozenset(owned)
    body = insert_drops(body, names, views, functions, fresh)
    body = omit_needless(body, names)
    body = guard_results(body, fresh)
    return tuple(_inner(node, functions, fresh) for node in body), tuple(owned)


def _inner(node: Any, functions: Mapping[str, FunctionFacts], fresh: FreshNames) -> Any:
    """`node` with the functions defined in it managed."""
    if not isinstance(node, Statement) and not hasattr(node, "body"):
        return node
    if not isinstance(node, Define):
        return rebuild(node, lambda child: _inner(child, functions, fresh))
    params, first = _kept_params(node, fresh)
    body, owned = _function((*first, *node.body), functions, fresh)
    return replace(node, params=params, body=body, owned=owned)


def _kept_params(node: Define, fresh: FreshNames) -> tuple[tuple[str, ...], list[Statement]]:
    """Parameters are borrowed: one that the body sets anew gets a reference of its own first."""
    anew = set(assigned_names(node.body))
    params: list[str] = []
    first: list[Statement] = []
    for name, host_type in zip(node.params, node.param_types, strict=True):
        if name in anew and holds(host_type):
            params.append(fresh(f"given_{name}", name))
            first.append(_retained(name, params[-1], host_type, node.loc))
        else:
            params.append(name)
    return tuple(params), first


def _retained(name: str, given: str, host_type: HostType, loc: Loc) -> Statement:
    value = Retain(Local(given, host_type, loc), host_type, loc)
    return Assign((NameTarget(name, host_type),), value, loc)


def _names(node: Any) -> Sequence[str]:
    match node:
        case Local(name) | NameTarget(name):
            return [name]
        case Define(name, params):
            return [name, *params]
        case _:
            return [found for found in [getattr(node, "name", None)] if isinstance(found, str)]
