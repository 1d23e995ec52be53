"""`numpy.random`: the legacy functions."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of, as_array, numpy_type
from bmlc.scripts.arrays.names import dtype_of
from bmlc.scripts.fitting import holder_of, number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_table import only_array, shape_argument, trimmed
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import FLOAT, INT, NONE, STR, Array, Type
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


def _drawn(visit: Visit, held: Type, helper: str, *arguments: js.Expression) -> Value:
    visit.uses_run = True
    return Value(held, visit.call_helper(helper, js.name("run"), *trimmed(list(arguments))))


def _size(visit: Visit, call: Call, value: Value | None) -> tuple[js.Expression, int]:
    """The argument `size`, and how many axes it has: none where it is not given."""
    if value is None or value.type == NONE:
        return js.Literal(None), 0
    return shape_argument(visit, call, value)


def _floats(rank: int) -> Type:
    return numpy_type("float64", rank) if rank else FLOAT


def _number(call: Call, name: str, default: float | None) -> js.Expression:
    value = call.get(name)
    if value is None or value.type == NONE:
        return js.Literal(default)
    return number(plain_number(value))


@row("numpy.random.seed(seed: int)")
def _seed(visit: Visit, call: Call) -> Value:
    return _drawn(visit, NONE, "npSeed", number(call["seed"]))


@row("numpy.random.rand(*sizes: int)", "numpy.random.randn(*sizes: int)")
def _of_sizes(visit: Visit, call: Call) -> Value:
    if call.starred:
        raise visit.error("BML201", call.node, f"{call.row.full_name} takes its sizes one by one in scripts")
    sizes = [js.Array(tuple(map(number, call.gathered)))] if call.gathered else []
    helper = "npUniform" if call.row.name == "rand" else "npNormal"
    return _drawn(visit, _floats(len(call.gathered)), helper, js.Literal(0), js.Literal(1), *sizes)


@row(
    "numpy.random.random(size: object = None)",
    "numpy.random.random_sample(size: object = None)",
    "numpy.random.standard_normal(size: object = None)",
    "numpy.random.uniform(low: float = 0.0, high: float = 1.0, size: object = None)",
    "numpy.random.normal(loc: float = 0.0, scale: float = 1.0, size: object = None)",
)
def _of_size(visit: Visit, call: Call) -> Value:
    *numbers, _ = call.row.parameters
    size, rank = _size(visit, call, call.get("size"))
    given = [_number(call, each.name, each.default) for each in numbers]  # type: ignore[arg-type]
    helper = "npNormal" if "normal" in call.row.name else "npUniform"
    return _drawn(visit, _floats(rank), helper, *(given or (js.Literal(0), js.Literal(1))), size)


@row("numpy.random.randint(low: int, high: int | None = None, size: object = None, dtype: object = None)")
def _randint(visit: Visit, call: Call) -> Value:
    size, rank = _size(visit, call, call.get("size"))
    kind = dtype_of(visit, call.node, call.get("dtype"), "int64")
    if kind != "int64":
        message = f"numpy.random.randint in scripts gives int64, received dtype {kind}"
        raise visit.error("BML204", call.node, message, "convert what it gives: .astype(…)")
    held = numpy_type("int64", rank) if rank else INT
    return _drawn(visit, held, "npRandint", number(call["low"]), _number(call, "high", None), size)


@row("numpy.random.shuffle!(x: object)")
def _shuffle(visit: Visit, call: Call) -> Value:
    values = call["x"]
    if array_of(values.type) is None and holder_of(values.type, "list") is None:
        what = visit.described(values.type)
        raise visit.error("BML204", call.node, f"numpy.random.shuffle takes an array or a list, received {what}")
    visit.module.change_arrays(values.type)
    return _drawn(visit, NONE, "npShuffle", values.js)


def _population(visit: Visit, call: Call, name: str) -> tuple[js.Expression, Array | None]:
    """An int, or an array; None for an int."""
    values = call[name]
    if kind_of(values.type) == "int":
        return number(values), None
    if holder_of(values.type, "list") is not None and _of_texts(visit, values.type):
        message = f"{call.row.full_name} in scripts takes numbers, received {visit.described(values.type)}"
        raise visit.error("BML204", call.node, message, "draw the place: values[np.random.randint(len(values))]")
    array = as_array(visit, values, call.node)
    return array.js, only_array(visit, call, array)


def _of_texts(visit: Visit, held: Type) -> bool:
    holder = holder_of(held, "list")
    return holder is not None and visit.cells.of(holder).item == STR


@row("numpy.random.permutation(x: array)")
def _permutation(visit: Visit, call: Call) -> Value:
    values, atom = _population(visit, call, "x")
    held = numpy_type("int64", 1) if atom is None else frozenset({atom})
    return _drawn(visit, held, "npPermutation", values)


@row("numpy.random.choice(a: array, size: object = None, replace: bool = True, p: array | None = None)")
def _choice(visit: Visit, call: Call) -> Value:
    values, atom = _population(visit, call, "a")
    if atom is not None and atom.rank > 1:
        raise visit.error("BML204", call.node, "numpy.random.choice takes an array of 1 axis")
    size, rank = _size(visit, call, call.get("size"))
    replace, p = call.get("replace"), call.get("p")
    chances: js.Expression = js.Literal(None)
    if p is not None and p.type != NONE:
        chances = as_array(visit, p, call.node, "float64").js
    with_replace: js.Expression = js.Literal(True) if replace is None else replace.js
    if replace is None and isinstance(chances, js.Literal):
        with_replace = js.Literal(None)
    of_places = numpy_type("int64", rank) if rank else INT
    held = of_places if atom is None else numpy_type(atom.kind, rank)
    return _drawn(visit, held, "npChoice", values, size, with_replace, chances)
