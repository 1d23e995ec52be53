"""Which functions may outlive the function around them: containers, attributes or results hold them.

What these name is held until the script ends. A function that is only called, and given to others that call it, is not
among them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from bmlc.scripts.frame import Definition, Instance
from bmlc.scripts.types import Function, Partial, Tuple, Type
from bmlc.scripts.visit import Visit

__all__ = ["escaping", "is_inside"]


def escaping(visit: Visit) -> set[Hashable]:
    """The sites of such functions, once all types are known."""
    found: set[Hashable] = set()
    captured: list[tuple[Hashable, Type]] = []  # what names hold that functions inside mention, by the owner
    for site, held in visit.cells.everything():
        if isinstance(site, tuple) and site[0] == "captured":
            captured.append((site[1], held))
        else:
            found.update(_functions(held))
    for instance in visit.instances.values():
        found.update(_functions(instance.result))
    before = -1
    while before < len(found):
        before = len(found)
        outliving = [visit.definitions[site] for site in found]
        for each in outliving:
            for default in each.defaults.values():
                found.update(_functions(default.type))
        for key, held in captured:
            owner = visit.instances.get(key)
            if owner is not None and any(is_inside(each, owner) for each in outliving):
                found.update(_functions(held))
    return found


def is_inside(definition: Definition, instance: Instance) -> bool:
    """Whether a function is defined in this version of another one, at any depth."""
    outer = definition.outer
    return outer is not None and (outer is instance or is_inside(outer.definition, instance))


def _functions(held: Type) -> Iterator[Hashable]:
    for atom in held:
        match atom:
            case Function(site):
                yield site
            case Partial(function, given):
                for part in (function, *(part for _, part in given)):
                    yield from _functions(part)
            case Tuple(items):
                for item in items:
                    yield from _functions(item)
