"""Loops over constants that are written out: what their targets may be is known, for lines that make objects with it.

for units in (4, 8):                                   =>   units is 4 or 8
for k, (name, size) in enumerate([("a", 1), ("b", 2)]):   =>   k is 0 or 1, name is "a" or "b", size is 1 or 2
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, product
from math import prod
from typing import Any

from bmlc.scripts.names.naming import is_local
from bmlc.scripts.program.world import ConstantValue
from bmlc.scripts.visit import Visit

__all__ = ["items_told"]

_MOST = 64


@contextmanager
def items_told(visit: Visit, target: ast.expr, through: ast.expr) -> Iterator[None]:
    """Where the names of a target are bound to the items: what they may be is told before."""
    items = _items(visit, through)
    places = {} if items is None else _learn(visit, target, items)
    visit.frame.told = frozenset(places)
    yield
    visit.frame.told = frozenset()
    visit.frame.places = {**visit.frame.places, **places}


def _learn(visit: Visit, target: ast.expr, items: Sequence[Any]) -> dict[str, Hashable]:
    """The names that are told, with the places of what they are inside of this loop."""
    if isinstance(target, ast.Name) and not any(isinstance(each, tuple | list) for each in items):
        name = visit.frame.renamed.get(target.id, target.id)
        inside = ("loop", target, visit.here)
        for place in (visit.place(name), inside):
            visit.known.learn_constants(place, items)
        return {target.id: inside, name: inside}
    told: dict[str, Hashable] = {}
    if isinstance(target, ast.Tuple | ast.List) and all(
        isinstance(each, tuple | list) and len(each) == len(target.elts) for each in items
    ):
        for k, part in enumerate(target.elts):
            told |= _learn(visit, part, [each[k] for each in items])
    return told


def _items(visit: Visit, node: ast.expr) -> list[Any] | None:
    match node:
        case ast.Tuple() | ast.List():
            try:
                return list(ast.literal_eval(node))
            except (TypeError, ValueError):  # something in it is no constant
                return None
        case ast.Name(name) if not is_local(visit, name):
            found = visit.world.resolve(name, visit.frame.instance.definition.outermost.function)
            return list(found.value) if isinstance(found, ConstantValue) and isinstance(found.value, tuple) else None
        case ast.Call(ast.Name("range"), arguments, []) if all(isinstance(each, ast.Constant) for each in arguments):
            steps = list(islice(range(*(each.value for each in arguments)), _MOST + 1))  # type: ignore[attr-defined]
            return steps if len(steps) <= _MOST else None
        case ast.Call(ast.Attribute(ast.Name("itertools"), "product") | ast.Name("product"), arguments, []):
            parts = [_items(visit, each) for each in arguments]
            lists = [part for part in parts if part is not None]
            return list(product(*lists)) if len(lists) == len(parts) and prod(map(len, lists)) <= _MOST else None
        case ast.Call(ast.Name("zip" | "enumerate" as name), arguments, []) if not is_local(visit, name):
            parts = [_items(visit, each) for each in arguments]
            if not parts or any(part is None for part in parts):
                return None
            lists = [part for part in parts if part is not None]
            return list(zip(*lists, strict=False)) if name == "zip" else list(enumerate(lists[0]))
    return None
