"""What traced functions of the file do to what a script sees, and what of it they read."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator

from bmlc.scripts.module import ARRAYS
from bmlc.scripts.program.world import TracedBlock
from bmlc.scripts.types import NEVER, Array, Holder, Object, Tuple, Type
from bmlc.scripts.visit import Visit

__all__ = ["is_changed", "refuse_effects"]


def refuse_effects(visit: Visit, node: ast.AST, traced: TracedBlock) -> None:
    """
    Raises:
        UserError: BML201 where a function that the block calls does what it would do once, as you build, or reads what
            scripts change.
    """
    if traced.refused is not None:
        hint = "do it in the script, and pass what it gives as an argument"
        raise visit.error("BML201", node, f"{traced.refused}, which would happen once, as you build", hint)
    visit.module.traced_reads.update(map(id, traced.reads.values()))
    for name, value in traced.reads.items():
        if is_changed(visit, value):
            message = f"what is traced here reads {name}, which scripts may change"
            raise visit.error("BML201", node, message, "pass what it needs of it as an argument")


def is_changed(visit: Visit, value: object) -> bool:
    """Whether scripts change an object of the module, or what it holds."""
    held = visit.module.types.get(id(value), NEVER)  # nothing: no script names it, so that none changes it
    return bool(visit.module.changed & set(_parts(visit, held, set())))


def _parts(visit: Visit, held: Type, seen: set[Hashable]) -> Iterator[Hashable]:
    """Containers by their cells, and objects by their classes, in a value of this type."""
    for atom in held:
        inside: list[Type] = []
        match atom:
            case Holder():
                cell = visit.cells.of(atom)
                key: Hashable = cell.id
                inside = [cell.item, *cell.known.values()]
            case Object(root=root):
                key = root
                inside = [each.item for each in visit.cells.attributes(root).values()]
            case Array():
                key = ARRAYS
            case Tuple(items):
                key, inside = atom, list(items)
            case _:
                continue
        if key not in seen:
            seen.add(key)
            yield key
            for part in inside:
                yield from _parts(visit, part, seen)
