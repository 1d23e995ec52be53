"""Python's `random`: its own generator, as the file left it."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.fitting import holder_of, number, plain_number
from bmlc.scripts.iteration import iterated
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import FLOAT, INT, NONE, RANGE, STR, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []

_RESULTS = {"int": INT, "float": FLOAT, "None": NONE}


def _drawn(visit: Visit, call: Call, held: Type, *arguments: js.Expression) -> Value:
    visit.uses_run = True
    stream = visit.call_helper("pyRandom", js.name("run"))
    return Value(held, js.call(js.Member(stream, call.row.name), *arguments))


@row(
    "random.random() -> float",
    "random.uniform(a: float, b: float) -> float",
    "random.gauss(mu: float = 0.0, sigma: float = 1.0) -> float",
    "random.normalvariate(mu: float = 0.0, sigma: float = 1.0) -> float",
    "random.expovariate(lambd: float) -> float",
    "random.triangular(low: float = 0.0, high: float = 1.0, mode: float | None = None) -> float",
    "random.randrange(start: int, stop: int | None = None, step: int = 1) -> int",
    "random.randint(a: int, b: int) -> int",
    "random.getrandbits(k: int, /) -> int",
    "random.seed(a: int) -> None",
)
def _number(visit: Visit, call: Call) -> Value:
    """A number, of the arguments in the order of the parameters, up to the last one that is given."""
    assert call.row.result is not None
    written = []
    for parameter in call.row.parameters:
        value = call.get(parameter.name)
        given = value is not None and value.type != NONE
        written.append(number(plain_number(value)) if given and value is not None else js.Literal(parameter.default))  # type: ignore[arg-type]
    while written and call.get(call.row.parameters[len(written) - 1].name) is None:
        written.pop()
    return _drawn(visit, call, _RESULTS[ast.unparse(call.row.result)], *written)


def _population(visit: Visit, call: Call, value: Value) -> tuple[js.Expression, Type]:
    """A list to draw from; others become one."""
    walk = iterated(visit, value, call.node)
    if value.type in (STR, RANGE):
        return js.Array((js.Spread(walk.js),)), walk.item
    if holder_of(value.type, "list", "tuple", "deque") is None and atom_of(Tuple, value.type) is None:
        message = f"{call.row.full_name} draws from a list, received {visit.described(value.type)}"
        raise visit.error("BML204", call.node, message)
    return walk.js, walk.item


@row("random.choice(seq: iterable)")
def _choice(visit: Visit, call: Call) -> Value:
    values, item = _population(visit, call, call["seq"])
    return _drawn(visit, call, item, values)


@row("random.choices(population: iterable, weights: iterable | None = None, *, k: int = 1)")
def _choices(visit: Visit, call: Call) -> Value:
    values, item = _population(visit, call, call["population"])
    weights, count = call.get("weights"), call.get("k")
    written = js.Literal(None) if weights is None else weights.js
    return _several(visit, call, item, values, written, js.Literal(1) if count is None else number(count))


@row("random.sample(population: iterable, k: int)")
def _sample(visit: Visit, call: Call) -> Value:
    values, item = _population(visit, call, call["population"])
    return _several(visit, call, item, values, number(call["k"]))


def _several(visit: Visit, call: Call, item: Type, *arguments: js.Expression) -> Value:
    holder, cell = visit.cells.holder("list", (call.node, visit.here))
    visit.cells.grow(cell, item)
    held = frozenset({visit.cells.current(holder)})
    drawn = _drawn(visit, call, held, *arguments).js
    return Value(held, js.call(visit.run("adopt"), drawn) if visit.holds(held) else drawn, fresh=True)


@row("random.shuffle(x: object)")
def _shuffle(visit: Visit, call: Call) -> Value:
    value = call["x"]
    if holder_of(value.type, "list") is None:
        raise visit.error("BML204", call.node, f"shuffle takes a list, received {visit.described(value.type)}")
    return _drawn(visit, call, NONE, value.js)
