"""`tqdm` and `trange`: the page's progress."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.counting.purity import changes_nothing
from bmlc.scripts.fitting import number, plain_number
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.types import NONE, RANGE, Bar, Type
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


@row(
    "tqdm.tqdm(iterable: iterable | None = None, desc: str | None = None, total: float | None = None, *,"
    " disable: bool = False, **others: object)",
)
def _tqdm(visit: Visit, call: Call) -> Value:
    """What else tqdm takes is about the look of its bar on a terminal."""
    value, total = call.get("iterable"), call.get("total")
    over = value or Value(NONE, js.Literal(None))
    return _bar(visit, call, over, js.Literal(None) if total is None else plain_number(total).js)


@row("tqdm.trange(*args: int, desc: str | None = None, disable: bool = False, **others: object)")
def _trange(visit: Visit, call: Call) -> Value:
    return _bar(visit, call, Value(RANGE, visit.call_helper("range", *map(number, call.gathered))), js.Literal(None))


def _bar(visit: Visit, call: Call, over: Value, total: js.Expression) -> Value:
    desc, disable = call.get("desc"), call.get("disable")
    if disable is not None and disable.constant is not False:
        raise visit.error(
            "BML204", call.node, "a bar that may be disabled is none that the page can show", "remove disable"
        )
    holding = visit.holds(over.type)
    statement = visit.frame.statement
    if holding and not (isinstance(statement, ast.For) and call.node in ast.walk(statement.iter)):
        message = "a bar over tensors that are there stands in the loop that goes through them"
        raise visit.error("BML201", call.node, message, "write for x in tqdm(xs):")
    over = visit.hold(over)
    label = js.Literal(None) if desc is None else desc.js
    visit.uses_run = True
    whole = js.New(visit.helper("Bar"), (js.name("run"), over.js, label, total))
    held: Type = frozenset({Bar(over.type)})
    if not holding:
        return Value(held, whole)
    bar = visit.named(Value(held, whole), "bar")
    assert isinstance(bar.js, js.Identifier)
    visit.look_into(bar.js.name, over.js)
    return bar


rows(
    {
        "bar.update(n: float = 1) -> None": "self.",
        "bar.set_description(desc: str | None = None, refresh: bool = True) -> None": "self.describe(desc)",
        "bar.close() -> None": "self.",
        "bar.refresh() -> None": "None",
        "tqdm.tqdm.write(s: str) -> None": "run.print(s)",
    }
)


@row(
    "bar.set_postfix(ordered_dict: object = None, refresh: bool = True, **values: object)",
    "bar.set_postfix_str(s: str)",
)
def _postfix(visit: Visit, call: Call) -> Value:
    """Beside the bar of a terminal; a page shows numbers by `bml.log`."""
    for value in (*call.arguments.values(), *call.keywords.values()):
        if value.fresh and visit.holds(value.type):
            visit.do(js.call(visit.run("drop"), value.js))
        elif not changes_nothing(value.js):
            visit.do(value.js)
    return Value(NONE, js.Literal(None))
