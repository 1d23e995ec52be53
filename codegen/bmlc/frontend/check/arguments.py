"""Which argument of a call is meant for which parameter, as Python decides it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import cache

import libcst as cst

from bmlc.frontend.check.scope import Scope

__all__ = ["match_arguments", "match_signature"]


def match_signature(node: cst.Call, name: str, signature: str, scope: Scope) -> Mapping[str, cst.Arg]:
    """The arguments by parameter. A signature is `"values, /, start?"`: `?` may be left out, `/` and `*` as in Python.

    Raises:
        UserError: BML102 where Python would refuse the call, too.
    """
    names, positional, keyword, optional = _parsed(signature)
    return match_arguments(node, name, names, keyword, optional, scope, positional)


def match_arguments(
    node: cst.Call,
    name: str,
    params: Sequence[str],
    keyword_only: Collection[str],
    optional: Collection[str],
    scope: Scope,
    positional_only: Collection[str] = (),
) -> Mapping[str, cst.Arg]:
    """The arguments by parameter, in the order in which they are written.

    Raises:
        UserError: BML102 where Python would refuse the call, too.
    """
    given: dict[str, cst.Arg] = {}
    by_position = [each for each in params if each not in keyword_only]
    for place, argument in enumerate(node.args):
        if argument.star:
            raise scope.error(
                "BML201", argument, f"scripts do not have {argument.star} in calls", "write the arguments out"
            )
        if argument.keyword is None:
            if place >= len(by_position):
                received = sum(each.keyword is None for each in node.args)
                message = f"{name} takes {_count(len(by_position))}, received {received}"
                by_name = [each for each in params if each in keyword_only]
                hint = f"name it, as in {by_name[0]}=..." if by_name else None
                raise scope.error("BML102", argument, message, hint)
            given[by_position[place]] = argument
            continue
        key = argument.keyword.value
        if key not in params or key in positional_only:
            known = [each for each in params if each not in positional_only]
            close = get_close_matches(key, known, n=1)
            listed = f"it has {', '.join(known)}" if known else "its arguments have no names: leave the name out"
            hint = f"did you mean {close[0]}?" if close else listed
            raise scope.error("BML102", argument, f"{name} has no argument {key!r}", hint)
        if key in given:
            raise scope.error("BML102", argument, f"{name} received the argument {key!r} twice")
        given[key] = argument
    missing = [each for each in params if each not in optional and each not in given]
    if missing:
        many = "s" if len(missing) > 1 else ""
        raise scope.error("BML102", node, f"{name} needs the argument{many} {', '.join(map(repr, missing))}")
    return given


def _count(count: int) -> str:
    return f"{count} positional argument{'' if count == 1 else 's'}"


@cache
def _parsed(signature: str) -> tuple[tuple[str, ...], frozenset[str], frozenset[str], frozenset[str]]:
    """All names, those by position only, those by keyword only, those that may be left out."""
    names: list[str] = []
    positional: frozenset[str] = frozenset()
    keyword: list[str] | None = None
    optional: list[str] = []
    for part in filter(None, signature.split(", ")):
        if part == "/":
            positional = frozenset(names)
        elif part == "*":
            keyword = []
        else:
            name = part.removesuffix("?")
            names.append(name)
            if name != part:
                optional.append(name)
            if keyword is not None:
                keyword.append(name)
    return tuple(names), positional, frozenset(keyword or ()), frozenset(optional)
