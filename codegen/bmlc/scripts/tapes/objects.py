"""Objects of the file's classes in a block that is traced: their methods are, with the attributes that these ask for.

with bml.GradientTape() as tape:            def train_tape(self, x):      # self: Trainer, with `model` and `scale`
    loss = self.loss_of(x)           =>         with bml.GradientTape() as tape:
                                                    loss = self.loss_of(x)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from types import FunctionType

from bmlc.emit import js
from bmlc.errors import UserError
from bmlc.scripts.classes.classes import member_of
from bmlc.scripts.frame import OwnClass
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.program.device import call_traced, is_taken
from bmlc.scripts.program.world import Attributes
from bmlc.scripts.tapes.effects import refuse_effects
from bmlc.scripts.types import NONE, Holder, Object, Tuple, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["call_method_of_tensors", "parts_of", "refuse_lists", "stand_in"]

_TAKEN_ASIDE = "name what the block needs of it before the block"


def stand_in(visit: Visit, block: ast.AST, node: ast.expr, value: Value) -> Value:
    """What a traced function is given for an object: its class, and the attributes that it may ask for."""
    owner = atom_of(Object, value.type)
    if owner is None or len(value.type) > 1:
        message = f"the block of a tape is traced: {ast.unparse(node)} may be {visit.described(value.type)}"
        raise visit.error("BML207", node, message, _TAKEN_ASIDE)
    own = visit.classes[owner.name]
    if visit.module.changed & {each.python for each in own.lineage}:
        name = own.python.__name__
        message = f"the block of a tape is traced: scripts set attributes of the class {name}"
        raise visit.error("BML201", node, message, _TAKEN_ASIDE)
    asked = _asked(block, own)
    names: list[str] = []
    values: list[Value] = []
    for name in visit.cells.attributes(owner.root):
        if name not in asked:
            continue
        read = ast.copy_location(ast.Attribute(node, name, ast.Load()), node)
        try:
            found = visit.expression(read)
            refuse_lists(visit, read, found)
            found = found if atom_of(Object, found.type) is None else stand_in(visit, block, read, found)
        except UserError:  # which the traced function tells if it asks for it
            continue
        if not is_taken(visit, read, found):
            continue
        names.append(name)
        values.append(visit.hold(visit.known.settled(found)))
    mark = Value(NONE, js.Literal(None), constant=_attributes(own.python, tuple(names)))
    items = (mark, *values)
    held = frozenset({Tuple(tuple(item.type for item in items))})
    return Value(held, js.Array(tuple(item.js for item in items)), items=items)


def call_method_of_tensors(visit: Visit, node: ast.AST, owner: Value, name: str, arguments: Arguments) -> Value | None:
    """`owner.name(…)` of a method that `tf.function` or `bml.function` decorates; None where it is none."""
    (atom,) = owner.type if len(owner.type) == 1 else (None,)
    found = member_of(visit, visit.classes[atom.name], name) if isinstance(atom, Object) else None
    if found is None or isinstance(found[1], FunctionType | property) or not isinstance(node, ast.Call):
        return None
    if visit.world.method_of_tensors(found[1], []) is None or not isinstance(node.func, ast.Attribute):
        return None
    itself = stand_in(visit, node.func, node.func.value, owner)
    classes = [part.constant.python for part in parts_of(itself) if isinstance(part.constant, Attributes)]
    traced = visit.world.method_of_tensors(found[1], classes)
    assert traced is not None
    refuse_effects(visit, node, traced)
    return call_traced(visit, node, traced.function, [itself, *arguments.positional], arguments.keywords)


def refuse_lists(visit: Visit, node: ast.expr, value: Value) -> None:
    """
    Raises:
        UserError: BML204 for a list that the script makes, which would be a tensor, and `* 2` another thing.
    """
    if (
        any(isinstance(atom, Holder) and atom.kind != "dict" for atom in value.type)
        and not value.is_known
        and value.items is None
    ):
        what = f"{ast.unparse(node)}, {visit.described(value.type)}"
        message = f"the block of a tape is traced: it does not take {what}"
        hint = "make one tensor of it before the block, as bml.ops.stack(...), or write the list out there: xs = [a, b]"
        raise visit.error("BML204", node, message, hint)


def parts_of(value: Value) -> Iterator[Value]:
    """A value, and those that it is written out of."""
    yield value
    for item in value.items or ():
        yield from parts_of(item)


@cache
def _attributes(python: type, names: tuple[str, ...]) -> Attributes:
    """One for each: traced functions are told apart by it."""
    return Attributes(python, names)


def _asked(block: ast.AST, own: OwnClass) -> set[str]:
    """The names of attributes that a block asks for, and the methods that it may call."""
    asked = set(_attribute_names(block))
    methods = [part for each in own.lineage for part in each.node.body if isinstance(part, ast.FunctionDef)]
    waiting = True
    while waiting:
        reached = [each for each in methods if each.name in asked or each.name.startswith("__")]
        methods = [each for each in methods if each not in reached]
        waiting = bool(reached)
        for each in reached:
            if each.name != "__init__":
                asked.update(_attribute_names(each))
    return asked


def _attribute_names(node: ast.AST) -> Iterator[str]:
    return (each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute))
