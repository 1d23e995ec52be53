"""What later lines decided goes into the tree: solved type variables, and the functions that calls checked.

xs = []             a list of ?  =>  a list of floats
xs.append(1.0)

Define(scaled)                   =>  Define(scaled, params, body), or nothing if it is never called
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bmlc.frontend.check.definitions import Definition
from bmlc.frontend.host import Define, HostType, Statement, TypeVariable, parts, rebuild, resolve
from bmlc.ir import Loc

__all__ = ["settle"]

_BODIES = ("body", "then", "otherwise", "final")


def settle(body: Sequence[Statement], definitions: Mapping[Loc, Definition]) -> tuple[Statement, ...]:
    """`body` without type variables that anything decided."""
    settled = []
    for node in body:
        if isinstance(node, Define):
            checked = definitions[node.loc].checked
            if checked is not None:
                settled.append(_function(checked, definitions))
        else:
            settled.append(_node(node, definitions))
    return tuple(settled)


def _function(node: Define, definitions: Mapping[Loc, Definition]) -> Define:
    return replace(
        node,
        body=settle(node.body, definitions),
        param_types=tuple(map(resolve, node.param_types)),
        result=resolve(node.result),
    )


def _node(node: Any, definitions: Mapping[Loc, Definition]) -> Any:
    bodies = {
        name: settle(getattr(node, name), definitions)
        for name in _BODIES
        if isinstance(getattr(node, name, None), tuple)
    }
    if bodies:
        node = replace(node, **bodies)
        # The statements inside are done: only what is beside them is left.
        node = rebuild(node, lambda child: child if _is_statement_of(child, bodies) else _node(child, definitions))
    else:
        node = rebuild(node, lambda child: _node(child, definitions))
    host_type = getattr(node, "type", None)
    return replace(node, type=resolve(host_type)) if host_type is not None and _has_variable(host_type) else node


def _is_statement_of(child: Any, bodies: Mapping[str, tuple[Statement, ...]]) -> bool:
    return any(child is statement for body in bodies.values() for statement in body)


def _has_variable(host_type: HostType) -> bool:
    return isinstance(host_type, TypeVariable) or any(map(_has_variable, parts(host_type)))
