"""Functions that make one value of many."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.constructs.comparisons import has_order
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.code import Loop
from bmlc.scripts.constructs.operators import arithmetic
from bmlc.scripts.device import is_tensor
from bmlc.scripts.fitting import fitted, holder_of, number, plain_number
from bmlc.scripts.iteration import iterated
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.keys import applied
from bmlc.scripts.rows.table import row
from bmlc.scripts.truth import truth
from bmlc.scripts.types import BOOL, FLOAT, INT, NEVER, NONE, BoundMethod, Holder, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


@row("sum(iterable: iterable, /, start: object = 0)")
def _sum(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    start = call.get("start")
    if is_tensor(walk.item) or (start is not None and is_tensor(start.type)):
        return _sum_of_tensors(visit, call, start)
    of_lists = holder_of(walk.item, "list")
    if of_lists is not None and start is not None and holder_of(start.type, "list"):
        return _sum_of_lists(visit, call, walk.js, of_lists, start)
    kind = kind_of(walk.item) if walk.item else "int"
    begun = kind_of(start.type) if start is not None else "int"
    if kind is None or begun is None:
        what = visit.described(call["iterable"].type)
        raise visit.error("BML204", call.node, f"sum takes numbers, received {what}")
    more = [] if start is None else [number(plain_number(start))]
    if kind == begun == "int":
        return Value(INT, visit.call_helper("sumInts", walk.js, *more))
    if begun == "float" or (start is None and kind == "float" and isinstance(call["iterable"].js, js.Array)):
        source = walk.js if kind != "either" else visit.call_helper("mapped", walk.js, js.name("Number"))
        return Value(FLOAT, visit.call_helper("sum", source, *more))
    if kind == "float":  # Python's sum of none is an int
        place = ("sum", call.node, visit.frame.instance.key)
        held = visit.cells.meet(INT, FLOAT, place)
        helper = "sumOfFloats" if visit.cells.is_kept_apart(place) else "sum"
        return Value(held, visit.call_helper(helper, walk.js))
    visit.cells.ask_kind(walk.item | (start.type if start is not None else NEVER))
    return Value(INT | FLOAT, visit.call_helper("total", walk.js, *([start.js] if start is not None else [])))


def _sum_of_tensors(visit: Visit, call: Call, start: Value | None) -> Value:
    """`total = start; for x in xs: total = total + x`, as a loop: of none it is the start, or 0."""
    known = atom_of(Tuple, call["iterable"].type)
    if known is not None and len(call["iterable"].type) == 1:
        whole = visit.hold(call["iterable"]) if call["iterable"].items is None else call["iterable"]
        items = whole.items or tuple(Value(held, js.Index(whole.js, js.Literal(k))) for k, held in enumerate(known.items))
        total = start or Value(INT, js.Literal(0), constant=0)
        for item in items:
            total = visit.hold(arithmetic(visit, "+", total, item, call.node))
        return total
    name = visit.temporary("sum")
    values = visit.guard(call["iterable"], "through")
    walk = iterated(visit, values, call.node)
    begun = start or Value(INT, js.Literal(0), constant=0)
    held = begun.type
    site = ("sum", call.node, visit.frame.instance.key)
    held = visit.sums.get(site, held)
    item = visit.temporary("item")
    with visit.filling() as body:
        more = arithmetic(visit, "+", Value(held, js.name(name)), Value(walk.item, js.name(item)), call.node)
        met = visit.cells.meet(held, more.type, site)
        if met != held:
            visit.sums[site] = met
            visit.cells.grew = True
        visit.let(name, more)
    visit.frame.instance.owned[name] = None
    visit.let(name, visit.keep(begun) if visit.holds(begun.type) else begun)
    visit.frame.code.append(Loop(item, walk.js, body, waits=walk.waits, gated=False))
    return Value(met, js.name(name))


def _sum_of_lists(visit: Visit, call: Call, source: js.Expression, items: Holder, start: Value) -> Value:
    holder, cell = visit.cells.holder("list", (call.node, visit.frame.instance.key))
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
    if len(call.gathered) == 1 and not call.starred:
        walk = iterated(visit, call.gathered[0], call.node)
        source, item = walk.js, walk.item
    else:
        item = visit.cells.meet_all((each.type for each in call.gathered), ("extreme", call.node, visit.frame.instance.key))
        source = js.Array(tuple(fitted(visit, each, item).js for each in call.gathered))
    more: list[js.Expression] = []
    rank = item
    if "key" in call.arguments and call["key"].type != NONE:
        key = applied(visit, call, "key", item)
        more, rank = [key.js], rank_of(call, key.result.type)
    if rank and not has_order(visit, rank, rank):
        raise visit.error("BML204", call.node, f"{visit.described(rank)} has no order", _hint(rank))
    if "default" not in call.arguments:
        return Value(item, visit.call_helper(helper, source, *more))
    default = call["default"]
    held = visit.cells.meet(item, default.type, ("default", call.node, visit.frame.instance.key))
    return Value(held, visit.call_helper(f"{helper}Or", source, fitted(visit, default, held).js, *more))


def rank_of(call: Call, held: Type) -> Type:
    """What ranks are compared; `key=counts.get` fails as it runs where a key is not there."""
    method = atom_of(BoundMethod, call["key"].type)
    return held - NONE if method is not None and method.name == "get" else held


def _hint(rank: Type) -> str | None:
    return "leave None out first" if NONE <= rank else None


@row("any(iterable: iterable, /)", "all(iterable: iterable, /)")
def _quantified(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    match walk.js:
        case js.Call(js.Identifier("mapped"), (source, js.Arrow(params, inner))) if not isinstance(inner, js.Block):
            found = truth(visit, Value(walk.item, inner), call.node)
            return Value(BOOL, visit.call_helper(call.row.name, source, js.Arrow(params, found.js)))
    value = js.name(visit.names(("value", call.node), "value"))
    found = truth(visit, Value(walk.item, value), call.node)
    more = [] if found.js == value else [js.Arrow((value,), found.js)]
    return Value(BOOL, visit.call_helper(call.row.name, walk.js, *more))


@row("sorted(iterable: iterable, /, *, key: function | None = None, reverse: bool | int = False)")
def _sorted(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    holder, cell = visit.cells.holder("list", (call.node, visit.frame.instance.key))
    visit.cells.grow(cell, walk.item)
    held = frozenset({visit.cells.current(holder)})
    source = walk.fitted_to(visit, visit.cells.of(holder).item)
    if walk.made and visit.holds(walk.item):
        source = walk.collected(visit, visit.cells.of(holder).item)
    whole: js.Expression = visit.call_helper("sorted", source, *sorting(visit, call, walk.item))
    is_lent = visit.holds(held) and not walk.made
    return Value(held, js.call(visit.run("adopt"), whole) if is_lent else whole, fresh=True)


def sorting(visit: Visit, call: Call, item: Type) -> list[js.Expression]:
    """The arguments that say how to sort."""
    written: list[js.Expression] = []
    rank = item
    if "key" in call.arguments and call["key"].type != NONE:
        key = applied(visit, call, "key", item)
        written, rank = [key.js], rank_of(call, key.result.type)
    if rank and not has_order(visit, rank, rank):
        raise visit.error("BML204", call.node, f"{visit.described(rank)} has no order", _hint(rank))
    reverse = call.get("reverse")
    if reverse is not None and reverse.constant is not False:
        flag = reverse.js if reverse.type == BOOL else js.call("Boolean", reverse.js)
        written = [*(written or [js.Literal(None)]), flag]
    return written


_ = ast
