"""Functions that make one value of many."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import has_numpy
from bmlc.scripts.constructs.operators import arithmetic
from bmlc.scripts.counting.code import Code, Do, If, Jump, Loop, Set, Statement, with_blocks
from bmlc.scripts.counting.purity import waits
from bmlc.scripts.fitting import either_number, fitted, holder_of, number, plain_number
from bmlc.scripts.iteration import Iteration, OverArray, iterated, owned_items
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.printing.hints import hint_of
from bmlc.scripts.program.device import is_tensor
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.keys import PAIR, ordered
from bmlc.scripts.rows.numpy_functions import total_of
from bmlc.scripts.rows.table import row
from bmlc.scripts.rows.written import adopted
from bmlc.scripts.truth import negated, truth, truth_of_each
from bmlc.scripts.types import BOOL, FLOAT, INT, NONE, Holder, Object, Tuple, Type, atom_of
from bmlc.scripts.values import Retain, Value
from bmlc.scripts.visit import Visit

__all__ = ["folded"]


@row("sum(iterable: iterable, /, start: object = 0)")
def _sum(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node, may_wait=True)
    start = call.get("start")
    if is_tensor(walk.item) or (start is not None and is_tensor(start.type)):
        return _sum_of_tensors(visit, call, start)
    if has_numpy(walk.item) or (start is not None and has_numpy(start.type)):
        return total_of(visit, walk.js, walk.item, start, call.node)
    of_lists = holder_of(walk.item, "list")
    if of_lists is not None and start is not None and holder_of(start.type, "list"):
        return _sum_of_lists(visit, call, walk.js, of_lists, start)
    return folded(visit, call, walk, ("sumInts", "sum", "sumOfFloats", "totalOf"))


def folded(visit: Visit, call: Call, walk: Iteration, helpers: tuple[str, str, str, str]) -> Value:
    """A sum or a product; the helpers for ints, for floats, for floats of which there may be none, and for both."""
    start = call.get("start")
    is_some = isinstance(walk.js, js.Array) and not all(isinstance(each, js.Spread) for each in walk.js.elements)
    if start is not None and start.type >= BOOL and not is_some:
        message = f"{call.row.full_name} of no items is its start, received a bool"
        raise visit.error("BML204", call.node_of("start"), message, "begin with an int, 0 or 1")
    begun = kind_of(start.type) if start is not None else "int"
    kind = kind_of(walk.item - NONE) if walk.item - NONE else "int"
    if walk.item > NONE and {kind, begun} <= {"int", "float"}:
        symbol, later = "+" if call.row.name == "sum" else "*", "float" if "float" in (kind, begun) else "int"
        texts = map(js.Literal, (symbol, begun, later))
        walk = replace(walk, js=visit.call_helper("operands", walk.js, *texts), item=walk.item - NONE)
    elif walk.item >= NONE:
        kind = None
    if kind is None or begun is None:
        values = call["iterable"]
        message = f"{call.row.full_name} takes numbers, received {visit.described(values.type)}"
        hint = "add them up in a loop" if any(isinstance(atom, Object) for atom in walk.item) else None
        raise visit.error("BML204", call.node_of("iterable"), message, hint, [values])
    ints, floats, no_floats, both = helpers
    more = [] if start is None else [number(plain_number(start))]
    if kind == begun == "int":
        return Value(INT, visit.call_helper(ints, walk.js, *more))
    if begun == "float" or (start is None and kind == "float" and is_some):
        source = walk.js if kind != "either" else visit.call_helper("mapped", walk.js, js.name("Number"))
        return Value(FLOAT, visit.call_helper(floats, source, *more))
    if kind == "float" and begun == "int":  # of none it is the start, an int
        place = ("sum", call.node, visit.here)
        held = visit.cells.meet(INT, FLOAT, place)
        return Value(held, visit.call_helper(no_floats if visit.cells.is_kept_apart(place) else floats, walk.js, *more))
    more = [] if start is None else [either_number(visit, start)]
    return Value(INT | FLOAT, visit.call_helper(both, walk.fitted_to(visit, INT | FLOAT), *more))


def _sum_of_tensors(visit: Visit, call: Call, start: Value | None) -> Value:
    """`total = start; for x in xs: total = total + x`, as a loop: of none it is the start, or 0."""
    known = atom_of(Tuple, call["iterable"].type)
    if known is not None and len(call["iterable"].type) == 1:
        items = call["iterable"].items or _items(visit, call["iterable"], known)
        total, *others = items if start is None or start.constant == 0 else (start, *items)
        for each in others:
            total = visit.hold(arithmetic(visit, "+", total, each, call.node))
        return total
    name = js.name(visit.temporary("sum"))
    first: Statement = Set(name.name, js.Literal(None))
    match visit.frame.code[-2:]:
        case [Set(filled, js.Array(())), Loop() as loop] if call["iterable"].js == js.name(filled):  # made for this sum
            held = iterated(visit, call["iterable"], call.node).item
            visit.frame.code[-2:] = [first, *_fed(visit, [loop], filled, partial(_add, visit, call, name, held))]
        case _:
            values = visit.guard(call["iterable"], "through")
            again = iterated(visit, values, call.node, may_wait=True)
            item = js.name(visit.temporary("item"))
            with visit.filling() as body:
                _add(visit, call, name, again.item, item, again.waits)
            visit.frame.code += [first, Loop(item.name, again.js, body, waits=again.waits, gated=False)]
    nothing = js.New(
        visit.helper("ValueError"), (js.Literal("sum of no tensors: Python gives the int 0, which is no tensor"),)
    )
    visit.frame.code.append(If(js.Binary("===", name, js.Literal(None)), [Jump("throw", nothing)], []))
    total = Value(visit.sums[_site(visit, call)], name)
    return total if start is None or start.constant == 0 else arithmetic(visit, "+", total, start, call.node)


def _items(visit: Visit, whole: Value, known: Tuple) -> Sequence[Value]:
    """Of a tuple or list that is known whole: not even made, where it is only for this."""
    match visit.frame.code[-1:]:
        case [Set(name, js.Array(elements))] if whole.js == js.name(name) and len(elements) == len(known.items):
            visit.frame.code.pop()
            lent = [each.arguments[0] if isinstance(each, Retain) else each for each in elements]
            fresh = [not isinstance(each, Retain) for each in elements]
            return [visit.hold(Value(*each)) for each in zip(known.items, lent, fresh, strict=True)]
    whole = visit.hold(whole)
    return [Value(held, js.Index(whole.js, js.Literal(k))) for k, held in enumerate(known.items)]


def _site(visit: Visit, call: Call) -> Hashable:
    return "sum", call.node, visit.here


def _add(visit: Visit, call: Call, name: js.Identifier, held: Type, item: js.Expression, fresh: bool = False) -> None:
    """`total = item` the first time, `total = total + item` later."""
    site = _site(visit, call)
    before = visit.sums.setdefault(site, held)
    with visit.filling() as more:
        added = arithmetic(visit, "+", Value(before, name), Value(held, item), call.node)
        met = visit.cells.meet(before, added.type, site)
        if met != before:
            visit.sums[site], visit.cells.grew = met, True
        visit.let(name.name, added)
    with visit.filling() as first:
        visit.let(name.name, visit.keep(Value(held, item, fresh=fresh)))
    visit.frame.code.append(If(js.Binary("===", name, js.Literal(None)), first, more))


def _fed(visit: Visit, code: Code, items: str, use: Callable[[js.Expression], None]) -> Code:
    """Code that fills a list, and uses each item at once instead."""
    with visit.filling() as found:
        for statement in code:
            match statement:
                case Do(js.Call(js.Member(js.Identifier(owner), "push"), (kept,))) if owner == items:
                    name = visit.temporary(*(hint_of(kept) or ("item", False)))
                    visit.frame.instance.owned[name] = None
                    found.append(Set(name, kept))
                    use(js.name(name))
                case _:
                    found.append(with_blocks(statement, lambda block: _fed(visit, block, items, use)))
    return found


def _sum_of_lists(visit: Visit, call: Call, source: js.Expression, items: Holder, start: Value) -> Value:
    holder, cell = visit.cells.holder("list", (call.node, visit.here))
    for each in (items, holder_of(start.type, "list")):
        assert each is not None
        visit.cells.merge(cell, visit.cells.of(each))
    whole = js.Array((js.Spread(start.js), js.Spread(js.call(js.Member(js.Array((js.Spread(source),)), "flat")))))
    return Value(frozenset({visit.cells.current(holder)}), whole, fresh=True)


@row(
    "min(*args: object, key: function | None = None, default: object = None)",
    "max(*args: object, key: function | None = None, default: object = None)",
)
def _extreme(visit: Visit, call: Call) -> Value:
    helper = "smallest" if call.row.name == "min" else "largest"
    if not call.gathered:
        raise visit.error("BML102", call.node, f"{call.row.name} takes an iterable or two values, received none")
    if len(call.gathered) == 1:
        walk = owned_items(visit, iterated(visit, call.gathered[0], call.node), call.node)
        source, item = walk.js, walk.item
    else:
        item = visit.cells.meet_all((each.type for each in call.gathered), ("extreme", call.node, visit.here))
        source = js.Array(tuple(fitted(visit, each, item).js for each in call.gathered))
        if item == INT and not call.arguments:
            largest = js.Member(js.name("Math"), call.row.name)
            return Value(INT, js.call(largest, *(each.js for each in call.gathered)))
    has_default = "default" in call.arguments
    order = ordered(visit, call, item, source, may_wait=not has_default)
    if not has_default:
        whole: js.Expression = visit.call_helper(helper, order.source, *order.key)
        return Value(item, js.Index(whole, js.Literal(1)) if order.of_pairs else whole)
    default = call["default"]
    held = visit.cells.meet(item, default.type, ("default", call.node, visit.here))
    each = js.name("item")
    told = fitted(visit, Value(item, each), held).js
    if told != each:  # an item says of which kind it is, as the default does
        source = visit.call_helper("mapped", source, js.Arrow((each,), told))
    return Value(held, visit.call_helper(f"{helper}Or", source, fitted(visit, default, held).js, *order.key))


@row("any(iterable: iterable, /)", "all(iterable: iterable, /)")
def _quantified(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node, may_wait=True)
    match walk.js:
        case js.Call(js.Identifier("mapped"), (source, js.Arrow(params, inner))) if not isinstance(inner, js.Block):
            found = truth_of_each(visit, Value(walk.item, inner), call.node)
            if isinstance(walk.js, OverArray):
                method = "some" if call.row.name == "any" else "every"
                return Value(BOOL, js.call(js.Member(source, method), js.Arrow(params, found.js)))
            return Value(BOOL, visit.call_helper(call.row.name, source, js.Arrow(params, found.js)))
    value = js.name(visit.names("value of ours", "value"))
    with visit.filling():
        found = truth(visit, Value(walk.item, value), call.node)
    more = [] if found.js == value else [js.Arrow((value,), found.js)]
    if walk.waits or waits(found.js):
        return _asked_one_by_one(visit, call, walk)
    return Value(BOOL, visit.call_helper(call.row.name, walk.js, *more))


def _asked_one_by_one(visit: Visit, call: Call, walk: Iteration) -> Value:
    """`any` and `all` of values whose truth the device tells."""
    is_all = call.row.name == "all"
    name, item = js.name(visit.temporary("found")), js.name(visit.temporary("item"))
    with visit.filling() as body:
        found = truth(visit, Value(walk.item, item), call.node)
        test = negated(found) if is_all else found
        decided: Code = [Set(name.name, js.Literal(not is_all)), Jump("break")]
        visit.frame.code.append(If(test.js, decided, []))
    visit.frame.code.append(Set(name.name, js.Literal(is_all)))
    visit.frame.code.append(Loop(item.name, walk.js, body, waits=walk.waits, gated=False))
    return Value(BOOL, name)


@row("sorted(iterable: iterable, /, *, key: function | None = None, reverse: bool | int = False)")
def _sorted(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    held, cell = visit.container("list", call.node, walk.item)
    source = walk.fitted_to(visit, cell.item)
    order = ordered(visit, call, walk.item, source, may_wait=True)
    whole: js.Expression = visit.call_helper("sorted", order.source, *order.key)
    if order.of_pairs:
        whole = js.call(js.Member(whole, "map"), js.Arrow((PAIR,), js.Index(PAIR, js.Literal(1))))
    if walk.made is False:
        return adopted(visit, held, whole)
    if visit.holds(held):
        whole = Iteration(whole, cell.item, made=walk.made).collected(visit, cell.item)
    return Value(held, whole, fresh=True)
