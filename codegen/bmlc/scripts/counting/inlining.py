"""Write a fresh value where it is stored, if nothing between may throw and lose it.

[f1] = f([x]);                    ys.push(f([x])[0]);
ys.push(f1);             =>
f1 = undefined;
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from bmlc.emit import js
from bmlc.scripts.counting.code import Clear, Code, Do, Drop, Set, Statement, set_names, with_blocks
from bmlc.scripts.counting.moving import retained_name
from bmlc.scripts.counting.purity import calls_own
from bmlc.scripts.counting.walking import count_names, names_in

__all__ = ["inline_fresh"]


def inline_fresh(code: Code, ours: Collection[str]) -> Code:
    """Counted code; `ours` are names that no user wrote."""
    mentions, sets = count_names(code), Counter(set_names(code))
    return _block(code, {name for name in ours if mentions[name] == sets[name] == 1})


def _block(code: Code, names: Collection[str]) -> Code:
    found: Code = []
    left = list(code)
    while left:
        statement = left.pop(0)
        following = _inlined(statement, left) if isinstance(statement, Set) and statement.name in names else None
        if following is None:
            found.append(with_blocks(statement, partial(_block, names=names)))
        left = left if following is None else following
    return found


def _inlined(made: Set, following: Code) -> Code | None:
    """What follows a fresh value, with the value in it; what is given up between is given up after it."""
    if not made.fresh:
        return None
    k = next((k for k, each in enumerate(following) if not isinstance(each, Drop)), len(following))
    match following[k : k + 2]:
        case [user, Clear(names, loc)] if made.name in names:
            stored = _stored(user, made.name, made.value)
            between = {name for each in following[:k] if isinstance(each, Drop) for name in each.names}
            if stored is None or not between.isdisjoint({*names_in(user), *set_names([user])}):
                return None
            left = tuple(name for name in names if name != made.name)
            cleared: Code = [Clear(left, loc)] if left else []
            return [stored, *following[:k], *cleared, *following[k + 2 :]]
    return None


def _stored(user: Statement, name: str, value: js.Expression) -> Statement | None:
    """The statement that stores `name`, with `value` in its place; None if something might be lost, or come first."""
    match user:
        case Set(target, js.Array() | js.New() as whole) if target not in names_in(value):
            placed = _placed((whole,), name, value)
            return None if placed is None else replace(user, value=placed[0])
        case Do(
            js.Call(js.Member(js.Identifier(owner), "push" | "set"), arguments)
            | js.Call(js.Identifier("insertItem"), (js.Identifier(owner), *_) as arguments) as call
        ) if owner not in names_in(value) and not calls_own(value):
            placed = _placed(arguments, name, value)
            return None if placed is None else replace(user, node=replace(call, arguments=placed))
    return None


def _placed(nodes: Sequence[js.Expression], name: str, value: js.Expression) -> tuple[js.Expression, ...] | None:
    """`value` for `name`: literals and names stand before it, and nothing after it may throw."""
    for k, each in enumerate(nodes):
        placed: js.Expression | None = None
        match each:
            case js.Identifier(other) if other == name:
                placed = value
            case js.Array(inner) if found := _placed(inner, name, value):
                placed = replace(each, elements=found)
            case js.New(js.Identifier("Dict"), inner) if found := _placed(inner, name, value):
                placed = replace(each, arguments=found)
        if placed is not None:
            rest = nodes[k + 1 :]
            return (
                (*nodes[:k], placed, *rest) if all(_is_plain(other) or retained_name(other) for other in rest) else None
            )
        if not _is_plain(each):
            return None
    return None


def _is_plain(node: object) -> bool:
    return isinstance(node, js.Identifier | js.Literal)
