"""What a test tells of names: `is None`, truth and `isinstance`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from bmlc.scripts.frame import Environment
from bmlc.scripts.names.instances import class_names, is_instance
from bmlc.scripts.names.naming import meet, path_of
from bmlc.scripts.truth import falsy_part, truthy_part
from bmlc.scripts.types import (
    FLOAT,
    INT,
    NEVER,
    NONE,
    UNSET,
    Type,
)
from bmlc.scripts.types.holding import always_empty
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["narrow", "narrowed"]

Both = tuple[Environment | None, Environment | None]


def narrowed(visit: Visit, node: ast.expr, value: Value | None = None) -> Both:
    """What is known where a test is true, and where it is false; `value` is the test's own, where it was lowered."""
    env = visit.env
    if env is None:
        return None, None
    match node:
        case ast.Compare(left=ast.NamedExpr(target=target)):
            return narrowed(
                visit, visit.once((node, "of name"), ast.Compare(target, node.ops, node.comparators)), value
            )
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yes, no = narrowed(visit, operand)
            return no, yes
        case ast.BoolOp():
            return _logical(visit, node)
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return _split(visit, node, lambda held: _truthy_part(visit, held), falsy_part)
        case ast.Compare(
            left=ast.Name() | ast.Attribute() | ast.Subscript() as name,
            ops=[operator],
            comparators=[ast.Constant(None)],
        ):
            if isinstance(operator, ast.Is | ast.Eq):
                return _split(visit, name, lambda held: held & NONE, lambda held: held - NONE)
            if isinstance(operator, ast.IsNot | ast.NotEq):
                return _split(visit, name, lambda held: held - NONE, lambda held: held & NONE)
        case ast.NamedExpr(target=target):
            return _split(visit, target, lambda held: _truthy_part(visit, held), falsy_part)
        case ast.Call(
            func=ast.Name("isinstance"), args=[ast.Name() | ast.Attribute() | ast.Subscript() as name, classes]
        ):
            names = class_names(visit, classes)
            return _split(
                visit,
                name,
                lambda held: frozenset(atom for atom in held if is_instance(visit, atom, names) is not False),
                lambda held: frozenset(atom for atom in held if not is_instance(visit, atom, names)),
            )
    if value is not None and value.is_known:
        return (env, None) if value.constant else (None, env)
    return env, env


def narrow(visit: Visit, node: ast.AST | None, bad: Type) -> None:
    """What has a name is none of `bad` from here on."""
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and visit.env is not None:
        visit.env = _split(visit, node, lambda held: held - bad, lambda held: held & bad)[0] or visit.env


def _logical(visit: Visit, node: ast.BoolOp) -> Both:
    is_and = isinstance(node.op, ast.And)
    yes, no = narrowed(visit, node.values[0])
    entry = visit.env
    for operand in node.values[1:]:
        forgotten = visit.forgotten.get(operand, frozenset())
        before = yes if is_and else no
        before = before and {name: held for name, held in before.items() if name not in forgotten}
        visit.env = _with_set(before, operand)
        then, otherwise = narrowed(visit, operand)
        visit.env = entry
        if is_and:
            yes, no = then, meet(visit, no, otherwise)
        else:
            yes, no = meet(visit, yes, then), otherwise
    return yes, no


def _truthy_part(visit: Visit, held: Type) -> Type:
    """The same without what is always empty, where there are others."""
    part = truthy_part(held)
    return part - always_empty(part, visit.cells) or part


def _with_set(env: Environment | None, node: ast.expr) -> Environment | None:
    """What is known once an expression was evaluated: names that `:=` sets in it are set."""
    names = set(_surely_set(node))
    return env and {name: held - UNSET if name in names else held for name, held in env.items()}


def _surely_set(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.NamedExpr(target=target):
            yield target.id
        case ast.Lambda() | ast.ListComp() | ast.DictComp() | ast.GeneratorExp():
            return
    parts = ast.iter_child_nodes(node)
    match node:
        case ast.BoolOp(values=values):
            parts = iter(values[:1])
        case ast.IfExp(test=test):
            parts = iter((test,))
        case ast.Compare(left=left, comparators=comparators):
            parts = iter((left, comparators[0]))
    for part in parts:
        yield from _surely_set(part)


def _split(visit: Visit, node: ast.expr, keep: Callable[[Type], Type], leave: Callable[[Type], Type]) -> Both:
    env = visit.env
    assert env is not None
    name = path_of(visit, node)
    if name is None:
        return env, env
    held = env.get(name, NEVER)
    if not held and "." in name:
        held = _attribute_type(visit, node)
    if not held or held >= UNSET:
        return env, env
    yes, no = (_still_tagged(visit, name, held, part) for part in (keep(held), leave(held)))
    return ({**env, name: yes} if yes else None), ({**env, name: no} if no else None)


def _still_tagged(visit: Visit, name: str, held: Type, part: Type) -> Type:
    """Floats that say what they are do so where no int is left beside them, too."""
    if not (held >= INT | FLOAT and part >= FLOAT and not part >= INT):
        return part
    if "." in name:
        return part | INT
    visit.cells.keep_apart(visit.place(name))
    return part


def _attribute_type(visit: Visit, node: ast.expr) -> Type:
    found = visit.attempt(lambda: visit.expression(node))
    return NEVER if found is None else found.type
