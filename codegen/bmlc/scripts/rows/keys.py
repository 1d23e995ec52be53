"""Functions that rows are given: `key=`, and what `map` and `filter` call."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bmlc.emit import js
from bmlc.scripts.classes.dataclass_methods import is_generated
from bmlc.scripts.classes.members import members_of
from bmlc.scripts.constructs.calls import call_value
from bmlc.scripts.constructs.comparisons import has_order
from bmlc.scripts.counting.code import Do, Loop, Set
from bmlc.scripts.counting.purity import waits
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.types import BOOL, FLOAT, INT, NONE, STR, BoundMethod, Object, Type, atom_of
from bmlc.scripts.values import OwnName, Value, given_none
from bmlc.scripts.visit import Visit

__all__ = ["PAIR", "Applied", "applied", "ordered"]

PAIR = js.name("pair")
RANK = js.Arrow((PAIR,), js.Index(PAIR, js.Literal(0)))


@dataclass(frozen=True)
class Applied:
    """A function of one item: how it is written, and what it gives."""

    js: js.Expression
    result: Value


@dataclass(frozen=True)
class Order:
    """What is put in order, and the arguments that say how; `of_pairs`: these are pairs of ranks and items."""

    source: js.Expression
    key: list[js.Expression]
    of_pairs: bool = False


def ordered(visit: Visit, call: Call, item: Type, source: js.Expression, *, may_wait: bool) -> Order:
    """By `key` and `reverse`; for a key that waits, the ranks are there before: `[(key(x), x) for x in xs]`.

    Raises:
        UserError: BML204 for what has no order.
    """
    found, rank = Order(source, []), item
    if call.some("key") is not None:
        pairs = _ranked(visit, call, item, source) if may_wait else None
        if pairs is not None:
            found, rank = Order(pairs[0], [RANK], of_pairs=True), pairs[1]
        else:
            key = applied(visit, call, "key", item)
            method = atom_of(BoundMethod, call["key"].type)  # `counts.get` fails as it runs where a key is not there
            rank = key.result.type - NONE if method is not None and method.name == "get" else key.result.type
            found = Order(source, [key.js])
    if call.row.name == "max":
        objects = frozenset(atom for atom in rank if isinstance(atom, Object))
        for member in filter(None, members_of(visit, objects, "__gt__")):
            if not is_generated(member.value):
                message = "max in scripts asks __lt__ of objects, which have a __gt__ here, too"
                raise visit.error("BML201", call.node, message, "leave __gt__ out, or give a key")
    if rank > NONE and call.row.name in ("max", "min", "sorted") and not found.of_pairs:
        found, rank = _without_none(visit, call, found, rank)
    if rank and not has_order(visit, rank, rank, call.node):
        hint = "give a key: key=lambda x: ..." if len(rank) == 1 else "make all of one kind, or give a key"
        hint = "leave None out first" if rank >= NONE else hint
        raise visit.error("BML204", call.node, f"{visit.described(rank)} has no order", hint)
    reverse = call.get("reverse")
    if reverse is not None and reverse.constant is not False:
        flag = reverse.js if reverse.type == BOOL else js.call("Boolean", reverse.js)
        found = replace(found, key=[*(found.key or [js.Literal(None)]), flag])
    return found


def _without_none(visit: Visit, call: Call, found: Order, rank: Type) -> tuple[Order, Type]:
    """The same where some ranks are None: Python says so when it compares them."""
    names: dict[Type, str] = {INT: "int", FLOAT: "float", STR: "str"}
    reverse = call.get("reverse")
    is_known = reverse is None or isinstance(reverse.constant, bool)
    if rank - NONE not in names or not is_known or call.get("default") is not None:
        return found, rank
    is_reversed = reverse is not None and reverse.constant is True
    value = js.name("item")
    match found.key:
        case [js.Arrow((js.Identifier() as value,), body)] if not isinstance(body, js.Block):
            asked: js.Expression = body
        case [callee]:
            asked = js.call(callee, value)
        case _:
            asked = value
    pair = js.Arrow((value,), js.Array((asked, value)))
    is_sorted = call.row.name == "sorted"  # which asks for all ranks before it compares them
    pairs = js.call(js.Member(js.name("Array"), "from"), found.source, pair) if is_sorted else None
    if pairs is not None and is_reversed:
        pairs = js.call(js.Member(pairs, "reverse"))  # as Python does before and after it sorts
    symbol = ">" if call.row.name == "max" else "<"
    texts = (js.Literal(symbol), js.Literal(names[rank - NONE]))
    whole = visit.call_helper("comparable", pairs or visit.call_helper("mapped", found.source, pair), *texts)
    if is_reversed:
        whole = js.call(js.Member(js.Array((js.Spread(whole),)), "reverse"))
    return Order(whole, [RANK], of_pairs=True), rank - NONE


def _ranked(visit: Visit, call: Call, item: Type, source: js.Expression) -> tuple[js.Expression, Type] | None:
    """The pairs for a key that waits, and the type of the ranks; None for others."""
    value = js.name(visit.temporary("item"))
    with visit.filling() as body:
        result = call_value(visit, call.node, call["key"], Arguments([Value(item, value)], {}))
    if not body and not waits(result.js):
        return None
    pairs = visit.temporary("ranked")
    body.append(Do(js.call(js.Member(js.name(pairs), "push"), js.Array((result.js, value)))))
    visit.look_into(pairs, source)
    visit.frame.code.append(Set(pairs, js.Array(())))
    visit.frame.code.append(Loop(value.name, source, body, gated=False))
    return js.name(pairs), result.type


def applied(visit: Visit, call: Call, name: str, item: Type) -> Applied:
    """The argument `name`, called with an item.

    Raises:
        UserError: BML201 for a function that waits, which must answer at once.
    """
    function = call[name]
    value = js.name(visit.names("value of ours", "value"))
    with visit.filling() as code:
        result = call_value(visit, call.node, function, Arguments([Value(item, value)], {}))
    if code or isinstance(result.js, js.Await):
        message = f"the {name} of {call.row.name} goes through no loop, and waits for nothing"
        is_key = name == "key"
        hint = "compute the ranks first, in a list of their own" if is_key else "write a list: [... for x in xs]"
        raise visit.error("BML201", call.node, message, hint)
    if result.type == NONE:
        result = result.written(given_none(result.js))
    match result.js:
        case js.Call(OwnName() as callee, (argument,)) if argument == value:
            return Applied(callee, result)
    return Applied(js.Arrow((value,), result.js), result)
