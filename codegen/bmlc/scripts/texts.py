"""Text of values: `str` and `repr`. The types say which writers do it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence

from bmlc.emit import js
from bmlc.errors import UserError
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
    whole_hint,
)
from bmlc.scripts.types.holding import always_empty
from bmlc.scripts.types.leaves import circle_in, without_text
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["check_text", "repr_of", "str_of", "str_writer", "writer"]

_VALUE = js.name("value")
_SCALARS = {"bool": "boolText", "float": "floatText", "str": "quoted", "None": "noneText"}


def writer(visit: Visit, held: Type) -> js.Expression:
    """The function that gives the `repr` of values of this type."""
    if has_numpy(held):
        text, others = visit.helper("npRepr"), without_numpy(held)
        return visit.call_helper("npOrElse", text, writer(visit, others)) if others else text
    if any(isinstance(atom, Bound | Class | Function | Partial) for atom in held):
        raise _without_text(visit, visit.described(held))
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
            return js.Arrow((_VALUE,), js.call(js.Member(_VALUE, "text")))
        case Scalar(name):
            return visit.helper(_SCALARS[name]) if name in _SCALARS else js.name("String")
        case Holder("dict" | "tuple") if any(" " in each for each in visit.cells.of(atom).others):
            what = next(each for each in visit.cells.of(atom).others if " " in each)
            raise _without_text(visit, what, "make a plain one: dict(...), tuple(...)")
        case Holder("dict"):
            cell = visit.cells.of(atom)
            if not cell.uniform and len(set(cell.known.values())) > 1:
                entries = tuple(js.Property(key, writer(visit, held)) for key, held in cell.known.items())
                return visit.call_helper("entriesText", js.Object(entries))
            visit.cells.make_uniform(cell)
            cell = visit.cells.of(atom)
            helper = "anyDictText" if cell.others else "dictText"
            return visit.call_helper(helper, writer(visit, cell.key), writer(visit, cell.item))
        case Holder(kind):
            helper = {"deque": "dequeText", "tuple": "tuplesText"}.get(kind, "listText")
            return visit.call_helper(helper, writer(visit, visit.cells.of(atom).item))
        case Tuple((), "list"):
            return js.Arrow((_VALUE,), js.Literal("[]"))
        case Tuple(items, "list"):
            return _of_items(visit, items, ("[", *[", "] * (len(items) - 1), "]"))
        case Tuple(items, _, TupleClass() as own):
            first, *names = own.fields
            return _of_items(visit, items, (f"{own.name}({first}=", *(f", {name}=" for name in names), ")"))
        case Tuple(items):
            return visit.call_helper("tupleText", *(writer(visit, item) for item in items))
        case Caught():
            return visit.helper("errorText")
        case Number():
            visit.cells.ask_kind(frozenset({atom}))
    return visit.helper("eitherText")


def _of_items(visit: Visit, items: Sequence[Type], texts: tuple[str, ...]) -> js.Expression:
    """A writer of items, with texts around them."""
    places = (js.Index(_VALUE, js.Literal(k)) for k in range(len(items)))
    written = tuple(js.Call(writer(visit, item), (place,)) for item, place in zip(items, places, strict=True))
    return js.Arrow((_VALUE,), js.Template(texts, written))


def _without_text(visit: Visit, what: str, hint: str | None = None, node: ast.AST | None = None) -> UserError:
    at = node or visit.asked or visit.frame.instance.definition.node
    return visit.error("BML204", at, f"scripts do not show {what} as text", hint)


def _by_kind(visit: Visit, held: Type) -> js.Expression:
    """A writer that asks each value what it is."""
    rows: list[js.Property | js.Method | js.Spread | js.Comment] = []
    if held >= FLOAT and not held >= INT:
        rows.append(js.Property("number", visit.helper("floatText")))
    if any(isinstance(atom, Object) for atom in held - NONE):
        raise _without_text(visit, visit.described(held))
    containers = sorted((atom for atom in held if isinstance(atom, Holder | Tuple)), key=repr)
    several = [kind for kind, count in Counter(atom.kind for atom in containers).items() if count > 1]
    empty = [atom for atom in containers if atom.kind in several and atom in always_empty(held, visit.cells)]
    if len({atom.kind for atom in containers if atom not in empty}) < len(containers) - len(empty):
        raise _without_text(visit, visit.described(held), whole_hint(held))
    for atom in containers:
        written = _writer(visit, atom)
        if any(each.kind == atom.kind for each in empty):
            is_some = js.Member(_VALUE, "length")
            written = js.Arrow((_VALUE,), js.Conditional(is_some, js.Call(written, (_VALUE,)), js.Literal("[]")))
        rows += [js.Property(atom.kind, written)] if atom not in empty else []
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
            raise _without_text(visit, visit.described(value.type), "read it first, as in float(x)")
        return reading.number_of(visit, node, value, as_text=True)
    if any(isinstance(atom, Program) for atom in value.type):
        raise _without_text(visit, visit.described(value.type))
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
        write = visit.call_helper("npOrElse", visit.helper("npText"), str_writer(visit, others, node))
        return Value(STR, js.Call(write, (value.js,)))
    if value.type == STR | NONE:
        return Value(STR, js.Binary("??", value.js, js.Literal("None")))
    if len(value.type) == 1 and isinstance(next(iter(value.type)), Caught):
        return Value(STR, js.Member(value.js, "message"))
    if value.type >= STR:
        visit.cells.ask_kind(value.type)
        is_text = js.Binary("===", js.Unary("typeof ", _VALUE), js.Literal("string"))
        other = js.Call(writer(visit, value.type), (_VALUE,))
        return Value(STR, js.Call(js.Arrow((_VALUE,), js.Conditional(is_text, _VALUE, other)), (value.js,)))
    return Value(STR, _text(visit, value))


def str_writer(visit: Visit, held: Type, node: ast.AST) -> js.Expression:
    """The function that gives the `str` of values of this type."""
    match str_of(visit, Value(held, _VALUE), node).js:
        case js.Identifier():
            return js.name("String")
        case js.Call(writer, (argument,)) if argument == _VALUE:
            return writer
        case text:
            return js.Arrow((_VALUE,), text)


def check_text(visit: Visit, value: Value, node: ast.AST) -> None:
    """Refuse what has no text of its own, wherever it lies in the value."""
    circle = circle_in(value.type, visit.cells)
    if circle is not None:
        what = visit.described(frozenset({circle}))
        raise _without_text(visit, what, "it may lie in itself: show what it holds", node)
    found = without_text(value.type, visit.cells)
    if found is None or (isinstance(found, BuiltinName) and found.name.startswith(DTYPE)):
        return
    hint = "read its numbers first, as in float(x) or x.tolist()" if isinstance(found, Tensor | Program) else None
    if isinstance(found, Holder):
        hint = "make a list of it: list(...)"
    raise _without_text(visit, visit.described(frozenset({found})), hint, node)


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
