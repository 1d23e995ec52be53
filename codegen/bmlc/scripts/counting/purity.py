"""What evaluating an expression does to others: to the lists and dictionaries that they hold."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.counting.walking import walk
from bmlc.scripts.printing.runtime import EFFECTS, PYTHON
from bmlc.scripts.values import OwnCall, OwnName

__all__ = ["applied", "asks_later", "calls_own", "changes_nothing", "takes_items", "waits"]

# Methods of JavaScript's lists and of the runtime's containers: they take items out, or change them in another way.
_TAKING = frozenset(("clear", "pop", "popItem", "popOr", "splice"))
_CHANGING = _TAKING.union(("add", "addCounts", "next", "push", "reverse", "set", "setDefault", "shuffle", "update"))
_GLOBALS = ("Number", "String", "Boolean")


def takes_items(node: object) -> bool:
    """Whether it may take an item out of a container; functions that it calls are on their own."""
    return any(_effect(each) == "-" or _method(each) in _TAKING for each in walk(node))


def calls_own(node: object) -> bool:
    """Whether it may call functions of the user's."""
    return any(isinstance(each, OwnCall | OwnName) for each in walk(node))


def asks_later(node: object) -> bool:
    """Whether it makes an iterator that calls functions of the user's when it is asked for items."""
    return any(_effect(each) == "?" and calls_own(each) for each in walk(node))


def changes_nothing(node: object) -> bool:
    """Whether it changes nothing that others read; what functions inside it do counts only once they are called."""
    return not any(_changes(each) for each in walk(node))


def _changes(node: object) -> bool:
    match node:
        case js.Await(js.Call(js.Member(js.Identifier("run"), "read"))):
            return False
        case js.Await() | OwnCall():
            return True
        case js.Call(js.Identifier() as callee):
            is_helper = not isinstance(callee, OwnName) and (callee.name in PYTHON or callee.name in _GLOBALS)
            return not is_helper or _effect(node) in ("-", "~")
        case js.Call(js.Member(js.Identifier("run"), "call" | "print" | "progress" | "reset")):
            return True  # the page sees it
    return _method(node) in _CHANGING


def _effect(node: object) -> str | None:
    """What the helper that is called here does to containers."""
    match node:
        case js.Call(js.Identifier(name)):
            return EFFECTS.get(name)
    return None


def _method(node: object) -> str | None:
    """The method that is called here."""
    match node:
        case js.Call(js.Member(_, name)):
            return name
    return None


def applied(
    params: tuple[js.Identifier, ...], body: js.Expression, arguments: tuple[js.Expression, ...]
) -> js.Expression:
    """`((params) => body)(arguments)`, awaited where the body waits."""
    call = js.Call(js.Arrow(params, body, is_async=waits(body)), arguments)
    return js.Await(call) if waits(body) else call


def waits(expression: object) -> bool:
    """Whether `await` stands in it."""
    return any(isinstance(each, js.Await) and each.keyword == "await" for each in walk(expression))
