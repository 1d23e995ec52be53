"""Generator functions, as JavaScript's.

def windows(xs, size):                              function* windows(xs, size) {
    for i in range(len(xs)):            =>            for (const i of range(xs.length)) {
        yield xs[i : i + size]                          yield slicedList(xs, i, i + size);

They run in pieces, between which anything may happen. So they hold no tensors, and wait for nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bmlc.emit import js
from bmlc.scripts.counting.code import Jump
from bmlc.scripts.fitting import fitted, lasting
from bmlc.scripts.frame import Definition, Instance
from bmlc.scripts.iteration import iterated
from bmlc.scripts.names.naming import forget_attributes
from bmlc.scripts.types import NONE, Cell, Holder, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit, lowers

__all__ = ["begin_generator", "end_generator", "refuse_late_end", "return_from_generator"]

_WHOLE = ("all", "any", "list", "max", "min", "set", "sorted", "sum", "tuple")
_TENSORS = "take the tensors apart in the loop that goes through what it gives"


def begin_generator(visit: Visit, instance: Instance) -> None:
    """A call gives an iterator, also while the function is open: it may call itself."""
    if instance.definition.is_script:
        raise visit.error("BML201", instance.definition.node, "a script does not yield", "return a list, or print")
    holder, _ = visit.cells.holder("iterator", ("generator", instance.key))
    visit.cells.grew |= instance.result != frozenset({holder})
    instance.result = frozenset({visit.cells.current(holder)})


def end_generator(visit: Visit, instance: Instance) -> None:
    """Refuse what a function that rests in between cannot hold."""
    holding = [name for name, held in instance.params.items() if visit.holds(held)]
    if holding or instance.owned:
        what = f"as {holding[0]}" if holding else "here"
        node = instance.definition.node
        raise visit.error("BML201", node, f"a generator function holds no tensors, received some {what}", _TENSORS)


def refuse_late_end(visit: Visit, definition: Definition, node: ast.AST) -> None:
    """Loops end a generator in JavaScript as in Python; what nobody holds any more, JavaScript leaves where it is."""
    around = visit.frame.instance.definition
    if node not in _gone_through(around.node):
        message = f"Python runs the finally of {definition.name} once nobody holds this generator any more"
        hint = f"go through it where it is made, as in for x in {definition.name}(...), or make a list of it"
        visit.errors.append(visit.error("BML201", node, message, hint))
    if around.is_generator and not around.ends_late:
        around.ends_late = visit.cells.grew = True


def _gone_through(function: ast.AST) -> Iterator[ast.AST]:
    """The expressions of a function that something goes through where they stand."""
    for node in ast.walk(function):
        match node:
            case (
                ast.For(iter=values)
                | ast.YieldFrom(values)
                | ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[values])
            ):
                yield from _with_inner(values)
            case ast.ListComp(generators=parts) | ast.SetComp(generators=parts) | ast.DictComp(generators=parts):
                for part in parts:
                    yield from _with_inner(part.iter)
            case ast.Call(ast.Name(name), [values, *_]) if name in _WHOLE:
                yield from _with_inner(values)
            case ast.Starred(values) | ast.Call(ast.Attribute(_, "extend" | "join"), [values]):
                yield from _with_inner(values)


def _with_inner(node: ast.AST) -> Iterator[ast.AST]:
    """What is gone through with `node`."""
    yield node
    match node:
        case ast.Call(ast.Name("enumerate"), [values, *_]) | ast.Call(ast.Name("map" | "filter"), [_, values]):
            yield from _with_inner(values)
        case ast.GeneratorExp(generators=parts):
            for part in parts:
                yield from _with_inner(part.iter)


def return_from_generator(visit: Visit, node: ast.Return, value: Value) -> None:
    """`return`, which ends what the generator gives."""
    if value.type != NONE:
        raise visit.error("BML201", node, "a generator function returns nothing", "yield the value, too")
    visit.frame.code.append(Jump("return"))
    visit.env = None


def _cell(visit: Visit) -> Cell:
    holder = atom_of(Holder, visit.frame.instance.result)
    assert holder is not None
    return visit.cells.of(holder)


def _check(visit: Visit, node: ast.Yield | ast.YieldFrom) -> None:
    statement = visit.frame.statement
    if not (isinstance(statement, ast.Expr) and statement.value is node):
        message = "nothing is sent to generators of scripts: yield stands on a line of its own"
        raise visit.error("BML201", node, message, "give the generator a list that others change")


@lowers(ast.Yield)
def _yield(visit: Visit, node: ast.Yield) -> Value:
    _check(visit, node)
    value = Value(NONE, js.Literal(None)) if node.value is None else visit.expression(node.value)
    if visit.holds(value.type):
        raise visit.error("BML201", node, "a generator function gives no tensors", _TENSORS)
    visit.cells.grow(_cell(visit), value.type)
    given = fitted(visit, lasting(visit, value), visit.cells.resolve(_cell(visit).item))
    forget_attributes(visit)  # the caller goes on
    return Value(NONE, js.Await(given.js, "yield"))


@lowers(ast.YieldFrom)
def _yield_from(visit: Visit, node: ast.YieldFrom) -> Value:
    _check(visit, node)
    walk = iterated(visit, visit.expression(node.value), node.value)
    if visit.holds(walk.item):
        raise visit.error("BML201", node, "a generator function gives no tensors", _TENSORS)
    visit.cells.grow(_cell(visit), walk.item)
    forget_attributes(visit)
    return Value(NONE, js.Await(walk.fitted_to(visit, visit.cells.resolve(_cell(visit).item)), "yield*"))
