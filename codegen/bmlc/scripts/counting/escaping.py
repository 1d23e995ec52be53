"""Which functions may outlive the function around them: containers, attributes or results hold them.

What these name is held until the script ends, and longer where objects of the module keep them. A function that is only
called, and given to others that call it, is not among them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from bmlc.emit import js
from bmlc.scripts.frame import Definition, Instance
from bmlc.scripts.types import Atom, Bound, Function, Holder, Object, Partial, Tuple, Type
from bmlc.scripts.visit import Visit

__all__ = ["escaping", "is_inside", "keeping", "keeps", "reached"]


def escaping(visit: Visit) -> set[Hashable]:
    """The sites of such functions, once all types are known."""
    types = [instance.result for instance in visit.instances.values()]
    captured: list[tuple[Hashable, Type]] = []  # what names hold that functions inside mention, by the owner
    for site, held in visit.cells.everything():
        if isinstance(site, tuple) and site[0] == "captured":
            captured.append((site[1], held))
        else:
            types.append(held)
    found: set[Hashable] = set()
    while more := {atom.site for atom in reached(visit, types) if isinstance(atom, Function)} - found:
        found |= more
        outliving = [visit.definitions[site] for site in found]
        types = [default.type for each in outliving for default in each.defaults.values()]
        for key, held in captured:
            owner = visit.instances.get(key)
            if owner is not None and any(is_inside(each, owner) for each in outliving):
                types.append(held)
    return found


def is_inside(definition: Definition, instance: Instance) -> bool:
    """Whether a function is defined in this version of another one, at any depth."""
    outer = definition.outer
    return outer is not None and (outer is instance or is_inside(outer.definition, instance))


def keeps(visit: Visit, held: Type) -> bool:
    """Whether a value may keep functions or exceptions: nobody counts what these name."""
    return any(
        isinstance(atom, Function | Bound | Partial)
        or (isinstance(atom, Object) and visit.classes[atom.name].exception is not None)
        for atom in reached(visit, [held])
    )


def keeping(visit: Visit, function: js.Expression, held: js.Expression) -> js.Expression:
    """A function that objects of the module may keep, with what it names: an array, or what gives one."""
    return visit.call_helper("keeping", function, held) if visit.module.keeps else function


def reached(visit: Visit, types: Iterable[Type]) -> Iterator[Atom]:
    """What values of these types are, and all that lies in them."""
    waiting, seen = list(types), set[Atom]()
    while waiting:
        for atom in visit.cells.resolve(waiting.pop()) - seen:
            seen.add(atom)
            yield atom
            match atom:
                case Holder():
                    cell = visit.cells.of(atom)
                    waiting += [cell.item, *cell.known.values()]
                case Object(root=root):
                    waiting += [each.item for each in visit.cells.attributes(root).values()]
                case Tuple(items):
                    waiting += items
                case Partial(function, given):
                    waiting += [function, *(part for _, part in given)]
