"""Python's `random`, on its own generator; and `bml.random` on the host, the same functions on the program's."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.device import call_traced, is_tensor
from bmlc.scripts.fitting import holder_of, number, plain_number
from bmlc.scripts.iteration import iterated
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import FLOAT, INT, NONE, RANGE, STR, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


def _drawn(visit: Visit, call: Call, held: Type, *arguments: js.Expression) -> Value:
    return Value(held, js.call(js.Member(_stream(visit, call), call.row.name), *arguments))


def _stream(visit: Visit, call: Call) -> js.Expression:
    if call.row.owner != "random":
        return visit.run("random")
    visit.uses_run = True
    return visit.call_helper("pyRandom", js.name("run"))


def _numbers(call: Call) -> list[js.Expression]:
    """The arguments in the order of the parameters, up to the last one that is given."""
    written = []
    for parameter in call.row.parameters:
        value = call.get(parameter.name)
        given = value is not None and value.type != NONE
        written.append(number(plain_number(value)) if given and value is not None else js.Literal(parameter.default))  # type: ignore[arg-type]
    while written and call.get(call.row.parameters[len(written) - 1].name) is None:
        written.pop()
    return written


@row(
    "bml.random.random()",
    "bml.random.gauss(mu: float = 0.0, sigma: float = 1.0)",
    "random.random()",
    "random.gauss(mu: float = 0.0, sigma: float = 1.0)",
)
def _float(visit: Visit, call: Call) -> Value:
    return _drawn(visit, call, FLOAT, *_numbers(call))


@row(
    "bml.random.randrange(start: int, stop: int | None = None, step: int = 1)",
    "random.randrange(start: int, stop: int | None = None, step: int = 1)",
)
def _int(visit: Visit, call: Call) -> Value:
    return _drawn(visit, call, INT, *_numbers(call))


@row("bml.random.seed(seed: int)", "random.seed(seed: int)")
def _seed(visit: Visit, call: Call) -> Value:
    return _drawn(visit, call, NONE, *_numbers(call))


@row("bml.random.uniform(*args: object, **options: object)", "bml.random.randint(*args: object, **options: object)")
def _either(visit: Visit, call: Call) -> Value:
    """A number; or Keras's tensor under the same name, where the first argument is a shape."""
    first = call.gathered[0] if call.gathered else call.keywords.get("shape")
    if first is not None and (atom_of(Tuple, first.type) or holder_of(first.type, "list")):
        function = visit.world.operation(f"random.{call.row.name}")
        return call_traced(visit, call.node, function, list(call.gathered), call.keywords)
    values = [*call.gathered, *call.keywords.values()]
    if len(values) != 2 or any(kind_of(value.type) is None for value in values):
        raise visit.error("BML102", call.node, f"{call.row.full_name} takes two numbers, a and b")
    held = FLOAT if call.row.name == "uniform" else INT
    return _drawn(visit, call, held, *(number(plain_number(value)) for value in values))


def _population(visit: Visit, call: Call, value: Value) -> tuple[js.Expression, Type]:
    """A list to draw from; others become one."""
    walk = iterated(visit, value, call.node)
    if value.type in (STR, RANGE):
        return js.Array((js.Spread(walk.js),)), walk.item
    if holder_of(value.type, "list", "tuple") is None and atom_of(Tuple, value.type) is None:
        message = f"{call.row.full_name} draws from a list, received {visit.described(value.type)}"
        raise visit.error("BML204", call.node, message)
    return walk.js, walk.item


@row("bml.random.choice(seq: iterable)", "random.choice(seq: iterable)")
def _choice(visit: Visit, call: Call) -> Value:
    values, item = _population(visit, call, call["seq"])
    return _drawn(visit, call, item, values)


@row(
    "bml.random.choices(population: iterable, weights: iterable | None = None, *, k: int = 1)",
    "random.choices(population: iterable, weights: iterable | None = None, *, k: int = 1)",
)
def _choices(visit: Visit, call: Call) -> Value:
    values, item = _population(visit, call, call["population"])
    weights, count = call.get("weights"), call.get("k")
    written = js.Literal(None) if weights is None else weights.js
    return _several(visit, call, item, values, written, js.Literal(1) if count is None else number(count))


@row("bml.random.sample(population: iterable, k: int)", "random.sample(population: iterable, k: int)")
def _sample(visit: Visit, call: Call) -> Value:
    values, item = _population(visit, call, call["population"])
    return _several(visit, call, item, values, number(call["k"]))


def _several(visit: Visit, call: Call, item: Type, *arguments: js.Expression) -> Value:
    holder, cell = visit.cells.holder("list", (call.node, visit.here))
    visit.cells.grow(cell, item)
    held = frozenset({visit.cells.current(holder)})
    drawn = _drawn(visit, call, held, *arguments).js
    return Value(held, js.call(visit.run("adopt"), drawn) if visit.holds(held) else drawn, fresh=True)


@row("bml.random.shuffle(x: object)", "random.shuffle(x: object)")
def _shuffle(visit: Visit, call: Call) -> Value:
    value = call["x"]
    if is_tensor(value.type):
        return call_traced(visit, call.node, visit.world.operation("random.shuffle"), [value])
    if holder_of(value.type, "list") is None:
        raise visit.error("BML204", call.node, f"shuffle takes a list, received {visit.described(value.type)}")
    return _drawn(visit, call, NONE, value.js)


@row(
    "random.uniform(a: float, b: float)",
    "random.normalvariate(mu: float = 0.0, sigma: float = 1.0)",
    "random.expovariate(lambd: float = 1.0)",
    "random.triangular(low: float = 0.0, high: float = 1.0, mode: float | None = None)",
)
def _further_floats(visit: Visit, call: Call) -> Value:
    return _drawn(visit, call, FLOAT, *_numbers(call))


@row("random.randint(a: int, b: int)", "random.getrandbits(k: int, /)")
def _further_ints(visit: Visit, call: Call) -> Value:
    return _drawn(visit, call, INT, *_numbers(call))
