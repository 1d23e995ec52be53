"""`collections`: `deque`, and dictionaries that have a value for a key that is not there."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Sequence
from dataclasses import replace

from bmlc.emit import js
from bmlc.scripts.constructs.calls import call_value
from bmlc.scripts.counting.purity import waits
from bmlc.scripts.fitting import fitted, grow_key, holder_of, number
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.iteration import Iteration, iterated
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row
from bmlc.scripts.rows.written import adopted, written
from bmlc.scripts.types import BOOL, INT, NEVER, NONE, BuiltinName, Cell, Holder, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["default_dict_of", "deque_of", "update_counter"]

_WITHOUT_TEXT = "a defaultdict of a function"


# deque


@row("collections.deque(iterable: iterable = (), maxlen: int | None = None)")
def _deque(visit: Visit, call: Call) -> Value:
    items, maxlen = call.get("iterable"), call.get("maxlen")
    walk = iterated(visit, items, call.node) if items is not None else Iteration(js.Array(()), NEVER)
    if items is not None and walk.made and visit.holds(walk.item):
        what = visit.described(items.type)
        raise visit.error("BML204", call.node, f"deque takes a list of tensors, received {what}", "list(...) first")
    held, cell = visit.container("deque", call.node, walk.item)
    most = [] if maxlen is None else [number(maxlen) if maxlen.type != NONE else js.Literal(None)]
    given = [] if items is None and not most else [walk.fitted_to(visit, visit.cells.resolve(cell.item))]
    return adopted(visit, held, visit.call_helper("dequeOf", *given, *most))


def deque_of(visit: Visit, items: Sequence[Value], site: Hashable, maxlen: int | None) -> Value:
    """A deque that the module made."""
    holder, cell = visit.cells.holder("deque", site)
    for each in items:
        visit.cells.grow(cell, each.type)
    whole = js.Array(tuple(fitted(visit, each, visit.cells.resolve(cell.item)).js for each in items))
    most = [] if maxlen is None else [js.Literal(maxlen)]
    made = visit.call_helper("dequeOf", *([whole] if items or most else []), *most)
    return Value(frozenset({visit.cells.current(holder)}), made, fresh=True)


# Dictionaries


@row("collections.defaultdict(default_factory: function, /)")
def _of_call(visit: Visit, call: Call) -> Value:
    return _default_dict(visit, call.node, call["default_factory"], visit.cells.holder("dict", (call.node, visit.here)))


def _default_dict(
    visit: Visit, node: ast.Call, factory: Value, made: tuple[Holder, Cell], *entries: js.Expression
) -> Value:
    """A dictionary whose values for other keys `factory` gives; `node` stands for its calls."""
    with visit.filling() as code:
        value = call_value(visit, node, factory, Arguments([], {}))
    if code or waits(value.js):
        message = "what makes the values of a defaultdict goes through no loop, and waits for nothing"
        raise visit.error("BML201", node, message, "set the value before: if key not in d: d[key] = ...")
    holder, cell = made
    _with_others(visit, cell, "defaultdict")
    visit.cells.grow(cell, value.type)
    named = atom_of(BuiltinName, factory.type)
    if named is None:
        _with_others(visit, cell, _WITHOUT_TEXT)
    text = js.Literal("" if named is None else f"<class '{named.name}'>")
    kept = visit.keep(fitted(visit, value, visit.cells.resolve(visit.cells.of(holder).item)))
    needed = [] if named is None and not entries else [text]
    whole = js.New(visit.helper("DefaultDict"), (js.Arrow((), kept.js), *needed, *entries))
    return Value(frozenset({visit.cells.current(holder)}), whole, fresh=True)


def default_dict_of(visit: Visit, node: ast.AST, factory: Value, plain: Value, site: Hashable) -> Value:
    """A defaultdict that the module made, with what it held by then."""
    holder = atom_of(Holder, plain.type)
    assert holder is not None
    call = visit.once(site, ast.copy_location(ast.Call(ast.Name("default_factory"), [], []), node))
    visit.cells.make_uniform(visit.cells.of(holder))
    entries = js.call(js.Member(plain.js, "items"))
    is_empty = not visit.cells.of(holder).key
    return _default_dict(visit, call, factory, (holder, visit.cells.of(holder)), *([] if is_empty else [entries]))


def _with_others(visit: Visit, cell: Cell, kind: str) -> None:
    visit.cells.grew |= kind not in cell.others
    cell.others |= {kind}


@row("collections.Counter(iterable: iterable = (), /)")
def _counter(visit: Visit, call: Call) -> Value:
    holder, cell = visit.cells.holder("dict", (call.node, visit.here))
    _with_others(visit, cell, "Counter")
    visit.cells.grow(cell, INT)
    given, items = call.get("iterable"), []
    is_counted = given is not None and holder_of(given.type, "dict") is None
    if given is not None and is_counted:
        walk = iterated(visit, given, call.node)
        grow_key(visit, cell, walk.item, call.node)
        items = [walk.fitted_to(visit, visit.cells.resolve(visit.cells.of(holder).key))]
    made = Value(frozenset({holder}), js.New(visit.helper("Counter"), tuple(items)), fresh=True)
    if given is not None and not is_counted:
        made = visit.named(made, "counter")
        update_counter(visit, call, made, cell, given, 1)
    return made.as_type(frozenset({visit.cells.current(holder)}))


def update_counter(visit: Visit, call: Call, owner: Value, cell: Cell, given: Value, by: int) -> None:
    """`counter.update(values)`, which counts them."""
    steps = [js.Literal(by)] if by != 1 else []
    other = holder_of(given.type, "dict") if len(given.type) == 1 else None
    if other is not None:
        visit.cells.make_uniform(visit.cells.of(other))
        counts = visit.cells.of(other)
        grow_key(visit, cell, visit.cells.resolve(counts.key), call.node)
        visit.cells.grow(cell, visit.cells.resolve(counts.item))
        held = visit.cells.resolve(visit.cells.of(_dictionary(owner)).item)
        if not held <= INT | BOOL:
            what = visit.described(held)
            message = f"a Counter in scripts adds up ints, received {what}"
            raise visit.error("BML204", call.node, message, "add them one by one, in a dictionary")
        if by == 1 and _is_mixed(cell):
            visit.do(visit.call_helper("updateDict", owner.js, given.js))
        else:
            visit.do(js.call(js.Member(owner.js, "addCounts"), given.js, *steps))
        return
    if by == 1 and _is_mixed(cell):
        message = "a Counter and another dictionary meet here, and only the Counter counts what update goes through"
        raise visit.error("BML204", call.node, message, "give update a dictionary, or a name of its own to each")
    walk = iterated(visit, given, call.node)
    grow_key(visit, cell, walk.item, call.node)
    items = walk.fitted_to(visit, visit.cells.resolve(cell.key))
    visit.do(js.call(js.Member(owner.js, "add"), items, *steps))


def _dictionary(owner: Value) -> Holder:
    holder = holder_of(owner.type, "dict")
    assert holder is not None
    return holder


def _is_mixed(cell: Cell) -> bool:
    """Whether other dictionaries are among Counters."""
    return cell.plain or cell.others != {"Counter"}


def _own_counter(visit: Visit, call: Call) -> tuple[Value, Cell]:
    owner, cell = call.this, call.cell(visit)
    if "Counter" not in cell.others:
        what = visit.described(owner.type)
        raise visit.error("BML201", call.node, f"{what} in a script has no method {call.row.name}")
    if _is_mixed(cell):
        owner = owner.written(visit.call_helper("counterOf", owner.js, js.Literal(call.row.name)))
    return owner, cell


@row("Counter.subtract!(iterable: iterable, /)")
def _subtract(visit: Visit, call: Call) -> Value:
    owner, cell = _own_counter(visit, call)
    update_counter(visit, call, owner, cell, call["iterable"], -1)
    return Value(NONE, js.Literal(None))


@row(
    "Counter.most_common(n: int | None = None) -> list[tuple[K, T]]",
    "Counter.elements() -> iterator[K]",
    "Counter.total() -> int",
)
def _of_counter(visit: Visit, call: Call) -> Value:
    call = replace(call, owner=_own_counter(visit, call)[0])
    return written(visit, call, "self.mostCommon(n)" if call.row.name == "most_common" else "self.")
