"""Functions that make containers and iterables."""

from __future__ import annotations

from dataclasses import replace

from bmlc.emit import js
from bmlc.scripts.classes.members import has_special
from bmlc.scripts.classes.objects import call_special
from bmlc.scripts.constructs.calls import call_value
from bmlc.scripts.constructs.operators import merge_dictionaries
from bmlc.scripts.counting.code import Loop
from bmlc.scripts.counting.purity import waits
from bmlc.scripts.fitting import fitted, holder_of, number
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.iteration import Iteration, batches_one_by_one, iterated, iterator_of, owned, with_checked_items
from bmlc.scripts.literals import dict_of
from bmlc.scripts.program.device import is_tensor
from bmlc.scripts.program.host_types import DatasetType
from bmlc.scripts.program.reading import shape_of
from bmlc.scripts.program.resolving import valueless
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.containers import entries
from bmlc.scripts.rows.keys import applied
from bmlc.scripts.rows.table import row
from bmlc.scripts.rows.written import adopted
from bmlc.scripts.truth import truth_of_each, truthy_part
from bmlc.scripts.types import (
    INT,
    NEVER,
    NONE,
    RANGE,
    STR,
    Array,
    Atom,
    Bar,
    Holder,
    Object,
    Program,
    Scalar,
    Stream,
    Tuple,
    Type,
    atom_of,
    special_hint,
    whole_hint,
)
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


@row("len(obj: object, /)")
def _len(visit: Visit, call: Call) -> Value:
    value = call["obj"]
    held = value.type
    if has_special(visit, call.node, held, "__len__"):
        return call_special(visit, call.node, value, "__len__")
    if held == STR:
        return Value(INT, visit.call_helper("textLength", value.js))
    if not held:
        return Value(INT, js.Literal(0))
    sizes = {_size(atom) for atom in held}
    if len(sizes) == 1 and None not in sizes:
        return Value(INT, js.Member(value.js, str(sizes.pop())))
    if is_tensor(held):
        shape = shape_of(visit, call.node, value)
        if any(isinstance(atom, Tuple) and not atom.items for atom in shape.type):
            raise visit.error("BML204", call.node, f"expected a tensor with an axis, received {visit.described(held)}")
        return shape.items[0] if shape.items else Value(INT, js.Index(shape.js, js.Literal(0)))
    known = atom_of(Tuple, held)
    if known is not None and len(held) == 1:  # which is nothing in JavaScript
        return Value(INT, js.Literal(len(known.items)), constant=len(known.items))
    hint = "make a list first: len(list(...))" if holder_of(held, "iterator") else None
    hint = hint or special_hint(held, "__len__") or whole_hint(held)
    raise visit.error("BML204", call.node_of("obj"), f"{visit.described(held)} has no len", hint, [value])


def _size(atom: Atom) -> str | None:
    """The property that tells how many items there are."""
    match atom:
        case Holder("dict") | Program(DatasetType()):
            return "size"
        case Tuple():
            return None if valueless(frozenset({atom})) else "length"
        case Holder(kind):
            return None if kind == "iterator" else "length"
        case Array() | Scalar("range"):
            return "length"
    return None


def _is_data(held: Type) -> bool:
    known = atom_of(Program, held)
    return known is not None and isinstance(known.object, DatasetType)


@row("range(*args: int)")
def _range(visit: Visit, call: Call) -> Value:
    if not 1 <= len(call.gathered) <= 3:
        raise visit.error("BML102", call.node, f"range takes 1 to 3 ints, received {len(call.gathered)}")
    return Value(RANGE, visit.call_helper("range", *map(number, call.gathered)))


@row("enumerate(iterable: iterable, start: int = 0)")
def _enumerate(visit: Visit, call: Call) -> Value:
    value, start = call["iterable"], call.get("start")
    walk = iterated(visit, value, call.node, may_wait=True)
    item = frozenset({Tuple((INT, walk.item))})
    if walk.waits:
        begin = js.Literal(0) if start is None else number(start)
        counted = visit.call_helper("countedBatches", walk.js, begin)
        if _is_data(value.type):
            counted = js.call(visit.run("enumerate"), value.js, begin, *[js.Literal(True)] * walk.single)
        return Value(frozenset({Stream(item)}), counted)
    is_array = holder_of(value.type, "list", "tuple") or atom_of(Tuple, value.type)
    if start is None and is_array and len(value.type) == 1:
        whole = js.call(js.Member(walk.js, "entries"))
    else:
        whole = visit.call_helper("enumerate", walk.js, *([number(start)] if start is not None else []))
    made = (False, walk.made) if walk.made else True
    return iterator_of(visit, item, whole, call.node, made=made)


@row("zip(*iterables: iterable, strict: bool = False)")
def _zip(visit: Visit, call: Call) -> Value:
    if call.starred:
        return _columns(visit, call)
    walks = [iterated(visit, each, call.node_of("iterables", each), may_wait=True) for each in call.gathered]
    strict = call.get("strict")
    if any(walk.waits for walk in walks):
        return _zipped_batches(visit, call, walks)
    if strict is not None and not strict.is_known:
        raise visit.error("BML204", call.node, "strict must be written out", "write strict=True")
    helper = "zipStrict" if strict is not None and strict.constant else "zip"
    item = frozenset({Tuple(tuple(walk.item for walk in walks))})
    made = tuple(walk.made for walk in walks) if any(walk.made for walk in walks) else True
    return iterator_of(visit, item, visit.call_helper(helper, *(walk.js for walk in walks)), call.node, made=made)


def _zipped_batches(visit: Visit, call: Call, walks: list[Iteration]) -> Value:
    """`zip(data, other)`: what is there at once holds no tensors, since each step owns what it gives."""
    if any(visit.holds(walk.item) and not walk.waits for walk in walks) or "strict" in call.arguments:
        message = "zip of what comes one by one, as batches do, takes no lists of tensors"
        raise visit.error("BML201", call.node, message, "collect it first: [batch for batch in data]")
    pairs = zip(call.gathered, walks, strict=True)
    written = [_batches(visit, value, walk) if walk.waits else walk.js for value, walk in pairs]
    item: Type = frozenset({Tuple(tuple(walk.item for walk in walks))})
    visit.uses_run = True
    return Value(frozenset({Stream(item)}), visit.call_helper("zippedBatches", js.name("run"), *written))


def _batches(visit: Visit, value: Value, walk: Iteration) -> js.Expression:
    """What gives the batches of a data set one after another, or goes on with those that are left."""
    return batches_one_by_one(visit, value.js, walk.single) if _is_data(value.type) else walk.js


def _columns(visit: Visit, call: Call) -> Value:
    """`zip(*rows)`: the columns, each of a type of its own where the rows are tuples of known length."""
    walk = iterated(visit, call.gathered[0], call.node) if len(call.gathered) == 1 else None
    if walk is not None and walk.is_array:  # whose rows are all there
        walk = with_checked_items(visit, walk, iter)
    row = atom_of(Tuple, walk.item) if walk is not None else None
    if walk is None or (walk.item and len(walk.item) != 1) or "strict" in call.arguments:
        hint = "write zip(*rows) with rows of one kind"
        raise visit.error("BML201", call.node, "zip takes its iterables one by one, or * of one", hint)
    if row is None:
        inner = iterated(visit, Value(walk.item, js.name("row")), call.node) if walk.item else None
        column, _ = visit.container("tuple", call.node, inner.item if inner is not None else NEVER)
        return iterator_of(visit, column, visit.call_helper("zip", js.Spread(walk.js)), call.node, made=True)
    columns = tuple(visit.container("tuple", (call.node, k), held)[0] for k, held in enumerate(row.items))
    written: js.Expression = visit.call_helper("columns", walk.js, js.Literal(len(columns)))
    held: Type = frozenset({Tuple(columns, "list")})
    if visit.holds(held):
        each = js.name("column")
        written = js.call(js.Member(written, "map"), js.Arrow((each,), js.call(visit.run("adopt"), each)))
    return Value(held, written, fresh=True)


@row("reversed(sequence: iterable, /)")
def _reversed(visit: Visit, call: Call) -> Value:
    value = call["sequence"]
    if holder_of(value.type, "iterator") or any(isinstance(atom, Object | Bar) for atom in value.type):
        what = visit.described(value.type)
        message = f"reversed takes a list, a tuple, a range, a text or a dictionary, received {what}"
        raise visit.error("BML204", call.node, message, "make a list first: reversed(list(...))")
    walk = iterated(visit, value, call.node)
    if value.type == RANGE:
        whole: js.Expression = js.call(js.Member(value.js, "reversed"))
    elif not walk.is_array and not holder_of(value.type, "deque"):
        whole = visit.call_helper("reversed", js.Array((js.Spread(walk.js),)))
    else:
        whole = visit.call_helper("reversed", walk.js)
    return iterator_of(visit, walk.item, whole, call.node)


@row("iter(object: iterable, /)")
def _iter(visit: Visit, call: Call) -> Value:
    value = call["object"]
    walk = iterated(visit, value, call.node, may_wait=True)
    if walk.waits:
        return Value(frozenset({Stream(walk.item)}), _batches(visit, value, walk))
    return iterator_of(visit, walk.item, visit.call_helper("lasting", walk.js), call.node, made=walk.made)


@row("list(iterable: iterable = (), /)", "tuple(iterable: iterable = (), /)")
def _list(visit: Visit, call: Call) -> Value:
    value, kind = call.get("iterable"), call.row.name
    if value is None:
        empty = frozenset({Tuple(())}) if kind == "tuple" else visit.container(kind, call.node)[0]
        return Value(empty, js.Array(()), fresh=True)
    parts = atom_of(Tuple, value.type) if len(value.type) == 1 else None
    if parts is not None and kind == "tuple":
        return value.as_type(frozenset({Tuple(parts.items)}))
    if parts is not None and visit.holds(value.type) and len(set(parts.items)) > 1:
        return adopted(visit, frozenset({Tuple(parts.items, "list")}), js.Array((js.Spread(value.js),)))
    walk = iterated(visit, value, call.node_of("iterable"))
    held, cell = visit.container(kind, call.node, walk.item)
    return Value(held, walk.collected(visit, cell.item), fresh=True)


@row("dict(iterable: iterable = (), /, **values: object)")
def _dict(visit: Visit, call: Call) -> Value:
    value = call.get("iterable")
    if call.keywords:
        keys = [Value(STR, js.Literal(name), constant=name) for name in call.keywords]
        named = dict_of(visit, list(zip(keys, call.keywords.values(), strict=True)), (call.node, "keywords"))
        if value is None:
            return named
        return merge_dictionaries(visit, _dict(visit, replace(call, keywords={})), named, call.node, "merged")
    holder, cell = visit.cells.holder("dict", (call.node, visit.here))
    visit.cells.make_plain(cell)
    pairs = () if value is None else (entries(visit, call, cell, value),)
    whole: js.Expression = js.New(visit.helper("Dict"), pairs)
    other = holder_of(value.type, "dict") if value is not None else None
    if value is not None and other is not None and not (cell.others or visit.cells.of(other).others):
        whole = js.call(js.Member(value.js, "copy"))  # which gives values for other keys where that one does
    return adopted(visit, frozenset({visit.cells.current(holder)}), whole)


@row("map(function: function, iterable: iterable, /)")
def _map(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    if call.node in visit.taken_at_once and _needs_a_loop(visit, call, walk):
        return _mapped_list(visit, call)
    change = applied(visit, call, "function", walk.item)
    whole = visit.call_helper("mapped", walk.js, change.js)
    if not (change.result.fresh and visit.holds(change.result.type)):
        return iterator_of(visit, change.result.type, whole, call.node)
    if call.node in visit.gone_through:  # each step owns what it is given
        if visit.holds(walk.item) and walk.made is False:  # the function may take the item out of what is gone through
            walk = iterated(visit, visit.guard(call["iterable"], "through"), call.node)
            visit.uses_run = True
            whole = visit.call_helper("mappedTensors", js.name("run"), walk.js, change.js)
        return Value(frozenset({Stream(change.result.type)}), whole)
    message = "expected a loop over map whose function makes tensors, or a list of it"
    raise visit.error("BML201", call.node, message, "make a list first: list(map(...))")


def _needs_a_loop(visit: Visit, call: Call, walk: Iteration) -> bool:
    """Whether the function makes tensors, waits or needs statements."""
    item = js.name(visit.names("value of ours", "value"))
    with visit.filling() as code:
        made = call_value(visit, call.node, call["function"], Arguments([Value(walk.item, item)], {}))
    return bool(code) or waits(made.js) or (made.fresh and visit.holds(made.type))


def _mapped_list(visit: Visit, call: Call) -> Value:
    """A list of what the function makes, which owns each as soon as it is there."""
    walk = iterated(visit, visit.guard(call["iterable"], "through"), call.node)
    holder, cell = visit.cells.holder("list", (call.node, "made", visit.here))
    items, item = js.name(visit.temporary("items")), js.name(visit.temporary("item"))
    visit.frame.instance.sources[items.name] = visit.loc(call.node)
    visit.let(items.name, Value(frozenset({holder}), js.Array(()), fresh=True))
    with visit.filling() as body:
        given = Value(walk.item, item)
        if visit.holds(walk.item):  # the function may take it out of what is gone through
            is_made = walk.made is not False
            whole = owned(visit, item, walk.item, walk.made) if is_made else item
            given = visit.named(Value(walk.item, whole, fresh=is_made), "given")
        made = call_value(visit, call.node, call["function"], Arguments([given], {}))
        visit.cells.grow(cell, made.type)
        kept = visit.keep(fitted(visit, made, visit.cells.of(holder).item))
        visit.do(js.call(js.Member(items, "push"), kept.js))
    visit.look_into(item.name, walk.js)
    visit.frame.code.append(Loop(item.name, walk.js, body, gated=False))
    return Value(frozenset({visit.cells.current(holder)}), items)


@row("filter(function: function | None, iterable: iterable, /)")
def _filter(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    value = js.name(visit.names("value of ours", "value"))
    if call["function"].type == NONE:
        test = _tested(visit, call, Value(walk.item, value))
        whole = visit.call_helper("filtered", walk.js, js.Arrow((value,), test.js))
        return iterator_of(visit, truthy_part(walk.item), whole, call.node)
    passes = applied(visit, call, "function", walk.item)
    test = _tested(visit, call, passes.result)
    written = passes.js if test.js == passes.result.js else js.Arrow((value,), test.js)
    return iterator_of(visit, walk.item, visit.call_helper("filtered", walk.js, written), call.node, made=walk.made)


def _tested(visit: Visit, call: Call, value: Value) -> Value:
    """Whether an item passes, which is to be told at once."""
    with visit.filling() as code:
        test = truth_of_each(visit, visit.hold(value), call.node)
    if code or waits(test.js):
        message = "the function of filter answers at once, received one that gives a tensor"
        raise visit.error("BML201", call.node, message, "choose in a list: [x for x in xs if ...]")
    return test
