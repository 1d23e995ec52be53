"""Loops over constants that are written out: what their targets may be is known, for lines that make objects with it.

for units in (4, 8):                                      =>   units is 4 or 8
for k, (name, size) in enumerate([("a", 1), ("b", 2)]):   =>   k is 0 or 1, name is "a" or "b", size is 1 or 2
for units, lr in product(GRID["units"], GRID["lr"]):      =>   units and lr are what the file's GRID holds for them
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bmlc.scripts.literals import constant, tuple_of
from bmlc.scripts.program.written_out import is_constant, written_items
from bmlc.scripts.source import set_names
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["items_told", "steps_that_compile"]


@contextmanager
def items_told(visit: Visit, target: ast.expr, through: ast.expr) -> Iterator[None]:
    """Where the names of a target are bound to the items: what they may be is told before."""
    items = written_items(visit, through)
    places = {} if items is None else _learn(visit, target, items)
    visit.frame.told = frozenset(places)
    yield
    visit.frame.told = frozenset()
    visit.frame.places = {**visit.frame.places, **places}


def _learn(visit: Visit, target: ast.expr, items: Sequence[Any]) -> dict[str, Hashable]:
    """The names that are told, with the places of what they are inside of this loop."""
    if isinstance(target, ast.Name) and all(is_constant(each) for each in items):
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


def steps_that_compile(visit: Visit, node: ast.For) -> list[Value] | None:
    """The steps of a loop over constants by which it compiles models, each in a way of its own; None of others."""
    site = visit.frame.instance.definition.site
    if not any((site, name) in visit.compiling for name in set_names([node.target])):
        return None
    items = written_items(visit, node.iter)
    return None if items is None else [_written(visit, node.iter, each) for each in items]


def _written(visit: Visit, node: ast.AST, item: Any) -> Value:
    """What a list that is written out holds."""
    if isinstance(item, tuple | list):
        return tuple_of(visit, [_written(visit, node, each) for each in item])
    return constant(visit, node, item)
