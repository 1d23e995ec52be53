"""The truth of values."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of, of_python
from bmlc.scripts.counting.purity import changes_nothing
from bmlc.scripts.program import device, reading
from bmlc.scripts.types import (
    BOOL,
    INT,
    NONE,
    STR,
    Bound,
    BoundMethod,
    BuiltinName,
    Caught,
    Function,
    Holder,
    Object,
    Partial,
    Program,
    Scalar,
    Tuple,
    Type,
    atom_of,
)
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["bool_of", "falsy_part", "negated", "truth", "truth_of_each", "truthy_part"]

_AS_IN_JAVASCRIPT = BOOL | STR | INT | NONE
_ALWAYS = (Function, BuiltinName, BoundMethod, Bound, Partial, Caught)


def truth(visit: Visit, value: Value, node: ast.AST) -> Value:
    """`value` as a test of JavaScript: true where Python's is."""
    held = value.type
    if atom_of(Object, held) is not None:
        return _of_objects(visit, value, node)
    if device.is_tensor(held) and len(held) == 1:
        number = reading.number_of(visit, node, value)
        return number if number.type <= _AS_IN_JAVASCRIPT else truth(visit, number, node)
    if array_of(held) is not None:
        what = visit.described(held)
        raise visit.error("BML204", node, f"a condition is one value, received {what}", "write x.any() or x.all()")
    if len(held) == 1:
        value = of_python(value)
        held = value.type
    if any(isinstance(atom, Program) for atom in held):
        message = f"a condition is a value that may be true or false, received {visit.described(held)}"
        raise visit.error("BML204", node, message)
    if value.is_known:
        return _known(visit, value, bool(value.constant))
    if held == NONE:
        return _known(visit, value, False)
    if held <= _AS_IN_JAVASCRIPT:
        return value
    if len(held) == 1:
        (atom,) = held
        match atom:
            case Scalar("float"):
                return Value(BOOL, js.Binary("!==", value.js, js.Literal(0)))
            case Scalar("range") | Holder("list" | "tuple" | "deque" | "view"):
                return Value(BOOL, js.Binary(">", js.Member(value.js, "length"), js.Literal(0)))
            case Holder("dict"):
                return Value(BOOL, js.Binary(">", js.Member(value.js, "size"), js.Literal(0)))
            case Tuple(items):
                return _known(visit, value, bool(items))
    if all(isinstance(atom, _ALWAYS) for atom in held):
        return _known(visit, value, True)
    return Value(BOOL, visit.call_helper("isTrue", value.js))


def truth_of_each(visit: Visit, value: Value, node: ast.AST) -> Value:
    """The same for each item: where the type tells the truth, a value that does something is evaluated each time."""
    with visit.filling() as code:
        found = truth(visit, value, node)
    if code and found.is_known:
        return Value(BOOL, visit.call_helper("isTrue", value.js))
    visit.frame.code += code
    return found


def _of_objects(visit: Visit, value: Value, node: ast.AST) -> Value:
    """Objects of the file are true unless their `__bool__` or `__len__` says other."""
    from bmlc.scripts.classes.members import has_special, lacks_special
    from bmlc.scripts.classes.objects import call_special

    for name in ("__bool__", "__len__"):
        if has_special(visit, node, value.type, name):
            return truth(visit, call_special(visit, node, value, name), node)
        if not lacks_special(visit, node, value.type, name):
            raise visit.error("BML204", node, f"expected all of {visit.described(value.type)} to have {name}, or none")
    if all(isinstance(atom, Object) for atom in value.type):
        return _known(visit, value, True)
    if all(isinstance(atom, Object) or atom in NONE for atom in value.type):
        return Value(BOOL, js.Binary("!==", value.js, js.Literal(None)))
    return Value(BOOL, visit.call_helper("isTrue", value.js))


def _known(visit: Visit, value: Value, answer: bool) -> Value:
    """A test whose answer the type tells; what evaluating the value does still happens."""
    if not changes_nothing(value.js):
        visit.do(value.js)
    return Value(BOOL, js.Literal(answer), constant=answer)


def bool_of(visit: Visit, value: Value, node: ast.AST) -> Value:
    """`bool(value)`"""
    found = truth(visit, value, node)
    if found.type == BOOL:
        return found
    return Value(BOOL, js.call("Boolean", found.js), constant=found.constant)


def negated(test: Value) -> Value:
    """`not test`"""
    if test.is_known:
        return Value(BOOL, js.Literal(not test.constant), constant=not test.constant)
    return Value(BOOL, js.Unary("!", test.js))


def truthy_part(held: Type) -> Type:
    """What a value of this type is where it is true."""
    return frozenset(atom for atom in held if atom not in NONE and atom != Tuple(()))


def falsy_part(held: Type) -> Type:
    """What a value of this type may be where it is false."""
    return frozenset(
        atom for atom in held if not isinstance(atom, _ALWAYS) and not (isinstance(atom, Tuple) and atom.items)
    )
