"""Chains of comparisons, each operand evaluated once, none that is not needed.

a < f() < b     =>     ((middle) => a < middle && middle < b)(f())
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from functools import partial

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of, compared, has_numpy, of_python, plain_of
from bmlc.scripts.arrays.names import kind_named
from bmlc.scripts.checked import by_kinds
from bmlc.scripts.classes.equality import ask_equality, equal_objects, have_order
from bmlc.scripts.classes.members import has_special
from bmlc.scripts.classes.objects import call_special
from bmlc.scripts.classes.operators import operated_object
from bmlc.scripts.constructs.operators import both, none_operand, operands_of
from bmlc.scripts.counting.code import If
from bmlc.scripts.counting.purity import applied
from bmlc.scripts.fitting import holder_of, plain_number
from bmlc.scripts.iteration import iterated, iterator_of
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.names.naming import with_set
from bmlc.scripts.program import device
from bmlc.scripts.program.resolving import valueless
from bmlc.scripts.truth import bool_of
from bmlc.scripts.types import (
    BOOL,
    FLOAT,
    INT,
    NEVER,
    NONE,
    RANGE,
    STR,
    BuiltinName,
    Holder,
    Number,
    Tuple,
    Type,
    atom_of,
)
from bmlc.scripts.types.arrays_apart import are_apart
from bmlc.scripts.types.leaves import method_in
from bmlc.scripts.values import UNKNOWN, TooLarge, Value, is_simple
from bmlc.scripts.visit import Visit, lowers

__all__ = ["check_arrays", "equal", "has_order", "pair_of"]

_SYMBOLS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
_OF_TENSORS = {
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}
_PYTHON: dict[str, Callable[..., object]] = {  # of what Python refuses for some types
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda item, items: item in items,
    "not in": lambda item, items: item not in items,
}
_SCALARS = INT | FLOAT | BOOL | STR | NONE
_COMPARE = {"==": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_ORDERED = {"<": "isLess", "<=": "isLessOrEqual", ">": "isGreater", ">=": "isGreaterOrEqual"}


@lowers(ast.Compare)
def _compare(visit: Visit, node: ast.Compare) -> Value:
    left, right = visit.expressions([node.left, node.comparators[0]])
    if len(node.ops) == 1:
        return pair_of(visit, _SYMBOLS[type(node.ops[0])], left, right, node)
    entry = visit.env
    found = _chain(visit, node, 0, _in_chain(visit, node, left), _in_chain(visit, node, right))
    visit.env = with_set(visit, entry, node.comparators[1:], [visit.env])
    return Value(BOOL, found)


def _in_chain(visit: Visit, node: ast.Compare, value: Value) -> Value:
    if device.is_tensor(value.type):
        message = "scripts compare tensors in pairs"
        raise visit.error("BML201", node, message, "write the comparisons out, with and between them")
    if array_of(value.type):
        raise visit.error("BML204", node, "a chain of comparisons takes no arrays", "write (a < x) & (x < b)")
    return of_python(value) if has_numpy(value.type) else value


def _chain(visit: Visit, node: ast.Compare, at: int, left: Value, right: Value) -> js.Expression:
    """The comparisons from the one at `at` on, whose left side has a name, or is used once."""
    symbol = _SYMBOLS[type(node.ops[at])]
    if at == len(node.ops) - 1:
        return pair_of(visit, symbol, left, right, node).js
    operands: list[tuple[str, Value]] = []  # which get names first
    if not is_simple(right.js):
        if at == 0 and not is_simple(left.js):
            operands.append((visit.temporary("left"), left))
            left = left.written(js.name(operands[-1][0]))
        operands.append((visit.temporary("middle"), right))
        right = right.written(js.name(operands[-1][0]))
    with visit.filling() as before:
        first = pair_of(visit, symbol, left, right, node).js
    with visit.filling() as later:
        right, following = visit.expressions_by(Visit.expression, [node.comparators[at + 1]], right)
        rest = _chain(visit, node, at + 1, right, _in_chain(visit, node, following))
    if not before and not later:
        whole = js.Binary("&&", first, rest)
        names = tuple(js.name(name) for name, _ in operands)
        return applied(names, whole, tuple(value.js for _, value in operands)) if operands else whole
    for name, value in operands:
        visit.let(name, value)
    found = visit.temporary("found")
    visit.frame.code += before
    visit.let(found, Value(BOOL, first))
    with visit.filling() as then:
        then.extend(later)
        visit.let(found, Value(BOOL, rest))
    visit.frame.code.append(If(js.name(found), then, []))
    return js.name(found)


def pair_of(visit: Visit, symbol: str, left: Value, right: Value, node: ast.AST) -> Value:
    python = _PYTHON.get(symbol)
    if not left.type or not right.type:
        return Value(BOOL, js.Literal(False))
    if python is None:
        return _pair(visit, symbol, node, left, right)
    return by_kinds(visit, node, [left, right], partial(_pair, visit, symbol, node), python, operands_of(node))


def _pair(visit: Visit, symbol: str, node: ast.AST, left: Value, right: Value) -> Value:
    if NONE not in (left.type, right.type):
        for value in (left, right):
            found = method_in(value.type, visit.cells) if not value.type <= _SCALARS else None
            if found is not None:
                message = f"scripts do not compare methods, received {visit.described(frozenset({found}))}"
                raise visit.error("BML204", node, message, "compare what they are methods of")
    if symbol not in ("is", "is not", "in", "not in") and (device.is_tensor(left.type) or device.is_tensor(right.type)):
        return device.operation(visit, node, _OF_TENSORS[symbol], [left, right])
    if symbol not in ("is", "is not", "in", "not in") and _compares_items(left.type, right.type):
        return compared(visit, symbol, left, right, node)
    match symbol:
        case "is" | "is not":
            return _identity(visit, symbol, left, right, node)
        case "==" | "!=":
            same = equal(visit, left, right, node)
            return same if symbol == "==" else _not(same)
        case "in" | "not in":
            among = _among(visit, left, right, node)
            return among if symbol == "in" else _not(among)
        case _ if (called := operated_object(visit, symbol, left, right, node)) is not None:
            return called
        case _ if kind_of(left.type) and kind_of(right.type):
            return _compared_numbers(symbol, left, right)
        case _ if has_order(visit, left.type, right.type, node if symbol == "<" else None):
            return Value(BOOL, visit.call_helper(_ORDERED[symbol], left.js, right.js))
    missing = none_operand(visit, symbol, left, right, node)
    if missing is not None:
        raise missing
    raise visit.error(
        "BML204",
        node,
        f"{symbol} does not compare {both(visit, left, right)}",
        None,
        [left, right],
    )


def _compared_numbers(symbol: str, left: Value, right: Value) -> Value:
    """JavaScript compares its numbers with a BigInt as exactly as Python does: `n < sys.maxsize`."""
    large = [isinstance(each.js, TooLarge) for each in (left, right)]
    if not any(large):
        return Value(BOOL, js.Binary("===" if symbol == "==" else symbol, left.js, right.js))
    if left.is_known and right.is_known:
        known = _COMPARE[symbol](left.constant, right.constant)
        return Value(BOOL, js.Literal(known), constant=known)
    one, other = (
        js.name(f"{each.constant}n") if is_large else each.js
        for each, is_large in zip((left, right), large, strict=True)
    )
    return Value(BOOL, js.Binary(symbol, one, other))


def _compares_items(one: Type, other: Type) -> bool:
    """Whether NumPy compares: one is its own, and the other neither None nor a text."""
    return (has_numpy(one) or has_numpy(other)) and not (one | other) & (STR | NONE)


def _not(test: Value) -> Value:
    match test.js:
        case js.Binary("===", left, right):
            return Value(BOOL, js.Binary("!==", left, right))
        case js.Literal(bool() as known):
            return Value(BOOL, js.Literal(not known), constant=not known)
    return Value(BOOL, js.Unary("!", test.js))


def _identity(visit: Visit, symbol: str, left: Value, right: Value, node: ast.AST) -> Value:
    same = symbol == "is"
    if NONE in (left.type, right.type):
        other = left if right.type == NONE else right
        known: object = UNKNOWN
        if not other.type >= NONE:
            known = not same
        elif other.type == NONE:
            known = same
        if known is not UNKNOWN and (valueless(other.type) or is_simple(other.js)):
            return Value(BOOL, js.Literal(known), constant=known)  # type: ignore[arg-type]
    elif (left.type | right.type) & (INT | FLOAT | STR) or atom_of(Number, left.type | right.type):
        raise visit.error(
            "BML204",
            node,
            f"{symbol} compares objects, of which numbers and texts are none",
            f"write {'==' if same else '!='}",
        )
    return Value(BOOL, js.Binary("===" if same else "!==", left.js, right.js))


def equal(visit: Visit, left: Value, right: Value, node: ast.AST) -> Value:
    """`left == right`"""
    found = equal_objects(visit, left, right, node)
    if found is not None:
        return found
    kinds = [_kind_named(value) for value in (left, right)]
    if all(kinds) and any(atom_of(BuiltinName, value.type) for value in (left, right)):
        return Value(BOOL, js.Literal(kinds[0] == kinds[1]), constant=kinds[0] == kinds[1])
    check_arrays(visit, left.type, right.type, node)
    one, other = kind_of(left.type), kind_of(right.type)
    if one and other:
        left, right = plain_number(left), plain_number(right)
        if not left.type == right.type == BOOL:
            left, right = _as_number(left), _as_number(right)
        return _compared_numbers("==", left, right)
    primitive = STR | NONE
    if left.type | right.type <= primitive or (NONE in (left.type, right.type)):
        return Value(BOOL, js.Binary("===", left.js, right.js))
    if left.type == right.type == BOOL | NONE or left.type | right.type in (FLOAT | NONE, INT | NONE, BOOL | NONE):
        return Value(BOOL, js.Binary("===", left.js, right.js))
    return Value(BOOL, visit.call_helper("isEqual", left.js, right.js))


def _kind_named(value: Value) -> str | None:
    """The kind that `x.dtype`, `np.float32` or "float32" stands for."""
    named = atom_of(BuiltinName, value.type)
    known = named.name if named is not None else value.constant
    return kind_named(known) if isinstance(known, str) else None


def check_arrays(visit: Visit, one: Type, other: Type, node: ast.AST) -> None:
    """Refuse to compare a list with a tuple, which are never equal, or with what may be either."""
    if are_apart(one, other, visit.cells):
        what = f"{visit.described(one)} and {visit.described(other)}"
        message = f"{what} are not compared: a list never equals a tuple"
        raise visit.error("BML204", node, message, "make both of one kind, as in list(...)")


def _as_number(value: Value) -> Value:
    return value.written(js.call("Number", value.js)) if value.type >= BOOL else value


def _among(visit: Visit, left: Value, right: Value, node: ast.AST) -> Value:
    """`left in right`"""
    left = of_python(left)
    held = right.type
    if has_special(visit, node, held, "__contains__"):
        return bool_of(visit, call_special(visit, node, right, "__contains__", left), node)
    if any(has_special(visit, node, held, name) for name in ("__iter__", "__getitem__")):
        left = left if is_simple(left.js) else visit.named(left)
        walk = iterated(visit, right, node)
        right = iterator_of(visit, walk.item, walk.js, (node, "in"))
        held = right.type
    items = _items(visit, held)
    ask_equality(visit, items or NEVER, left.type, node)
    if held == STR:
        if left.type != STR:
            raise visit.error(
                "BML204", node, f"expected a str to look for in a str, received {visit.described(left.type)}"
            )
        return Value(BOOL, _ordered(visit, left, right, lambda: js.call(js.Member(right.js, "includes"), left.js)))
    dictionary = holder_of(held, "dict")
    if len(held) == 1 and (dictionary or held == RANGE):
        return Value(BOOL, _ordered(visit, left, right, lambda: js.call(js.Member(right.js, "has"), left.js)))
    items = _items(visit, held)
    if items is None:
        message = f"expected something to look into, received {visit.described(held)}"
        raise visit.error("BML204", node, message, of=[right])
    check_arrays(visit, left.type, items, node)
    is_array = all(isinstance(atom, Tuple) or atom.kind in ("list", "tuple", "deque") for atom in held)  # type: ignore[union-attr]
    if is_array and len(left.type) == 1 and items == left.type and left.type <= INT | STR | BOOL | NONE:
        return Value(BOOL, _ordered(visit, left, right, lambda: js.call(js.Member(right.js, "includes"), left.js)))
    if is_array and left.type == FLOAT and items == FLOAT:
        return Value(BOOL, _ordered(visit, left, right, lambda: js.call(js.Member(right.js, "includes"), left.js)))
    visit.cells.ask_kind(items | left.type)
    return Value(BOOL, _ordered(visit, left, right, lambda: visit.call_helper("isAmong", right.js, left.js)))


def _ordered(visit: Visit, left: Value, right: Value, found: object) -> js.Expression:
    """What is looked for is evaluated first."""
    if is_simple(left.js) or is_simple(right.js):
        return found()  # type: ignore[operator, no-any-return]
    return visit.call_helper("isIn", left.js, right.js)


def _items(visit: Visit, held: Type) -> Type | None:
    """What a value of this type goes through; None where it is no container."""
    found: Type = frozenset()
    for atom in held:
        match atom:
            case Holder("list" | "tuple" | "deque" | "iterator" | "view"):
                found |= visit.cells.of(atom).item
            case Tuple(items):
                found = found.union(*items)
            case _:
                return None
    return found


def has_order(visit: Visit, left: Type, right: Type, node: ast.AST | None = None) -> bool:
    """Whether values of these types have an order: numbers, texts, lists or tuples of such; for `node`, objects."""
    if left == STR and right == STR:
        return True
    if node is not None and have_order(visit, left, right, node):
        return True
    if node is not None:
        ask_equality(visit, left, right, node)  # the first items that differ have the order
    left, right = plain_of(left), plain_of(right)
    if kind_of(left) and kind_of(right):
        return True
    for kinds in (("list",), ("tuple",)):
        one, other = _of_kind(visit, left, kinds), _of_kind(visit, right, kinds)
        if one is not None and other is not None:
            if isinstance(one, tuple) and isinstance(other, tuple):
                return all(_comparable(visit, a, b, node) for a, b in zip(one, other, strict=False))
            first = one if isinstance(one, frozenset) else frozenset().union(*one)
            second = other if isinstance(other, frozenset) else frozenset().union(*other)
            return _comparable(visit, first, second, node)
    return False


def _comparable(visit: Visit, one: Type, other: Type, node: ast.AST | None) -> bool:
    return not one or not other or has_order(visit, one, other, node)


def _of_kind(visit: Visit, held: Type, kinds: tuple[str, ...]) -> Type | tuple[Type, ...] | None:
    if len(held) != 1:
        return None
    (atom,) = held
    if isinstance(atom, Tuple) and "tuple" in kinds:
        return atom.items
    if isinstance(atom, Holder) and atom.kind in kinds:
        cell = visit.cells.of(atom)
        places = tuple(visit.cells.at_place(cell, place) for place in sorted(cell.places or ()))
        return places or cell.item
    return None
