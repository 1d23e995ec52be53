"""NumPy's functions as rows: a signature, its JavaScript, and what comes out.

"numpy|ndarray.cumsum(a: ndarray, axis: axis = None)": ("npCumsum(a, axis)", flattened(summed))
np.cumsum(x, axis=0)  =>  npCumsum(x, 0)      {array of as many axes}

`array` is an array, a scalar of NumPy's or lists of numbers, `ndarray` one array of one kind; `axis` an int or None,
`axes` a tuple of them, too; `shape` an int or a tuple; `dtype` a kind; `flag` True or False, written out; `number` an
int, a float or a bool that fills; `places` an int or an array of ints. In JavaScript, `kind` is the kind of the result.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from typing import Any, TypeAlias

from bmlc.emit import js
from bmlc.errors import UserError
from bmlc.scripts.arrays.arrays import as_array, has_numpy, is_float, kinds_of, numpy_type, of_python, rank_of_atom
from bmlc.scripts.arrays.names import dtype_of
from bmlc.scripts.fitting import holder_of, number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import Parameter, row
from bmlc.scripts.types import BOOL, INT, NEVER, NONE, Array, ArrayKind, NumpyScalar, Tuple, Type, atom_of
from bmlc.scripts.values import Value, is_simple
from bmlc.scripts.visit import Visit

__all__ = [
    "Given",
    "argument_of",
    "axis_of",
    "beside",
    "flattened",
    "floating",
    "numpy_rows",
    "of_kind",
    "only_array",
    "paired",
    "ranked",
    "reduced",
    "same",
    "shape_argument",
    "shaped",
    "subject",
    "summed",
    "trimmed",
    "wrong",
]

Kinds: TypeAlias = "Callable[[ArrayKind], ArrayKind]"


@dataclass(frozen=True)
class Given:
    """What is known of a call: the kind and the number of axes of its array, and of other arguments by their names.

    Of an axis how many there are, None for all; of a shape how many axes it has; of a flag its value; of a dtype
    and a number its kind; of an array its atom.
    """

    kind: ArrayKind
    rank: int
    of: Mapping[str, Any]


# None: it does not take such an array.
Result: TypeAlias = "Callable[[Given], tuple[ArrayKind, int] | Type | None]"


def numpy_rows(table: Mapping[str, tuple[str, Result]], refused: str = "") -> None:
    """Declares rows; `refused` are kinds that none of them takes, such as "bool uint8"."""
    for signature, (helper, result) in table.items():
        full, _, parameters = signature.partition("(")
        owners, _, name = full.rpartition(".")
        for owner in owners.split("|"):
            taken = parameters if owner != "ndarray" else parameters.partition(", ")[2] or ")"
            row(f"{owner}.{name}({taken}")(partial(_called, helper, result, parameters, refused.split()))


def _called(helper: str, result: Result, parameters: str, refused: list[str], visit: Visit, call: Call) -> Value:
    first, _, accepts = parameters.split(",")[0].rstrip(")").partition(": ")
    about = subject(visit, call, first) if accepts in ("array", "ndarray") else None
    if about is not None and accepts == "ndarray":
        only_array(visit, call, about)
    names = [each.id for each in ast.walk(_parsed(helper)) if isinstance(each, ast.Name)]
    if about is not None and names.count(first) > 1 and not is_simple(about.js):
        about = visit.named(about, first.lower())
    bad = sorted(kinds_of(about.type) & {*refused}) if about is not None else []
    if bad:
        message = f"{call.row.full_name} in scripts does not take {' and '.join(bad)}s"
        raise wrong(visit, call, message, "convert it: x.astype(int), or x.astype(np.float32)")
    written: dict[str, js.Expression] = {"run": js.name("run")} if about is None else {first: about.js}
    known: dict[str, Any] = {}
    for each in call.row.parameters:
        if each.name not in written:
            written[each.name], known[each.name] = argument_of(visit, call, each)
    held: Type = NEVER
    for atom in about.type if about is not None else numpy_type("float64", 0):
        assert isinstance(atom, Array | NumpyScalar)
        if (known.get("axis") or 0) > rank_of_atom(atom):
            raise wrong(visit, call, f"{call.row.full_name} of a value without axes takes no axis")
        found = result(Given(known.get("dtype") or atom.kind, rank_of_atom(atom), known))
        if found is None:
            what = visit.described(frozenset({atom}))
            raise wrong(visit, call, f"{call.row.full_name} in scripts does not take {what}")
        held |= found if isinstance(found, frozenset) else numpy_type(*found)
    kinds = kinds_of(held)
    if "kind" in names and len(kinds) > 1:
        raise wrong(visit, call, f"{call.row.full_name} takes arrays of one kind, received {visit.described(held)}")
    written["kind"] = js.Literal(next(iter(kinds), None))
    left_out = {each.name for each in call.row.parameters if each.name not in call.arguments}
    return Value(held, _expression(visit, _parsed(helper), written, left_out))


@cache
def _parsed(helper: str) -> ast.expr:
    return ast.parse(helper, mode="eval").body


def _expression(
    visit: Visit, node: ast.expr, written: Mapping[str, js.Expression], left_out: set[str]
) -> js.Expression:
    """A row's JavaScript, without the last arguments of functions where they were not given."""
    match node:
        case ast.Call(ast.Name(helper), arguments):
            arguments = [*arguments]
            while isinstance(arguments[-1], ast.Name) and arguments[-1].id in left_out:
                arguments.pop()
            visit.uses_run |= isinstance(arguments[0], ast.Name) and arguments[0].id == "run"
            return visit.call_helper(helper, *(_expression(visit, each, written, left_out) for each in arguments))
        case ast.Attribute(ast.Name(owner), name):
            return js.Member(written.get(owner) or js.name(owner), name)
        case ast.Subscript(value, ast.Constant(place)):
            return js.Index(_expression(visit, value, written, left_out), js.Literal(place))  # type: ignore[arg-type]  # an int
        case ast.Name(name):
            return written.get(name) or visit.helper(name)
    return js.Literal(ast.literal_eval(node))


def wrong(visit: Visit, call: Call, message: str, hint: str | None = None) -> UserError:
    return visit.error("BML204", call.node, message, hint)


def argument_of(visit: Visit, call: Call, parameter: Parameter) -> tuple[js.Expression, Any]:
    """An argument in JavaScript, and what is known of it."""
    value, accepts = call.get(parameter.name), parameter.accepts
    default: tuple[js.Expression, Any] = js.Literal(parameter.default), parameter.default  # type: ignore[arg-type]  # `...` is never read
    if "dtype" in accepts:
        kind = dtype_of(visit, call.node, value, "float64" if parameter.default is ... else None)
        return js.Literal(kind), kind
    if value is None:
        return default if accepts.isdisjoint({"axis", "axes"}) or parameter.default is None else (default[0], 1)
    if accepts & {"axis", "axes"}:
        return axis_of(visit, call, value, several="axes" in accepts)
    if value.type == NONE and "None" in accepts:
        return default
    if "shape" in accepts:
        return shape_argument(visit, call, value)
    if accepts & {"array", "ndarray"}:
        array = as_array(visit, value, call.node)
        return array.js, only_array(visit, call, array) if "ndarray" in accepts else None
    if "places" in accepts:
        if kind_of(value.type) == "int":
            return number(value), 0
        array = as_array(visit, value, call.node)
        return array.js, only_array(visit, call, array).rank
    if "number" in accepts:
        return plain_number(of_python(value)).js, _kind_of_number(visit, call, value)
    if "flag" in accepts:
        if not isinstance(value.constant, bool):
            raise wrong(visit, call, f"expected {parameter.name} to be True or False, written out")
        return js.Literal(value.constant), value.constant
    if "share" in accepts and kind_of(value.type) != "float":
        message = f"{call.row.full_name} takes a float as {parameter.name}, received {visit.described(value.type)}"
        raise wrong(visit, call, message, "of an int NumPy gives another kind: write 1.0")
    return number(plain_number(value)) if accepts & {"int", "float", "share"} else value.js, None


def _kind_of_number(visit: Visit, call: Call, value: Value) -> ArrayKind:
    """The kind of an array that a number fills."""
    scalar = atom_of(NumpyScalar, value.type)
    if scalar is not None and len(value.type) == 1:
        return scalar.kind
    if value.type != BOOL and kind_of(value.type) is None:
        raise wrong(visit, call, f"expected a number to fill with, received {visit.described(value.type)}")
    return "bool" if value.type == BOOL else "int64" if value.type == INT else "float64"


def subject(visit: Visit, call: Call, name: str | None = None) -> Value:
    """The array that a function or a method is about."""
    if call.owner is not None:
        return call.owner
    return as_array(visit, call[name or call.row.parameters[0].name], call.node)


def only_array(visit: Visit, call: Call, value: Value) -> Array:
    """The atom of an array of one kind and number of axes."""
    atom = atom_of(Array, value.type)
    if atom is None or len(value.type) > 1:
        raise wrong(visit, call, f"{call.row.full_name} takes an array, received {visit.described(value.type)}")
    return atom


_KNOWN = "arrays of scripts have a number of axes that is known"


def axis_of(visit: Visit, call: Call, value: Value | None, several: bool = True) -> tuple[js.Expression, int | None]:
    """The argument `axis`, and how many axes it stands for; None for all."""
    if value is None or value.type == NONE:
        return js.Literal(None), None
    if kind_of(value.type) == "int":
        return number(value), 1
    known = atom_of(Tuple, value.type)
    if several and known is not None and len(value.type) == 1:
        return value.js, len(known.items)
    what = f"{' or a tuple of ints' * several} as the axis, received {visit.described(value.type)}"
    raise wrong(visit, call, f"expected an int, None{what}", _KNOWN)


def shape_argument(visit: Visit, call: Call, shape: Value) -> tuple[js.Expression, int]:
    """A shape, and how many axes it has: an int is one."""
    shape = of_python(shape)
    if kind_of(shape.type) == "int":
        return number(shape), 1
    listed = holder_of(shape.type, "list")
    of_ints = listed is not None and kind_of(visit.cells.of(listed).item) == "int"
    if of_ints and isinstance(shape.js, js.Array) and not any(isinstance(x, js.Spread) for x in shape.js.elements):
        return shape.js, len(shape.js.elements)
    known = atom_of(Tuple, shape.type)
    if known is None or len(shape.type) > 1:
        what = f"or a tuple or list of ints that is written out, as the shape, received {visit.described(shape.type)}"
        raise visit.error("BML204", call.node, f"expected an int, {what}", _KNOWN, [shape])
    if not known.items:
        raise wrong(visit, call, "scripts have no arrays without axes", "write a number, or np.float64(…)")
    return shape.js, len(known.items)


def trimmed(arguments: list[js.Expression]) -> list[js.Expression]:
    """The arguments without those at the end that say nothing: null."""
    while arguments and isinstance(arguments[-1], js.Literal) and arguments[-1].value is None:
        arguments.pop()
    return arguments


# What comes out


def same(given: Given) -> tuple[ArrayKind, int]:
    return given.kind, given.rank


def floating(kind: ArrayKind) -> ArrayKind:
    return kind if is_float(kind) else "float64"


def summed(kind: ArrayKind) -> ArrayKind:
    """The kind of sums and products: small ints become large ones."""
    return kind if is_float(kind) else "uint64" if kind.startswith("u") else "int64"


def _kind(kind: Kinds | ArrayKind | None, given: Given) -> ArrayKind:
    return given.kind if kind is None else kind if isinstance(kind, str) else kind(given.kind)


def of_kind(kind: Kinds | ArrayKind) -> Result:
    """As many axes, of another kind."""
    return lambda given: (_kind(kind, given), given.rank)


def ranked(rank: Callable[[int], int | None], kind: Kinds | ArrayKind | None = None) -> Result:
    """As many axes as `rank` makes of those of the array, if it takes it."""

    def result(given: Given) -> tuple[ArrayKind, int] | None:
        axes = rank(given.rank)
        return None if axes is None else (_kind(kind, given), axes)

    return result


def shaped(name: str, kind: str | None = None) -> Result:
    """As many axes as the shape of this name has; of the kind of the argument `kind`, where that is no dtype."""
    return lambda given: (given.of.get("dtype") or (given.of[kind] if kind else given.kind), given.of[name] or 0)


def flattened(kind: Kinds | ArrayKind | None = None) -> Result:
    """One axis where none is named."""
    return lambda given: (_kind(kind, given), 1 if given.of["axis"] is None else given.rank)


def reduced(kind: Kinds | ArrayKind | None = None) -> Result:
    """Without the axes that are named, or any, unless `keepdims`."""

    def result(given: Given) -> tuple[ArrayKind, int]:
        axes = given.of["axis"]
        left = given.rank if given.of.get("keepdims") else 0 if axes is None else given.rank - axes
        return _kind(kind, given), left

    return result


# Two operands of a function


def beside(visit: Visit, left: Value, right: Value, node: ast.AST) -> tuple[Value, Value]:
    """Two operands as arrays; a number of Python's takes the kind of the other one where it fits."""
    one, other = as_array(visit, left, node), as_array(visit, right, node)
    return _adapted(visit, left, one, other), _adapted(visit, right, other, one)


def _adapted(visit: Visit, given: Value, array: Value, other: Value) -> Value:
    if has_numpy(given.type) or kind_of(given.type) not in ("int", "float") or len(kinds_of(other.type)) != 1:
        return array
    (kind,) = kinds_of(other.type)
    if kind == "bool" or (kind_of(given.type) == "float" and not is_float(kind)):
        return array
    return Value(numpy_type(kind, 0), visit.call_helper("npScalar", given.js, js.Literal(kind)))


def paired(left: Type, right: Type, kind: Callable[[ArrayKind, ArrayKind], ArrayKind]) -> Type:
    """The type of what each pair of arrays gives."""
    found: Type = NEVER
    for one, other in product(left, right):
        assert isinstance(one, Array | NumpyScalar)
        assert isinstance(other, Array | NumpyScalar)
        found |= numpy_type(kind(one.kind, other.kind), max(rank_of_atom(one), rank_of_atom(other)))
    return found
