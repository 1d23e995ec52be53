"""Functions that rows are given: `key=`, and what `map` and `filter` call."""

from __future__ import annotations

from dataclasses import dataclass

from bmlc.emit import js
from bmlc.scripts.constructs.calls import call_value
from bmlc.scripts.counting.code import Do, Loop, Set
from bmlc.scripts.counting.purity import waits
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.types import NONE, Type
from bmlc.scripts.values import OwnName, Value, given_none
from bmlc.scripts.visit import Visit

__all__ = ["PAIR", "RANK", "Applied", "applied", "ranked"]


@dataclass(frozen=True)
class Applied:
    """A function of one item: how it is written, and what it gives."""

    js: js.Expression
    result: Value


def ranked(visit: Visit, call: Call, item: Type, source: js.Expression) -> tuple[js.Expression, Type] | None:
    """`[(key(value), value) for value in values]` for a key that waits, and the type of the ranks; None for others."""
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


PAIR = js.name("pair")
RANK = js.Arrow((PAIR,), js.Index(PAIR, js.Literal(0)))


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
