"""Asking a value what it is, where it may be several things."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.scripts.program.host_types import ModelType
from bmlc.scripts.types import (
    NONE,
    Array,
    Atom,
    Holder,
    Number,
    NumpyScalar,
    Object,
    Program,
    Scalar,
    Tensor,
    Tuple,
    Type,
    whole_hint,
)
from bmlc.scripts.types.holding import always_empty
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["kind_test"]


def kind_test(visit: Visit, value: Value, atoms: Sequence[Atom]) -> js.Expression:
    """Whether a value is one of these."""
    tests = [_test(visit, value, atom) for atom in sorted(atoms, key=repr)]
    whole = tests[0]
    for test in tests[1:]:
        whole = js.Binary("||", whole, test)
    return whole


def _test(visit: Visit, value: Value, atom: Atom) -> js.Expression:
    def typed(kind: str) -> js.Expression:
        return js.Binary("===", js.Unary("typeof ", value.js), js.Literal(kind))

    match atom:
        case Tensor(type):
            others = {each.type for each in value.type if isinstance(each, Tensor)}
            if len({each.rank for each in others}) == len(others):
                rank = js.Member(js.Member(value.js, "shape"), "length")
                return js.Binary("===", rank, js.Literal(type.rank))
            held = "int32" if type.dtype == "uint8" else type.dtype  # on a device
            return js.Binary("===", js.Member(value.js, "dtype"), js.Literal(held))
        case Scalar("int"):
            return visit.call_helper("isInt", value.js) if _has(value, "float") else typed("number")
        case Scalar("float"):
            return visit.call_helper("isFloat", value.js) if _has(value, "int") else typed("number")
        case NumpyScalar(kind):
            is_number = js.Binary("instanceof", value.js, js.name("Number"))
            return js.Binary("&&", is_number, js.Binary("===", js.Member(value.js, "dtype"), js.Literal(kind)))
        case Array(kind, rank):
            is_alike = js.Binary("===", js.Member(value.js, "ndim"), js.Literal(rank))
            is_kind = js.Binary("===", js.Member(value.js, "dtype"), js.Literal(kind))
            is_some = js.Binary("!==", value.js, js.Literal(None))
            return js.Binary("&&", is_some, js.Binary("&&", is_alike, is_kind))
        case Number():
            return typed("number")
        case Scalar("bool"):
            return typed("boolean")
        case Scalar("str"):
            return typed("string")
        case Scalar("None"):
            return js.Binary("===", value.js, js.Literal(None))
        case Object(name):
            from bmlc.scripts.classes.classes import ClassName

            return js.Binary("instanceof", value.js, ClassName(visit.classes[name]))
        case Program(making=str(making)) if making:
            is_it = js.Binary("===", js.Member(value.js, "making"), js.Literal(making))
            return js.Binary("&&", js.Binary("!==", value.js, js.Literal(None)), is_it) if value.type >= NONE else is_it
        case Program(ModelType(name)):
            visit.objects.setdefault(name)
            return js.Binary("===", value.js, js.name(name))
        case Program():
            at = visit.frame.statement or visit.frame.instance.definition.node
            message = f"expected one object of the program here, received {visit.described(value.type)}"
            raise visit.error("BML207", at, message, "write the lines out for each one, with its own name")
        case Holder("dict"):
            return js.Binary("instanceof", value.js, visit.helper("Dict"))
        case Tuple(kind="list") | Holder("list") if (lists := _lists(value)) > {atom}:
            empty = always_empty(lists, visit.cells)
            if len(lists) - len(empty) > 1:
                at = visit.frame.statement or visit.frame.instance.definition.node
                message = f"expected a list of one kind here, received {visit.described(lists)}"
                raise visit.error("BML204", at, message, whole_hint(lists))
            is_array = js.call(js.Member(js.name("Array"), "isArray"), value.js)
            length = js.Binary("===" if atom in empty else "!==", js.Member(value.js, "length"), js.Literal(0))
            return js.Binary("&&", is_array, length)
        case Holder("list") if any(
            isinstance(each, Tuple) or (isinstance(each, Holder) and each.kind == "tuple") for each in value.type
        ):
            return visit.call_helper("isList", value.js)
        case Holder("tuple") | Tuple() if any(isinstance(each, Holder) and each.kind == "list" for each in value.type):
            return js.Binary("instanceof", value.js, visit.helper("Tuple"))
    return js.call(js.Member(js.name("Array"), "isArray"), value.js)


def _lists(value: Value) -> Type:
    return frozenset(atom for atom in value.type if isinstance(atom, Tuple | Holder) and atom.kind == "list")


def _has(value: Value, name: str) -> bool:
    return Scalar(name) in value.type
