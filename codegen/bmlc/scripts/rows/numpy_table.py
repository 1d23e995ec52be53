"""NumPy's functions as rows: a signature, the helper with its arguments in JavaScript's order, and what comes out.

"numpy|ndarray.cumsum(a: ndarray, axis: axis = None)": ("npCumsum a axis", flattened(summed))
np.cumsum(x, axis=0)  =>  npCumsum(x, 0)      {array of as many axes}

`array` is an array, a scalar of NumPy's or lists of numbers, `ndarray` one with axes; `axis` an int or None, `axes` a
tuple of them, too; `shape` an int or a tuple; `dtype` a kind; `flag` True or False, written out.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import TypeAlias

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import as_array, has_numpy, is_float, numpy_type, of_python, rank_of_atom
from bmlc.scripts.arrays.names import dtype_of
from bmlc.scripts.fitting import holder_of, number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import Parameter, row
from bmlc.scripts.types import NEVER, NONE, Array, ArrayKind, NumpyScalar, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = [
    "Given",
    "argument_of",
    "axis_of",
    "beside",
    "flattened",
    "floating",
    "kinds_of",
    "numpy_rows",
    "of_kind",
    "only_array",
    "paired",
    "reduced",
    "same",
    "shape_argument",
    "shaped",
    "subject",
    "summed",
    "trimmed",
]

Kinds: TypeAlias = "Callable[[ArrayKind], ArrayKind]"


@dataclass(frozen=True)
class Given:
    """What is known of a call: the kind and the number of axes of its array, and of other arguments by their names.

    Of an axis how many there are, None for all; of a shape how many axes it has; of a flag its value; of a dtype
    its kind.
    """

    kind: ArrayKind
    rank: int
    of: Mapping[str, int | bool | str | None]


Result: TypeAlias = "Callable[[Given], tuple[ArrayKind, int]]"


def numpy_rows(table: Mapping[str, tuple[str, Result]], refused: str = "") -> None:
    """Declares rows; `refused` are kinds that none of them takes, such as "bool uint8"."""
    for signature, (helper, result) in table.items():
        owners, _, rest = signature.partition(".")
        name, _, parameters = rest.partition("(")
        for owner in owners.split("|"):
            taken = parameters if owner == "numpy" else parameters.partition(", ")[2] or ")"
            row(f"{owner}.{name}({taken}")(partial(_called, helper, result, parameters, refused.split()))


def _called(helper: str, result: Result, parameters: str, refused: list[str], visit: Visit, call: Call) -> Value:
    first, _, accepts = parameters.split(",")[0].rstrip(")").partition(": ")
    array = subject(visit, call, first)
    if accepts == "ndarray":
        only_array(visit, call, array)
    bad = sorted(kinds_of(array.type) & {*refused})
    if bad:
        message = f"{call.row.full_name} in scripts does not take {' and '.join(bad)}s"
        raise visit.error("BML204", call.node, message, "convert it: x.astype(int), or x.astype(np.float32)")
    written: dict[str, js.Expression] = {first: array.js}
    known: dict[str, int | bool | str | None] = {}
    for each in call.row.parameters:
        if each.name != first:
            written[each.name], known[each.name] = argument_of(visit, call, each)
    held: Type = frozenset()
    for atom in array.type:
        assert isinstance(atom, Array | NumpyScalar)
        if known.get("axis") and int(known["axis"] or 0) > rank_of_atom(atom):
            raise visit.error("BML204", call.node, f"{call.row.full_name} of a value without axes takes no axis")
        held |= numpy_type(*result(Given(known.get("dtype") or atom.kind, rank_of_atom(atom), known)))  # type: ignore[arg-type]
    name, *order = helper.split()
    while order and order[-1] in written and order[-1] != first and order[-1] not in call.arguments:
        order.pop()
    return Value(held, visit.call_helper(name, *(written.get(each) or _token(visit, each) for each in order)))


def _token(visit: Visit, text: str) -> js.Expression:
    """`Math.exp`, a function of the runtime, a number or "bool" in a row."""
    if text.startswith("np"):
        return visit.helper(text)
    owner, _, name = text.partition(".")
    if owner in ("Math", "Number"):
        return js.Member(js.name(owner), name)
    return js.Literal(text.strip('"') if text.startswith('"') else float(text) if "." in text else int(text))


def argument_of(visit: Visit, call: Call, parameter: Parameter) -> tuple[js.Expression, int | bool | str | None]:
    """An argument in JavaScript, and what is known of it."""
    value, accepts = call.get(parameter.name), parameter.accepts
    if accepts & {"axis", "axes"}:
        if value is None:
            return js.Literal(parameter.default), None if parameter.default is None else 1  # type: ignore[arg-type]
        return axis_of(visit, call, value, several="axes" in accepts)
    if "shape" in accepts and value is not None:
        return shape_argument(visit, call, value)
    if "dtype" in accepts:
        kind = dtype_of(visit, call.node, value)
        return js.Literal(kind), kind
    if value is None or value.type == NONE:
        return js.Literal(parameter.default), parameter.default  # type: ignore[arg-type, return-value]
    if "flag" in accepts:
        if not isinstance(value.constant, bool):
            message = f"expected {parameter.name} to be True or False, written out"
            raise visit.error("BML204", call.node, message)
        return js.Literal(value.constant), value.constant
    if "share" in accepts and kind_of(value.type) != "float":
        what = visit.described(value.type)
        message = f"{call.row.full_name} takes a float as {parameter.name}, received {what}"
        raise visit.error("BML204", call.node, message, "of an int NumPy gives another kind: write 1.0")
    if accepts & {"int", "float"}:
        return number(plain_number(value)), None
    return value.js, None


def subject(visit: Visit, call: Call, name: str | None = None) -> Value:
    """The array that a function or a method is about."""
    if call.owner is not None:
        return call.owner
    return as_array(visit, call[name or call.row.parameters[0].name], call.node)


def only_array(visit: Visit, call: Call, value: Value) -> Array:
    """The atom of an array of one kind and number of axes."""
    atom = atom_of(Array, value.type)
    if atom is None or len(value.type) > 1:
        what = visit.described(value.type)
        raise visit.error("BML204", call.node, f"{call.row.full_name} takes an array, received {what}")
    return atom


def axis_of(visit: Visit, call: Call, value: Value | None, several: bool = True) -> tuple[js.Expression, int | None]:
    """The argument `axis`, and how many axes it stands for; None for all."""
    if value is None or value.type == NONE:
        return js.Literal(None), None
    if kind_of(value.type) == "int":
        return number(value), 1
    known = atom_of(Tuple, value.type)
    if several and known is not None and len(value.type) == 1:
        return value.js, len(known.items)
    what = visit.described(value.type)
    message = f"expected an int, None{' or a tuple of ints' * several} as the axis, received {what}"
    raise visit.error("BML204", call.node, message, "arrays of scripts have a number of axes that is known")


def shape_argument(visit: Visit, call: Call, shape: Value) -> tuple[js.Expression, int]:
    """A shape, and how many axes it has: an int is one."""
    shape = of_python(shape)
    known = atom_of(Tuple, shape.type)
    if kind_of(shape.type) == "int":
        return number(shape), 1
    listed = holder_of(shape.type, "list")
    if listed is not None and isinstance(shape.js, js.Array) and kind_of(visit.cells.of(listed).item) == "int":
        written = [each for each in shape.js.elements if not isinstance(each, js.Spread)]
        if len(written) == len(shape.js.elements):
            return shape.js, len(written)
    if known is None or len(shape.type) > 1:
        what = visit.described(shape.type)
        message = f"expected an int, or a tuple or list of ints that is written out, as the shape, received {what}"
        raise visit.error(
            "BML204", call.node, message, "arrays of scripts have a number of axes that is known", [shape]
        )
    if not known.items:
        message = "scripts have no arrays without axes"
        raise visit.error("BML204", call.node, message, "write a number, or np.float64(…)")
    return shape.js, len(known.items)


def trimmed(arguments: list[js.Expression]) -> list[js.Expression]:
    """The arguments without those at the end that say nothing: null."""
    while arguments and isinstance(arguments[-1], js.Literal) and arguments[-1].value is None:
        arguments.pop()
    return arguments


# What comes out


def kinds_of(held: Type) -> set[ArrayKind]:
    return {atom.kind for atom in held if isinstance(atom, Array | NumpyScalar)}


def same(given: Given) -> tuple[ArrayKind, int]:
    return given.kind, given.rank


def floating(kind: ArrayKind) -> ArrayKind:
    return kind if is_float(kind) else "float64"


def summed(kind: ArrayKind) -> ArrayKind:
    """The kind of sums and products: small ints become large ones."""
    return kind if is_float(kind) else "uint64" if kind.startswith("u") else "int64"


def of_kind(kind: Kinds | ArrayKind) -> Result:
    """As many axes, of another kind."""
    return lambda given: (kind if isinstance(kind, str) else kind(given.kind), given.rank)


def shaped(name: str) -> Result:
    """As many axes as the shape of this name has."""
    return lambda given: (given.kind, int(given.of[name] or 0))


def flattened(kind: Kinds | None = None) -> Result:
    """One axis where none is named."""
    return lambda given: (
        kind(given.kind) if kind else given.kind,
        1 if given.of["axis"] is None else given.rank,
    )


def reduced(kind: Kinds | ArrayKind | None = None) -> Result:
    """Without the axes that are named, or any, unless `keepdims`."""

    def result(given: Given) -> tuple[ArrayKind, int]:
        found = given.kind if kind is None else kind if isinstance(kind, str) else kind(given.kind)
        axes = given.of["axis"]
        left = given.rank if given.of.get("keepdims") else 0 if axes is None else given.rank - axes  # type: ignore[operator]
        return found, left

    return result


# Two operands of a function


def beside(visit: Visit, left: Value, right: Value, node: ast.AST) -> tuple[Value, Value]:
    """Two operands as arrays; a number of Python's takes the kind of the other one where it fits."""
    one, other = as_array(visit, left, node), as_array(visit, right, node)
    return _adapted(visit, left, one, other), _adapted(visit, right, other, one)


def _adapted(visit: Visit, given: Value, array: Value, other: Value) -> Value:
    kinds = {atom.kind for atom in other.type if isinstance(atom, Array | NumpyScalar)}
    if has_numpy(given.type) or kind_of(given.type) not in ("int", "float") or len(kinds) != 1:
        return array
    (kind,) = kinds
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
