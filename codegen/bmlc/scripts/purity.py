"""What evaluating an expression may change for others: the lists and dictionaries that they hold."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from bmlc.emit import js
from bmlc.scripts.runtime import PYTHON
from bmlc.scripts.values import OwnCall

__all__ = ["applied", "changes_nothing", "waits"]

_CHANGING_HELPERS = frozenset(
    (
        "popItem",
        "insertItem",
        "nextItem",
        "nextOr",
        "extendList",
        "removeItem",
        "sortInPlace",
        "setItem",
        "takeItem",
        "takeValues",
        "exchangeAttribute",
        "exchangeItem",
        "exchangeValue",
    )
)
_CHANGING_METHODS = frozenset(
    ("push", "pop", "popOr", "popItem", "splice", "reverse", "set", "setDefault", "update", "clear", "shuffle", "next")
)


def changes_nothing(expression: object) -> bool:
    """Whether evaluating it changes nothing that others read; functions inside it count once they are called."""
    match expression:
        case js.Await() | OwnCall():
            return False
        case js.Call(js.Identifier() as callee, arguments):
            is_helper = callee.__class__ is js.Identifier and callee.name in PYTHON | _GLOBALS
            return is_helper and callee.name not in _CHANGING_HELPERS and changes_nothing(arguments)
        case js.Call(js.Member(owner, name), arguments):
            return name not in _CHANGING_METHODS and changes_nothing(owner) and changes_nothing(arguments)
        case js.Call(callee, arguments):
            return changes_nothing(callee) and changes_nothing(arguments)
        case tuple():
            return all(map(changes_nothing, expression))
        case _ if is_dataclass(expression) and not isinstance(expression, js.Identifier):
            return all(changes_nothing(getattr(expression, field.name)) for field in fields(expression))
    return True


_GLOBALS = dict.fromkeys(("Number", "String", "Boolean"), "")


def applied(
    params: tuple[js.Identifier, ...], body: js.Expression, arguments: tuple[js.Expression, ...]
) -> js.Expression:
    """`((params) => body)(arguments)`, awaited where the body waits."""
    call = js.Call(js.Arrow(params, body, is_async=waits(body)), arguments)
    return js.Await(call) if waits(body) else call


def waits(expression: object) -> bool:
    """Whether `await` stands in it."""
    if isinstance(expression, js.Await) and expression.keyword == "await":
        return True
    if isinstance(expression, tuple):
        return any(map(waits, expression))
    if is_dataclass(expression) and not isinstance(expression, js.Identifier):
        return any(waits(getattr(expression, field.name)) for field in fields(expression))
    return False
