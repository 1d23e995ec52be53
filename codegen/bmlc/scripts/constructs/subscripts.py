"""`x[i]` and `x[a:b:c]`, read, set and deleted."""

from __future__ import annotations

import ast
import operator
from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from typing import TypeVar

from bmlc.emit import js
from bmlc.errors import UserError
from bmlc.scripts.arrays.arrays import array_of, of_python
from bmlc.scripts.arrays.indexing import array_item, entries_of, index_entries, store_array
from bmlc.scripts.checked import by_kinds, checked
from bmlc.scripts.classes.members import has_special
from bmlc.scripts.classes.objects import call_special
from bmlc.scripts.counting.code import Clear
from bmlc.scripts.fitting import fitted, grow_key, holder_of, number
from bmlc.scripts.iteration import iterated
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.names.naming import path_of
from bmlc.scripts.program import device, reading
from bmlc.scripts.program.resolving import known_now
from bmlc.scripts.texts import writer
from bmlc.scripts.types import FLOAT, INT, NEVER, NONE, RANGE, STR, Holder, Tuple, Type, atom_of, special_hint
from bmlc.scripts.types.describe import whole_hint
from bmlc.scripts.values import Value, is_name, is_simple
from bmlc.scripts.visit import Visit, lowers

__all__ = ["delete_item", "item", "store_item", "store_slice"]


T = TypeVar("T")


@lowers(ast.Subscript)
def _subscript(visit: Visit, node: ast.Subscript) -> Value:
    owner = visit.hold(visit.expression(node.value))
    if isinstance(node.slice, ast.Slice | ast.Tuple) and device.is_tensor(owner.type):
        return _tensor_item(visit, node, owner)
    if isinstance(node.slice, ast.Slice | ast.Tuple) and array_of(owner.type) is not None:
        return array_item(visit, owner, entries_of(visit, node.slice), node)
    if isinstance(node.slice, ast.Slice):
        return _slice(visit, node, owner, node.slice)
    owner, index = _after(visit, owner, node.value, [node.slice])
    found, path = item(visit, owner, index, node), path_of(visit, node)
    known = visit.cells.resolve((visit.env or {}).get(path or "", NEVER)) & found.type
    return found.as_type(known) if known else found


def _after(visit: Visit, owner: Value, node: ast.expr, others: list[ast.expr]) -> list[Value]:
    """The owner, which was evaluated at `node`, and what is evaluated after it."""
    return visit.expressions_by(lambda visit, each: owner if each is node else visit.expression(each), [node, *others])


def item(visit: Visit, owner: Value, index: Value, node: ast.AST) -> Value:
    """`owner[index]`"""
    if not owner.type or not index.type:
        return Value(NEVER, owner.js)
    nodes = (node.value, node.slice) if isinstance(node, ast.Subscript) else ()
    return by_kinds(visit, node, [owner, index], partial(_item, visit, node), operator.getitem, nodes)


def _item(visit: Visit, node: ast.AST, owner: Value, index: Value) -> Value:
    held = owner.type
    if has_special(visit, node, held, "__getitem__"):
        return call_special(visit, node, owner, "__getitem__", index)
    if device.is_tensor(held):
        return _row(visit, node, owner, index)
    if array_of(held) is not None:
        return array_item(visit, owner, index_entries(visit, index, node), node)
    index = of_python(index) if holder_of(held, "dict") is None else index
    if device.is_tensor(index.type):
        index = reading.number_of(visit, node, index)
    if len(held) == 1:
        (atom,) = held
        if held == STR and _index(visit, index, node):
            return Value(STR, visit.call_helper("textItem", owner.js, number(index)))
        if held == RANGE and _index(visit, index, node):
            return Value(INT, js.call(js.Member(owner.js, "item"), number(index)))
        match atom:
            case Holder("dict"):
                return _value_of(visit, owner, atom, index, node)
            case Tuple(items):
                return _item_of_tuple(visit, owner, items, index, node)
            case Holder("list" | "tuple" | "deque" as kind) if _index(visit, index, node):
                cell = visit.cells.of(atom)
                held = visit.cells.at_place(cell, index.constant if isinstance(index.constant, int) else None)
                return Value(held, visit.call_helper(f"{kind}Item", owner.js, number(index)), place=("item", cell.id))
    at = node.value if isinstance(node, ast.Subscript) else node
    hint = _BY_NAME if held == FLOAT else special_hint(held, "__getitem__")
    raise visit.error("BML204", at, f"{visit.described(held)} has no items", hint, [owner])


# What metrics are asked for by, as in Keras a dictionary is.
_BY_NAME = "names are keys of dictionaries: model.evaluate(data, return_dict=True) gives one"


def _index(visit: Visit, index: Value, node: ast.AST) -> bool:
    if kind_of(index.type) != "int":
        where = node.slice if isinstance(node, ast.Subscript) else node
        hint = "convert it: int(...)" if kind_of(index.type) else _BY_NAME if index.type == STR else None
        what = visit.described(index.type)
        raise visit.error("BML204", where, f"expected an int as index, received {what}", hint, [index])
    return True


def _value_of(visit: Visit, owner: Value, atom: Holder, key: Value, node: ast.AST) -> Value:
    cell = visit.cells.of(atom)
    if cell.closed and isinstance(key.constant, str) and key.constant not in cell.known:
        close = get_close_matches(key.constant, cell.known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else None
        message = f"expected one of {', '.join(map(repr, sorted(cell.known)))}, received {key.constant!r}"
        raise visit.error("BML102", node.slice if isinstance(node, ast.Subscript) else node, message, hint)
    if not cell.uniform and isinstance(key.constant, str) and key.constant in cell.known:
        match owner.js:
            case js.Call(js.Identifier("dictOf"), (record,)):  # which is asked for one key only
                return Value(visit.cells.resolve(cell.known[key.constant]), js.Member(record, key.constant))
        held, place = visit.cells.resolve(cell.known[key.constant]), ("known", cell.id, key.constant)
        return Value(held, js.call(js.Member(owner.js, "item"), key.js), place=place)
    visit.cells.make_uniform(cell)
    cell = visit.cells.of(atom)
    if cell.others:  # which sets the key
        visit.change(owner.type)
        grow_key(visit, cell, key.type, node)
    key = fitted(visit, key, cell.key)
    asked = key.type or cell.key
    texts = () if asked <= STR | INT else (writer(visit, asked),)
    asking = visit.call_helper("asked", owner.js, key.js, *texts) if cell.others else None
    found = asking or js.call(js.Member(owner.js, "item"), key.js, *texts)
    return Value(visit.cells.resolve(cell.item), found, place=("item", cell.id))


def _item_of_tuple(
    visit: Visit,
    owner: Value,
    items: tuple[Type, ...],
    index: Value,
    node: ast.AST,
) -> Value:
    if isinstance(index.constant, int):
        at = index.constant
        if not -len(items) <= at < len(items):
            where = node.slice if isinstance(node, ast.Subscript) else node
            raise visit.error("BML102", where, f"expected an index below {len(items)}, received {at}")
        known = known_now(visit, node, items[at], ast.unparse(node))
        return known or Value(items[at], js.Index(owner.js, js.Literal(int(at) % len(items))))
    _index(visit, index, node)
    walk = iterated(visit, owner, node)
    return Value(walk.item, visit.call_helper("tupleItem", walk.js, number(index)))


# Of tensors


def _row(visit: Visit, node: ast.AST, owner: Value, index: Value) -> Value:
    """`x[i]` along the first axis, with NumPy's error where there is no such row."""
    if index.constant is None or isinstance(index.constant, int):
        return device.operation(visit, node, "getitem", [owner, index])
    _index(visit, index, node)
    owner = owner if is_simple(owner.js) else visit.named(owner, "of")
    shape = reading.shape_of(visit, node, owner)
    first = item(visit, shape, Value(INT, js.Literal(0), constant=0), node) if shape.items is None else shape.items[0]
    place = Value(INT, visit.call_helper("tensorIndex", number(index), first.js))
    return device.operation(visit, node, "take", [owner, place, Value(INT, js.Literal(0), constant=0)])


def _tensor_item(visit: Visit, node: ast.Subscript, owner: Value) -> Value:
    """`x[1:3, -1]`, `x[..., None]` with indices that are written out, as in tensor functions."""
    elements = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    entries = tuple(_written_index(visit, each) for each in elements)
    index = Value(INT, js.Literal(None), constant=entries[0] if len(entries) == 1 else entries)
    return device.operation(visit, node, "getitem", [owner, index])


def _written_index(visit: Visit, node: ast.expr) -> object:
    match node:
        case ast.Constant(value) if value is ... or value is None:
            return value
        case ast.Slice(lower, upper, step):
            return slice(*(None if part is None else _written_int(visit, part) for part in (lower, upper, step)))
    return _written_int(visit, node)


def _written_int(visit: Visit, node: ast.expr) -> int:
    index = visit.expression(node)
    if not isinstance(index.constant, int):
        message = f"expected an int that is written out, received {visit.described(index.type)}"
        raise visit.error("BML204", node, message, "index with values in a @bml.function: bml.ops.take(x, i, axis=0)")
    return index.constant


# Slices


def _slice(visit: Visit, node: ast.Subscript, owner: Value, ends: ast.Slice) -> Value:
    parts = (ends.lower, ends.upper, ends.step)
    present = [end for end in parts if end is not None]
    operands = _after(visit, owner, node.value, present)
    if not owner.type:
        return Value(NEVER, owner.js)

    def placed(given: Sequence[T]) -> list[T | None]:
        found = iter(given)
        return [None if end is None else next(found) for end in parts]

    return by_kinds(
        visit,
        node,
        operands,
        lambda owner, *given: _slice_of(visit, node, owner, placed(given)),
        lambda owner, *given: owner[slice(*placed(given))],
        [node.value, *present],
    )


def _slice_of(visit: Visit, node: ast.Subscript, owner: Value, bounds: list[Value | None]) -> Value:
    held = owner.type
    written = [js.Literal(None) if bound is None else _bound(visit, bound, node) for bound in bounds]
    if bounds[2] is None:
        written.pop()
    if held == STR:
        return Value(STR, visit.call_helper("slicedText", owner.js, *written))
    if held == RANGE:
        return Value(
            RANGE, js.call(js.Member(owner.js, "slice"), *written, *([js.Literal(None)] if len(written) < 3 else []))
        )
    tuple_ = atom_of(Tuple, held)
    if len(held) == 1 and tuple_:
        constants = [None if bound is None else bound.constant for bound in bounds]
        if not all(each is None or isinstance(each, int) for each in constants):
            raise visit.error("BML204", node, "the ends of a slice of a tuple must be written ints")
        items = tuple_.items[slice(*constants)]
        kind = frozenset({Tuple(items, tuple_.kind)})
        return Value(kind, _adopted(visit, kind, _sliced(visit, owner, bounds, written)), fresh=True)
    holder = holder_of(held, "list", "tuple")
    if len(held) != 1 or holder is None:
        raise visit.error("BML204", node, f"{visit.described(held)} has no slices", whole_hint(held), [owner])
    made, cell = visit.cells.holder(holder.kind, (node, visit.here))
    visit.cells.merge(cell, visit.cells.of(holder))
    sliced: Type = frozenset({visit.cells.current(made)})
    return Value(sliced, _adopted(visit, sliced, _sliced(visit, owner, bounds, written)), fresh=True)


def _sliced(visit: Visit, owner: Value, bounds: list[Value | None], written: list[js.Expression]) -> js.Expression:
    """`xs.slice(a, b)` where JavaScript means the same."""
    low, high, step = bounds
    if step is None and all(bound is None or kind_of(bound.type) == "int" for bound in (low, high)):
        ends = [] if low is None and high is None else [written[0] if low is not None else js.Literal(0)]
        return js.call(js.Member(owner.js, "slice"), *ends, *([written[1]] if high is not None else []))
    return visit.call_helper("slicedList", owner.js, *written)


def _adopted(visit: Visit, held: Type, copy: js.Expression) -> js.Expression:
    return js.call(visit.run("adopt"), copy) if visit.holds(held) else copy


def _bound(visit: Visit, bound: Value, node: ast.AST) -> js.Expression:
    bound = of_python(bound)
    if bound.type == NONE:
        return js.Literal(None)
    if bound.type and kind_of(bound.type) != "int" and not bound.type <= INT | NONE:
        message = f"expected ints as the ends of a slice, received {visit.described(bound.type)}"
        raise visit.error("BML204", node, message, of=[bound])
    return number(bound) if not bound.type >= NONE else bound.js


# Setting and deleting


def store_item(visit: Visit, owner: Value, key: Value, value: Value, node: ast.AST) -> None:
    """`owner[key] = value`"""
    if not owner.type:
        return
    nodes = (node.value, node.slice) if isinstance(node, ast.Subscript) else ()
    owner, key, value = checked(visit, [owner, key, value], operator.setitem, nodes)
    held = owner.type
    if array_of(held) is not None:
        store_array(visit, owner, index_entries(visit, key, node), value, node)
        return
    if has_special(visit, node, held, "__setitem__"):
        visit.do(call_special(visit, node, owner, "__setitem__", key, value).js)
        return
    visit.change(held, key.constant)
    holder = holder_of(held, "list", "dict", "deque")
    key = of_python(key) if holder is not None and holder.kind != "dict" else key
    if len(held) != 1 or holder is None:
        hint = "use a list or a dictionary" if atom_of(Tuple, held) or holder_of(held, "tuple") else None
        hint = whole_hint(held) or hint
        if held == STR:
            hint = "strings do not change: make a new one"
        raise visit.error("BML204", node, f"the items of {visit.described(held)} cannot be set", hint, [owner])
    cell = visit.cells.of(holder)
    if holder.kind == "dict" and isinstance(key.constant, str) and not cell.uniform:
        visit.cells.grow_key(cell, STR)
        wanted = visit.cells.grow_known(cell, key.constant, value.type)
    else:
        if holder.kind == "dict":
            visit.cells.make_uniform(cell)
            grow_key(visit, cell, key.type, node.slice if isinstance(node, ast.Subscript) else node)
        else:
            _index(visit, key, node)
        if isinstance(key.constant, int):
            visit.cells.grow_place(cell, key.constant, value.type)
        else:
            visit.cells.grow(cell, value.type)
        cell = visit.cells.of(holder)
        wanted = cell.item
        key = fitted(visit, key, cell.key) if holder.kind == "dict" else key.written(number(key))
    kept = visit.keep(fitted(visit, value, wanted))
    path = path_of(visit, node) if isinstance(node, ast.Subscript) else None
    if path is not None and visit.env is not None:
        held = visit.cells.resolve(wanted)
        visit.env = {**visit.env, path: held if value.type >= NONE else held - NONE}
    if holder.kind == "deque":
        key = key.written(visit.call_helper("dequePlace", owner.js, key.js))
    if visit.holds(wanted):
        if holder.kind != "dict" and kept.fresh:  # an index may be out of range: the value has an owner by then
            kept = visit.keep(visit.named(kept))
        helper = "exchangeValue" if holder.kind == "dict" else "exchangeItem"
        visit.do(js.call(visit.run("drop"), visit.call_helper(helper, owner.js, key.js, kept.js)))
    elif holder.kind == "dict":
        visit.do(js.call(js.Member(owner.js, "set"), key.js, kept.js))
    else:
        visit.do(visit.call_helper("setItem", owner.js, key.js, kept.js))


def store_slice(visit: Visit, owner: Value, ends: ast.Slice, value: Value, node: ast.AST, is_new: bool = False) -> None:
    """`owner[a:b] = value`; `is_new`: nobody else has a list that is written out."""
    (owner,) = checked(visit, [owner], lambda owner: operator.setitem(owner, slice(None), ()))
    visit.change(owner.type)
    holder = holder_of(owner.type, "list")
    if holder is None or len(owner.type) != 1:
        if not owner.type:
            return
        raise visit.error("BML204", node, f"the items of {visit.described(owner.type)} cannot be set", of=[owner])
    bounds = _bounds(visit, ends, node)
    walk = iterated(visit, value, node)
    visit.cells.grow(visit.cells.of(holder), walk.item)
    items = walk.fitted_to(visit, visit.cells.of(holder).item)
    if not visit.holds(owner.type):
        visit.do(visit.call_helper("setSlice", items, owner.js, *bounds))
        return
    kept = value
    if is_new and items is value.js:
        if not is_name(items):  # a list of no tensors yet, as []
            kept = visit.named(Value(frozenset({holder}), items, fresh=True), "items")
    else:
        whole = walk.collected(visit, visit.cells.of(holder).item)
        kept = visit.named(Value(frozenset({holder}), whole, fresh=True), "items")
    assert is_name(kept.js)
    replaced = visit.call_helper("setSlice", kept.js, owner.js, *bounds)
    visit.do(js.call(visit.run("drop"), js.Spread(replaced)))
    visit.frame.code.append(Clear((kept.js.name,)))  # whose items went to the other list


def _bounds(visit: Visit, ends: ast.Slice, node: ast.AST) -> list[js.Expression]:
    nodes = (ends.lower, ends.upper, ends.step)
    found = iter(visit.expressions([each for each in nodes if each is not None]))
    return [js.Literal(None) if each is None else _bound(visit, next(found), node) for each in nodes]


def delete_item(visit: Visit, target: ast.Subscript) -> None:
    """`del owner[key]`"""
    if isinstance(target.slice, ast.Slice):
        owner = visit.hold(visit.expression(target.value))
        (owner,) = checked(visit, [owner], lambda owner: operator.delitem(owner, slice(None)), [target.value])
        visit.change(owner.type)
        if holder_of(owner.type, "list") is None:
            raise _not_deleted(visit, target, owner)
        deleted = visit.call_helper("deleteSlice", owner.js, *_bounds(visit, target.slice, target))
        visit.do(js.call(visit.run("drop"), js.Spread(deleted)) if visit.holds(owner.type) else deleted)
        return
    owner, key = visit.expressions([target.value, target.slice])
    owner, key = checked(visit, [owner, key], operator.delitem, [target.value, target.slice])
    visit.change(owner.type)
    holder = holder_of(owner.type, "list", "dict")
    if holder is None or len(owner.type) != 1:
        if not owner.type:
            return
        raise _not_deleted(visit, target, owner)
    held = visit.holds(owner.type)
    if holder.kind == "dict":
        cell = visit.cells.of(holder)
        visit.cells.make_uniform(cell)
        texts = () if key.type <= STR | INT else (writer(visit, key.type),)
        taken: js.Expression = js.call(js.Member(owner.js, "pop"), key.js, *texts)
    else:
        _index(visit, key, target)
        taken = visit.call_helper("takeItem" if held else "deleteItem", owner.js, number(key))
    visit.do(js.call(visit.run("drop"), taken) if held else taken)


def _not_deleted(visit: Visit, target: ast.Subscript, owner: Value) -> UserError:
    return visit.error("BML204", target, f"items of {visit.described(owner.type)} cannot be deleted", of=[owner])
