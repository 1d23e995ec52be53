"""Methods of lists, tuples, dictionaries and ranges."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.counting.code import Code, Do, If, Loop
from bmlc.scripts.fitting import fitted, grow_key, holder_of
from bmlc.scripts.iteration import extension, iterated
from bmlc.scripts.literals import dict_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.collections import update_counter
from bmlc.scripts.rows.keys import ordered
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.texts import writer
from bmlc.scripts.types import INT, NEVER, NONE, STR, Cell, Tuple, atom_of
from bmlc.scripts.values import Value, is_simple
from bmlc.scripts.visit import Visit

__all__ = ["entries"]

rows(
    {
        "list.append!(object: item, /) -> None": "self.push(object)",
        "list.insert!(index: int, object: item, /) -> None": "insertItem",
        "list.pop!(index: int = -1, /) -> T": "popItem",
        "list.clear!() -> dropped": "self.splice(0)",
        "list.copy() -> Self": "self.slice()",
        "list.remove!(value: alike, /) -> None": "removeItem",
        "list.reverse!() -> None": "self.",
        "list.count(value: alike, /) -> int": "countOf(items, value)",
        "tuple.count(value: alike, /) -> int": "countOf(items, value)",
        "list.index(value: alike, start: int = 0, stop: int = 9007199254740991, /) -> int": (
            "indexInList(items, value, text(value), start, stop)"
        ),
        "tuple.index(value: alike, start: int = 0, stop: int = 9007199254740991, /) -> int": (
            "indexInTuple(items, value, start, stop)"
        ),
        "range.index(value: int, /) -> int": "self.",
        "range.count(value: int, /) -> int": "self.",
        "deque.append!(object: item, /) -> dropped": "append",
        "deque.appendleft!(object: item, /) -> dropped": "appendFirst",
        "deque.pop!() -> T": "takeLast",
        "deque.popleft!() -> T": "takeFirst",
        "deque.clear!() -> dropped": "emptyDeque",
        "deque.copy() -> Self": "dequeOf(self, self.maxlen)",
        "deque.remove!(value: alike, /) -> None": "removeFrom",
        "deque.rotate!(n: int = 1, /) -> None": "rotate",
        "dict.keys() -> view[K]": "self.",
        "dict.values() -> view[T]": "self.",
        "dict.items() -> view[tuple[K, T]]": "self.",
        "dict.popitem!() -> tuple[K, T]": "self.popItem()",
        "dict.clear!() -> dropped": "takeValues(self) if holds else self.clear()",
        "dict.copy() -> Self": "self.",
    }
)


@row("list.extend!(iterable: iterable, /)")
def _extend(visit: Visit, call: Call) -> Value:
    return Value(NONE, extension(visit, call.this, call.holder, call["iterable"], call.node))


@row("deque.extend!(iterable: iterable, /)", "deque.extendleft!(iterable: iterable, /)")
def _extend_deque(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    visit.cells.grow(call.cell(visit), walk.item)
    held = visit.cells.resolve(call.cell(visit).item)
    items = walk.collected(visit, held) if visit.holds(held) else walk.fitted_to(visit, held)
    out = visit.call_helper("extendDeque" if call.row.name == "extend" else "extendFirst", call.this.js, items)
    return Value(NONE, js.call(visit.run("drop"), out) if visit.holds(held) else out)


@row("list.sort!(*, key: function | None = None, reverse: bool | int = False)")
def _sort(visit: Visit, call: Call) -> Value:
    item = visit.cells.resolve(call.cell(visit).item)
    order = ordered(visit, call, item, call.this.js, may_wait=False)
    return Value(NONE, visit.call_helper("sortInPlace", order.source, *order.key))


# Dictionaries


def _method(call: Call, name: str, *arguments: js.Expression) -> js.Expression:
    return js.call(js.Member(call.this.js, name), *arguments)


@row("dict.get(key: K, default: V = None, /)")
def _get(visit: Visit, call: Call) -> Value:
    cell, key, default = call.cell(visit), call["key"], call.get("default")
    if not cell.uniform and isinstance(key.constant, str):
        found = cell.known.get(key.constant, NEVER)
    else:
        cell = call.whole_cell(visit)
        found, key = cell.item, fitted(visit, key, cell.key)
    other = default or Value(NONE, js.Literal(None))
    held = visit.cells.meet(visit.cells.resolve(found), other.type, ("get", call.node, visit.here))
    there = fitted(visit, Value(found, js.name("value")), held)
    otherwise = [] if default is None else [fitted(visit, other, held).js]
    got = _method(call, "get", key.js, *otherwise)
    if there.js != js.name("value"):  # what is not there is of the default's kind
        owner, key, other = (each if is_simple(each.js) else visit.named(each) for each in (call.this, key, other))
        value = fitted(visit, Value(found, js.call(js.Member(owner.js, "get"), key.js)), held)
        is_there = js.call(js.Member(owner.js, "has"), key.js)
        got = js.Conditional(is_there, value.js, fitted(visit, other, held).js)
    return Value(held, got)


@row("dict.pop!(key: K, default: V = None, /)")
def _pop_key(visit: Visit, call: Call) -> Value:
    cell = call.whole_cell(visit)
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


@row("dict.setdefault!(key: K, default: V = None, /)")
def _set_default(visit: Visit, call: Call) -> Value:
    cell = call.whole_cell(visit)
    default = call.get("default") or Value(NONE, js.Literal(None))
    grow_key(visit, cell, call["key"].type, call.node_of("key"))
    visit.cells.grow(cell, default.type)
    cell = call.cell(visit)
    key = fitted(visit, call["key"], cell.key)
    kept = visit.keep(fitted(visit, default, cell.item))
    held = visit.cells.resolve(cell.item)
    if visit.holds(held):  # the default is kept only where the key is new
        key = key if is_simple(key.js) else visit.named(key, "key")
        stored = Do(_method(call, "set", key.js, kept.js))
        visit.frame.code.append(If(js.Unary("!", _method(call, "has", key.js)), [stored], []))
        return Value(held, _method(call, "item", key.js))
    return Value(held, _method(call, "setDefault", key.js, kept.js))


@row("dict.update!(other: dict | iterable = None, /, **values: V)")
def _update(visit: Visit, call: Call) -> Value:
    given = [call["other"]] if "other" in call.arguments else []
    if call.cell(visit).others & {"Counter"}:
        if call.keywords:
            message = "update of a Counter takes no keywords in scripts"
            raise visit.error("BML204", call.node, message, "give it a dictionary")
        for other in given:
            update_counter(visit, call, call.this, call.cell(visit), other, 1)
        return Value(NONE, js.Literal(None))
    if call.keywords:
        keys = [Value(STR, js.Literal(name), constant=name) for name in call.keywords]
        given.append(dict_of(visit, list(zip(keys, call.keywords.values(), strict=True)), (call.node, "keywords")))
    for other in given[:-1]:
        visit.do(_updated(visit, call, other).js)
    return _updated(visit, call, given[-1]) if given else Value(NONE, js.Literal(None))


def _updated(visit: Visit, call: Call, other: Value) -> Value:
    pairs = entries(visit, call, call.whole_cell(visit), other)
    if visit.holds(call.cell(visit).item):
        return _exchanged(visit, call, pairs)
    return Value(NONE, _method(call, "update", pairs))


def entries(visit: Visit, call: Call, cell: Cell, given: Value) -> js.Expression:
    """The pairs of a dictionary, or pairs that are there, which are put into dictionaries of `cell`."""
    source = holder_of(given.type, "dict")
    if source is not None:
        visit.cells.make_uniform(visit.cells.of(source))
        visit.cells.fill(cell, visit.cells.of(source))
        return js.call(js.Member(given.js, "items"))
    walk = iterated(visit, given, call.node)
    pair = atom_of(Tuple, walk.item)
    if pair is not None and len(pair.items) == 2:
        grow_key(visit, cell, pair.items[0], call.node)
        visit.cells.grow(cell, pair.items[1])
    elif walk.item:
        message = f"{call.row.name} takes a dictionary or pairs, received {visit.described(given.type)}"
        raise visit.error("BML204", call.node, message)
    return walk.js


def _exchanged(visit: Visit, call: Call, pairs: js.Expression) -> Value:
    """`for key, value in pairs: d[key] = value`, where what was there is given up."""
    key, value = visit.temporary("key"), visit.temporary("value")
    kept = visit.retained(js.name(value))
    exchanged = visit.call_helper("exchangeValue", call.this.js, js.name(key), kept)
    body: Code = [Do(js.call(visit.run("drop"), exchanged))]
    visit.frame.code.append(Loop([key, value], pairs, body, gated=False))
    return Value(NONE, js.Literal(None))
