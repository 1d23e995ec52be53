"""What evaluating an expression does to others: to the lists and dictionaries that they hold."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.counting.walking import walk
from bmlc.scripts.printing.runtime import PYTHON
from bmlc.scripts.values import OwnCall, OwnName

__all__ = ["applied", "asks_later", "calls_own", "changes_nothing", "takes_items", "waits"]

# They take items out of containers.
_TAKING_HELPERS = frozenset(
    [
        "append",
        "appendFirst",
        "deleteSlice",
        "emptyDeque",
        "exchangeAttribute",
        "exchangeItem",
        "exchangeValue",
        "extendDeque",
        "extendFirst",
        "popItem",
        "removeFrom",
        "removeItem",
        "setSlice",
        "takeFirst",
        "takeItem",
        "takeLast",
        "takeValues",
    ]
)
_TAKING_METHODS = frozenset(("clear", "pop", "popItem", "popOr", "splice"))

# They change containers in another way, or go on in an iterator.
_CHANGING_HELPERS = _TAKING_HELPERS.union(
    ("asked", "deleteItem", "extendList", "insertItem", "nextItem", "nextOr", "rotate", "setItem", "sortInPlace")
)
_CHANGING_METHODS = (
    frozenset(("add", "addCounts", "next", "push", "reverse", "set", "setDefault", "shuffle", "update"))
    | _TAKING_METHODS
)

_LAZY_HELPERS = frozenset(("chained", "filtered", "mapped"))
_GLOBALS = ("Number", "String", "Boolean")


def takes_items(node: object) -> bool:
    """Whether it may take an item out of a container; functions that it calls are on their own."""
    return any(_calls(each, _TAKING_HELPERS, _TAKING_METHODS) for each in walk(node))


def calls_own(node: object) -> bool:
    """Whether it may call functions of the user's."""
    return any(isinstance(each, OwnCall | OwnName) for each in walk(node))


def asks_later(node: object) -> bool:
    """Whether it makes an iterator that calls functions of the user's when it is asked for items."""
    return any(_calls(each, _LAZY_HELPERS, frozenset()) and calls_own(each) for each in walk(node))


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
            return not is_helper or callee.name in _CHANGING_HELPERS
    return _calls(node, frozenset(), _CHANGING_METHODS) or _calls_run(node)


def _calls_run(node: object) -> bool:
    """Whether the page sees it: `run.print(…)`."""
    match node:
        case js.Call(js.Member(js.Identifier("run"), name)):
            return name in ("call", "print", "progress", "reset")
    return False


def _calls(node: object, helpers: frozenset[str], methods: frozenset[str]) -> bool:
    match node:
        case js.Call(js.Identifier(name)):
            return name in helpers
        case js.Call(js.Member(_, name)):
            return name in methods
    return False


def applied(
    params: tuple[js.Identifier, ...], body: js.Expression, arguments: tuple[js.Expression, ...]
) -> js.Expression:
    """`((params) => body)(arguments)`, awaited where the body waits."""
    call = js.Call(js.Arrow(params, body, is_async=waits(body)), arguments)
    return js.Await(call) if waits(body) else call


def waits(expression: object) -> bool:
    """Whether `await` stands in it."""
    return any(isinstance(each, js.Await) and each.keyword == "await" for each in walk(expression))
