"""What evaluating an expression may change for others: lists and dictionaries that they hold, too."""

from __future__ import annotations

from typing import Any

from bmlc.frontend.host import Invoke, Method, RunCall, descendants

__all__ = ["may_change_others"]

_CHANGING = frozenset(
    ("append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort", "update")
)


def may_change_others(node: Any) -> bool:
    """Whether evaluating `node` may change a list or a dictionary that something else reads."""
    return any(map(_may_change, descendants(node)))


def _may_change(node: Any) -> bool:
    match node:
        case Invoke() | RunCall("random.shuffle"):
            return True
        case Method(_, name):
            return name in _CHANGING
        case _:
            return False
