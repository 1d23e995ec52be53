"""Calls of rows: arguments bound as Python binds them, and held to what the row takes."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import has_numpy, of_python
from bmlc.scripts.functions.binding import Arguments, bind_arguments
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.program.device import is_tensor
from bmlc.scripts.rows.accepting import KEPT, check, is_iterable
from bmlc.scripts.rows.call import Call
from bmlc.scripts.rows.faults import by_kinds_of_arguments
from bmlc.scripts.rows.table import Row, instead_of
from bmlc.scripts.rows.written import written
from bmlc.scripts.types import Atom, Holder, Object, Scalar, Tuple, Type, atom_of
from bmlc.scripts.values import Value, is_name
from bmlc.scripts.visit import Visit

__all__ = ["Call", "call_row", "evaluate_arguments"]

_OF_STARS = ("print", "zip")  # functions that go through `*` of a list
_OF_KINDS = {  # arguments of which a rule makes something else for a text, None, an array, a tensor or a number
    "int": ("x",),
    "float": ("x",),
    "abs": ("x",),
    "round": ("number", "ndigits"),
    "divmod": ("x", "y"),
    "pow": ("base", "exp", "mod"),
    "math.perm": ("k",),
    "str.startswith": ("prefix",),
    "str.endswith": ("suffix",),
    "dict.update": ("other",),
    "dict": ("iterable",),
}


def evaluate_arguments(
    visit: Visit,
    node: ast.Call,
    first: Value | None = None,
    evaluate: Callable[[Visit, ast.expr], Value] = Visit.expression,
) -> tuple[Value | None, Arguments]:
    """The arguments as they are written; `first` is what was evaluated before them, and is named where that matters."""
    for keyword in node.keywords:
        if keyword.arg is None:
            raise visit.error("BML201", keyword, "scripts do not have ** in calls", "write the arguments out")
    nodes = [each.value if isinstance(each, ast.Starred) else each for each in node.args]
    before = [] if first is None else [first]
    named = [*nodes, *(keyword.value for keyword in node.keywords)]
    values = visit.expressions_by(evaluate, named, *before)
    first, values = (values[0], values[1:]) if before else (None, values)
    positional: list[Value] = []
    starred: set[int] = set()
    for each, value in zip(node.args, values, strict=False):
        known = atom_of(Tuple, value.type) if len(value.type) == 1 else None
        if not isinstance(each, ast.Starred):
            positional.append(value)
        elif value.items is not None:
            positional += value.items
        elif known is not None:
            whole = value if is_name(value.js) else visit.named(value, "items")
            positional += [Value(held, js.Index(whole.js, js.Literal(k))) for k, held in enumerate(known.items)]
        else:
            if len(value.type) > 1 and not is_iterable(value.type):
                message = f"expected something to go through behind *, received {visit.described(value.type)}"
                raise visit.error("BML204", each, message, None, [value])
            starred.add(len(positional))
            positional.append(value)
    keywords = {str(keyword.arg): value for keyword, value in zip(node.keywords, values[len(node.args) :], strict=True)}
    return first, Arguments(positional, keywords, frozenset(starred))


def call_row(visit: Visit, node: ast.Call, row: Row, owner: Value | None, arguments: Arguments) -> Value:
    """A call of a function or method that scripts know."""
    if not row.owner and arguments.positional and atom_of(Object, arguments.positional[0].type) is not None:
        from bmlc.scripts.classes.operators import builtin_of_object  # which calls methods

        called = builtin_of_object(visit, node, row.name, arguments.positional)
        if called is not None:
            return called
    return by_kinds_of_arguments(visit, _bound(visit, node, row, owner, arguments), partial(_called, visit))


def _called(visit: Visit, bound: Call) -> Value:
    call, row, owner = _with_plain_numbers(bound), bound.row, bound.owner
    if call.starred and row.full_name not in _OF_STARS:
        message = f"{row.full_name} takes * of values whose number is known when you build"
        hint = f"give it the list: {row.name}(xs)" if row.name in ("max", "min") else "write the values out"
        raise visit.error("BML201", call.node, message, hint)
    check(visit, call)
    for name in _OF_KINDS.get(row.full_name, ()):  # a rule for each, among which `by_kinds_of_arguments` chooses
        value = bound.get(name)
        if value is not None and len({_kind(atom) for atom in value.type}) > 1:
            what = visit.described(value.type)
            message = f"{row.full_name} takes values of one kind as {name}, received {what}"
            raise visit.error("BML204", call.node_of(name), message, None, [value])
    if row.changes:
        visit.change((owner or next(iter(call.arguments.values()))).type)
    return row.js(visit, call) if callable(row.js) else written(visit, call, row.js)


def _kind(atom: Atom) -> object:
    """What tells values of which a rule makes something else: None, texts, NumPy's, tensors, numbers."""
    held: Type = frozenset({atom})
    if kind_of(held) is not None:
        return "number"
    if isinstance(atom, Holder | Tuple):
        return atom.kind
    return "tensor" if is_tensor(held) else atom if isinstance(atom, Scalar) else atom.__class__


def _bound(visit: Visit, node: ast.Call, row: Row, owner: Value | None, arguments: Arguments) -> Call:
    plain = [each for each in row.parameters if not each.gathers and not each.gathers_keywords]
    places = [each.name for each in plain if each.positional]
    by_keyword = [each.name for each in plain if each.by_keyword]
    needed = [each.name for each in plain if each.default is ...]
    more: dict[str, Value] = {}
    if any(each.gathers_keywords for each in row.parameters):
        more = {name: value for name, value in arguments.keywords.items() if name not in by_keyword}
    named = {name: value for name, value in arguments.keywords.items() if name not in more}
    given = Arguments(arguments.positional, named, arguments.starred)
    gathers = any(each.gathers for each in row.parameters)
    instead = instead_of(row.owner)
    found = bind_arguments(
        visit, node, row.full_name, given, places, by_keyword, needed, gathers=gathers, instead=instead
    )
    starred = frozenset(k - len(places) for k in arguments.starred if k >= len(places))
    return Call(node, row, owner, found, tuple(arguments.positional[len(places) :]), starred, more)


def _with_plain_numbers(call: Call) -> Call:
    """Functions of Python's take NumPy's scalars as numbers."""
    if not any(has_numpy(value.type) for value in (*call.arguments.values(), *call.gathered)):
        return call
    kept = {each.name for each in call.row.parameters if each.accepts & KEPT}
    given = {name: value if name in kept else of_python(value) for name, value in call.arguments.items()}
    gathers = any(each.gathers and not each.accepts & KEPT for each in call.row.parameters)
    return replace(call, arguments=given, gathered=tuple(map(of_python, call.gathered)) if gathers else call.gathered)
