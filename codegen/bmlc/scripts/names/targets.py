"""What is assigned to: names, items, attributes, and several of them at once."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of
from bmlc.scripts.arrays.indexing import entries_of, is_part, store_array
from bmlc.scripts.checked import checked
from bmlc.scripts.classes.attributes import set_attribute_of_object
from bmlc.scripts.classes.members import is_object
from bmlc.scripts.constructs.subscripts import store_item, store_slice
from bmlc.scripts.counting.code import Target, Unpack
from bmlc.scripts.fitting import holder_of
from bmlc.scripts.iteration import Iteration, iterated, owned, owned_items
from bmlc.scripts.literals import list_of
from bmlc.scripts.names.naming import assign_name, bind, held_by, js_name
from bmlc.scripts.program.device import TracedCall, call_traced
from bmlc.scripts.program.dispatching import of_each
from bmlc.scripts.program.host_types import OfProgram
from bmlc.scripts.program.resolving import valueless
from bmlc.scripts.source import set_names
from bmlc.scripts.types import NEVER, NONE, Program, Tuple, Type, atom_of
from bmlc.scripts.types.cell import Made
from bmlc.scripts.values import Value, is_name, is_simple
from bmlc.scripts.visit import Visit

__all__ = ["Pattern", "assign", "assign_step", "is_new", "loop_target", "pattern_of", "set_attribute"]


def assign(visit: Visit, target: ast.expr, value: Value, node: ast.AST) -> None:
    """`target = value`"""
    match target:
        case ast.Name(name):
            assign_name(visit, name, value)
        case ast.Subscript(owner, ast.Slice() as ends):
            written = isinstance(value.js, js.Array) and all(map(is_simple, value.js.elements))
            whole = value if is_name(value.js) or value.is_known or written else visit.named(value)
            holder = visit.hold(visit.expression(owner))
            if array_of(holder.type) is not None:
                store_array(visit, holder, entries_of(visit, ends), whole, target)
            else:
                store_slice(visit, holder, ends, whole, target, is_new(value))
        case ast.Subscript(owner, ast.Tuple(elts) as key) if any(map(is_part, elts)):
            whole = value if is_simple(value.js) else visit.named(value)
            holder = visit.expression(owner)
            store_array(visit, holder, entries_of(visit, key), whole, target)
        case ast.Subscript(owner, key):
            value, holder, place = _before_place(visit, value, [owner, key])
            store_item(visit, holder, place, value, target)
        case ast.Tuple(elts) | ast.List(elts):
            _unpack(visit, elts, value, target)
        case ast.Attribute():
            set_attribute(visit, target, value)
        case _:
            raise visit.error("BML201", target, "scripts do not assign to this")


def set_attribute(visit: Visit, target: ast.Attribute, value: Value) -> bool:
    """`owner.name = value`: whether a method of the file does it, a property's."""
    value, owner = _before_place(visit, value, [target.value])
    if not owner.type:
        return False
    owner, value = checked(visit, [owner, value], partial(_with_set, name=target.attr), [target.value])
    if is_object(owner.type):
        owner = owner if is_name(owner.js) else visit.named(owner, "owner")
        return set_attribute_of_object(visit, target, owner, value)
    of_each(visit, target, owner, lambda each: _set_of_program(visit, target, each, value))
    return False


def _before_place(visit: Visit, value: Value, nodes: list[ast.expr]) -> list[Value]:
    """A value that is set, which is evaluated first, and the parts of its place."""
    if not is_simple(value.js) and any(isinstance(each, ast.Call) for node in nodes for each in ast.walk(node)):
        value = visit.named(value)
    return visit.expressions_by(Visit.expression, nodes, value)


def _with_set(owner: object, value: object, name: str) -> None:
    setattr(owner, name, value)


def _set_of_program(visit: Visit, target: ast.Attribute, owner: Value, value: Value) -> Value:
    known = atom_of(Program, owner.type)
    setter = (
        visit.world.setter(known.object, target.attr)
        if known is not None and isinstance(known.object, OfProgram)
        else None
    )
    if setter is None:
        hint = "set it at the top of the file" if known is not None else "keep the value by a name, or in a dictionary"
        raise visit.error("BML201", target, "scripts do not set attributes", hint)
    done = call_traced(visit, target, setter, [visit.hold(value)], owner=owner)
    visit.do(js.call(visit.run("drop"), done.js) if visit.holds(done.type) else done.js)
    return Value(NONE, js.Literal(None))


def _unpack(visit: Visit, targets: list[ast.expr], value: Value, node: ast.expr) -> None:
    """`a, b = value`"""
    stars = [k for k, each in enumerate(targets) if isinstance(each, ast.Starred)]
    known = next(iter(value.type)) if len(value.type) == 1 else None
    if isinstance(known, Tuple) and not stars:
        if len(known.items) != len(targets):
            count, what = len(known.items), visit.described(value.type)
            raise visit.error("BML204", node, f"expected {count} names for {what}, received {len(targets)}")
        whole = value if not value.fresh or is_new(value) or not visit.holds(value.type) else visit.named(value)
        unpack_known(visit, targets, known.items, whole)
        return
    if isinstance(known, Tuple) and len(known.items) >= len(targets) - 1 and not visit.holds(value.type):
        _unpack_apart(visit, targets, stars[0], known, value)
        return
    if not value.type:
        for each in targets:
            assign(visit, each.value if isinstance(each, ast.Starred) else each, Value(NEVER, js.Literal(None)), node)
        return
    (value,) = checked(visit, [visit.hold(value, "items")], _unpacked)
    walk = owned_items(visit, iterated(visit, value, node), node)
    if stars:
        after = len(targets) - 1 - stars[0]
        whole_js = visit.call_helper("unpackRest", walk.js, js.Literal(stars[0]), js.Literal(after))
    else:
        whole_js = visit.call_helper("unpack", walk.js, js.Literal(len(targets)))
    items: list[Type] = []
    holder = holder_of(value.type, "list") if len(value.type) == 1 and not stars else None
    for place, each in enumerate(targets):
        if isinstance(each, ast.Starred):
            rest, cell = visit.cells.holder("list", (each, visit.here))
            visit.cells.grow(cell, walk.item)
            items.append(frozenset({visit.cells.current(rest)}))
        else:
            items.append(walk.item if holder is None else visit.cells.at_place(visit.cells.of(holder), place))
    unpack_known(visit, targets, tuple(items), Value(frozenset({Tuple(tuple(items))}), whole_js))


def _unpack_apart(visit: Visit, targets: list[ast.expr], star: int, known: Tuple, value: Value) -> None:
    """`first, *rest = pair` of items that are known one by one: each has the type that it has there."""
    whole = value if is_name(value.js) else visit.named(value, "items")
    items = [Value(held, js.Index(whole.js, js.Literal(k))) for k, held in enumerate(known.items)]
    end = len(items) - (len(targets) - 1 - star)
    rest = list_of(visit, items[star:end], (targets[star], visit.here))
    parts = [*items[:star], rest, *items[end:]]
    kinds = tuple(part.type for part in parts)
    unpack_known(visit, targets, kinds, Value(frozenset({Tuple(kinds)}), js.Array(tuple(part.js for part in parts))))


def _unpacked(items: Iterable[object]) -> None:
    _, *_ = items


def is_new(value: Value) -> bool:
    """Whether the array of a fresh value is made here: nobody else holds it, so that its items may be taken out."""
    match value.js.value if isinstance(value.js, js.Await) else value.js:
        case TracedCall() | js.Array() | js.Call(js.Identifier("nested" | "nestedDicts")):
            return True
        case js.Call(js.Member(js.Identifier("run"), "adopt")):
            return True
    return False


def unpack_known(visit: Visit, targets: list[ast.expr], items: tuple[Type, ...], whole: Value) -> None:
    """Names in one statement; other targets one by one after it, in Python's order."""
    pattern = Pattern(visit, whole.fresh, not isinstance(whole.js, js.Array))
    target = pattern.of_items(targets, items)
    visit.frame.code.append(Unpack(target, whole.js, fresh=whole.fresh))
    pattern.finish(whole.js)


class Pattern:
    """What one statement of JavaScript sets, and what is assigned after it.

    `owns`: what is unpacked is a fresh value, whose references go to the names; else it is looked at only, and a name
    that needs a reference retains it. `deep`: arrays inside are new, too.
    """

    def __init__(self, visit: Visit, owns: bool, deep: bool) -> None:
        self.visit, self.owns, self.deep = visit, owns, deep
        self._all_names = True
        self._ordered = False  # a target that is no name was met: what follows is assigned after it
        self._later: list[tuple[ast.expr, Value]] = []
        self._looking: list[str] = []

    def of_items(self, targets: Sequence[ast.expr], items: Sequence[Type], made: Made = False) -> list[Target]:
        self._all_names &= not any(
            isinstance(each, ast.Subscript | ast.Attribute) for target in targets for each in ast.walk(target)
        )
        makes = made if isinstance(made, tuple) else (False,) * len(items)
        again = [
            {each.id for each in ast.walk(ast.Tuple(list(targets[k + 1 :]))) if isinstance(each, ast.Name)}
            for k in range(len(targets))
        ]
        return [
            self.of(target, held, make, later)
            for target, held, make, later in zip(targets, items, makes, again, strict=True)
        ]

    def of(self, target: ast.expr, held: Type, made: Made, again: AbstractSet[str] = frozenset()) -> Target:
        """The pattern of a target; `again` are names that are set after it."""
        visit = self.visit
        known = next(iter(held)) if len(held) == 1 else None
        match target:
            case ast.Name(name) if name in again and self._all_names:
                unused = visit.temporary("unused")
                if visit.holds(held) and self.owns:
                    visit.frame.instance.owned[unused] = None
                return unused
            case ast.Name(name) | ast.Starred(ast.Name(name)) if (
                not self._ordered
                and name not in again
                and (isinstance(target, ast.Name) or (not visit.holds(held) and not self._later))
            ):
                name = visit.frame.renamed.get(name, name)
                local = js_name(visit, name)
                if valueless(held):
                    bind(visit, name, held)
                    return local
                plain = held_by(visit, name, held) == held and holder_of(held, "iterator", "view") is None
                if plain and (not visit.holds(held) or self.owns):
                    if visit.holds(held):
                        visit.frame.instance.owned[local] = None
                    bind(visit, name, held)
                    return local
            case ast.Tuple(elts) | ast.List(elts) if isinstance(known, Tuple) and len(known.items) == len(elts):
                may_nest = self.deep or not self.owns or not visit.holds(held)
                if may_nest and not any(isinstance(each, ast.Starred) for each in elts):
                    return self.of_items(elts, known.items, made)
        return self._aside(target, held, made)

    def _aside(self, target: ast.expr, held: Type, made: Made) -> str:
        """A name of ours, which is assigned to the target after it."""
        visit = self.visit
        plain = target.value if isinstance(target, ast.Starred) else target
        name = visit.temporary(plain.id, numbered=True) if isinstance(plain, ast.Name) else visit.temporary("item")
        value = Value(held, js.name(name))
        self._ordered |= not isinstance(plain, ast.Name)
        if visit.holds(held) and self.owns:
            visit.frame.instance.owned[name] = None
        elif visit.holds(held):
            self._looking.append(name)
            if isinstance(target, ast.Starred):
                value = Value(held, js.call(visit.run("adopt"), js.name(name)), fresh=True)
            elif made is not False:
                value = Value(held, owned(visit, js.name(name), held, made), fresh=True)
        self._later.append((plain, value))
        return name

    def finish(self, whole: js.Expression) -> None:
        """Assign what does not stand in the pattern; `whole` is what names of ours look into."""
        for name in self._looking:
            self.visit.look_into(name, whole)
        for target, value in self._later:
            assign(self.visit, target, value, target)


def loop_target(visit: Visit, target: ast.expr, walk: Iteration) -> Target:
    """What the loop itself sets; the rest is assigned at the start of its body."""
    if isinstance(target, ast.Name) and visit.holds(walk.item):
        item = js.name(visit.temporary("item"))
        visit.look_into(item.name, walk.js)
        made = walk.made is not False
        written = owned(visit, item, walk.item, walk.made) if made else item
        assign(visit, target, Value(walk.item, written, fresh=made or walk.waits), target)
        return item.name
    pattern = Pattern(visit, owns=walk.waits, deep=walk.waits)
    found = pattern.of(target, walk.item, walk.made)
    if walk.waits and isinstance(found, list) and visit.holds(walk.item):  # what the names were is given up before
        item = js.name(visit.temporary("item"))
        visit.frame.code.append(Unpack(found, item))
        found = item.name
    pattern.finish(walk.js)
    return found


def pattern_of(
    visit: Visit, target: ast.expr, item: Type, again: AbstractSet[str] = frozenset()
) -> js.Identifier | js.ArrayPattern | None:
    """The pattern of a parameter that stands for `target`, whose names are bound; None where there is no such one.

    `again` are names that are set behind it.
    """
    if isinstance(target, ast.Name):
        if target.id in again:
            return js.name(visit.temporary("unused"))
        bind(visit, target.id, item)
        return js.name(js_name(visit, visit.frame.renamed.get(target.id, target.id)))
    known = next(iter(item)) if len(item) == 1 else None
    if isinstance(target, ast.Tuple | ast.List) and isinstance(known, Tuple) and len(known.items) == len(target.elts):
        later = [again | set(set_names(target.elts[k + 1 :])) for k in range(len(target.elts))]
        parts = [pattern_of(visit, *each) for each in zip(target.elts, known.items, later, strict=True)]
        if all(part is not None for part in parts):
            return js.ArrayPattern(tuple(part for part in parts if part is not None))
    return None


def assign_step(visit: Visit, target: ast.expr, step: Value) -> None:
    """The target of a loop at one step; an int that counts is known."""
    if isinstance(target, ast.Tuple | ast.List) and step.items is not None and len(target.elts) == len(step.items):
        for each, item in zip(target.elts, step.items, strict=True):
            assign_step(visit, each, item)
        return
    assign(visit, target, step, target)
    if isinstance(target, ast.Name) and step.is_known:
        visit.frame.written = {**visit.frame.written, target.id: step.constant}
