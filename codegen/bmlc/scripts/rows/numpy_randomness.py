"""`numpy.random`: the legacy functions."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of, as_array, numpy_type
from bmlc.scripts.fitting import holder_of, number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_table import Given, argument_of, numpy_rows, only_array, trimmed, wrong
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import FLOAT, INT, NONE, STR, Array, ArrayKind, Type
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


def _floats(given: Given) -> Type:
    return _of_size("float64", given.of["size"])


def _of_size(kind: ArrayKind, rank: int | None) -> Type:
    """Numbers of Python's where no size is given."""
    if rank:
        return numpy_type(kind, rank)
    return FLOAT if kind == "float64" else INT


numpy_rows(
    {
        "numpy.random.seed(seed: int)": ("npSeed(run, seed)", lambda _: NONE),
        "numpy.random.random(size: shape | None = None)": ("npUniform(run, 0, 1, size)", _floats),
        "numpy.random.random_sample(size: shape | None = None)": ("npUniform(run, 0, 1, size)", _floats),
        "numpy.random.standard_normal(size: shape | None = None)": ("npNormal(run, 0, 1, size)", _floats),
        "numpy.random.uniform(low: float = 0.0, high: float = 1.0, size: shape | None = None)": (
            "npUniform(run, low, high, size)",
            _floats,
        ),
        "numpy.random.normal(loc: float = 0.0, scale: float = 1.0, size: shape | None = None)": (
            "npNormal(run, loc, scale, size)",
            _floats,
        ),
    }
)


def _drawn(visit: Visit, held: Type, helper: str, *arguments: js.Expression) -> Value:
    visit.uses_run = True
    return Value(held, visit.call_helper(helper, js.name("run"), *trimmed(list(arguments))))


@row("numpy.random.rand(*sizes: int)", "numpy.random.randn(*sizes: int)")
def _of_sizes(visit: Visit, call: Call) -> Value:
    if call.starred:
        raise visit.error("BML201", call.node, f"{call.row.full_name} takes its sizes one by one in scripts")
    sizes = [js.Array(tuple(map(number, call.gathered)))] if call.gathered else []
    helper = "npUniform" if call.row.name == "rand" else "npNormal"
    return _drawn(
        visit, _of_size("float64", len(sizes and call.gathered)), helper, js.Literal(0), js.Literal(1), *sizes
    )


@row("numpy.random.randint(low: int, high: int | None = None, size: shape | None = None, dtype: dtype = None)")
def _randint(visit: Visit, call: Call) -> Value:
    (low, _), (high, _), (size, rank), (_, kind) = (argument_of(visit, call, each) for each in call.row.parameters)
    if kind not in (None, "int64"):
        message = f"numpy.random.randint in scripts gives int64, received dtype {kind}"
        raise wrong(visit, call, message, "convert what it gives: .astype(…)")
    return _drawn(visit, _of_size("int64", rank), "npRandint", low, high, size)


@row("numpy.random.shuffle(x: object)")
def _shuffle(visit: Visit, call: Call) -> Value:
    values = call["x"]
    if array_of(values.type) is None and holder_of(values.type, "list") is None:
        what = visit.described(values.type)
        raise wrong(visit, call, f"numpy.random.shuffle takes an array or a list, received {what}")
    visit.module.change_arrays(values.type)
    return _drawn(visit, NONE, "npShuffle", values.js)


def _population(visit: Visit, call: Call, name: str) -> tuple[js.Expression, Array | None]:
    """An int, or an array; None for an int."""
    values = call[name]
    if kind_of(values.type) == "int":
        return number(values), None
    holder = holder_of(values.type, "list")
    if holder is not None and visit.cells.of(holder).item == STR:
        message = f"{call.row.full_name} in scripts takes numbers, received {visit.described(values.type)}"
        raise wrong(visit, call, message, "draw the place: values[np.random.randint(len(values))]")
    array = as_array(visit, values, call.node)
    return array.js, only_array(visit, call, array)


@row("numpy.random.permutation(x: array)")
def _permutation(visit: Visit, call: Call) -> Value:
    values, atom = _population(visit, call, "x")
    held = numpy_type("int64", 1) if atom is None else frozenset({atom})
    return _drawn(visit, held, "npPermutation", values)


@row("numpy.random.choice(a: array, size: shape | None = None, replace: bool = True, p: array | None = None)")
def _choice(visit: Visit, call: Call) -> Value:
    values, atom = _population(visit, call, "a")
    if atom is not None and atom.rank > 1:
        raise wrong(visit, call, "numpy.random.choice takes an array of 1 axis")
    size, rank = argument_of(visit, call, call.row.parameters[1])
    replace, p = call.get("replace"), call.some("p")
    chances = js.Literal(None) if p is None else as_array(visit, p, call.node, "float64").js
    with_replace = js.Literal(True if p else None) if replace is None else replace.js
    held = _of_size("int64", rank) if atom is None else numpy_type(atom.kind, rank or 0)
    return _drawn(visit, held, "npChoice", values, size, with_replace, chances)
