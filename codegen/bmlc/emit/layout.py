"""Lists that are longer than a line."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["WIDTH", "broken_list", "filled_list", "lines_of"]

WIDTH = 110


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
