"""Exceptions: raised, caught, and what must happen either way."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from bmlc.emit import js
from bmlc.scripts.classes.classes import member_of, object_of
from bmlc.scripts.classes.exceptions import exception, exceptions_named, is_one_of, own_exception
from bmlc.scripts.constructs.booleans import condition
from bmlc.scripts.counting.code import Code, If, Jump, Set, Try
from bmlc.scripts.frame import Environment
from bmlc.scripts.names.naming import bind, js_name, meet
from bmlc.scripts.names.narrowing import narrowed
from bmlc.scripts.printing.runtime import EXCEPTIONS
from bmlc.scripts.source import set_names
from bmlc.scripts.truth import negated, truth
from bmlc.scripts.types import NEVER, UNSET, BuiltinName, Caught, Object, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit, lowers

__all__: list[str] = []


@lowers(ast.Raise)
def _raise(visit: Visit, node: ast.Raise) -> None:
    if node.exc is None:
        if not visit.frame.handled:
            raise visit.error("BML201", node, "raise without an exception stands in a handler", "raise ValueError(...)")
        _throw(visit, js.name(visit.frame.handled[-1]))
        return
    value = visit.expression(node.exc)
    named, caught = atom_of(BuiltinName, value.type), atom_of(Caught, value.type)
    thrown = value.js
    if named is not None and named.name in EXCEPTIONS:
        thrown = js.New(visit.helper(EXCEPTIONS[named.name]), ())
    elif all(isinstance(atom, Object) and visit.classes[atom.name].exception for atom in value.type) and value.type:
        pass  # an object of an exception's class, with attributes
    elif (own := own_exception(visit, value.type)) is not None:
        if member_of(visit, own, "__init__") is not None:
            name = own.python.__name__
            raise visit.error("BML204", node, f"expected an exception, received the class {name}", f"raise {name}(...)")
        thrown = js.New(value.js, ())
    elif caught is None:
        raise visit.error(
            "BML204",
            node.exc,
            f"expected an exception, received {visit.described(value.type)}",
            'for example raise ValueError("...")',
        )
    if node.cause is not None and not (isinstance(node.cause, ast.Constant) and node.cause.value is None):
        cause = visit.expression(node.cause)
        if isinstance(thrown, js.New):
            thrown = _with_cause(thrown, cause.js)
    _throw(visit, thrown)


def _caught(visit: Visit, classes: Mapping[str, Value]) -> Type:
    """What a handler may have caught: of a class of the file that has an `__init__`, objects, with their attributes."""
    if len(classes) != 1:
        return frozenset({Caught("Exception")})
    ((name, value),) = classes.items()
    own = own_exception(visit, value.type)
    if own is None or member_of(visit, own, "__init__") is None:
        return frozenset({Caught(name)})
    return frozenset(object_of(each) for each in visit.classes.values() if own in each.lineage)


def _with_cause(thrown: js.New, cause: js.Expression) -> js.Expression:
    """`raise ValueError(x) from error`"""
    entry = js.Property("cause", cause)
    match thrown.arguments:
        case (text, js.Object(properties)):
            return js.New(thrown.callee, (text, js.Object((*properties, entry))))
        case (text,):
            return js.New(thrown.callee, (text, js.Object((entry,))))
    return js.New(thrown.callee, (js.name("undefined"), js.Object((entry,))))


def _throw(visit: Visit, thrown: js.Expression) -> None:
    visit.frame.code.append(Jump("throw", thrown))
    visit.env = None


@lowers(ast.Assert)
def _assert(visit: Visit, node: ast.Assert) -> None:
    test = condition(visit, node.test)
    yes, no = narrowed(visit, node.test, test)
    found = truth(visit, test, node.test)
    if found.is_known and found.constant:
        return
    visit.env = no if no is not None else visit.env
    with visit.filling() as failing:
        message = [] if node.msg is None else [visit.expression(node.msg)]
        visit.frame.code.append(Jump("throw", exception(visit, node, "AssertionError", message)))
    visit.frame.code.append(If(negated(found).js, failing, []))
    visit.env = yes


@lowers(ast.Try)
def _try(visit: Visit, node: ast.Try) -> None:
    entry = visit.env
    assert entry is not None
    watcher = dict(entry)
    visit.frame.watchers.append(watcher)
    body, end = visit.block(node.body, entry)
    visit.frame.watchers.pop()
    caught: Environment = {
        name: visit.cells.meet(entry[name], held, visit.place(name)) if name in entry else held | UNSET
        for name, held in watcher.items()
    }
    error = _caught_name(visit, node)
    otherwise, end = visit.block(node.orelse, end) if node.orelse else ([], end)
    handlers: list[tuple[js.Expression | None, Code]] = []
    ends: list[Environment | None] = []
    for handler in node.handlers:
        test, code, after = _handler(visit, handler, caught, error)
        handlers.append((test, code))
        ends.append(after)
    for after in ends:
        end = _meet_unset(visit, end, after)
    final: Code = []
    if node.finalbody:
        every = {
            name: visit.cells.meet(held, (end or {}).get(name, NEVER), visit.place(name))
            for name, held in {**caught, **(end or {})}.items()
        }
        final, after = visit.block(node.finalbody, every)
        if after is None:
            end = None
        elif end is not None:
            end = {
                **{name: held for name, held in end.items() if name in after},
                **{name: held for name, held in after.items() if name not in end or after[name] != every.get(name)},
            }
    visit.frame.code.append(Try(body, handlers, otherwise, final, error))
    visit.env = end


def _caught_name(visit: Visit, node: ast.Try) -> str:
    """The name of what is caught: the user's, where all handlers give it one that is theirs alone."""
    definition = visit.frame.instance.definition
    names = {handler.name for handler in node.handlers if handler.name} or {"error"}
    unnamed = [part for handler in node.handlers if not handler.name for part in handler.body]
    mentioned = {each.id for part in unnamed for each in ast.walk(part) if isinstance(each, ast.Name)}
    set_inside = set(set_names([part for handler in node.handlers for part in handler.body]))
    if len(names) == 1 and not names & (definition.captured | mentioned | set_inside):
        return js_name(visit, names.pop())
    return visit.temporary("error")


def _meet_unset(visit: Visit, one: Environment | None, other: Environment | None) -> Environment | None:
    if one is None or other is None:
        return other if one is None else one
    return meet(visit, one, other)


def _handler(
    visit: Visit, node: ast.ExceptHandler, caught: Environment, error: str
) -> tuple[js.Expression | None, Code, Environment | None]:
    classes = exceptions_named(visit, node.type)
    visit.env = dict(caught)
    visit.frame.handled.append(error)
    jumps = [left for loop in visit.frame.loops[-1:] for left in (loop.breaks, loop.continues)]
    before = [len(left) for left in jumps]
    with visit.filling() as code:
        if node.name:
            name = js_name(visit, node.name)
            if name != error:
                visit.frame.code.append(Set(name, js.name(error)))
            bind(visit, node.name, _caught(visit, classes))
        visit.statements(node.body)
    visit.frame.handled.pop()
    after = _without(visit.env, node.name)
    for left, count in zip(jumps, before, strict=True):
        left[count:] = [_without(env, node.name) for env in left[count:]]
    for watcher in visit.frame.watchers if node.name else ():  # the handlers around do not have it, either
        watcher.pop(node.name or "", None)
    return is_one_of(visit, classes, js.name(error)), code, after


def _without(env: Environment | None, name: str | None) -> Environment | None:
    """Behind a handler, the name of what it caught is unset, as after `del`."""
    return None if env is None else {key: held for key, held in env.items() if key != name}
