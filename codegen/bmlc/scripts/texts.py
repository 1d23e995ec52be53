"""Text of values: `str` and `repr`. The types say which writers do it."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import DTYPE, has_numpy, is_numpy
from bmlc.scripts.program import device, reading
from bmlc.scripts.types import (
    FLOAT,
    INT,
    NONE,
    STR,
    Bound,
    BuiltinName,
    Caught,
    Class,
    Function,
    Holder,
    Number,
    Object,
    Partial,
    Program,
    Scalar,
    Tensor,
    Tuple,
    TupleClass,
    Type,
    atom_of,
)
from bmlc.scripts.types.leaves import without_text
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["check_text", "repr_of", "str_of", "writer"]

_SCALARS = {"bool": "boolText", "float": "floatText", "str": "quoted", "None": "noneText"}


def writer(visit: Visit, held: Type) -> js.Expression:
    """The function that gives the `repr` of values of this type."""
    if has_numpy(held):
        others = without_numpy(held)
        return (
            visit.call_helper("npOrElse", visit.helper("npRepr"), writer(visit, others))
            if others
            else visit.helper("npRepr")
        )
    if any(isinstance(atom, Bound | Class | Function | Partial) for atom in held):
        message = f"scripts do not show {visit.described(held)} as text"
        raise visit.error("BML204", visit.asked or visit.frame.instance.definition.node, message)
    if held and all(isinstance(atom, Object) for atom in held):
        from bmlc.scripts.classes.objects import text_of_object

        return text_of_object(visit, held, ("__repr__",))
    if len(held) == 1:
        return _writer(visit, next(iter(held)))
    if (held >= INT and held >= FLOAT) or atom_of(Number, held) or len(held - NONE) > 1:
        visit.cells.ask_kind(held)
        return _by_kind(visit, held)
    if not held:
        return js.name("String")
    return visit.call_helper("optionalText", writer(visit, held - NONE))


def without_numpy(held: Type) -> Type:
    return frozenset(atom for atom in held if not is_numpy(frozenset({atom})))


def _writer(visit: Visit, atom: object) -> js.Expression:
    match atom:
        case Scalar("range"):
            value = js.name("value")
            return js.Arrow((value,), js.call(js.Member(value, "text")))
        case Scalar(name):
            return visit.helper(_SCALARS[name]) if name in _SCALARS else js.name("String")
        case Holder("dict" | "tuple") if any(" " in each for each in visit.cells.of(atom).others):
            what = next(each for each in visit.cells.of(atom).others if " " in each)
            at = visit.asked or visit.frame.instance.definition.node
            raise visit.error(
                "BML204", at, f"scripts do not show {what} as text", "make a plain one: dict(...), tuple(...)"
            )
        case Holder("dict"):
            cell = visit.cells.of(atom)
            if not cell.uniform and len(set(cell.known.values())) > 1:
                entries = tuple(js.Property(key, writer(visit, held)) for key, held in cell.known.items())
                return visit.call_helper("entriesText", js.Object(entries))
            visit.cells.make_uniform(cell)
            cell = visit.cells.of(atom)
            helper = "anyDictText" if cell.others else "dictText"
            return visit.call_helper(helper, writer(visit, cell.key), writer(visit, cell.item))
        case Holder("deque"):
            return visit.call_helper("dequeText", writer(visit, visit.cells.of(atom).item))
        case Holder("tuple"):
            return visit.call_helper("tuplesText", writer(visit, visit.cells.of(atom).item))
        case Holder():
            return visit.call_helper("listText", writer(visit, visit.cells.of(atom).item))
        case Tuple(items, "list"):
            value = js.name("value")
            places = tuple(
                js.Call(writer(visit, item), (js.Index(value, js.Literal(k)),)) for k, item in enumerate(items)
            )
            texts = ("[", *([", "] * (len(items) - 1)), "]") if items else ("[]",)
            return js.Arrow((value,), js.Template(texts, places) if items else js.Literal("[]"))
        case Tuple(items, _, TupleClass() as own):
            value, names = js.name("value"), [f"{name}=" for name in own.fields]
            places = tuple(
                js.Call(writer(visit, item), (js.Index(value, js.Literal(k)),)) for k, item in enumerate(items)
            )
            texts = (f"{own.name}({names[0]}", *(f", {name}" for name in names[1:]), ")")
            return js.Arrow((value,), js.Template(texts, places))
        case Tuple(items):
            return visit.call_helper("tupleText", *(writer(visit, item) for item in items))
        case Caught():
            return visit.helper("errorText")
        case Number():
            visit.cells.ask_kind(frozenset({atom}))
    return visit.helper("eitherText")


def _by_kind(visit: Visit, held: Type) -> js.Expression:
    """A writer that asks each value what it is."""
    rows: list[js.Property | js.Method | js.Spread | js.Comment] = []
    if held >= FLOAT and not held >= INT:
        rows.append(js.Property("number", visit.helper("floatText")))
    if any(isinstance(atom, Object) for atom in held - NONE):
        what = visit.described(held)
        raise visit.error(
            "BML204", visit.asked or visit.frame.instance.definition.node, f"scripts do not show {what} as text"
        )
    for atom in sorted((atom for atom in held if isinstance(atom, Holder | Tuple)), key=repr):
        kind = atom.kind
        rows.append(js.Property(kind, _writer(visit, atom)))
    return visit.call_helper("byKind", js.Object(tuple(rows))) if rows else visit.helper("eitherText")


def repr_of(visit: Visit, value: Value, node: ast.AST) -> Value:
    """`repr(value)`"""
    visit.asked = node
    check_text(visit, value, node)
    return Value(STR, _text(visit, value))


def str_of(visit: Visit, value: Value, node: ast.AST) -> Value:
    """`str(value)`"""
    visit.asked = node
    if value.type and all(isinstance(atom, Object) for atom in value.type):
        from bmlc.scripts.classes.objects import text_of_object

        text = text_of_object(visit, value.type, ("__str__", "__repr__"))
        return Value(STR, js.Call(text, (value.js,)))
    if device.is_tensor(value.type) and len(value.type) == 1:
        if isinstance(next(iter(value.type)), Program):
            what = visit.described(value.type)
            raise visit.error("BML204", node, f"scripts do not show {what} as text", "read it first, as in float(x)")
        return reading.number_of(visit, node, value, as_text=True)
    if any(isinstance(atom, Program) for atom in value.type):
        raise visit.error("BML204", node, f"scripts do not show {visit.described(value.type)} as text")
    if value.type == STR:
        return value
    named = atom_of(BuiltinName, value.type)
    if named is not None and named.name.startswith(DTYPE):
        kind = named.name.removeprefix(DTYPE)
        return Value(STR, js.Literal(kind), constant=kind)
    check_text(visit, value, node)
    if has_numpy(value.type):
        others = without_numpy(value.type)
        if not others:
            return Value(STR, visit.call_helper("npText", value.js))
        item = js.name("value")
        write = js.Arrow((item,), str_of(visit, Value(others, item), node).js)
        return Value(STR, js.Call(visit.call_helper("npOrElse", visit.helper("npText"), write), (value.js,)))
    if value.type == STR | NONE:
        return Value(STR, js.Binary("??", value.js, js.Literal("None")))
    if len(value.type) == 1 and isinstance(next(iter(value.type)), Caught):
        return Value(STR, js.Member(value.js, "message"))
    if value.type >= STR:
        name = js.name("value")
        visit.cells.ask_kind(value.type)
        is_text = js.Binary("===", js.Unary("typeof ", name), js.Literal("string"))
        other = js.Call(writer(visit, value.type), (name,))
        return Value(STR, js.Call(js.Arrow((name,), js.Conditional(is_text, name, other)), (value.js,)))
    return Value(STR, _text(visit, value))


def check_text(visit: Visit, value: Value, node: ast.AST) -> None:
    """Refuse what has no text of its own, wherever it lies in the value."""
    found = without_text(value.type, visit.cells)
    if found is None or (isinstance(found, BuiltinName) and found.name.startswith(DTYPE)):
        return
    hint = "read its numbers first, as in float(x) or x.tolist()" if isinstance(found, Tensor | Program) else None
    if isinstance(found, Holder):
        hint = "make a list of it: list(...)"
    what = visit.described(frozenset({found}))
    raise visit.error("BML204", node, f"scripts do not show {what} as text", hint)


def _text(visit: Visit, value: Value) -> js.Expression:
    if value.type == NONE and isinstance(value.js, js.Literal):
        return js.Literal("None")
    if value.type == INT:
        return js.call("String", value.js)
    if value.type == frozenset({Scalar("range")}):
        return js.call(js.Member(value.js, "text"))
    match value.js:
        case js.Call(js.Identifier("sumOfFloats"), (values,)):
            return visit.call_helper("sumText", values)
    return js.Call(writer(visit, value.type), (value.js,))
