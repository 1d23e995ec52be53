"""Lists that are longer than a line."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js

__all__ = ["WIDTH", "broken_list", "filled_list", "is_long", "lines_of"]

WIDTH = 110


def is_long(node: js.Expression) -> bool:
    """Whether `node` is certainly longer than a line, which is found without going through all of it."""
    return _room(node, WIDTH) < 0


def _room(node: js.Expression | js.Property | js.Method | js.Spread | js.Comment, room: int) -> int:
    """What is left of `room` behind `node`, at most; no more of it is looked at once that is below 0."""
    match node:
        case js.Identifier(text) | js.Member(_, text):
            return room - len(text)
        case js.Array(items) | js.Object(items) | js.Call(_, items):
            for item in items:
                if room < 0:
                    break
                room = _room(item, room) - 2
            return room
        case js.Property(key, js.Identifier(same)) if key == same:
            return room - len(key)
        case js.Property(key, item):
            return _room(item, room - len(key))
        case _:
            return room


def broken_list(items: list[str], indent: int) -> str:
    pad = "  " * (indent + 1)
    lines = "".join(f"{pad}{item}\n" if item.startswith("//") else f"{pad}{item},\n" for item in items)
    return f"\n{lines}{'  ' * indent}"


def filled_list(items: Sequence[str], indent: int) -> str:
    """Short items, as many on a line as there is room for."""
    return broken_list(lines_of(items, WIDTH - 2 * (indent + 1) - 1), indent)


def lines_of(items: Sequence[str], width: int) -> list[str]:
    """`items` between commas, in parts of at most `width` columns."""
    lines: list[str] = []
    for each in items:
        if lines and len(lines[-1]) + 2 + len(each) <= width:
            lines[-1] += f", {each}"
        else:
            lines.append(each)
    return lines
