"""What traced functions of the file do to what a script sees, and what of it they read."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator

from bmlc.scripts.counting.escaping import reached
from bmlc.scripts.program.world import TracedBlock
from bmlc.scripts.types import NEVER, Array, Holder, Object, Type
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
    return bool(visit.module.changed & set(_parts(visit, held)))


def _parts(visit: Visit, held: Type) -> Iterator[Hashable]:
    """Containers by their cells, objects by their classes, and arrays, which change all or none."""
    for atom in reached(visit, [held]):
        match atom:
            case Holder():
                yield visit.cells.of(atom).id
            case Object(root=root):
                yield root
            case Array():
                yield "arrays"
