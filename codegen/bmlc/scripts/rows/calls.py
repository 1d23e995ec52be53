"""Calls of rows: arguments bound as Python binds them, and held to what the row takes."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of, has_numpy, of_python
from bmlc.scripts.fitting import holder_of, number, plain_number
from bmlc.scripts.functions.binding import Arguments, argument_node, bind_arguments
from bmlc.scripts.iteration import iterated
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.program.device import is_tensor
from bmlc.scripts.program.host_types import DatasetType
from bmlc.scripts.rows.table import Parameter, Row
from bmlc.scripts.types import (
    BOOL,
    FLOAT,
    INT,
    NEVER,
    NONE,
    RANGE,
    STR,
    Array,
    Bar,
    Holder,
    NumpyScalar,
    Object,
    Program,
    Stream,
    Tuple,
    Type,
    atom_of,
)
from bmlc.scripts.values import Value, is_name, is_simple
from bmlc.scripts.visit import PoisonedError, Visit

__all__ = ["Call", "call_row", "evaluate_arguments"]

_CHANGING = frozenset(
    ("append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort", "update")
)
_OF_STARS = ("print", "zip")  # functions that go through `*` of a list
_OF_KINDS = {  # arguments of which a rule makes something else for a text, None, an array, a tensor or a number
    "int": ("x",),
    "float": ("x",),
    "abs": ("x",),
    "round": ("number", "ndigits"),
    "divmod": ("x", "y"),
    "pow": ("base", "exp", "mod"),
    "math.perm": ("k",),
}
_SCALARS = {"int": INT, "float": FLOAT, "bool": BOOL, "str": STR, "None": NONE, "range": RANGE}


@dataclass(frozen=True)
class Call:
    """A call of a row, with its arguments by the names of the parameters; those that were not given are left out."""

    node: ast.Call
    row: Row
    owner: Value | None
    arguments: dict[str, Value]
    gathered: tuple[Value, ...] = ()
    starred: frozenset[int] = frozenset()  # among what was gathered
    keywords: dict[str, Value] = field(default_factory=dict)  # that were gathered

    def __getitem__(self, name: str) -> Value:
        return self.arguments[name]

    def get(self, name: str) -> Value | None:
        return self.arguments.get(name)

    def node_of(self, name: str, gathered: Value | None = None) -> ast.AST:
        """Where the argument `name` stands, or the one that was gathered with others."""
        places = [each.name for each in self.row.parameters if each.positional and not each.gathers]
        more = next((k for k, each in enumerate(self.gathered) if each is gathered), None)
        which = len(places) + more if more is not None else places.index(name) if name in places else name
        found = argument_node(self.node, name)
        found = argument_node(self.node, which) if found is self.node else found
        return found.value if isinstance(found, ast.keyword) else found


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
    start = len(visit.frame.code)
    values = visit.expressions_by(evaluate, [*nodes, *(keyword.value for keyword in node.keywords)])
    if first is not None and len(visit.frame.code) > start and not is_name(first.js) and not first.is_known:
        later = visit.frame.code[start:]
        del visit.frame.code[start:]
        first = visit.named(first)
        visit.frame.code += later
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
    bound = _bound(visit, node, row, owner, arguments)
    call = _with_plain_numbers(bound)
    if call.starred and row.full_name not in _OF_STARS:
        message = f"{row.full_name} takes * of values whose number is known when you build"
        hint = f"give it the list: {row.name}(xs)" if row.name in ("max", "min") else "write the values out"
        raise visit.error("BML201", node, message, hint)
    _check(visit, call)
    several = next((name for name in _OF_KINDS.get(row.full_name, ()) if len(_kinds(bound.get(name))) > 1), None)
    if several is not None:
        return _by_kinds(visit, bound, several)
    if owner is not None and (row.owner == "deque" or (row.owner in ("list", "dict") and row.name in _CHANGING)):
        visit.change(owner.type)
    for value in (call["x"],) if row.name == "shuffle" else ():
        visit.change(value.type)
    if callable(row.js):
        return row.js(visit, call)
    written = _written(visit, call)
    if row.js.startswith("."):
        assert owner is not None
        expression: js.Expression = js.call(js.Member(owner.js, row.js[1:]), *written)
    else:
        expression = visit.call_helper(row.js, *([owner.js] if owner is not None else []), *written)
    return _result(visit, call, expression)


def _kinds(value: Value | None) -> list[Type]:
    """The types of a value by what a rule makes of them: None, texts, NumPy's, tensors, numbers."""
    found: dict[int, Type] = {}
    for atom in value.type if value is not None else ():
        held: Type = frozenset({atom})
        kinds = (
            held == NONE,
            held == STR,
            isinstance(atom, NumpyScalar),
            isinstance(atom, Array),
            is_tensor(held),
            kind_of(held) is None,
        )
        place = kinds.index(True) if True in kinds else len(kinds)
        found[place] = found.get(place, NEVER) | held
    return [found[place] for place in sorted(found)]


def _by_kinds(visit: Visit, call: Call, name: str) -> Value:
    """What a rule gives for each kind that this argument may be of: which it is, is asked as the script runs."""
    from bmlc.scripts.program.dispatching import by_tests
    from bmlc.scripts.rows.kinds import kind_test

    named = {key: each if is_simple(each.js) else visit.named(each) for key, each in call.arguments.items()}
    value = named[name]
    places = [each.name for each in call.row.parameters if each.positional]
    ways: list[tuple[js.Expression, Callable[[], Value]]] = []
    for held in _kinds(value):
        given = {**named, name: value.as_type(held)}
        at = [given[each] for each in places if each in given]
        more = {key: each for key, each in given.items() if key not in places}
        test: js.Expression = js.Literal(True)
        if is_tensor(held):
            boxed = js.Binary("instanceof", value.js, js.name("Number"))
            is_object = js.Binary("===", js.Unary("typeof ", value.js), js.Literal("object"))
            test = js.Binary("&&", is_object, js.Unary("!", boxed))
        elif kind_of(held) is None:
            test = kind_test(visit, value, sorted(held, key=repr))
        ways.append((test, partial(call_row, visit, call.node, call.row, call.owner, Arguments(at, more, frozenset()))))
    return by_tests(visit, call.node, ways, as_expression=True)


def _bound(visit: Visit, node: ast.Call, row: Row, owner: Value | None, arguments: Arguments) -> Call:
    places = [each.name for each in row.parameters if each.positional and not each.gathers]
    gathers = any(each.gathers for each in row.parameters)
    by_keyword = [each.name for each in row.parameters if each.by_keyword and not each.gathers]
    more: dict[str, Value] = {}
    if any(each.gathers_keywords for each in row.parameters):
        more = {name: value for name, value in arguments.keywords.items() if name not in by_keyword}
    named = {name: value for name, value in arguments.keywords.items() if name not in more}
    needed = [
        each.name for each in row.parameters if each.default is ... and not each.gathers and not each.gathers_keywords
    ]
    given = Arguments(arguments.positional, named, arguments.starred)
    found = bind_arguments(visit, node, row.full_name, given, places, by_keyword, needed, gathers=gathers)
    return Call(
        node,
        row,
        owner,
        found,
        tuple(arguments.positional[len(places) :]),
        frozenset(k - len(places) for k in arguments.starred if k >= len(places)),
        more,
    )


_ANY = frozenset(
    {"object", "T", "K", "V", "axis", "axes", "shape", "dtype", "flag", "share"}
)  # which the rule holds to more
_KEPT = _ANY | {"array", "ndarray"}


def _with_plain_numbers(call: Call) -> Call:
    """Functions of Python's take NumPy's scalars as numbers."""
    if not any(has_numpy(value.type) for value in (*call.arguments.values(), *call.gathered)):
        return call
    kept = {each.name for each in call.row.parameters if each.accepts & _KEPT}
    given = {name: value if name in kept else of_python(value) for name, value in call.arguments.items()}
    gathers = any(each.gathers and not each.accepts & _KEPT for each in call.row.parameters)
    return replace(call, arguments=given, gathered=tuple(map(of_python, call.gathered)) if gathers else call.gathered)


def _arguments(count: int) -> str:
    return "argument" if count == 1 else "arguments"


def _check(visit: Visit, call: Call) -> None:
    """Hold the arguments to what the row takes."""
    for parameter in call.row.parameters:
        if parameter.gathers_keywords:
            continue
        for value in call.gathered if parameter.gathers else filter(None, [call.get(parameter.name)]):
            if not value.type:
                if callable(call.row.js):
                    continue
                raise PoisonedError
            for atom in value.type:
                if not _accepts(visit, parameter.accepts, frozenset({atom})):
                    raise _mismatch(visit, call, parameter, value)


def _accepts(visit: Visit, names: frozenset[str], held: Type) -> bool:
    if names & _ANY:
        return True
    kind = kind_of(held)
    for name in names:
        if name == "int" and kind == "int":
            return True
        if name == "float" and kind is not None:
            return True
        if name in _SCALARS and held == _SCALARS[name]:
            return True
        if name == "tensor" and is_tensor(held):
            return True
        if name in ("array", "ndarray") and (
            is_tensor(held)
            or has_numpy(held)
            or kind is not None
            or holder_of(held, "list", "tuple")
            or atom_of(Tuple, held)
        ):
            return True
        if name == "iterable" and (_is_iterable(held) or _goes_by_itself(visit, held)):
            return True
        if name == "function" and kind is None and held != STR and not _is_iterable(held):
            return True
        if name in ("list", "dict", "tuple") and (holder_of(held, name) or (name == "tuple" and atom_of(Tuple, held))):
            return True
    return False


def _goes_by_itself(visit: Visit, held: Type) -> bool:
    """Whether these are objects of the file whose classes have `__iter__`, or are asked for items by their numbers."""
    from bmlc.scripts.classes.objects import has_special  # which calls methods

    names = ("__iter__", "__getitem__") if atom_of(Object, held) is not None else ()
    return any(has_special(visit, visit.script.definition.node, held, name) for name in names)


def _is_iterable(held: Type) -> bool:
    return all(
        isinstance(atom, Holder | Tuple)
        or array_of(frozenset({atom})) is not None
        or atom in STR | RANGE
        or isinstance(atom, Stream | Bar)
        or _is_data(atom)
        for atom in held
    )


def _is_data(atom: object) -> bool:
    return isinstance(atom, Program) and isinstance(atom.object, DatasetType)


_WORDS = {
    "int": "an int",
    "float": "a number",
    "tensor": "a tensor of one number",
    "array": "an array, or lists of numbers",
    "bool": "a bool",
    "str": "a str",
    "None": "None",
    "iterable": "something to go through",
    "function": "a function",
    "list": "a list",
    "dict": "a dictionary",
    "tuple": "a tuple",
}


def _mismatch(visit: Visit, call: Call, parameter: Parameter, value: Value) -> Exception:
    kinds = [_WORDS[name] for name in _WORDS if name in parameter.accepts]
    wanted = " or ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
    hint = None
    if value.type and value.type <= FLOAT | STR:
        hint = next((f"convert it: {name}(...)" for name in ("int", "float") if name in parameter.accepts), None)
    which = "" if parameter.gathers else f" as {parameter.name}"
    what = f"{call.row.full_name} takes {wanted}{which}, received {visit.described(value.type)}"
    return visit.error("BML204", call.node_of(parameter.name, value), what, hint, [value])


def _written(visit: Visit, call: Call) -> list[js.Expression]:
    """The arguments as JavaScript takes them: up to the last one that was given."""
    written: list[js.Expression] = []
    for parameter in call.row.parameters:
        value = call.get(parameter.name)
        if value is None:
            written.append(js.Literal(parameter.default))  # type: ignore[arg-type]
        elif kind_of(value.type) and parameter.accepts & {"int", "float"}:
            written.append(number(plain_number(value)))
        elif kind_of(value.type) in ("either", "unknown"):
            written.append(plain_number(value).js)
        elif parameter.accepts == {"iterable"}:
            written.append(iterated(visit, value, call.node).js)
        else:
            written.append(value.js)
    while written and call.get(call.row.parameters[len(written) - 1].name) is None:
        written.pop()
    return written


def _result(visit: Visit, call: Call, expression: js.Expression) -> Value:
    assert call.row.result is not None, call.row.text
    return typed_result(visit, call, call.row.result, expression)


def typed_result(visit: Visit, call: Call, result: ast.expr, expression: js.Expression) -> Value:
    """A value of the type that a signature names."""
    held = _type(visit, call, result)
    return Value(held, expression, fresh=visit.holds(held))


def _type(visit: Visit, call: Call, result: ast.expr) -> Type:
    match result:
        case ast.Name(name) if name in _SCALARS:
            return _SCALARS[name]
        case ast.Constant(None):
            return NONE
        case ast.BinOp(left, ast.BitOr(), right):
            return _type(visit, call, left) | _type(visit, call, right)
        case ast.Subscript(ast.Name("list" | "iterator" as kind), inner):
            holder, cell = visit.cells.holder(kind, (call.node, call.row.name, visit.here))
            visit.cells.grow(cell, _type(visit, call, inner))
            return frozenset({visit.cells.current(holder)})
        case ast.Subscript(ast.Name("tuple"), ast.Tuple(items)):
            return frozenset({Tuple(tuple(_type(visit, call, item) for item in items))})
        case ast.Name("T" | "K" | "V" as name) if call.owner is not None:
            return _of_owner(visit, call.owner, name)
    raise AssertionError(call.row.text)


def _of_owner(visit: Visit, owner: Value, name: str) -> Type:
    found: Type = NEVER
    for atom in owner.type:
        if isinstance(atom, Holder):
            cell = visit.cells.of(atom)
            found |= cell.key if name == "K" else cell.item
    return visit.cells.resolve(found)
