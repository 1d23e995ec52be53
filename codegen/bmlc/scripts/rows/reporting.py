"""What a script says to the page: `bml.log`, `bml.plot`, `bml.progress`, `bml.timer`, and bars of `tqdm`."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of, of_python
from bmlc.scripts.classes.operators import with_object
from bmlc.scripts.counting.code import Do, Set, Try
from bmlc.scripts.counting.purity import changes_nothing
from bmlc.scripts.fitting import number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.names.naming import assign_name
from bmlc.scripts.program.device import is_tensor
from bmlc.scripts.program.reading import tensor_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.tapes.blocks import is_tape, lower_tape
from bmlc.scripts.types import FLOAT, NONE, RANGE, STR, Array, Bar, BuiltinName, Holder, Tensor, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit, lowers

__all__: list[str] = []

TIMER = frozenset({BuiltinName("bml.timer()")})


@row("bml.log(**values: object)", "bml.plot(**values: object)")
def _log(visit: Visit, call: Call) -> Value:
    """Numbers, bools, texts; beside `x`, the numbers of curves."""
    name = call.row.full_name
    curves = name == "bml.plot" and "x" in call.keywords
    properties: list[js.Property | js.Method | js.Spread | js.Comment] = []
    for key, given in call.keywords.items():
        value = of_python(given)
        if is_tensor(value.type):
            value = visit.hold(tensor_of(visit, call.node, value))
        is_curve = _is_curve(visit, value.type)
        if not _is_reported(value.type) and not (curves and is_curve):
            hint = "take one number of it first, for example bml.ops.mean(x)"
            if name == "bml.plot" and is_curve:
                hint = "give the places of a curve as well: bml.plot(x=..., line=...)"
            taken = "numbers and lists of them" if curves else "numbers, bools, texts and tensors of one number"
            message = f"{name} takes {taken}{' beside x' if curves else ''}, received {visit.described(value.type)}"
            advice = hint if is_curve or is_tensor(value.type) or array_of(value.type) is not None else None
            raise visit.error("BML204", call.node_of(key), message, advice, [value])
        if curves and key == "style" and value.constant not in ("line", "dots"):
            raise visit.error("BML102", call.node_of(key), f"{name} expects style='line' or style='dots'")
        is_array = array_of(value.type) is not None
        properties.append(
            js.Property(key, visit.call_helper("npPlain", value.js) if is_array else plain_number(value).js)
        )
    visit.wait()
    return Value(NONE, js.Await(js.call(visit.run(call.row.name), js.Object(tuple(properties)))))


def _is_reported(held: Type) -> bool:
    tensor = atom_of(Tensor, held)
    if tensor is not None and len(held) == 1:
        return all(size == 1 for size in tensor.type.shape)
    return held == STR or (bool(held) and kind_of(held) is not None)


def _is_curve(visit: Visit, held: Type) -> bool:
    """Numbers in a row: a list of them, an array, a tensor with one axis that counts."""
    match next(iter(held)) if len(held) == 1 else None:
        case Holder("list") as atom:
            return kind_of(visit.cells.of(atom).item) is not None
        case Tuple(items):
            return all(kind_of(item) is not None for item in items)
        case Tensor(known):
            return sum(size != 1 for size in known.shape) <= 1
        case Array(rank=rank):
            return rank == 1
    return False


rows({"bml.progress(done: float, total: float) -> None": "run.progress(done, total)"})


@row("bml.timer(name: str)")
def _timer(visit: Visit, call: Call) -> Value:
    return Value(TIMER, js.call(visit.run("timer"), call["name"].js))


@lowers(ast.With)
def _with(visit: Visit, node: ast.With) -> None:
    """`const timer = run.timer(label); try { … } finally { timer.stop(); }`, and a bar of tqdm, which is closed."""
    if is_tape(visit, node.items[0]):
        lower_tape(visit, node)
        return
    item, *others = node.items
    if others:  # each inside those before it
        inner = ast.copy_location(ast.With(others, node.body), node)
        node = ast.copy_location(ast.With([item], [visit.once((node, "with"), inner)]), node)
    value = visit.expression(item.context_expr)
    bar = atom_of(Bar, value.type)
    if value.type != TIMER and bar is None:
        with_object(visit, item, node.body, value)
        return
    if item.optional_vars is None:
        name = visit.temporary("timer" if bar is None else "bar")
        visit.frame.code.append(Set(name, value.js))
    elif isinstance(item.optional_vars, ast.Name):
        assign_name(visit, item.optional_vars.id, value)
        last = visit.frame.code[-1]
        assert isinstance(last, Set)
        name = last.name
    else:
        raise visit.error("BML201", item.optional_vars, f"a {'timer' if bar is None else 'bar'} has one name")
    body, end = visit.block(node.body, visit.env)
    stop = Do(js.call(js.Member(js.name(name), "stop" if bar is None else "close")))
    visit.frame.code.append(Try(body, [], [], [stop], name))
    visit.env = end


def seconds_of(value: Value) -> Value:
    """`timer.seconds`"""
    return Value(FLOAT, js.Member(value.js, "seconds"))


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
