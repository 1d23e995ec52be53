"""`print`."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.constructs.templates import joined
from bmlc.scripts.counting.purity import changes_nothing
from bmlc.scripts.iteration import iterated
from bmlc.scripts.program.device import is_tensor
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row
from bmlc.scripts.texts import check_text, str_of, str_writer
from bmlc.scripts.types import NONE, STR, Caught, Number, Scalar, Tuple, Type
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


@row("print(*values: object, sep: str | None = ' ', end: str | None = '\\n', flush: bool = False)")
def _print(visit: Visit, call: Call) -> Value:
    """What is printed is written once all of it is evaluated."""
    visit.asked = call.node
    for each in call.gathered:
        if not is_tensor(each.type):
            check_text(visit, each, call.node_of("values", each))
    separator = call.get("sep")
    if separator is None or separator.type == NONE:
        separator = Value(STR, js.Literal(" "), constant=" ")
    for name, given in (("sep", separator), ("end", call.get("end"))):
        if given is not None and given.type > NONE:
            what = visit.described(given.type)
            raise visit.error("BML204", call.node_of(name), f"print takes a str as {name}, received {what}")
    end = call.get("end")
    ends = [] if end is None or end.constant in ("\n", None) else [end.js]
    whole = _with_items(visit, call, separator) if call.starred else _texts(visit, call, separator)
    return Value(NONE, js.call(visit.run("print"), whole, *ends))


def _texts(visit: Visit, call: Call, separator: Value) -> js.Expression:
    last = max((k for k, each in enumerate(call.gathered) if not changes_nothing(each.js)), default=0)
    if not all(_writes_at_once(visit, each.type) for each in call.gathered[:last]):
        writers = [str_writer(visit, each.type, call.node) for each in call.gathered]
        values = js.Array(tuple(each.js for each in call.gathered))
        return visit.call_helper("textsOf", separator.js, js.Array(tuple(writers)), values)
    parts = [part for each in call.gathered for part in (separator, str_of(visit, each, call.node))]
    return joined(parts[1:]).js if parts else js.Literal("")


def _writes_at_once(visit: Visit, held: Type) -> bool:
    """Whether the text of such a value is that of its evaluation: nothing can change it later."""
    return all(
        isinstance(atom, Scalar | Number | Caught)
        or (isinstance(atom, Tuple) and all(_writes_at_once(visit, each) for each in atom.items))
        for atom in held
    )


def _with_items(visit: Visit, call: Call, separator: Value) -> js.Expression:
    """`print("all:", *xs)`"""
    elements: list[js.Expression] = []
    for k, each in enumerate(call.gathered):
        if k not in call.starred:
            elements.append(str_of(visit, each, call.node).js)
            continue
        walk = iterated(visit, each, call.node)
        item = js.name("item")
        text = js.Arrow((item,), str_of(visit, Value(walk.item, item), call.node).js)
        items = walk.js
        if text.body != item and walk.is_array:
            items = js.call(js.Member(items, "map"), text)
        elif text.body != item:
            items = js.call(js.Member(js.name("Array"), "from"), items, text)
        elements.append(js.Spread(items))
    return js.call(js.Member(js.Array(tuple(elements)), "join"), separator.js)
