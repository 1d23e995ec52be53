"""Write a fresh value where it is stored, if nothing between may throw and lose it.

[f1] = f([x]);                    ys.push(f([x])[0]);
ys.push(f1);             =>
f1 = undefined;
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from bmlc.emit import js
from bmlc.scripts.borrowing import count_names, with_blocks
from bmlc.scripts.code import Clear, Code, Do, Set, Statement
from bmlc.scripts.expressions import names_in
from bmlc.scripts.moving import retained_name

__all__ = ["inline_fresh"]


def inline_fresh(code: Code, ours: Collection[str]) -> Code:
    """Counted code; `ours` are names that no user wrote."""
    mentions = Counter[str]()
    count_names(code, mentions)
    return _block(code, frozenset(ours), mentions)


def _block(code: Code, ours: frozenset[str], mentions: Counter[str]) -> Code:
    found: Code = []
    k = 0
    while k < len(code):
        match code[k : k + 3]:
            case [Set(name, value, fresh=True, replaces=False), user, Clear((cleared,))] if (
                name == cleared and name in ours and mentions[name] == 1
            ):
                stored = _stored(user, name, value)
                if stored is not None:
                    found.append(stored)
                    k += 3
                    continue
        found.append(with_blocks(code[k], lambda block: _block(block, ours, mentions)))
        k += 1
    return found


def _stored(user: Statement, name: str, value: js.Expression) -> Statement | None:
    """The statement that stores `name`, with `value` in its place; None if something might be lost, or come first."""
    match user:
        case Set(target, js.Array() as whole) if not user.replaces and target not in names_in(value):
            placed = _placed(whole, name, value)
            return None if placed is None else replace(user, value=placed)
        case Do(js.Call(js.Member(js.Identifier(owner), "push"), (kept,)) as call) if owner not in names_in(value):
            placed = _placed(kept, name, value)
            return None if placed is None else Do(replace(call, arguments=(placed,)), user.loc)
    return None


def _placed(node: js.Expression, name: str, value: js.Expression) -> js.Expression | None:
    """`node` with `value` for `name`: literals and names stand before it, and nothing after it may throw."""
    match node:
        case js.Identifier() if node.name == name:
            return value
        case js.Array(elements):
            for k, each in enumerate(elements):
                placed = _placed(each, name, value) if not isinstance(each, js.Spread) else None
                if placed is not None:
                    rest = elements[k + 1 :]
                    if not all(_is_plain(other) or retained_name(other) for other in rest):
                        return None
                    return replace(node, elements=(*elements[:k], placed, *rest))
                if not isinstance(each, js.Literal):
                    return None
    return None


def _is_plain(node: object) -> bool:
    return isinstance(node, js.Identifier | js.Literal)
