"""Arithmetic, with Python's meaning.

n // 2     =>  Math.floor(n / 2)          x / n   =>  floatDivide(x, n)
n + 1      =>  int(n + 1)                 a + b   =>  add(a, b), where either may be an int or a float
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Hashable
from functools import partial

from bmlc.emit import js
from bmlc.errors import UserError
from bmlc.scripts.arrays.arrays import has_numpy, of_python, operated
from bmlc.scripts.arrays.arrays import unary as of_array
from bmlc.scripts.checked import by_kinds
from bmlc.scripts.classes.operators import METHODS_OF_OPERATORS, operated_object, signed_object
from bmlc.scripts.counting.purity import changes_nothing
from bmlc.scripts.fitting import either_number, holder_of, number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.literals import constant
from bmlc.scripts.program import device
from bmlc.scripts.types import BOOL, FLOAT, INT, NEVER, NONE, STR, Holder, Number, Tuple, Type, atom_of
from bmlc.scripts.types.making import is_made
from bmlc.scripts.values import Value, written_out
from bmlc.scripts.visit import PoisonedError, Visit, lowers

__all__ = [
    "PYTHON_IN_PLACE",
    "SYMBOLS",
    "arithmetic",
    "both",
    "merge_dictionaries",
    "none_operand",
    "operands_of",
    "operator_error",
]

SYMBOLS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.MatMult: "@",
}


def _python(symbol: str, name: str) -> Callable[..., object]:
    """What Python says of operands; nothing of texts before `%`, which may be formats that take them."""
    function: Callable[..., object] = getattr(operator, name)
    return function if symbol != "%" else lambda left, right: None if isinstance(left, str) else function(left, right)


PYTHON_OPERATORS = {symbol: _python(symbol, f"__{name}__") for symbol, name in METHODS_OF_OPERATORS.items()}
PYTHON_IN_PLACE = {symbol: _python(symbol, f"__i{name}__") for symbol, name in METHODS_OF_OPERATORS.items()}
_PYTHON_SIGNS: dict[type[ast.unaryop], Callable[..., object]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}
_OF_INTS = {"//": "floorDivide", "%": "modulo", "**": "intPower"}
_OF_FLOATS = {"//": "floatFloorDivide", "%": "floatModulo", "**": "floatPower"}
_OF_EITHER = {
    "+": "addEither",
    "-": "subtractEither",
    "*": "multiplyEither",
    "//": "floorDivideEither",
    "%": "moduloEither",
    "**": "powerEither",
}
_OF_TENSORS = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "//": "floor_divide",
    "%": "mod",
    "**": "power",
    "@": "matmul",
}
_OF_KNOWN = ("+", "-", "*", "//", "%", "**")
_BITS = {"|": "bitOr", "&": "bitAnd", "^": "bitXor", "<<": "shiftLeft", ">>": "shiftRight"}


@lowers(ast.BinOp)
def _binary(visit: Visit, node: ast.BinOp) -> Value:
    left, right = visit.expressions([node.left, node.right])
    return arithmetic(visit, SYMBOLS[type(node.op)], left, right, node)


def arithmetic(visit: Visit, symbol: str, left: Value, right: Value, node: ast.AST) -> Value:
    """`left symbol right`.

    Raises:
        UserError: BML204 where Python would raise a TypeError in any case.
    """
    python = (PYTHON_IN_PLACE if isinstance(node, ast.AugAssign) else PYTHON_OPERATORS)[symbol]
    nodes = operands_of(node)
    return by_kinds(visit, node, [left, right], partial(_arithmetic, visit, symbol, node), python, nodes)


def _arithmetic(visit: Visit, symbol: str, node: ast.AST, left: Value, right: Value) -> Value:
    if not left.type or not right.type:
        return Value(NEVER, js.Binary("+", left.js, right.js))
    called = operated_object(visit, symbol, left, right, node)
    if called is not None:
        return called
    if symbol == "%" and left.type == STR:
        from bmlc.scripts.constructs.templates import percent  # templates hold values that are lowered as these are

        return percent(visit, node, left, right)
    if device.is_tensor(left.type) or device.is_tensor(right.type):
        if symbol not in _OF_TENSORS or left.type == STR:
            hint = "use bml.ops, or read its number with float(...)"
            raise visit.error("BML204", node, f"{symbol} in scripts does not take tensors", hint)
        return device.operation(visit, node, _OF_TENSORS[symbol], [left, right])
    if has_numpy(left.type) or has_numpy(right.type):
        if symbol == "*" and (STR in (left.type, right.type) or holder_of(left.type, "list")):
            return arithmetic(visit, symbol, of_python(left), of_python(right), node)
        return operated(visit, symbol, left, right, node)
    found = _of_texts(visit, symbol, left, right) or _of_containers(visit, symbol, left, right, node)
    if found is not None:
        return found
    one, other = kind_of(left.type), kind_of(right.type)
    if one is None or other is None or symbol == "@":
        raise operator_error(visit, symbol, left, right, node)
    if symbol in _BITS:
        if "int" not in (one, "int") or one != "int" or other != "int":
            raise operator_error(visit, symbol, left, right, node)
        return _bits(visit, symbol, left, right)
    return _of_numbers(visit, symbol, left, right, one, other, node)


def _known(visit: Visit, symbol: str, left: Value, right: Value, node: ast.AST) -> Value | None:
    """What two ints that are written out give, where JavaScript has a number for it."""
    if left.type != INT or right.type != INT or not (left.is_known and right.is_known):
        return None
    a, b = left.constant, right.constant
    if symbol not in _OF_KNOWN or (symbol in ("//", "%") and b == 0) or (symbol == "**" and not 0 <= b <= 64):
        return None

    return constant(visit, node, PYTHON_OPERATORS[symbol](a, b))


def _of_numbers(visit: Visit, symbol: str, left: Value, right: Value, one: str, other: str, node: ast.AST) -> Value:
    known = _known(visit, symbol, left, right, node)
    if known is not None:
        return known
    divisor = right.constant if isinstance(right.constant, int | float) else None
    if symbol == "/":
        a, b = number(plain_number(left)), number(plain_number(right))
        if divisor:
            return Value(FLOAT, js.Binary("/", a, b))
        return Value(FLOAT, visit.call_helper("divide" if one == other == "int" else "floatDivide", a, b))
    negative = symbol == "**" and divisor is not None and divisor < 0
    if "float" in (one, other) or negative:
        a, b = number(plain_number(left)), number(plain_number(right))
        helper = _OF_FLOATS.get(symbol)
        return Value(FLOAT, visit.call_helper(helper, a, b) if helper else js.Binary(symbol, a, b))
    if one == other == "int" and symbol == "**" and isinstance(_exponent(node), ast.UnaryOp):
        return Value(INT | FLOAT, visit.call_helper("powerEither", number(left), number(right)))  # 10 ** -k
    if one == other == "int":
        a, b = number(left), number(right)
        if symbol == "//" and divisor is not None and divisor > 0:
            return Value(INT, js.call(js.Member(js.name("Math"), "floor"), js.Binary("/", a, b)))
        helper = _OF_INTS.get(symbol)
        return Value(
            INT, visit.call_helper(helper, a, b) if helper else visit.call_helper("int", js.Binary(symbol, a, b))
        )
    if symbol == "+" and _is_sum(left.type) and _is_sum(right.type):  # ints only where both are of nothing
        place = ("sum", node, visit.here)
        held = visit.cells.meet(INT, FLOAT, place)
        if not visit.cells.is_kept_apart(place):
            return Value(held, js.Binary("+", left.js, right.js))
    a, b = either_number(visit, left), either_number(visit, right)
    return Value(INT | FLOAT, visit.call_helper(_OF_EITHER[symbol], a, b))


def _is_sum(held: Type) -> bool:
    """Whether it is a sum of floats: of none it is the int 0."""
    number = atom_of(Number, held)
    return number is not None and isinstance(number.origin, tuple) and number.origin[:1] == ("sum",)


def _exponent(node: ast.AST) -> ast.AST:
    return node.args[1] if isinstance(node, ast.Call) and len(node.args) > 1 else operands_of(node)[1]


def _bits(visit: Visit, symbol: str, left: Value, right: Value) -> Value:
    if left.type == right.type == BOOL and symbol in "|&^":
        if symbol == "^":
            return Value(BOOL, js.Binary("!==", left.js, right.js))
        if isinstance(right.js, js.Identifier | js.Literal):
            return Value(BOOL, js.Binary("&&" if symbol == "&" else "||", left.js, right.js))
        return Value(BOOL, js.call("Boolean", visit.call_helper(_BITS[symbol], left.js, right.js)))
    return Value(INT, visit.call_helper(_BITS[symbol], number(left), number(right)))


def _of_texts(visit: Visit, symbol: str, left: Value, right: Value) -> Value | None:
    if symbol == "+" and left.type == right.type == STR:
        if left.is_known and right.is_known:
            return Value(STR, js.Literal(left.constant + right.constant), constant=left.constant + right.constant)
        return Value(STR, js.Binary("+", left.js, right.js))
    if symbol == "*" and STR in (left.type, right.type):
        text, times = (left, right) if left.type == STR else (right, left)
        if kind_of(times.type) == "int":
            return Value(STR, visit.call_helper("repeatedText", text.js, number(times)))
    return None


def _of_containers(visit: Visit, symbol: str, left: Value, right: Value, node: ast.AST) -> Value | None:
    """Sums and repetitions of lists and tuples, and dictionaries that are merged."""
    if symbol == "|" and holder_of(left.type, "dict") and holder_of(right.type, "dict"):
        return merge_dictionaries(visit, left, right, node)
    if symbol == "*":
        values, times = (right, left) if kind_of(left.type) == "int" else (left, right)
        return _repeated(visit, values, times, node) if kind_of(times.type) == "int" else None
    if symbol != "+" or len(left.type) != 1 or len(right.type) != 1:
        return None
    (one,), (other,) = left.type, right.type
    match one, other:
        case Tuple(first, kind), Tuple(second, other_kind) if kind == other_kind:
            if left.items is not None and right.items is not None and all(map(is_made, (*first, *second))):
                return written_out((*left.items, *right.items), kind)
            return Value(frozenset({Tuple(first + second, kind)}), _joined(visit, left, right, node), fresh=True)
        case (
            (Holder("list"), Holder("list") | Tuple(kind="list"))
            | (Tuple(kind="list"), Holder("list"))
            | (Holder("tuple"), Holder("tuple") | Tuple(kind="tuple"))
            | (Tuple(kind="tuple"), Holder("tuple"))
        ):
            is_tuple = any(isinstance(each, Holder | Tuple) and each.kind == "tuple" for each in (one, other))
            joined = "tuple" if is_tuple else "list"
            holder, cell = visit.cells.holder(joined, (node, "+", visit.here))
            for value in (left, right):
                if (held := holder_of(value.type, joined)) is not None:
                    visit.cells.merge(cell, visit.cells.of(held))
                else:
                    for item in atom_of(Tuple, value.type).items:  # type: ignore[union-attr]
                        visit.cells.grow(cell, item)
            return Value(frozenset({visit.cells.current(holder)}), _joined(visit, left, right, node), fresh=True)
    return None


def _joined(visit: Visit, left: Value, right: Value, node: ast.AST) -> js.Expression:
    """`[...left, ...right]`, where what the right side does to the left one counts, too."""
    whole: js.Expression
    if not isinstance(left.js, js.Array) and not changes_nothing(right.js):
        whole = js.call(js.Member(left.js, "concat"), right.js)
    else:
        whole = js.Array((*_items(left.js), *_items(right.js)))
    return js.call(visit.run("adopt"), whole) if visit.holds(left.type | right.type) else whole


def _items(whole: js.Expression) -> tuple[js.Expression, ...]:
    return whole.elements if isinstance(whole, js.Array) else (js.Spread(whole),)


def _repeated(visit: Visit, values: Value, times: Value, node: ast.AST) -> Value | None:
    if len(values.type) != 1:
        return None
    (atom,) = values.type
    written = visit.call_helper("repeatedList", values.js, number(times))
    if isinstance(atom, Holder) and atom.kind in ("list", "tuple"):
        holder, cell = visit.cells.holder(atom.kind, (node, "*", visit.here))
        visit.cells.merge(cell, visit.cells.of(atom))
        held: Type = frozenset({visit.cells.current(holder)})
    elif isinstance(atom, Tuple) and isinstance(times.constant, int):
        held = frozenset({Tuple(atom.items * max(times.constant, 0), atom.kind)})
    elif isinstance(atom, Tuple):
        holder, cell = visit.cells.holder(atom.kind, (node, "*", visit.here))
        for item in atom.items:
            visit.cells.grow(cell, item)
        held = frozenset({holder})
    else:
        return None
    return Value(held, js.call(visit.run("adopt"), written) if visit.holds(held) else written, fresh=True)


def merge_dictionaries(visit: Visit, left: Value, right: Value, node: ast.AST, place: Hashable = "|") -> Value:
    """`left | right`: a dictionary of its own; `place` tells apart several of a node."""
    holder, cell = visit.cells.holder("dict", (node, place, visit.here))
    for value in (left, right):
        held = holder_of(value.type, "dict")
        if held is None or len(value.type) > 1:
            raise visit.error("BML204", node, f"expected a dictionary, received {visit.described(value.type)}")
        visit.cells.make_uniform(visit.cells.of(held))
        others = visit.cells.of(held).others
        if place == "|":
            visit.cells.merge(cell, visit.cells.of(held))
        else:
            visit.cells.fill(cell, visit.cells.of(held))
        if place == "|" and "Counter" in others:
            message = "scripts do not have | of Counters"
            raise visit.error("BML204", node, message, "write counts.update(...), or merge dict(counts)")
    left, right = visit.hold(left), visit.hold(right)
    source = holder_of(left.type, "dict")
    if place != "|" and source is not None and visit.cells.of(source).others:  # `{**left}` has no values for other keys
        visit.cells.make_plain(cell)
        left = Value(left.type, js.New(visit.helper("Dict"), (js.call(js.Member(left.js, "items")),)))
    merged = js.call(js.Member(left.js, "merged"), right.js)
    kind = frozenset({visit.cells.current(holder)})
    return Value(kind, js.call(visit.run("adopt"), merged) if visit.holds(kind) else merged, fresh=True)


@lowers(ast.UnaryOp)
def _unary(visit: Visit, node: ast.UnaryOp) -> Value:
    from bmlc.scripts.truth import negated, truth

    value = visit.expression(node.operand)
    if isinstance(node.op, ast.Not):
        return negated(truth(visit, visit.hold(value), node))
    if not value.type:
        raise PoisonedError
    python = _PYTHON_SIGNS[type(node.op)]
    return by_kinds(visit, node, [value], partial(_signed, visit, node), python, [node.operand])


def _signed(visit: Visit, node: ast.UnaryOp, value: Value) -> Value:
    called = signed_object(visit, node.op, value, node)
    if called is not None:
        return called
    if device.is_tensor(value.type) and isinstance(node.op, ast.USub):
        return device.operation(visit, node, "negative", [visit.hold(value)])
    if has_numpy(value.type):
        return of_array(visit, {ast.USub: "-", ast.UAdd: "+"}.get(type(node.op), "~"), value, node)
    kind = kind_of(value.type)
    if isinstance(node.op, ast.USub) and value.is_known and kind is not None and value.type != BOOL:
        return constant(visit, node, -value.constant)
    if kind is None or (isinstance(node.op, ast.Invert) and kind != "int"):
        sign = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}[type(node.op)]
        message = f"{sign} does not take {visit.described(value.type)}"
        raise visit.error("BML204", node, message, of=[value])
    if isinstance(node.op, ast.Invert):
        return Value(INT, visit.call_helper("int", js.Binary("-", js.Literal(-1), number(value))))
    if isinstance(node.op, ast.UAdd):
        return Value(INT, number(value)) if value.type == BOOL else value
    if kind == "int":  # it has no -0: JavaScript's would show as one in a division
        return Value(INT, js.Binary("-", js.Literal(0), value.js))
    if kind == "float":
        return Value(FLOAT, js.Unary("-", value.js))
    return Value(INT | FLOAT, visit.call_helper("negate", either_number(visit, value)))


def none_operand(visit: Visit, symbol: str, left: Value, right: Value, node: ast.AST) -> UserError | None:
    """The error of an operand that is None, or may be; None where neither is."""
    for side, operand, at in zip(("left", "right"), (left, right), operands_of(node), strict=True):
        if operand.type == NONE:
            return visit.error("BML204", at, f"the {side} side of {symbol} is None", "set it before", [operand])
        if operand.type >= NONE:
            name = ast.unparse(at) if isinstance(at, ast.Name | ast.Attribute) else "x"
            message = f"the {side} side of {symbol} may be None, received {visit.described(operand.type)}"
            hint = f"test it first, as in `if {name} is not None:`"
            return visit.error("BML204", at, message, hint, [operand])
    return None


def operands_of(node: ast.AST) -> tuple[ast.AST, ast.AST]:
    """The two sides of an operator as they are written; of a call, which may stand for one, the call."""
    match node:
        case ast.BinOp(left, _, right) | ast.Compare(left, _, [right]):
            return left, right
        case ast.AugAssign(target, _, value):
            return target, value
    return node, node


def operator_error(visit: Visit, symbol: str, left: Value, right: Value, node: ast.AST) -> UserError:
    missing = none_operand(visit, symbol, left, right, node)
    if missing is not None:
        return missing
    message = f"{symbol} does not take {both(visit, left, right)}"
    hint = _operator_hint(symbol, left.type, right.type)
    return visit.error("BML204", node, message, hint, [left, right])


def both(visit: Visit, left: Value, right: Value) -> str:
    """Two operands in words: "a str and an int", "(a str or an int) and an int"."""
    parts = [visit.described(operand.type) for operand in (left, right)]
    return " and ".join(f"({part})" if " or " in part else part for part in parts)


def _operator_hint(symbol: str, one: Type, other: Type) -> str | None:
    if symbol == "+" and STR in (one, other) and (kind_of(one) or kind_of(other)):
        return "convert the number: str(...), or write an f-string"
    floats = "float" in (kind_of(one), kind_of(other))
    if floats and (symbol in _BITS or (symbol == "*" and (STR in (one, other) or holder_of(one | other, "list")))):
        return "convert the float: int(...)"
    return None
