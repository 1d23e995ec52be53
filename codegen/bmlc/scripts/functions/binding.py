"""Arguments by the names of the parameters, as Python binds them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["Arguments", "argument_node", "bind_arguments", "refuse_stars"]


@dataclass(frozen=True)
class Arguments:
    """The arguments of a call, evaluated from left to right; `starred` are iterables that stand for their items."""

    positional: list[Value]
    keywords: dict[str, Value]
    starred: frozenset[int] = frozenset()

    def each(self, change: Callable[[Value], Value]) -> Arguments:
        """The same with each argument changed."""
        keywords = {name: change(value) for name, value in self.keywords.items()}
        return Arguments([change(value) for value in self.positional], keywords, self.starred)


def refuse_stars(visit: Visit, node: ast.Call, arguments: Arguments) -> None:
    if arguments.starred:
        raise visit.error("BML201", node, "scripts do not have * in calls", "write the arguments out")


def argument_node(node: ast.AST, which: int | str) -> ast.AST:
    """Where an argument stands in a call; the call itself for one that is not written there."""
    if not isinstance(node, ast.Call):
        return node
    if isinstance(which, str):
        return next((each for each in node.keywords if each.arg == which), node)
    is_plain = which < len(node.args) and not any(isinstance(each, ast.Starred) for each in node.args[:which])
    return node.args[which] if is_plain else node


def bind_arguments(
    visit: Visit,
    node: ast.AST,
    name: str,
    arguments: Arguments,
    by_position: Sequence[str],
    by_keyword: Sequence[str],
    needed: Sequence[str],
    *,
    gathers: bool = False,
    instead: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Value]:
    """The arguments of a call of `name` that were given; `gathers`: more by position are taken, too.

    `instead` is what scripts have in place of other arguments that Python takes.

    Raises:
        UserError: BML102 where Python would refuse the call, too; BML201 for `*` of a list, whose length is not known.
    """
    if arguments.starred and not gathers:
        at = next((each for each in getattr(node, "args", ()) if isinstance(each, ast.Starred)), node)
        message = f"{name} takes its arguments one by one: the length of this is known only as the script runs"
        raise visit.error("BML201", at, message, "write the arguments out, or make it a tuple")
    count = len(arguments.positional)
    if count > len(by_position) and not gathers:
        takes = f"{len(by_position)} positional argument{'' if len(by_position) == 1 else 's'}"
        by_name = [each for each in by_keyword if each not in by_position]
        hint = f"name it, as in {by_name[0]}=..." if by_name else None
        message = f"{name} takes {takes}, received {count}"
        raise visit.error("BML102", argument_node(node, len(by_position)), message, hint)
    arguments = _in_order(visit, arguments, [*by_position, *by_keyword])
    found = dict(zip(by_position, arguments.positional, strict=False))
    for keyword, value in arguments.keywords.items():
        at = argument_node(node, keyword)
        if keyword in instead:
            raise visit.error("BML102", at, f"{name} has no argument {keyword!r} in scripts", instead[keyword])
        if keyword not in by_keyword:
            raise visit.error("BML102", at, f"{name} has no argument {keyword!r}", _names_hint(keyword, by_keyword))
        if keyword in found:
            raise visit.error("BML102", at, f"{name} received the argument {keyword!r} twice")
        found[keyword] = value
    missing = [each for each in needed if each not in found]
    if missing:
        many = "s" if len(missing) > 1 else ""
        raise visit.error("BML102", node, f"{name} needs the argument{many} {', '.join(map(repr, missing))}")
    return found


def _in_order(visit: Visit, arguments: Arguments, parameters: Sequence[str]) -> Arguments:
    """Named arguments in another order than the parameters': each is evaluated as it is written, and has a name."""
    places = [parameters.index(each) for each in arguments.keywords if each in parameters]
    if places == sorted(places):
        return arguments
    return arguments.each(visit.simple)


def _names_hint(keyword: str, known: Sequence[str]) -> str:
    close = get_close_matches(keyword, known, n=1)
    if close:
        return f"did you mean {close[0]}?"
    return f"it has {', '.join(known)}" if known else "its arguments have no names: leave the name out"
