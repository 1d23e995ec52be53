"""Objects of the file's classes: made, their attributes read and set, their methods called.

trainer = Trainer(0.1)     =>     const trainer = new Trainer();
                                  trainer.__init__(0.1);
self.w = w - step          =>     run.drop(exchangeAttribute(this, "w", w - step));     where it may hold tensors
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import FunctionType as PythonFunction
from typing import Any

from bmlc.emit import js
from bmlc.scripts.classes import ClassName, member_name, member_of, method_definition, object_of
from bmlc.scripts.code import Do, Set
from bmlc.scripts.constructs.own_calls import Target, call_targets
from bmlc.scripts.dataclass_methods import factories, is_generated
from bmlc.scripts.device import expect_one, valueless
from bmlc.scripts.fitting import fitted, lasting
from bmlc.scripts.frame import OwnClass
from bmlc.scripts.naming import forget_attributes, read_local
from bmlc.scripts.rows.calls import Arguments
from bmlc.scripts.types import FLOAT, INT, NEVER, NONE, STR, Bound, Class, Object, Type
from bmlc.scripts.types.holding import may_hold_itself
from bmlc.scripts.values import ObjectName, Value, is_name
from bmlc.scripts.visit import Visit

__all__ = [
    "attribute_of_object",
    "call_method",
    "call_special",
    "has_special",
    "is_object",
    "lacks_special",
    "make_exception",
    "make_object",
    "method_targets",
    "set_attribute_of_object",
    "super_attribute",
    "text_of_object",
]


def is_object(held: Type) -> bool:
    """Whether values of this type are objects, or classes, of the file and nothing else."""
    return bool(held) and all(isinstance(atom, Object | Class) for atom in held)


# Made


def make_object(visit: Visit, node: ast.Call, function: Value, arguments: Arguments) -> Value:
    """`Trainer(0.1)`, or a call of a name that may be one of several classes."""
    classes = [visit.classes[atom.name] for atom in sorted(function.type, key=repr) if isinstance(atom, Class)]
    held = frozenset(object_of(own) for own in classes)
    new = js.New(function.js, ())
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
    if visit.holds(held):
        message = f"scripts do not have tensors in exceptions, as of {own.python.__name__}"
        raise visit.error("BML201", node, message, "read the number first: float(x)")
    name = visit.temporary("error")
    visit.frame.code.append(Set(name, replace(made, callee=callee)))
    visit.do(call_method(visit, node, Value(held, js.name(name)), "__init__", arguments).js)
    return Value(held, js.name(name))


def _with_made(visit: Visit, node: ast.Call, classes: Sequence[OwnClass], arguments: Arguments) -> Arguments:
    """What `default_factory` makes for a call that does not give it."""
    from bmlc.scripts.constructs.calls import call_value
    from bmlc.scripts.globals import resolved

    keywords = dict(arguments.keywords)
    for own in classes:
        order = [name for name in own.python.__init__.__code__.co_varnames[1:]]  # type: ignore[misc]
        for name, factory in factories(own).items():
            if name in keywords or order.index(name) < len(arguments.positional):
                continue
            made = {list: ast.List([], ast.Load()), dict: ast.Dict([], [])}.get(factory)  # type: ignore[call-overload]
            if made is not None:
                literal = visit.literals.setdefault((node, name), ast.copy_location(made, node))
                keywords[name] = visit.hold(visit.expression(literal))
                continue
            function = resolved(visit, node, visit.world.describe(factory, name), name)
            keywords[name] = visit.hold(call_value(visit, node, function, Arguments([], {})))
    return Arguments(arguments.positional, keywords, arguments.starred)


def _snake(name: str) -> str:
    return name[:1].lower() + name[1:]


# Looked up


def _class_of(visit: Visit, atom: object) -> OwnClass:
    assert isinstance(atom, Object | Class)
    return visit.classes[atom.name]


def _members(visit: Visit, node: ast.AST, owner: Value, name: str) -> list[tuple[object, OwnClass, Any] | None]:
    """What the classes of an object, or a class itself, have by this name, for each that it may be."""
    found: list[tuple[object, OwnClass, Any] | None] = []
    for atom in sorted(owner.type, key=repr):
        member = member_of(visit, _class_of(visit, atom), name)
        found.append(None if member is None else (atom, *member))
    return found


def has_special(visit: Visit, node: ast.AST, held: Type, name: str) -> bool:
    """Whether all that a value of this type may be are objects whose classes have this method."""
    return (
        bool(held)
        and all(isinstance(atom, Object) for atom in held)
        and all(member_of(visit, _class_of(visit, atom), name) for atom in held)
    )


def lacks_special(visit: Visit, node: ast.AST, held: Type, name: str) -> bool:
    """Whether none of the objects that a value of this type may be has this method."""
    return not any(isinstance(atom, Object) and member_of(visit, _class_of(visit, atom), name) for atom in held)


def text_of_object(visit: Visit, held: Type, names: Sequence[str]) -> js.Expression:
    """A function that gives the text of such an object: what the first of these methods gives that the classes have."""
    value = js.name("value")
    node = visit.classes[next(iter(held)).name].node  # type: ignore[union-attr]
    for name in names:
        if has_special(visit, node, held, name):
            with visit.filling() as code:
                text = call_method(visit, visit.asked or node, Value(held, value), name, Arguments([], {}))
            if code or isinstance(text.js, js.Await):
                message = f"{name} of {visit.described(held)} answers at once: it goes through no while, and waits for nothing"
                raise visit.error("BML201", visit.asked or node, message)
            if text.type and text.type != STR:
                message = f"expected {name} to return a str, received {visit.described(text.type)}"
                raise visit.error("BML204", visit.asked or node, message)
            return js.Arrow((value,), text.js)
    if all(_class_of(visit, atom).exception is not None for atom in held):
        return js.Arrow((value,), js.Member(value, "message")) if "__str__" in names else visit.helper("errorText")
    what = visit.described(held)
    hint = "give its class a __repr__ that returns a str"
    raise visit.error("BML204", visit.asked or node, f"{what} has no text of its own", hint)


def private_name(visit: Visit, name: str) -> str:
    """`__step` in a method of `Trainer` is `_Trainer__step`: each class has its own."""
    own = visit.frame.instance.definition.outermost.method_of
    if own is None or not name.startswith("__") or name.endswith("__"):
        return name
    return f"_{own.python.__name__.lstrip('_')}{name}"


def is_generated_here(visit: Visit) -> bool:
    """Whether we are in a method that `@dataclass` writes."""
    function = visit.frame.instance.definition.outermost.function
    return function is not None and is_generated(function)


# Methods


def method_targets(visit: Visit, node: ast.AST, owner: Value, name: str) -> list[Target] | None:
    """The methods that `owner.name(…)` may call; None where the name is no method."""
    members = _members(visit, node, owner, name)
    if not all(member is not None and isinstance(member[2], _METHODS) for member in members):
        return None
    by_method: dict[int, tuple[list[object], OwnClass, Any]] = {}
    for member in members:
        assert member is not None
        atom, own, value = member
        by_method.setdefault(id(value), ([], own, value))[0].append(atom)
    return [_target(visit, node, owner, name, atoms, own, value) for atoms, own, value in by_method.values()]


_METHODS = (PythonFunction, staticmethod, classmethod)


def _target(
    visit: Visit, node: ast.AST, owner: Value, name: str, atoms: list[object], own: OwnClass, value: Any
) -> Target:
    if isinstance(value, staticmethod):
        return Target(method_definition(visit, node, own, member_name(name), _plain(value)))
    if isinstance(value, classmethod):
        definition = method_definition(visit, node, own, member_name(name), _plain(value))
        classes = frozenset(Class(_class_of(visit, atom).name) for atom in atoms)
        of_object = any(isinstance(atom, Object) for atom in atoms)
        itself = js.Member(owner.js, "constructor") if of_object else owner.js
        return Target(definition, {definition.parameters[0]: Value(classes, itself)}, itself)
    definition = method_definition(visit, node, own, member_name(name), value)
    if any(isinstance(atom, Class) for atom in atoms):  # Base.method(self, …)
        return Target(definition)
    definition.takes_self = True
    return Target(definition, {definition.parameters[0]: Value(frozenset(atoms), owner.js)})  # type: ignore[arg-type]


def _plain(value: Any) -> PythonFunction:
    """What `@staticmethod` or `@classmethod` decorates."""
    function = value.__func__
    assert isinstance(function, PythonFunction)
    return function


def call_method(visit: Visit, node: ast.AST, owner: Value, name: str, arguments: Arguments) -> Value:
    """`owner.name(…)` of an object or a class of the file."""
    name = private_name(visit, name)
    targets = method_targets(visit, node, owner, name)
    if targets is None:
        from bmlc.scripts.constructs.calls import call_value

        assert isinstance(node, ast.Call)
        function = attribute_of_object(visit, node.func, owner, name)
        function = function if is_name(function.js) else visit.named(function, "function")
        return call_value(visit, node, function, arguments)
    if any(isinstance(atom, Class) for atom in owner.type):
        method = js.Member(js.Member(owner.js, "prototype"), member_name(name))
        if any(isinstance(target.definition.method_of, OwnClass) and _is_plain(target) for target in targets):
            raise visit.error(
                "BML201", node, "scripts call methods of an object, not of its class", f"write super().{name}(…)"
            )
        return call_targets(visit, node, method, targets, arguments)
    return call_targets(visit, node, js.Member(owner.js, member_name(name)), targets, arguments)


def _is_plain(target: Target) -> bool:
    """Whether it takes an object, which the call would have to give."""
    own = target.definition.method_of
    assert own is not None
    return not isinstance(vars(own.python).get(target.definition.name), staticmethod | classmethod)


def call_special(visit: Visit, node: ast.AST, owner: Value, name: str, *arguments: Value) -> Value:
    """What an operator or a builtin function calls: `__len__`, `__getitem__`."""
    return call_method(visit, node, visit.guard(owner, "owner"), name, Arguments(list(arguments), {}))


def super_attribute(visit: Visit, node: ast.AST, name: str) -> tuple[Value, Callable[[Arguments], Value]]:
    """`super().name`, to be called: the method of the next class, of this object."""
    definition = visit.frame.instance.definition.outermost
    own = definition.method_of
    if own is None:
        raise visit.error("BML201", node, "super() stands in a method of a class of the file")
    itself = read_local(visit, node, definition.parameters[0])
    found = None if own.base is None else member_of(visit, own.base, name)
    if found is None:
        if name == "__init__" and own.exception is not None:
            return itself, partial(_init_exception, visit, node, own.exception, itself)
        if name == "__init__":
            return itself, lambda arguments: Value(NONE, js.Literal(None))
        raise visit.error("BML202", node, f"super() of {own.python.__name__} has no {name}")
    base, value = found
    target = _target(visit, node, itself, name, sorted(itself.type, key=repr), base, value)
    method = js.Member(js.Member(ClassName(base), "prototype"), member_name(name))
    is_plain = isinstance(value, PythonFunction)
    called = js.Member(method, "call") if is_plain else method

    def call(arguments: Arguments) -> Value:
        return call_targets(visit, node, called, [target], arguments, itself.js if is_plain else None)

    return itself, call


def _init_exception(visit: Visit, node: ast.AST, name: str, itself: Value, arguments: Arguments) -> Value:
    """`super().__init__(text)` in a class that is derived from one of Python's exceptions."""
    from bmlc.scripts.raising import exception

    made = exception(visit, node, name, arguments.positional)
    return Value(NONE, visit.call_helper("initError", itself.js, *made.arguments))


def _check_name(visit: Visit, node: ast.AST, owner: Value, name: str) -> None:
    is_exception = any(_class_of(visit, atom).exception is not None for atom in owner.type)
    if is_exception and name in _OF_ERRORS:
        message = f"scripts do not have the attribute {name} of exceptions"
        raise visit.error("BML201", node, message, "give it another name; str(error) is its text")


_OF_ERRORS = ("args", "cause", "message", "name", "shown", "stack")


# Attributes


def attribute_of_object(visit: Visit, node: ast.AST, owner: Value, name: str) -> Value:
    """`owner.name`, where it is no method that is called."""
    name = private_name(visit, name)
    if name == "__name__" and len(owner.type) == 1 and isinstance(next(iter(owner.type)), Class):
        from bmlc.scripts.constructs.literals import constant

        return constant(visit, node, _class_of(visit, next(iter(owner.type))).python.__name__)
    _check_name(visit, node, owner, name)
    members = _members(visit, node, owner, name)
    if any(member is not None and isinstance(member[2], property) for member in members):
        return _property(visit, node, owner, name, members)
    if any(member is not None and isinstance(member[2], _METHODS) for member in members):
        return _method_as_value(visit, node, owner, name)
    values = [member for member in members if member is not None]
    for _, own, value in values:
        _read_value(visit, node, own, name, value)
    cell = _cell(visit, owner, name)
    is_of_class = any(isinstance(atom, Class) for atom in owner.type)
    if is_of_class and len(values) < len(members):
        raise visit.error("BML202", node, f"{visit.described(owner.type)} has no {name}")
    held = visit.cells.resolve(cell.item)
    if not held and not values and not _is_set_somewhere(visit, owner, name):
        raise visit.error("BML202", node, f"{visit.described(owner.type)} has no {name}", _close(visit, owner, name))
    place: js.Expression = js.Member(owner.js, "prototype") if is_of_class else owner.js
    expression: js.Expression = js.Member(place, member_name(name))
    known = _narrowed(visit, node, held)
    expect_one(visit, node, held, name)
    if valueless(known):
        return Value(known, ObjectName(name, known, visit.loc(node)))
    if not values and not _is_always_set(visit, owner, name):
        expression = visit.call_helper("setAttribute", expression, js.Literal(_name(owner)), js.Literal(name))
    if known >= FLOAT and not known >= INT and held >= INT:
        expression = js.call("Number", expression)
    return Value(known, expression)


def _name(owner: Value) -> str:
    return sorted(atom.name.rpartition(".")[2] for atom in owner.type if isinstance(atom, Object | Class))[0]


def _narrowed(visit: Visit, node: ast.AST, held: Type) -> Type:
    """The type that is known of the attribute at this point."""
    path = ast.unparse(node)
    env = visit.env or {}
    if path.split(".")[0] in visit.frame.renamed:
        return held
    return visit.cells.resolve(env[path]) & held or held if path in env else held


def _read_value(visit: Visit, node: ast.AST, own: OwnClass, name: str, value: object) -> None:
    """A class attribute, as the module left it."""
    from bmlc.scripts.globals import resolved

    if name not in own.values:
        own.values[name] = resolved(visit, node, visit.world.describe(value, name), name)
    visit.cells.grow(visit.cells.attribute(own.root, name), own.values[name].type)


def _cell(visit: Visit, owner: Value, name: str) -> Any:
    """The cell of an attribute; objects of several hierarchies that meet hold it alike."""
    first, *others = sorted({_class_of(visit, atom).root for atom in owner.type})
    cell = visit.cells.attribute(first, name)
    for other in others:
        visit.cells.merge(cell, visit.cells.attribute(other, name))
    return visit.cells.attribute(first, name)


def _is_set_somewhere(visit: Visit, owner: Value, name: str) -> bool:
    """Whether a method of the classes sets the attribute, which may not have been gone through yet."""
    roots = {_class_of(visit, atom).root for atom in owner.type}
    classes = [own for own in visit.classes.values() if own.root in roots]
    return (
        any(name in _set_in(own.node) for own in classes)
        or any(name in {*getattr(own.python, "__annotations__", {})} for own in classes)
        or visit.passes == 1
    )


def _set_in(node: ast.AST) -> set[str]:
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)}


def _close(visit: Visit, owner: Value, name: str) -> str | None:
    from difflib import get_close_matches

    known = [
        each for atom in owner.type for each in visit.cells.attributes(_class_of(visit, atom).root) if each != name
    ]
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else "set it in __init__"


def _is_always_set(visit: Visit, owner: Value, name: str) -> bool:
    """Whether each object has the attribute from the start: `__init__` sets it before anything can read it."""
    return all(name in _first_set(visit, _class_of(visit, atom)) for atom in owner.type)


def _first_set(visit: Visit, own: OwnClass) -> set[str]:
    """The attributes that `__init__` sets before it gives the object to anybody, those of the base class included."""
    if dataclasses.is_dataclass(own.python):
        return {each.name for each in dataclasses.fields(own.python)}  # type: ignore[arg-type]
    init = next((each for each in own.node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)
    if init is None:
        return _first_set(visit, own.base) if own.base is not None else set()
    found: set[str] = set()
    itself = init.args.args[0].arg if init.args.args else "self"
    for statement in init.body:
        if _is_super_init(statement):
            found |= _first_set(visit, own.base) if own.base is not None else set()
            continue
        stored = {
            each
            for each in ast.walk(statement)
            if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == itself
        }
        escapes = sum(isinstance(each, ast.Name) and each.id == itself for each in ast.walk(statement)) > len(stored)
        reads = [each for each in stored if isinstance(each.ctx, ast.Load) and each.attr not in found]
        if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr) or escapes or reads:
            break
        found |= {each.attr for each in stored if isinstance(each.ctx, ast.Store)}
    return found


def _is_super_init(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(ast.Call(ast.Attribute(ast.Call(ast.Name("super"), []), "__init__"))):
            return True
    return False


def _property(
    visit: Visit, node: ast.AST, owner: Value, name: str, members: Sequence[tuple[object, OwnClass, Any] | None]
) -> Value:
    """`owner.name` where a method with `@property` gives it: one of the same name in JavaScript."""
    targets: dict[int, Target] = {}
    for member in members:
        if member is None or not isinstance(member[2], property) or member[2].fget is None:
            what = visit.described(owner.type)
            raise visit.error("BML204", node, f"expected {name} to be a property of all classes of {what}")
        atom, own, value = member
        definition = method_definition(visit, node, own, member_name(name), value.fget)
        definition.takes_self = True
        itself = definition.parameters[0]
        before = targets[id(value)].fixed[itself].type if id(value) in targets else NEVER
        targets[id(value)] = Target(definition, {itself: Value(before | {atom}, owner.js)})  # type: ignore[arg-type]
    owner = visit.guard(owner, "owner")
    return call_targets(visit, node, js.Member(owner.js, member_name(name)), list(targets.values()), Arguments([], {}))


def _method_as_value(visit: Visit, node: ast.AST, owner: Value, name: str) -> Value:
    """`trainer.report`, to be called later: it keeps the object."""
    targets = method_targets(visit, node, owner, name)
    if targets is None:
        without = [atom for atom in owner.type if member_of(visit, _class_of(visit, atom), name) is None]
        message = f"expected {name} to be a method of {visit.described(owner.type)}"
        hint = f"give it to {visit.described(frozenset(without))}, too, or ask isinstance first" if without else None
        raise visit.error("BML204", node, message, hint)
    owner = owner if is_name(owner.js) else visit.named(owner, "owner")
    visit.keep_until_end(owner)
    is_of_class = any(isinstance(atom, Class) for atom in owner.type)
    if is_of_class and any(_is_plain(target) for target in targets):
        raise visit.error("BML201", node, "scripts have methods of objects as values, not those of their classes")
    holder: js.Expression = js.Member(owner.js, "prototype") if is_of_class else owner.js
    first = [each.first for each in targets[:1] if each.first is not None]
    method = js.Member(js.Member(holder, member_name(name)), "bind")
    return Value(frozenset({Bound(owner.type, name)}), js.call(method, holder, *first))


def set_attribute_of_object(visit: Visit, target: ast.Attribute, owner: Value, value: Value) -> None:
    """`owner.name = value`"""
    name = private_name(visit, target.attr)
    frozen = next((own for own in map(partial(_class_of, visit), owner.type) if own.is_frozen), None)
    if frozen is not None and not is_generated_here(visit):
        message = f"scripts do not set attributes of {frozen.python.__name__}, which is frozen"
        raise visit.error("BML201", target, message, "make another one")
    if any(isinstance(atom, Class) for atom in owner.type):
        raise visit.error("BML201", target, "scripts do not set attributes of classes", "keep the value in an object")
    _check_name(visit, target, owner, name)
    members = _members(visit, target, owner, name)
    if any(member is not None and isinstance(member[2], property) for member in members):
        _set_property(visit, target, owner, name, value, members)
        return
    if any(member is not None and isinstance(member[2], _METHODS) for member in members):
        raise visit.error("BML201", target, f"scripts do not set methods, as {name}", "give the value another name")
    for member in members:
        if member is not None:
            _read_value(visit, target, member[1], name, member[2])
    value = lasting(visit, value)
    cell = _cell(visit, owner, name)
    visit.cells.grow(cell, value.type)
    forget_attributes(visit, name)
    path = ast.unparse(target)
    if isinstance(target.value, ast.Name) and visit.env is not None and path.split(".")[0] not in visit.frame.renamed:
        held = visit.cells.resolve(cell.item)
        visit.env = {**visit.env, path: held if value.type >= NONE else held - NONE}
    if valueless(visit.cells.resolve(cell.item)):
        return
    value = fitted(visit, value, visit.cells.resolve(cell.item))
    place = js.Member(owner.js, member_name(name))
    if visit.holds(cell.item):
        exchanged = visit.call_helper(
            "exchangeAttribute", owner.js, js.Literal(member_name(name)), visit.keep(value).js
        )
        visit.do(js.call(visit.run("drop"), exchanged))
        return
    visit.frame.code.append(Do(js.Assign(place, "=", value.js, visit.loc(target))))


def _set_property(
    visit: Visit,
    target: ast.Attribute,
    owner: Value,
    name: str,
    value: Value,
    members: Sequence[tuple[object, OwnClass, Any] | None],
) -> None:
    targets: list[Target] = []
    for member in members:
        if member is None or not isinstance(member[2], property) or member[2].fset is None:
            raise visit.error("BML204", target, f"{name} of {visit.described(owner.type)} cannot be set")
        atom, own, found = member
        definition = method_definition(visit, target, own, f"set_{name}$", found.fset)
        definition.takes_self = True
        targets.append(Target(definition, {definition.parameters[0]: Value(frozenset({atom}), owner.js)}))  # type: ignore[arg-type]
    done = call_targets(visit, target, js.Member(owner.js, f"set_{name}$"), targets, Arguments([value], {}))
    visit.do(done.js)
