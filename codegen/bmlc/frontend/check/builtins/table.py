"""The functions that scripts have by themselves, by their full names, each with its signature and what checks it."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from bmlc.frontend.check.arguments import match_signature
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import Expression

__all__ = ["BUILTINS", "Call", "check_function", "is_builtin", "known_builtin"]


@dataclass(frozen=True)
class Call:
    """A call under check: `arguments` by parameter, in the order in which they are written."""

    node: cst.Call
    name: str
    arguments: Mapping[str, cst.Arg]
    scope: Scope


Check: TypeAlias = Callable[[Call], Expression]
BUILTINS: dict[str, tuple[str | None, Check]] = {}  # filled when the modules of this package are imported


def known_builtin(name: str, signature: str | None = None) -> Callable[[Check], Check]:
    """Register what checks calls of `name`. Without a signature, it matches the arguments itself."""

    def register(check: Check) -> Check:
        BUILTINS[name] = (signature, check)
        return check

    return register


def is_builtin(name: str, scope: Scope) -> bool:
    """Whether `name` means Python's own function here."""
    return (
        name in BUILTINS and hasattr(builtins, name) and not scope.is_local(name) and scope.world.resolve(name) is None
    )


def check_function(node: cst.Call, name: str, scope: Scope) -> Expression | None:
    """A call of the function with this full name, `len` or `math.sqrt`; None where it is none of these."""
    if name not in BUILTINS:
        return None
    signature, check = BUILTINS[name]
    arguments = {} if signature is None else match_signature(node, name, signature, scope)
    return check(Call(node, name, arguments, scope))
