"""Calls: of functions and methods that scripts know, and of the script's own."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from types import FunctionType as PythonFunction

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import is_numpy
from bmlc.scripts.checked import by_kinds, checked, with_attribute
from bmlc.scripts.classes.attributes import is_super_init
from bmlc.scripts.classes.classes import ClassName, member_of
from bmlc.scripts.classes.exceptions import exception
from bmlc.scripts.classes.members import has_special, is_object, method_targets
from bmlc.scripts.classes.named_tuples import function_of_tuple, is_named, make_tuple, method_of_tuple
from bmlc.scripts.classes.objects import call_method, call_super, make_exception, make_object
from bmlc.scripts.constructs.comprehensions import quantified
from bmlc.scripts.constructs.own_calls import Target, call_targets, fitted_to_all, guarded
from bmlc.scripts.frame import Definition, OwnClass
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.functions.calls import DefinitionName, VersionName, bound_arguments, call_function
from bmlc.scripts.functions.of_file import source_of
from bmlc.scripts.names.globals import attribute_of
from bmlc.scripts.printing.runtime import EXCEPTIONS
from bmlc.scripts.program.apart import programs_in, trains
from bmlc.scripts.program.device import operand
from bmlc.scripts.program.dispatching import by_tests, of_each
from bmlc.scripts.program.host_types import TapeType
from bmlc.scripts.program.making import compile_made, is_maker, make, make_by_function, takes_symbols
from bmlc.scripts.program.objects import apply_gradients, call_program, method_of_program
from bmlc.scripts.rows.calls import call_row, evaluate_arguments
from bmlc.scripts.rows.table import Row, row_of, rows_of
from bmlc.scripts.tapes.blocks import gradient
from bmlc.scripts.types import (
    NEVER,
    RANGE,
    STR,
    Bar,
    Bound,
    BoundMethod,
    BuiltinName,
    Caught,
    Class,
    Function,
    Holder,
    Partial,
    Program,
    Tuple,
    TupleClass,
    Type,
    atom_of,
    none_hint,
    special_hint,
    whole_hint,
)
from bmlc.scripts.types.making import are_several, is_made
from bmlc.scripts.values import OwnCall, Value, is_name, is_simple
from bmlc.scripts.visit import Visit, lowers

__all__ = ["call_value", "call_written", "method_kind", "row_for_method", "targets_of"]


@lowers(ast.Call)
def _call(visit: Visit, node: ast.Call) -> Value:
    if isinstance(node.func, ast.Attribute):
        if _is_super(node.func.value):
            return call_super(visit, node, node.func.attr, evaluate_arguments(visit, node)[1])
        python = partial(with_attribute, name=node.func.attr)
        (owner,) = checked(visit, [visit.expression(node.func.value)], python, [node.func.value])
        named = atom_of(BuiltinName, owner.type)
        if named is not None:
            function = attribute_of(visit, node.func, named, node.func.attr)
            if is_maker(visit, function):
                found = make_by_function(visit, node) if isinstance(function.js, DefinitionName) else make(visit, node)
                if found is not None:
                    return found
            return call_written(visit, node, function, _arguments(visit, node, function))
        return _method(visit, node, visit.guard(owner, "owner"), node.func.attr)
    if isinstance(node.func, ast.Call) and takes_symbols(visit, node):  # layers.Dense(4)(inputs)
        return make(visit, node)
    function = visit.expression(node.func)
    if is_maker(visit, function):
        found = make_by_function(visit, node) if isinstance(function.js, DefinitionName) else make(visit, node)
        if found is not None:
            return found
    match function.type, node:
        case _, ast.Call(args=[ast.GeneratorExp() as items], keywords=[]) if function.type in (_ANY, _ALL):
            found = quantified(visit, items, function.type == _ALL)
            if found is not None:
                return found
    if not is_name(function.js):
        known = isinstance(function.js, DefinitionName | ClassName)
        function = function if known else visit.named(function, "function")
    return call_written(visit, node, function, _arguments(visit, node, function))


_ANY, _ALL = frozenset({BuiltinName("any")}), frozenset({BuiltinName("all")})
_QUANTIFIERS = frozenset({"all", "any"})
_AT_ONCE = frozenset({"all", "any", "dict", "list", "math.fsum", "math.prod", "max", "min", "sorted", "sum", "tuple"})


def _mark_taken_at_once(visit: Visit, node: ast.Call, function: Value) -> None:
    """Where all items are asked for at once, and nothing happens between two, nobody sees that they are made whole."""
    named = atom_of(BuiltinName, function.type)
    others = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
    acts = any(isinstance(each, ast.Call) for other in others for each in ast.walk(other))
    keys = [keyword.value for keyword in node.keywords if keyword.arg == "key"]
    if named is not None and named.name in _QUANTIFIERS and node.args and isinstance(node.args[0], ast.Call):
        return  # they end with the item that decides
    if (
        named is not None
        and named.name in _AT_ONCE
        and node.args
        and not acts
        and not any(isinstance(key, ast.Name) for key in keys)
    ):
        visit.taken_at_once.add(node.args[0])


def _arguments(visit: Visit, node: ast.Call, function: Value) -> Arguments:
    """What a tensor function is given is lent to it, item by item."""
    _mark_taken_at_once(visit, node, function)
    computes = any(isinstance(atom, Program) for atom in function.type) or _makes(function.type)
    return evaluate_arguments(visit, node, None, operand if computes else Visit.expression)[1]


def _makes(held: Type) -> bool:
    named = atom_of(BuiltinName, held)
    return named is not None and (named.name == "bml.value_and_grad" or named.name.startswith("keras."))


def _method(visit: Visit, node: ast.Call, owner: Value, name: str) -> Value:
    known = atom_of(Program, owner.type)
    if known is not None and isinstance(known.object, TapeType):
        return gradient(visit, node, known.object)
    computes = any(isinstance(atom, Program) for atom in owner.type)
    if owner.type == STR and name == "join" and node.args:
        visit.taken_at_once.add(node.args[0])
    if name == "compile" and is_made(owner.type):
        return compile_made(visit, node, owner)
    if computes and name == "apply_gradients":
        return apply_gradients(visit, node, owner)
    first, arguments = evaluate_arguments(visit, node, owner, operand if computes else Visit.expression)
    assert first is not None
    python = partial(with_attribute, name=name)
    return by_kinds(visit, node, [first], partial(_method_of, visit, node, name, arguments), python)


def _method_of(visit: Visit, node: ast.Call, name: str, arguments: Arguments, first: Value) -> Value:
    if is_object(first.type):
        return call_method(visit, node, first, name, arguments)
    if not first.type:
        return Value(NEVER, js.Literal(None))
    found = method_of_program(visit, node, first, name, arguments)
    if found is None and is_named(first.type):
        function = function_of_tuple(visit, node, first.type, name)
        if function is not None:
            positional = [first, *arguments.positional]
            return call_value(visit, node, function, Arguments(positional, arguments.keywords, arguments.starred))
        found = method_of_tuple(visit, node, first, name, arguments)
    if found is not None:
        return found
    kind = method_kind(first.type)
    row = row_for_method(first.type, name)
    if row is None:
        raise _no_method(visit, node, first, kind, name)
    return call_row(visit, node, row, first, arguments)


def row_for_method(held: Type, name: str) -> Row | None:
    kind = method_kind(held)
    found = row_of(kind, name) if kind else None
    return row_of("Counter", name) if found is None and kind == "dict" else found


def method_kind(held: Type) -> str | None:
    """The owner that rows of methods name."""
    if held == STR:
        return "str"
    if held == RANGE:
        return "range"
    if is_numpy(held):
        return "ndarray"
    if len(held) != 1:
        return None
    (atom,) = held
    if isinstance(atom, Tuple):
        return "tuple"
    if isinstance(atom, Bar):
        return "bar"
    return atom.kind if isinstance(atom, Holder) else None


def _no_method(visit: Visit, node: ast.Call, owner: Value, kind: str | None, name: str) -> Exception:
    assert isinstance(node.func, ast.Attribute)
    what = visit.described(owner.type)
    if kind is None or not rows_of(kind):
        message = f"{what} in a script has no method {name}"
        hint = "write the name and its items: Point(*pair)" if name == "_make" else whole_hint(owner.type)
        return visit.error("BML204", visit.file.name_loc(node.func), message, hint, [owner])
    close = get_close_matches(name, rows_of(kind), n=1, cutoff=0.75)
    hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(sorted(rows_of(kind)))}"
    return visit.error("BML201", visit.file.name_loc(node.func), f"{what} in a script has no method {name}", hint)


def call_written(visit: Visit, node: ast.Call, function: Value, arguments: Arguments) -> Value:
    """A call of what stands before its brackets."""
    (known,) = checked(visit, [function], _called, [node.func])
    if known is not function:  # Python calls it once the arguments are there
        function, arguments = known, arguments.each(visit.simple)
    return call_value(visit, node, function, arguments)


def call_value(visit: Visit, node: ast.Call, function: Value, arguments: Arguments) -> Value:
    """A call of what a value is: each function that it may be is gone through."""
    if not function.type:
        return Value(NEVER, js.Literal(None))
    if all(isinstance(atom, Program) for atom in function.type):
        return call_program(visit, node, function, arguments)
    if len(function.type) == 1:
        (atom,) = function.type
        if isinstance(atom, TupleClass):
            return make_tuple(visit, node, atom, arguments)
        if isinstance(atom, BuiltinName):
            return _builtin(visit, node, atom.name, arguments)
        if isinstance(atom, BoundMethod):
            return _bound_method(visit, node, function, atom, arguments)
    if all(isinstance(atom, Class) for atom in function.type):
        return _new(visit, node, function, arguments)
    if has_special(visit, node, function.type, "__call__"):
        return call_method(visit, node, function, "__call__", arguments)
    if not all(isinstance(atom, Function | Bound | Partial) for atom in function.type):
        hint = None
        if isinstance(node.func, ast.Name) and hasattr(builtins, node.func.id):
            hint = "the name is set in the script, which hides Python's function"
        what, hint = "a function", hint or special_hint(function.type, "__call__")
        if atom_of(BoundMethod, function.type) is not None:
            what, hint = "one method", none_hint(function.type) or "write the calls out, each for one of them"
        message = f"expected {what} before (, received {visit.described(function.type)}"
        raise visit.error("BML204", node.func, message, hint, [function])
    return _own_function(visit, node, function, arguments)


def _called(function: Callable[[], object]) -> None:
    function()


def _is_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args


def _gives_its_text(visit: Visit, own: OwnClass) -> bool:
    """Whether the `__init__` of an exception gives its text to `super().__init__`, in any case."""
    found = member_of(visit, own, "__init__")
    init = source_of(found[1])[1] if found is not None and isinstance(found[1], PythonFunction) else None
    return isinstance(init, ast.FunctionDef) and any(map(is_super_init, init.body))


def _new(visit: Visit, node: ast.Call, function: Value, arguments: Arguments) -> Value:
    """An object of a class of the file, or an exception."""
    own = visit.classes[next(iter(function.type)).name]  # type: ignore[union-attr]
    if own.exception is None:
        return make_object(visit, node, function, arguments)
    if arguments.keywords or arguments.starred:
        raise visit.error("BML201", node, f"{own.python.__name__} takes its message by position in scripts")
    texts = [] if _gives_its_text(visit, own) else arguments.positional
    made = exception(visit, node, own.exception, texts)
    if member_of(visit, own, "__init__") is not None:
        return make_exception(visit, node, own, function.js, made, arguments)
    return Value(frozenset({Caught(own.python.__name__)}), replace(made, callee=function.js))


def _builtin(visit: Visit, node: ast.Call, name: str, arguments: Arguments) -> Value:
    if name in EXCEPTIONS:
        if arguments.keywords or arguments.starred:
            raise visit.error("BML201", node, f"{name} takes its message by position in scripts")
        return Value(frozenset({Caught(name)}), exception(visit, node, name, arguments.positional))
    owner, _, short = name.rpartition(".")
    row = row_of(owner, short)
    if row is None:
        raise visit.error("BML201", node, f"scripts do not have {name}")
    if owner in ("str", "list", "dict", "tuple"):  # of the class: `str.lower(x)`
        if not arguments.positional:
            raise visit.error("BML102", node, f"{name} needs a {owner} first", f"write x.{short}(...)")
        first, *others = arguments.positional
        return call_row(visit, node, row, first, Arguments(others, arguments.keywords))
    return call_row(visit, node, row, None, arguments)


def _bound_method(visit: Visit, node: ast.Call, function: Value, atom: BoundMethod, arguments: Arguments) -> Value:
    row = row_for_method(atom.owner, atom.name)
    assert row is not None
    return call_row(visit, node, row, Value(atom.owner, function.js), arguments)


def _own_function(visit: Visit, node: ast.Call, function: Value, arguments: Arguments) -> Value:
    definitions = [visit.definitions[atom.site] for atom in function.type if isinstance(atom, Function)]
    is_one = len(function.type) == len(definitions) == 1
    if not (is_one and _is_direct(visit, node, function, definitions[0])):
        return call_targets(visit, node, function.js, targets_of(visit, node, function), arguments)
    definition = definitions[0]
    bound = bound_arguments(visit, definition, guarded(visit, arguments), node)
    if any((definition.site, name) in visit.compiling for name in bound):
        return _call_with_constants(visit, node, definition, bound)
    given = [atom for value in bound.values() if are_several(value.type) for atom in programs_in(value.type)]
    if given and trains([definition.node], definition.file, given):
        bound = {name: value if is_simple(value.js) else visit.named(value) for name, value in bound.items()}
        return _call_each(visit, node, definition, bound)
    return _call_version(visit, node, definition, bound)


def _call_each(visit: Visit, node: ast.Call, definition: Definition, bound: dict[str, Value]) -> Value:
    """A call of the version for each of the objects that the arguments may be."""
    name = next((name for name, value in bound.items() if are_several(value.type)), None)
    if name is None:
        return _call_version(visit, node, definition, bound)
    return of_each(visit, node, bound[name], lambda one: _call_each(visit, node, definition, {**bound, name: one}))


def _call_with_constants(visit: Visit, node: ast.Call, definition: Definition, bound: dict[str, Value]) -> Value:
    """A call of the version for each constant by which a function compiles models."""
    for name, value in bound.items():
        constants = visit.known.all_of(value) if (definition.site, name) in visit.compiling else []
        if len(constants) == 1:
            bound = {**bound, name: replace(value, constant=constants[0])}
        elif constants:
            bound = {name: each if each.is_known else visit.named(each) for name, each in bound.items()}
            ways = []
            for each in constants:
                exactly = {**bound, name: replace(bound[name], constant=each)}
                call = partial(_call_with_constants, visit, node, definition, exactly)
                ways.append((js.Binary("===", bound[name].js, js.Literal(each)), call))
            return by_tests(visit, node, ways)
    return _call_version(visit, node, definition, bound)


def _call_version(visit: Visit, node: ast.Call, definition: Definition, bound: dict[str, Value]) -> Value:
    instance = call_function(visit, definition, bound, node)
    written = [fitted_to_all(visit, node, value, [(instance, name)]) for name, value in bound.items()]
    whole: js.Expression = OwnCall(VersionName(instance), tuple(written))
    if instance.waits:
        visit.wait()
        whole = js.Await(whole)
    return Value(instance.result, whole, fresh=True, place=("result", instance.key))


def targets_of(visit: Visit, node: ast.AST, function: Value) -> list[Target]:
    """All that a function which is a value may reach."""
    found: list[Target] = []
    places = {site: place for place, site in enumerate(visit.definitions)}
    functions = (atom for atom in function.type if isinstance(atom, Function))  # whose `repr` differs from run to run
    others = (atom for atom in function.type if not isinstance(atom, Function))
    for atom in (*sorted(functions, key=lambda each: places[each.site]), *sorted(others, key=repr)):
        match atom:
            case Function(site):
                found.append(Target(visit.definitions[site]))
            case Bound(owner, name):
                methods = method_targets(visit, node, Value(owner, js.name("owner")), name) or []
                found += [Target(each.definition, each.fixed) for each in methods]
            case Partial(inner, given):
                fixed = {name: Value(held, js.name(name)) for name, held in given}
                for each in targets_of(visit, node, Value(inner, function.js)):
                    found.append(Target(each.definition, {**each.fixed, **fixed}))
    return found


def _is_direct(visit: Visit, node: ast.Call, function: Value, definition: Definition) -> bool:
    """Whether a call names the function that it calls, which is stored nowhere."""
    if isinstance(node.func, ast.Lambda):
        return False
    if isinstance(function.js, DefinitionName):
        return not definition.is_value
    if not isinstance(node.func, ast.Name) or definition.outer is None or definition.is_value:
        return False
    return function.place == ("name", definition.outer.key, definition.name)
