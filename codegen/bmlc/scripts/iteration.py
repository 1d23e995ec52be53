"""Going through values: what a loop, a comprehension or `list(x)` meets."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from bmlc.emit import js
from bmlc.emit.js import Expression  # where `js` is a field
from bmlc.errors import UserError
from bmlc.scripts.arrays.arrays import numpy_type
from bmlc.scripts.checked import checked
from bmlc.scripts.faults import Python
from bmlc.scripts.fitting import fitted
from bmlc.scripts.names.naming import is_local
from bmlc.scripts.program.batches import batches_of
from bmlc.scripts.program.host_types import DatasetType
from bmlc.scripts.types import (
    INT,
    NEVER,
    STR,
    Array,
    Bar,
    Holder,
    Object,
    Program,
    Scalar,
    Stream,
    Tensor,
    Tuple,
    Type,
    atom_of,
    none_hint,
    special_hint,
)
from bmlc.scripts.types.cell import Made
from bmlc.scripts.values import Value, is_name, is_simple
from bmlc.scripts.visit import Visit

__all__ = [
    "Iteration",
    "OverArray",
    "batches_one_by_one",
    "extension",
    "iterated",
    "iterator_of",
    "mark_gone_through",
    "owned",
    "owned_items",
    "with_checked_items",
]


class OverArray(js.Call):
    """`mapped(xs, f)` of an array of JavaScript's, which has methods that do the same."""


@dataclass(frozen=True)
class Iteration:
    """What is gone through, and the type of the items."""

    js: js.Expression
    item: Type
    waits: bool = False
    made: Made = False
    is_array: bool = False  # of JavaScript's
    single: bool = False  # of a data set: each element comes as a list of one

    def collected(self, visit: Visit, held: Type) -> Expression:
        """A new array of the items, which owns them, as a place of this type holds them."""
        items = self.fitted_to(visit, held)
        if not visit.holds(self.item):
            return js.Array((js.Spread(items),))
        if self.made is False:
            return js.call(visit.run("adopt"), js.Array((js.Spread(items),)))
        item = js.name("item")
        own = js.Arrow((item,), owned(visit, item, self.item, self.made))
        return js.call(js.Member(js.name("Array"), "from"), items, own)

    def fitted_to(self, visit: Visit, held: Type) -> Expression:
        """The iterable with its items as a place of this type holds them."""
        change = fitted(visit, Value(self.item, js.name("item")), held).js
        if change == js.name("item"):
            return self.js
        return visit.call_helper("mapped", self.js, js.Arrow((js.name("item"),), change))


def extension(visit: Visit, owner: Value, holder: Holder, value: Value, node: ast.AST) -> js.Expression:
    """`owner.extend(value)` and `owner += value`, for a list."""
    walk = iterated(visit, value, node)
    visit.cells.grow(visit.cells.of(holder), walk.item)
    held = visit.cells.of(holder).item
    items = walk.fitted_to(visit, held)
    if visit.holds(walk.item):
        is_there = walk.is_array and walk.made is False and items is walk.js
        items = js.call(visit.run("adopt"), items) if is_there else walk.collected(visit, held)
    elif isinstance(items, js.Array):
        return js.call(js.Member(owner.js, "push"), *items.elements)
    return visit.call_helper("extendList", owner.js, items)


def with_checked_items(visit: Visit, walk: Iteration, python: Python) -> Iteration:
    """The same without items that `python` takes in no case: each is looked at when its turn comes."""
    item = js.name("item")
    (known,) = checked(visit, [Value(walk.item, item)], python)
    if known.js is item:
        return walk
    return replace(walk, js=visit.call_helper("mapped", walk.js, js.Arrow((item,), known.js)), item=known.type)


def owned(visit: Visit, item: js.Expression, held: Type, made: Made) -> js.Expression:
    """A tuple that an iterator made, with references of its own to what it holds."""
    if made is True:
        return js.call(visit.run("adopt"), item)
    known = atom_of(Tuple, held)
    assert known is not None
    assert isinstance(made, tuple)
    parts = []
    for k, (part, each) in enumerate(zip(known.items, made, strict=True)):
        written = js.Index(item, js.Literal(k))
        if each is not False:
            parts.append(owned(visit, written, part, each))
        else:
            parts.append(visit.retained(written) if visit.holds(part) else written)
    return js.Array(tuple(parts))


def iterated(visit: Visit, value: Value, node: ast.AST, *, may_wait: bool = False) -> Iteration:
    """`value` as something that is gone through; `may_wait`: its items may come one by one, as batches do.

    Raises:
        UserError: BML204 for what cannot be iterated.
    """
    (value,) = checked(visit, [value], iter, [node])
    bar = atom_of(Bar, value.type)
    if bar is not None and len(value.type) == 1:
        inner = iterated(visit, Value(bar.over, js.Member(value.js, "over")), node, may_wait=may_wait)
        walked = inner.js
        if inner.waits and atom_of(Stream, bar.over) is None:
            walked = batches_one_by_one(visit, js.Member(value.js, "over"), inner.single)
        each = js.call(js.Member(value.js, "eachBatch" if inner.waits else "each"), walked)
        return Iteration(each, inner.item, waits=inner.waits, made=inner.made)
    if not may_wait and any(isinstance(atom, Program | Stream) for atom in value.type):
        hint = "batches come one by one: use for, or make a list of them, as in [batch for batch in data]"
        message = f"expected items that are there at once, received {visit.described(value.type)}"
        raise visit.error("BML204", node, message, hint)
    sets = [atom.object for atom in sorted(value.type, key=repr) if isinstance(atom, Program)]
    if sets and len(sets) == len(value.type) and all(isinstance(each, DatasetType) for each in sets):
        batches = [batches_of(visit, each, node) for each in sets]
        if len({single for _, single in batches}) > 1:
            message = f"expected data sets whose elements are alike, received {visit.described(value.type)}"
            raise visit.error("BML204", node, message, "write a loop for each")
        held = visit.cells.meet_all((each for each, _ in batches), ("batches", node, visit.here))
        return Iteration(js.call(visit.run("each"), value.js), held, waits=True, single=batches[0][1])
    stream = atom_of(Stream, value.type)
    if stream is not None:
        return Iteration(value.js, stream.item, waits=True)
    if atom_of(Object, value.type) is not None:
        from bmlc.scripts.classes.members import has_special
        from bmlc.scripts.classes.objects import call_special

        if has_special(visit, node, value.type, "__iter__"):
            found = call_special(visit, node, value, "__iter__")
            if has_special(visit, node, found.type, "__next__"):
                return _stepped(visit, visit.named(found, "iterator"), node)
            return iterated(visit, found, node, may_wait=may_wait)
        if has_special(visit, node, value.type, "__getitem__"):
            return _stepped(visit, value if is_name(value.js) else visit.named(value, "items"), node, by_index=True)
    item, written = NEVER, value.js
    place = ("each", node, visit.here)
    made: Made = False
    is_array = bool(value.type)
    for atom in value.type:
        match atom:
            case Scalar("str"):
                is_array = False
                item = visit.cells.meet(item, STR, place)
            case Scalar("range"):
                is_array = False
                item = visit.cells.meet(item, INT, place)
            case Holder("dict"):
                is_array = False
                item = visit.cells.meet(item, visit.cells.of(atom).key, place)
            case Holder(kind):
                made = visit.cells.of(atom).made or made
                is_array &= kind in ("list", "tuple")
                item = visit.cells.meet(item, visit.cells.of(atom).item, place)
            case Array(array_kind, rank):
                is_array = False
                item = visit.cells.meet(item, numpy_type(array_kind, rank - 1), place)
            case Tuple(items):
                item = visit.cells.meet(item, visit.cells.meet_all(items, place), place)
            case _:
                raise _not_iterable(visit, value, node)
    item = visit.cells.resolve(item)
    for atom in sorted(value.type, key=repr):
        if isinstance(atom, Tuple):
            written = _items(visit, value.written(written) if written is not value.js else value, atom, item)
        elif isinstance(atom, Holder) and len(value.type) > 1:
            alike = _alike(visit, Value(value.type, written), atom, item, node)
            is_array &= alike is written
            written = alike
    return Iteration(written, item, made=made, is_array=is_array)


def mark_gone_through(visit: Visit, node: ast.expr) -> None:
    """What a loop goes through: nobody else sees it, nor what is counted or put side by side there."""
    visit.gone_through.add(node)
    match node:
        case ast.Call(ast.Name("enumerate" | "zip" as name), arguments) if not is_local(visit, name):
            for each in arguments:
                mark_gone_through(visit, each)


def batches_one_by_one(visit: Visit, data: js.Expression, single: bool) -> js.Expression:
    """What gives the batches of a data set, whoever asks; `single`: its elements are one tensor, not a tuple."""
    visit.uses_run = True
    return visit.call_helper("batchesOf", js.name("run"), data, *([js.Literal(True)] if single else []))


def _stepped(visit: Visit, value: Value, node: ast.AST, *, by_index: bool = False) -> Iteration:
    """What `__next__` gives until StopIteration, or `__getitem__` for 0, 1, 2, … until IndexError."""
    from bmlc.scripts.classes.objects import call_special

    index = js.name(visit.temporary("index")) if by_index else None
    with visit.filling() as code:
        if index is None:
            item = call_special(visit, node, value, "__next__")
        else:
            item = call_special(visit, node, value, "__getitem__", Value(INT, index))
    if code or isinstance(item.js, js.Await) or visit.holds(item.type):
        what = "holds a tensor" if visit.holds(item.type) else "waits for something"
        name = "__getitem__" if by_index else "__next__"
        message = f"expected {name} of {visit.described(value.type)} to give items at once, received one that {what}"
        raise visit.error("BML201", node, message, "give an iterator of a list: __iter__ returns iter(items)")
    if index is None:
        return Iteration(visit.call_helper("stepped", js.Arrow((), item.js)), item.type)
    return Iteration(visit.call_helper("stepped", js.Arrow((index,), item.js), visit.helper("IndexError")), item.type)


def _not_iterable(visit: Visit, value: Value, node: ast.AST) -> UserError:
    what = visit.described(value.type)
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Store):
        return visit.error("BML204", node, f"cannot unpack {what}", of=[value])
    if isinstance(node, ast.AugAssign):
        advice = none_hint(value.type) or "to add one item: append(...)"
        return visit.error("BML204", node.value, f"cannot iterate {what}", advice, [value])
    hint = "write `for i in range(n):`" if value.type == INT else None
    hint = "read its numbers first: x.numpy()" if atom_of(Tensor, value.type) is not None else hint
    return visit.error("BML204", node, f"cannot iterate {what}", hint or special_hint(value.type, "__iter__"), [value])


def _items(visit: Visit, value: Value, atom: Tuple, whole: Type) -> js.Expression:
    """The items of a tuple, all held in one way."""
    if value.items is not None:
        return js.Array(tuple(fitted(visit, item, whole).js for item in value.items))
    if len(value.type) == 1 and is_simple(value.js):
        places = [Value(held, js.Index(value.js, js.Literal(k))) for k, held in enumerate(atom.items)]
        changed = [fitted(visit, place, whole) for place in places]
        is_changed = any(each.js is not place.js for each, place in zip(changed, places, strict=True))
        return js.Array(tuple(each.js for each in changed)) if is_changed else value.js
    return fitted(visit, value, frozenset({replace(atom, items=(whole,) * len(atom.items))})).js


def _alike(visit: Visit, value: Value, atom: Holder, whole: Type, node: ast.AST) -> js.Expression:
    """What may be such a container, or something else: its items as those of the others are held."""
    from bmlc.scripts.rows.kinds import kind_test

    cell, item, items = visit.cells.of(atom), js.name("item"), js.name("items")
    held = visit.cells.resolve(cell.key if atom.kind == "dict" else cell.item)
    change = fitted(visit, Value(held, item), whole).js
    if change is item:
        return value.js
    if atom.kind not in ("list", "tuple", "dict"):
        message = f"expected items that are held alike here, received {visit.described(value.type)}"
        raise visit.error("BML204", node, message, "make lists of them: list(...)", [value])
    mapped = visit.call_helper("mapped", items, js.Arrow((item,), change))
    test = kind_test(visit, Value(value.type, items), [atom])
    return js.Call(js.Arrow((items,), js.Conditional(test, mapped, items)), (value.js,))


def owned_items(visit: Visit, walk: Iteration, node: ast.AST) -> Iteration:
    """What goes through tuples that an iterator makes, held by a list of ours where they hold tensors."""
    if walk.made is False or not visit.holds(walk.item):
        return walk
    held, cell = visit.container("list", ("items", node), walk.item)
    items = visit.named(Value(held, walk.collected(visit, cell.item), fresh=True), "items")
    return Iteration(items.js, walk.item, is_array=True)


def iterator_of(
    visit: Visit, item: Type, written: js.Expression, site: object, kind: str = "iterator", made: Made = False
) -> Value:
    """An iterable of items of this type, made at `site`."""
    held, cell = visit.container(kind, site, item)
    cell.made = made
    return Value(held, written, fresh=True)
