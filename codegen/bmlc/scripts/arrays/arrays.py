"""NumPy's arrays and scalars on the host: their types, and operators on them.

x + 1          =>  npAdd(x, 1)                          {float64 array of 2 axes}
total + x      =>  npOr(total, x, npAdd, (a, b) => …)   where either may be a number of Python's
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import reduce
from itertools import product
from typing import cast

from bmlc.emit import js
from bmlc.scripts.types import (
    BOOL,
    FLOAT,
    INT,
    NEVER,
    Array,
    ArrayKind,
    Atom,
    Holder,
    Number,
    NumpyScalar,
    Scalar,
    Tensor,
    Tuple,
    Type,
    atom_of,
    none_hint,
)
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = [
    "DTYPE",
    "KINDS",
    "array_of",
    "as_array",
    "compared",
    "has_numpy",
    "holds_numpy",
    "is_float",
    "is_numpy",
    "kinds_of",
    "multiplied",
    "numpy_type",
    "of_python",
    "operand",
    "operated",
    "plain_of",
    "promoted",
    "rank_of_atom",
    "unary",
]

KINDS: tuple[ArrayKind, ...] = ("bool", "uint8", "int32", "int64", "uint64", "float32", "float64")
DTYPE = "numpy.dtype."  # what `x.dtype` is called, before its kind
_DEEP = 6  # lists in lists that are looked into
_SIGNS = "npAdd npSubtract npMultiply npDivide npFloorDivide npMod npPower npBitAnd npBitOr npBitXor"
_OPERATORS = dict(zip(["+", "-", "*", "/", "//", "%", "**", "&", "|", "^"], _SIGNS.split(), strict=True))
_ORDERS = "npEqual npNotEqual npLess npLessEqual npGreater npGreaterEqual"
_COMPARISONS = dict(zip(["==", "!=", "<", "<=", ">", ">="], _ORDERS.split(), strict=True))
_WEAK: dict[Atom, str] = {next(iter(INT)): "int", next(iter(FLOAT)): "float", next(iter(BOOL)): "bool"}

_KIND_OF: dict[str, ArrayKind] = {"int": "int64", "float": "float64", "bool": "bool"}  # of an array of such


# Types


def has_numpy(held: Type) -> bool:
    """Whether a value of this type may be NumPy's."""
    return any(isinstance(atom, Array | NumpyScalar) for atom in held)


def holds_numpy(visit: Visit, held: Type, depth: int = 0) -> bool:
    """Whether a value of this type is NumPy's, or holds one in lists, tuples or dictionaries."""
    for atom in held:
        inside: Iterable[Type] = ()
        if isinstance(atom, Array | NumpyScalar):
            return True
        if isinstance(atom, Tuple):
            inside = atom.items
        elif isinstance(atom, Holder):
            cell = visit.cells.of(atom)
            inside = (cell.item, cell.key, *cell.known.values())
        if depth < _DEEP and any(holds_numpy(visit, each, depth + 1) for each in inside):
            return True
    return False


def is_numpy(held: Type) -> bool:
    """Whether it is, whatever it is."""
    return bool(held) and all(isinstance(atom, Array | NumpyScalar) for atom in held)


def array_of(held: Type) -> Array | None:
    return atom_of(Array, held)


def kinds_of(held: Type) -> set[ArrayKind]:
    return {atom.kind for atom in held if isinstance(atom, Array | NumpyScalar)}


def rank_of_atom(atom: Array | NumpyScalar) -> int:
    return atom.rank if isinstance(atom, Array) else 0


def numpy_type(kind: ArrayKind, rank: int) -> Type:
    """An array, or a scalar where it has no axes."""
    return frozenset({Array(kind, rank) if rank else NumpyScalar(kind)})


def is_float(kind: str) -> bool:
    return kind.startswith("float")


def promoted(one: ArrayKind, other: ArrayKind) -> ArrayKind:
    """The kind of what two kinds make: `numpy.result_type`, as `promoted` of the runtime."""
    low, high = sorted((one, other), key=KINDS.index)
    if low == high or low in ("bool", "uint8") or high in ("int32", "int64"):
        return high
    return "float64"


def _together(one: str, other: str) -> ArrayKind:
    """The same, where `int` and `float` are numbers of Python's, which adapt."""
    if other in ("int", "float"):
        one, other = other, one
    if one == "float":
        return "float32" if other == "float32" else "float64"
    if one == "int":
        return "int64" if other == "bool" else cast("ArrayKind", other)
    return promoted(cast("ArrayKind", one), cast("ArrayKind", other))  # the names of Python's numbers are gone by now


def plain_of(held: Type) -> Type:
    """The types of the numbers of Python's that scalars are read as."""
    found: Type = NEVER
    for atom in held:
        if isinstance(atom, NumpyScalar):
            found |= BOOL if atom.kind == "bool" else FLOAT if is_float(atom.kind) else INT
        else:
            found |= {atom}
    return found


def of_python(value: Value) -> Value:
    """A scalar of NumPy's as a number of Python's, where a function of Python's takes one."""
    if not any(isinstance(atom, NumpyScalar) for atom in value.type):
        return value
    held = plain_of(value.type)
    if held >= INT and held >= FLOAT:
        held = held - INT
    plain = js.call("Number", value.js)
    return Value(held, js.call("Boolean", plain) if held == BOOL else plain)


# Values as arrays


def as_array(visit: Visit, value: Value, node: ast.AST, kind: ArrayKind | None = None) -> Value:
    """A list of numbers as an array, a number of Python's as a scalar.

    Raises:
        UserError: BML204 for what no array of scripts holds.
    """
    from bmlc.scripts.program.device import is_tensor  # which computes with arrays, too
    from bmlc.scripts.program.reading import array_read, items_read

    value = array_read(visit, node, value) if is_tensor(value.type) else items_read(visit, node, value)
    if is_numpy(value.type):
        return value if kind is None else as_kind(visit, value, kind)
    if not value.type:
        return value
    found, rank = _nested(visit, value.type, node)
    target = kind or found
    helper = "npArray" if rank else "npScalar"
    checked = [js.Literal(True)] if kind is None and rank and _is_mixed(visit, value.type) else []
    return Value(numpy_type(target, rank), visit.call_helper(helper, value.js, js.Literal(target), *checked))


def _is_mixed(visit: Visit, held: Type) -> bool:
    """Whether lists hold ints and floats, of which only the running script knows whether all are ints."""
    if any(isinstance(atom, Number) for atom in held) or held >= INT | FLOAT:
        visit.cells.ask_kind(held)
        return True
    return any(isinstance(atom, Holder) and _is_mixed(visit, visit.cells.of(atom).item) for atom in held)


def as_kind(visit: Visit, value: Value, kind: ArrayKind) -> Value:
    """`x.astype(kind)` where it is of another one."""
    atoms = [atom for atom in value.type if isinstance(atom, Array | NumpyScalar)]
    if all(atom.kind == kind for atom in atoms):
        return value
    held = frozenset().union(*(numpy_type(kind, rank_of_atom(atom)) for atom in atoms))
    return Value(held, visit.call_helper("npAstype", value.js, js.Literal(kind)))


def _nested(visit: Visit, held: Type, node: ast.AST) -> tuple[ArrayKind, int]:
    """The kind and the number of axes of numbers, or of lists of them."""
    found = {_nested_atom(visit, atom, node) for atom in held}
    ranks = {rank for kind, rank in found if kind is not None}
    if len(ranks) > 1:
        message = f"expected lists as deep as each other, received {visit.described(held)}"
        hint = "go through the weights of a model: for k, w in enumerate(target.weights): ... m.get_weights()[k] ..."
        raise visit.error("BML204", node, message, hint if any(isinstance(atom, Array) for atom in held) else None)
    if not ranks:
        return "float64", max((rank for _, rank in found), default=0)
    if held >= INT | FLOAT or any(isinstance(atom, Number) for atom in held):
        return "float64", ranks.pop()
    return reduce(promoted, sorted(kind for kind, _ in found if kind is not None)), ranks.pop()


def _nested_atom(visit: Visit, atom: Atom, node: ast.AST) -> tuple[ArrayKind | None, int]:
    """The kind is None of empty lists."""
    match atom:
        case Array() | NumpyScalar():
            return atom.kind, rank_of_atom(atom)
        case Number():
            return "float64", 0
        case Scalar("range"):
            return "int64", 1
        case Holder("list" | "tuple") | Tuple():
            item = visit.cells.of(atom).item if isinstance(atom, Holder) else NEVER.union(*atom.items)
            kind, rank = _nested(visit, item, node) if item else (None, 0)
            return kind, rank + 1
    if atom in _WEAK:
        return _KIND_OF[_WEAK[atom]], 0
    what = visit.described(frozenset({atom}))
    hint = none_hint(frozenset({atom})) or "arrays of scripts hold numbers and bools"
    hint = "read each: [np.array(x) for x in xs]" if isinstance(atom, Tensor) else hint
    raise visit.error("BML204", node, f"expected numbers, or lists of them, received {what}", hint)


# Operators


def operated(visit: Visit, symbol: str, left: Value, right: Value, node: ast.AST) -> Value:
    """`left symbol right`, where one of them may be NumPy's."""
    if symbol == "@":
        return multiplied(visit, as_array(visit, left, node), as_array(visit, right, node), node)
    if symbol == "**" and right.constant == 0.5 and all(isinstance(a, Array) and is_float(a.kind) for a in left.type):
        return Value(left.type, visit.call_helper("npFloats", left.js, js.Member(js.name("Math"), "sqrt")))  # as NumPy
    if symbol not in _OPERATORS:
        raise visit.error("BML204", node, f"{symbol} in scripts does not take arrays")
    return _both(
        visit, _OPERATORS[symbol], left, right, node, lambda one, other: _kind(visit, symbol, one, other, node)
    )


def multiplied(visit: Visit, left: Value, right: Value, node: ast.AST, helper: str = "npMatmul") -> Value:
    """`left @ right`"""
    one, other = array_of(left.type), array_of(right.type)
    if one is None or other is None or len(left.type) > 1 or len(right.type) > 1:
        what = f"{visit.described(left.type)} and {visit.described(right.type)}"
        raise visit.error("BML204", node, f"@ takes two arrays, received {what}", "write * for numbers")
    rank = max(one.rank, other.rank, 2) - (one.rank == 1) - (other.rank == 1)
    return Value(numpy_type(promoted(one.kind, other.kind), rank), visit.call_helper(helper, left.js, right.js))


def compared(visit: Visit, symbol: str, left: Value, right: Value, node: ast.AST) -> Value:
    """`left symbol right` of a comparison, item by item."""
    return _both(visit, _COMPARISONS[symbol], left, right, node, lambda *_: "bool")


def _kind(visit: Visit, symbol: str, one: str, other: str, node: ast.AST) -> ArrayKind:
    kind = _together(one, other)
    if symbol == "**" and "bool" in (one, other) and not is_float(kind) and {one, other} <= {"bool", "int"}:
        message = "** of bools gives int8, which scripts do not have"
        raise visit.error("BML204", node, message, "write x.astype(int) ** …")
    if symbol == "/":
        return "float32" if kind == "float32" else "float64"
    if symbol in "&|^":
        if is_float(kind):
            message = f"{symbol} takes ints or bools, received {kind}s"
            raise visit.error("BML204", node, message, "compare first: (x > 0) & …")
        return kind
    if kind == "bool" and symbol in ("-", "//", "%", "**"):
        raise visit.error("BML204", node, f"{symbol} of arrays does not take bools", "write ^ or ~, or x.astype(int)")
    return kind


def _both(
    visit: Visit, helper: str, left: Value, right: Value, node: ast.AST, kind: Callable[[str, str], ArrayKind]
) -> Value:
    """A function of two operands: its type for each pair of what they may be."""
    left, right = operand(visit, left, node), operand(visit, right, node)
    found: Type = NEVER
    python: list[tuple[Atom, Atom]] = []
    for one, other in product(left.type, right.type):
        if one in _WEAK and other in _WEAK:
            python.append((one, other))
            continue
        rank = max(rank_of_atom(atom) for atom in (one, other) if isinstance(atom, Array | NumpyScalar))
        found |= numpy_type(kind(_name(one), _name(other)), rank)
    left, right = _told(visit, left, right), _told(visit, right, left)
    if not python:
        return Value(found, visit.call_helper(helper, left.js, right.js))
    return _either(visit, helper, left, right, found, python, node)


def _either(
    visit: Visit,
    helper: str,
    left: Value,
    right: Value,
    found: Type,
    python: list[tuple[Atom, Atom]],
    node: ast.AST,
) -> Value:
    from bmlc.scripts.constructs.comparisons import pair_of
    from bmlc.scripts.constructs.operators import arithmetic

    names = js.name("a"), js.name("b")
    one, other = (Value(frozenset(pair[k] for pair in python), name) for k, name in enumerate(names))
    symbols = {each: symbol for table in (_OPERATORS, _COMPARISONS) for symbol, each in table.items()}
    lowered = (pair_of if helper in _COMPARISONS.values() else arithmetic)(visit, symbols[helper], one, other, node)
    rule = js.Arrow(names, lowered.js)
    held = visit.cells.meet(found, lowered.type, ("either", node, visit.here))
    return Value(held, visit.call_helper("npOr", left.js, right.js, visit.helper(helper), rule))


def _name(atom: Atom) -> str:
    return atom.kind if isinstance(atom, Array | NumpyScalar) else _WEAK[atom]


def operand(visit: Visit, value: Value, node: ast.AST) -> Value:
    """An operand: numbers of Python's as they are, lists as arrays."""
    if any(isinstance(atom, Number) for atom in value.type):
        visit.cells.ask_kind(value.type)
        value = value.as_type(frozenset(atom for atom in value.type if not isinstance(atom, Number)) | INT | FLOAT)
    if all(isinstance(atom, Array | NumpyScalar) or atom in _WEAK for atom in value.type):
        return value
    return as_array(visit, value, node)


def _told(visit: Visit, value: Value, beside: Value) -> Value:
    """A float of Python's that looks like an int says that it is one, where the other side is of ints."""
    if not value.type >= FLOAT or value.type >= INT:  # where ints may be, too, each says what it is
        return value
    if all(is_float(_name(atom)) for atom in beside.type) or (
        value.is_known and not float(value.constant).is_integer()
    ):
        return value
    return value.written(visit.call_helper("tag", value.js))


def unary(visit: Visit, sign: str, value: Value, node: ast.AST) -> Value:
    """`-x`, `+x`, `~x`"""
    kinds = {atom.kind for atom in value.type if isinstance(atom, Array | NumpyScalar)}
    if not is_numpy(value.type):
        what = visit.described(value.type)
        raise visit.error(
            "BML204", node, f"{sign} takes numbers of one sort, received {what}", "convert it: float(...)"
        )
    if sign in "-+" and "bool" in kinds:
        raise visit.error("BML204", node, f"{sign} of arrays does not take bools", "write ~")
    if sign == "~" and any(map(is_float, kinds)):
        raise visit.error("BML204", node, "~ takes ints or bools, received floats")
    if sign == "+":
        return Value(value.type, visit.call_helper("npEach", value.js, js.name("Number")))
    return Value(value.type, visit.call_helper("npNegative" if sign == "-" else "npInvert", value.js))
