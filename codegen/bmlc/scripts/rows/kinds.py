"""Asking a value what it is, where it may be several things."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.scripts.program.host_types import ModelType
from bmlc.scripts.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
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
    def has(name: str, wanted: str | int) -> js.Expression:
        return js.Binary("===", js.Member(value.js, name), js.Literal(wanted))

    is_some = js.Binary("!==", value.js, js.Literal(None))
    match atom:
        case Tensor(type):
            others = {each.type for each in value.type if isinstance(each, Tensor)}
            if len({each.rank for each in others}) == len(others):
                rank = js.Member(js.Member(value.js, "shape"), "length")
                return js.Binary("===", rank, js.Literal(type.rank))
            return has("dtype", "int32" if type.dtype == "uint8" else type.dtype)  # as on a device
        case Scalar("int") if value.type >= FLOAT:
            return visit.call_helper("isInt", value.js)
        case Scalar("float") if value.type >= INT:
            return visit.call_helper("isFloat", value.js)
        case NumpyScalar(kind):
            return js.Binary("&&", js.Binary("instanceof", value.js, js.name("Number")), has("dtype", kind))
        case Array(kind, rank):
            return js.Binary("&&", is_some, js.Binary("&&", has("ndim", rank), has("dtype", kind)))
        case Scalar("None"):
            return js.Binary("===", value.js, js.Literal(None))
        case Scalar("int" | "float" | "bool" | "str") | Number():
            told = "boolean" if atom in BOOL else "string" if atom in STR else "number"
            return js.Binary("===", js.Unary("typeof ", value.js), js.Literal(told))
        case Object(name):
            from bmlc.scripts.classes.classes import ClassName

            return js.Binary("instanceof", value.js, ClassName(visit.classes[name]))
        case Program(making=str(making)) if making:
            is_it = has("making", making)
            return js.Binary("&&", is_some, is_it) if value.type >= NONE else is_it
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
