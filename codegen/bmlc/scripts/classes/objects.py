"""Objects of the file's classes: made, and their methods called.

trainer = Trainer(0.1)     =>     const trainer = new Trainer();
                                  trainer.__init__(0.1);
print(len(trainer))        =>     run.print(`${trainer.__len__()}`);
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from types import FunctionType as PythonFunction
from typing import Any

from bmlc.emit import js
from bmlc.scripts.classes.classes import ClassName, member_name, member_of, object_of, use, variant_for
from bmlc.scripts.classes.dataclass_methods import factories, is_generated
from bmlc.scripts.classes.exceptions import exception
from bmlc.scripts.classes.members import (
    Member,
    class_of,
    has_special,
    method_targets,
    private_name,
    takes_object,
    target_of,
)
from bmlc.scripts.constructs.own_calls import call_targets
from bmlc.scripts.counting.code import Set
from bmlc.scripts.frame import OwnClass
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.names.naming import read_local
from bmlc.scripts.program.resolving import resolved
from bmlc.scripts.tapes.objects import call_method_of_tensors
from bmlc.scripts.types import NEVER, NONE, STR, BuiltinName, Class, Holder, Object, Program, Tuple, Type
from bmlc.scripts.types.holding import may_hold_itself
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = [
    "answer_of",
    "call_method",
    "call_special",
    "call_super",
    "make_exception",
    "make_object",
    "refuse_precedence",
    "text_of_object",
]


# Made


def make_object(visit: Visit, node: ast.Call, function: Value, arguments: Arguments) -> Value:
    """`Trainer(0.1)`, or a call of a name that may be one of several classes."""
    classes = [visit.classes[atom.name] for atom in sorted(function.type, key=repr) if isinstance(atom, Class)]
    callee = function.js
    if isinstance(callee, ClassName):
        names = _init_names(visit, classes[0])
        given = dict(zip(names, arguments.positional, strict=False)) | arguments.keywords
        impossible = [value for value in given.values() if not value.type]
        if impossible:  # what gives it never comes to its end
            for value in impossible:
                visit.do(value.js)
            return Value(NEVER, js.Literal(None))
        told = frozenset((name, told) for name, value in given.items() if (told := _told(visit, value.type)))
        classes = [variant_for(visit, classes[0], told)]
        callee = ClassName(classes[0])
    visit.made_classes |= {own.name for own in classes}
    held = frozenset(object_of(own) for own in classes)
    new = js.New(callee, ())
    found = [(own, member_of(visit, own, "__init__")) for own in classes]
    if not any(member for _, member in found):
        if arguments.positional or arguments.keywords:
            raise visit.error("BML102", node, f"{classes[0].python.__name__} takes no arguments")
        return Value(held, new, fresh=True)
    if not all(member for _, member in found):
        raise visit.error("BML204", node, "expected classes that all have an __init__")
    arguments = _with_made(visit, node, classes, arguments)
    name = visit.temporary(_snake(classes[0].python.__name__))
    made = Value(held, js.name(name))
    if visit.holds(held):
        visit.frame.instance.owned[name] = None
    visit.frame.code.append(Set(name, new))
    if visit.holds(held) and any(may_hold_itself(own.root, visit.cells) for own in classes):
        visit.clear_at_end(made)
    visit.do(call_method(visit, node, made, "__init__", arguments).js)
    return made


def make_exception(
    visit: Visit, node: ast.Call, own: OwnClass, callee: js.Expression, made: js.New, arguments: Arguments
) -> Value:
    """An exception whose class has an `__init__`; its text is that of its arguments unless that gives another one."""
    held = frozenset({object_of(own)})
    name = visit.temporary("error")
    visit.frame.code.append(Set(name, replace(made, callee=callee)))
    visit.do(call_method(visit, node, Value(held, js.name(name)), "__init__", arguments).js)
    return Value(held, js.name(name))


def _with_made(visit: Visit, node: ast.Call, classes: Sequence[OwnClass], arguments: Arguments) -> Arguments:
    """What `default_factory` makes for a call that does not give it."""
    from bmlc.scripts.constructs.calls import call_value

    keywords = dict(arguments.keywords)
    for own in classes:
        order = _init_names(visit, own)
        for name, factory in factories(own).items():
            if name in keywords or order.index(name) < len(arguments.positional):
                continue
            if factory in (list, dict):
                made = ast.List([], ast.Load()) if factory is list else ast.Dict([], [])
                literal = visit.once((node, name), ast.copy_location(made, node))
                keywords[name] = visit.hold(visit.expression(literal))
                continue
            function = resolved(visit, node, visit.world.describe(factory, name), name)
            keywords[name] = visit.hold(call_value(visit, node, function, Arguments([], {})))
    return Arguments(arguments.positional, keywords, arguments.starred)


def _init_names(visit: Visit, own: OwnClass) -> tuple[str, ...]:
    """The names of what `__init__` takes."""
    found = member_of(visit, own, "__init__")
    return found[1].__code__.co_varnames[1:] if found is not None and isinstance(found[1], PythonFunction) else ()


def _told(visit: Visit, held: Type, depth: int = 0) -> Hashable:
    """Which objects of the program a value is or holds; nothing where it holds none."""
    found: list[Hashable] = []
    for atom in held if depth < _DEEP else ():
        inside: Iterable[tuple[Hashable, Type]] = ()
        match atom:
            case Program() | BuiltinName():
                found.append(atom)
            case Object(name) if len(visit.variants.get(visit.classes[name].itself.name, ())) > 1:
                found.append(name)
            case Tuple(items):
                inside = enumerate(items)
            case Holder():
                cell = visit.cells.of(atom)
                inside = [("item", cell.item), *cell.known.items()]
        found += [(key, told) for key, part in inside if (told := _told(visit, part, depth + 1))]
    return frozenset(found)


_DEEP = 4


def _snake(name: str) -> str:
    return name[:1].lower() + name[1:]


def text_of_object(visit: Visit, held: Type, names: Sequence[str]) -> js.Expression:
    """A function that gives the text of such an object: what the first of these methods gives that the classes have."""
    value = js.name("value")
    node = visit.asked or class_of(visit, next(iter(held))).node
    for name in names:
        if has_special(visit, node, held, name):
            return js.Arrow((value,), answer_of(visit, node, Value(held, value), name, STR))
    if all(class_of(visit, atom).exception is not None for atom in held):
        return js.Arrow((value,), js.Member(value, "message")) if "__str__" in names else visit.helper("errorText")
    what = visit.described(held)
    hint = "give its class a __repr__ that returns a str"
    raise visit.error("BML204", node, f"{what} has no text of its own", hint)


def answer_of(visit: Visit, node: ast.AST, owner: Value, name: str, wanted: Type, *arguments: Value) -> js.Expression:
    """What a method gives that the runtime calls: at once, and of the type that it asks for."""
    with visit.filling() as code:
        found = call_special(visit, node, owner, name, *arguments)
    if code or isinstance(found.js, js.Await):
        message = (
            f"{name} of {visit.described(owner.type)} answers at once: no while stands in it, and it waits for nothing"
        )
        raise visit.error("BML201", node, message)
    if found.type and found.type != wanted:
        message = f"expected {name} to return {visit.described(wanted)}, received {visit.described(found.type)}"
        raise visit.error("BML204", node, message)
    return found.js


def refuse_precedence(visit: Visit, node: ast.AST, left: Value, right: Value, name: str, reflected: str) -> None:
    """Refuse what Python asks the right side for first, whose class is derived from that of the left side."""
    for one in (atom for atom in left.type if isinstance(atom, Object)):
        for other in (atom for atom in right.type if isinstance(atom, Object)):
            mine, others = class_of(visit, one), class_of(visit, other)
            way, theirs = _method(visit, mine, name), _method(visit, others, reflected)
            is_first = mine.python in others.python.__mro__[1:] and theirs is not _method(visit, mine, reflected)
            is_next = mine.python is not others.python and "NotImplemented" in way.__code__.co_names
            if theirs is not None and (is_first or is_next) and not (is_generated(way) and is_generated(theirs)):
                first, second = (others, mine) if is_first else (mine, others)
                message = (
                    f"scripts do not ask {first.python.__name__} first, and then {second.python.__name__}, as Python"
                )
                raise visit.error("BML201", node, message, f"write the call: x.{name}(y)")


def _method(visit: Visit, own: OwnClass, name: str) -> Any:
    found = member_of(visit, own, name)
    return None if found is None else found[1]


# Methods


def call_method(visit: Visit, node: ast.AST, owner: Value, name: str, arguments: Arguments) -> Value:
    """`owner.name(…)` of an object or a class of the file."""
    name = private_name(visit, name)
    found = call_method_of_tensors(visit, node, owner, name, arguments)
    if found is not None:
        return found
    targets = method_targets(visit, node, owner, name)
    if targets is None:
        from bmlc.scripts.classes.attributes import attribute_of_object
        from bmlc.scripts.constructs.calls import call_written

        assert isinstance(node, ast.Call)
        function = attribute_of_object(visit, node.func, owner, name)
        return call_written(visit, node, visit.simple(function, "function"), arguments)
    if any(isinstance(atom, Class) for atom in owner.type):
        method = js.Member(js.Member(owner.js, "prototype"), member_name(name))
        if any(isinstance(target.definition.method_of, OwnClass) and takes_object(target) for target in targets):
            raise visit.error(
                "BML201", node, "scripts call methods of an object, not of its class", f"write super().{name}(…)"
            )
        return call_targets(visit, node, method, targets, arguments)
    return call_targets(visit, node, js.Member(owner.js, member_name(name)), targets, arguments)


def call_special(visit: Visit, node: ast.AST, owner: Value, name: str, *arguments: Value) -> Value:
    """What an operator or a builtin function calls: `__len__`, `__getitem__`."""
    return call_method(visit, node, visit.guard(owner, "owner"), name, Arguments(list(arguments), {}))


def call_super(visit: Visit, node: ast.Call, name: str, arguments: Arguments) -> Value:
    """`super().name(…)`: the method of the next class, of this object."""
    definition = visit.frame.instance.definition.outermost
    own = definition.method_of
    if own is None:
        raise visit.error("BML201", node, "super() stands in a method of a class of the file")
    itself = read_local(visit, node, definition.parameters[0])
    following = {_following(visit, own, atom, name) for atom in itself.type}
    if len(following) > 1:
        raise visit.error("BML204", node, f"super() means several classes here, of {visit.described(itself.type)}")
    base = next(iter(following), None)
    if base is None and name == "__init__":
        return _init_of_python(visit, node, own.exception, itself, arguments)
    if base is None:
        raise visit.error("BML202", node, f"super() of {own.python.__name__} has no {name}")
    member = Member(next(iter(itself.type)), base, vars(base.python)[name])
    target = target_of(visit, node, itself, name, itself.type, member)
    method = js.Member(js.Member(ClassName(base), "prototype"), member_name(name))
    if name == "__init__":
        arguments = _with_made(visit, node, [base], arguments)
    if isinstance(member.value, PythonFunction):
        return call_targets(visit, node, js.Member(method, "call"), [target], arguments, itself.js)
    return call_targets(visit, node, method, [target], arguments)


def _following(visit: Visit, own: OwnClass, atom: object, name: str) -> OwnClass | None:
    """The class behind `own` in the order of this object's class that has `name`."""
    lineage = class_of(visit, atom).lineage
    behind = lineage[lineage.index(own) + 1 :]
    found = next((each for each in behind if name in vars(each.python)), None)
    return None if found is None else use(visit, found)


def _init_of_python(
    visit: Visit, node: ast.AST, exception_of: str | None, itself: Value, arguments: Arguments
) -> Value:
    """`super().__init__(…)` in a class that is derived from none of the file's: the text of an exception."""
    if exception_of is None:
        return Value(NONE, js.Literal(None))
    made = exception(visit, node, exception_of, arguments.positional)
    return Value(NONE, visit.call_helper("initError", itself.js, *made.arguments))
