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


def keeps(visit: Visit, held: Type) -> bool:
    """Whether a value may keep functions or exceptions: nobody counts what these name."""
    for atom in reached(visit, [held]):
        is_error = isinstance(atom, Object) and visit.classes[atom.name].exception is not None
        if is_error or isinstance(atom, Function | Bound | Partial):
            return True
    return False


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
