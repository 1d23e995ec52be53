"""Methods of lists, tuples, dictionaries and ranges."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.constructs.comparisons import check_arrays
from bmlc.scripts.counting.code import Code, Do, If, Loop
from bmlc.scripts.fitting import fitted, grow_key, holder_of, number
from bmlc.scripts.iteration import extension, iterated, iterator_of
from bmlc.scripts.literals import dict_of
from bmlc.scripts.rows.aggregates import sorting
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.collections import update_counter
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.texts import writer
from bmlc.scripts.types import INT, NEVER, NONE, STR, Cell, Tuple, Type, atom_of
from bmlc.scripts.values import Value, is_simple
from bmlc.scripts.visit import Visit

__all__: list[str] = []

rows(
    {
        "list.reverse() -> None": ".reverse",
        "range.index(value: int, /) -> int": ".index",
        "range.count(value: int, /) -> int": ".count",
    }
)


def _owner(call: Call) -> Value:
    assert call.owner is not None
    return call.owner


def _cell(visit: Visit, call: Call) -> Cell:
    holder = holder_of(_owner(call).type, "list", "dict", "tuple", "deque")
    assert holder is not None
    return visit.cells.of(holder)


def _method(call: Call, name: str, *arguments: js.Expression) -> js.Expression:
    return js.call(js.Member(_owner(call).js, name), *arguments)


def _dropped(visit: Visit, held: Type, taken: js.Expression) -> js.Expression:
    """What is taken out, given up where it may hold tensors."""
    return js.call(visit.run("drop"), taken) if visit.holds(held) else taken


# Lists


def _kept_item(visit: Visit, call: Call, name: str) -> js.Expression:
    """An argument that the list holds from now on."""
    value = call[name]
    visit.cells.grow(_cell(visit, call), value.type)
    return visit.keep(fitted(visit, value, _cell(visit, call).item)).js


@row("list.append(object: T, /)")
def _append(visit: Visit, call: Call) -> Value:
    return Value(NONE, _method(call, "push", _kept_item(visit, call, "object")))


@row("list.insert(index: int, object: T, /)")
def _insert(visit: Visit, call: Call) -> Value:
    kept = _kept_item(visit, call, "object")
    return Value(NONE, visit.call_helper("insertItem", _owner(call).js, number(call["index"]), kept))


@row("list.extend(iterable: iterable, /)")
def _extend(visit: Visit, call: Call) -> Value:
    holder = holder_of(_owner(call).type, "list")
    assert holder is not None
    return Value(NONE, extension(visit, _owner(call), holder, call["iterable"], call.node))


@row("list.pop(index: int = -1, /)")
def _pop(visit: Visit, call: Call) -> Value:
    index = call.get("index")
    taken = visit.call_helper("popItem", _owner(call).js, *([number(index)] if index is not None else []))
    return Value(visit.cells.resolve(_cell(visit, call).item), taken, fresh=True)


@row("list.clear()")
def _clear(visit: Visit, call: Call) -> Value:
    cleared = _method(call, "splice", js.Literal(0))
    return Value(NONE, _dropped(visit, _owner(call).type, cleared))


@row("list.copy()")
def _copy(visit: Visit, call: Call) -> Value:
    holder, cell = visit.cells.holder("list", (call.node, visit.here))
    visit.cells.merge(cell, _cell(visit, call))
    held = frozenset({visit.cells.current(holder)})
    copy = _method(call, "slice")
    return Value(held, js.call(visit.run("adopt"), copy) if visit.holds(held) else copy, fresh=True)


@row("list.remove(value: object, /)")
def _remove(visit: Visit, call: Call) -> Value:
    if visit.holds(_owner(call).type):
        message = "remove in scripts does not compare tensors"
        raise visit.error("BML204", call.node, message, "keep a number beside each and look for that")
    check_arrays(visit, _cell(visit, call).item, call["value"].type, call.node)
    visit.cells.ask_kind(_cell(visit, call).item | call["value"].type)
    return Value(NONE, visit.call_helper("removeItem", _owner(call).js, call["value"].js))


@row("list.count(value: object, /)", "tuple.count(value: object, /)")
def _count(visit: Visit, call: Call) -> Value:
    return Value(INT, visit.call_helper("countOf", _searched(visit, call), call["value"].js))


@row(
    "list.index(value: object, start: int = 0, stop: int = 9007199254740991, /)",
    "tuple.index(value: object, start: int = 0, stop: int = 9007199254740991, /)",
)
def _index(visit: Visit, call: Call) -> Value:
    helper = "indexInList" if call.row.owner == "list" else "indexInTuple"
    texts = [writer(visit, call["value"].type)] if call.row.owner == "list" else []
    ends = [number(call.arguments[name]) for name in ("start", "stop") if name in call.arguments]
    return Value(INT, visit.call_helper(helper, _searched(visit, call), call["value"].js, *texts, *ends))


def _searched(visit: Visit, call: Call) -> js.Expression:
    """The items, among which a value is looked for."""
    walk = iterated(visit, _owner(call), call.node)
    check_arrays(visit, walk.item, call["value"].type, call.node)
    visit.cells.ask_kind(walk.item | call["value"].type)
    return walk.js


@row("list.sort(*, key: function | None = None, reverse: bool | int = False)")
def _sort(visit: Visit, call: Call) -> Value:
    item = visit.cells.resolve(_cell(visit, call).item)
    return Value(NONE, visit.call_helper("sortInPlace", _owner(call).js, *sorting(visit, call, item)))


# Dictionaries


def _whole(visit: Visit, call: Call) -> Cell:
    """The cell of a dictionary that is gone through, or asked for a key that is not written."""
    visit.cells.make_uniform(_cell(visit, call))
    return _cell(visit, call)


@row("dict.keys()", "dict.values()", "dict.items()")
def _view(visit: Visit, call: Call) -> Value:
    cell = _whole(visit, call)
    held: Type = cell.key if call.row.name == "keys" else cell.item
    if call.row.name == "items":
        held = frozenset({Tuple((cell.key, cell.item))})
    made = call.row.name == "items"
    return iterator_of(visit, visit.cells.resolve(held), _method(call, call.row.name), call.node, "view", made)


@row("dict.get(key: K, default: V = None, /)")
def _get(visit: Visit, call: Call) -> Value:
    cell, key, default = _cell(visit, call), call["key"], call.get("default")
    if not cell.uniform and isinstance(key.constant, str):
        found = cell.known.get(key.constant, NEVER)
    else:
        cell = _whole(visit, call)
        found, key = cell.item, fitted(visit, key, cell.key)
    other = default or Value(NONE, js.Literal(None))
    held = visit.cells.meet(visit.cells.resolve(found), other.type, ("get", call.node, visit.here))
    there = fitted(visit, Value(found, js.name("value")), held)
    otherwise = [] if default is None else [fitted(visit, other, held).js]
    got = _method(call, "get", key.js, *otherwise)
    if there.js != js.name("value"):  # what is not there is of the default's kind
        owner, key, other = (each if is_simple(each.js) else visit.named(each) for each in (_owner(call), key, other))
        value = fitted(visit, Value(found, js.call(js.Member(owner.js, "get"), key.js)), held)
        is_there = js.call(js.Member(owner.js, "has"), key.js)
        got = js.Conditional(is_there, value.js, fitted(visit, other, held).js)
    return Value(held, got)


@row("dict.pop(key: K, default: V = None, /)")
def _pop_key(visit: Visit, call: Call) -> Value:
    cell = _whole(visit, call)
    key, default = fitted(visit, call["key"], cell.key), call.get("default")
    if default is None:
        texts = () if key.type <= STR | INT else (writer(visit, key.type),)
        return Value(visit.cells.resolve(cell.item), _method(call, "pop", key.js, *texts), fresh=True)
    held = visit.cells.meet(visit.cells.resolve(cell.item), default.type, ("pop", call.node, visit.here))
    kept = visit.keep(fitted(visit, default, held))
    if visit.holds(held) or fitted(visit, Value(cell.item, key.js), held).js is not key.js:
        # The default is kept only where it is what is given, and has a kind of its own.
        key = key if is_simple(key.js) else visit.named(key, "key")
        taken = fitted(visit, Value(cell.item, _method(call, "pop", key.js)), held)
        return Value(held, js.Conditional(_method(call, "has", key.js), taken.js, kept.js), fresh=True)
    return Value(held, _method(call, "popOr", key.js, kept.js), fresh=True)


@row("dict.setdefault(key: K, default: V = None, /)")
def _set_default(visit: Visit, call: Call) -> Value:
    cell = _whole(visit, call)
    default = call.get("default") or Value(NONE, js.Literal(None))
    grow_key(visit, cell, call["key"].type, call.node_of("key"))
    visit.cells.grow(cell, default.type)
    cell = _cell(visit, call)
    key = fitted(visit, call["key"], cell.key)
    kept = visit.keep(fitted(visit, default, cell.item))
    held = visit.cells.resolve(cell.item)
    if visit.holds(held):  # the default is kept only where the key is new
        key = key if is_simple(key.js) else visit.named(key, "key")
        stored = Do(_method(call, "set", key.js, kept.js))
        visit.frame.code.append(If(js.Unary("!", _method(call, "has", key.js)), [stored], []))
        return Value(held, _method(call, "item", key.js))
    return Value(held, _method(call, "setDefault", key.js, kept.js))


@row("dict.popitem()")
def _pop_item(visit: Visit, call: Call) -> Value:
    cell = _whole(visit, call)
    held = frozenset({Tuple((visit.cells.resolve(cell.key), visit.cells.resolve(cell.item)))})
    return Value(held, _method(call, "popItem"), fresh=True)


@row("dict.clear()")
def _clear_dict(visit: Visit, call: Call) -> Value:
    if visit.holds(_owner(call).type):
        return Value(NONE, js.call(visit.run("drop"), js.Spread(visit.call_helper("takeValues", _owner(call).js))))
    return Value(NONE, _method(call, "clear"))


@row("dict.copy()")
def _copy_dict(visit: Visit, call: Call) -> Value:
    holder, cell = visit.cells.holder("dict", (call.node, visit.here))
    visit.cells.merge(cell, _whole(visit, call))
    held = frozenset({visit.cells.current(holder)})
    copy = _method(call, "copy")
    return Value(held, js.call(visit.run("adopt"), copy) if visit.holds(held) else copy, fresh=True)


@row("dict.update(other: dict | iterable = None, /, **values: V)")
def _update(visit: Visit, call: Call) -> Value:
    given = [call["other"]] if "other" in call.arguments else []
    if _cell(visit, call).others & {"Counter"}:
        if call.keywords:
            message = "update of a Counter takes no keywords in scripts"
            raise visit.error("BML204", call.node, message, "give it a dictionary")
        for other in given:
            update_counter(visit, call, _owner(call), _cell(visit, call), other, 1)
        return Value(NONE, js.Literal(None))
    if call.keywords:
        keys = [Value(STR, js.Literal(name), constant=name) for name in call.keywords]
        given.append(dict_of(visit, list(zip(keys, call.keywords.values(), strict=True)), (call.node, "keywords")))
    for other in given[:-1]:
        visit.do(_updated(visit, call, other).js)
    return _updated(visit, call, given[-1]) if given else Value(NONE, js.Literal(None))


def _updated(visit: Visit, call: Call, other: Value) -> Value:
    source = holder_of(other.type, "dict")
    cell = _whole(visit, call)
    if source is not None:
        visit.cells.make_uniform(visit.cells.of(source))
        visit.cells.fill(cell, visit.cells.of(source))
        if visit.holds(visit.cells.of(source).item):
            return _exchanged(visit, call, js.call(js.Member(other.js, "items")))
        return Value(NONE, _method(call, "update", js.call(js.Member(other.js, "items"))))
    walk = iterated(visit, other, call.node)
    pair = atom_of(Tuple, walk.item)
    if pair is None or len(pair.items) != 2:
        raise visit.error(
            "BML204", call.node, f"update takes a dictionary or pairs, received {visit.described(other.type)}"
        )
    grow_key(visit, cell, pair.items[0], call.node)
    visit.cells.grow(cell, pair.items[1])
    if visit.holds(pair.items[1]):
        return _exchanged(visit, call, walk.js)
    return Value(NONE, _method(call, "update", walk.js))


def _exchanged(visit: Visit, call: Call, pairs: js.Expression) -> Value:
    """`for key, value in pairs: d[key] = value`, where what was there is given up."""
    key, value = visit.temporary("key"), visit.temporary("value")
    kept = visit.retained(js.name(value))
    exchanged = visit.call_helper("exchangeValue", _owner(call).js, js.name(key), kept)
    body: Code = [Do(js.call(visit.run("drop"), exchanged))]
    visit.frame.code.append(Loop([key, value], pairs, body, gated=False))
    return Value(NONE, js.Literal(None))
