"""Lowered functions as JavaScript: loops that gate, handlers, functions inside functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from bmlc.emit import js
from bmlc.errors import UserError
from bmlc.ir import Loc
from bmlc.scripts.classes.classes import ClassName
from bmlc.scripts.constructs.definitions import FunctionText
from bmlc.scripts.counting.code import (
    Clear,
    Code,
    Define,
    Do,
    Drop,
    If,
    Jump,
    Loop,
    Set,
    Statement,
    Target,
    Try,
    Unpack,
    breaks,
    leaves,
)
from bmlc.scripts.counting.escaping import is_inside
from bmlc.scripts.counting.one_key import ask_records
from bmlc.scripts.counting.references import count_references
from bmlc.scripts.counting.walking import rewritten
from bmlc.scripts.frame import Definition, Instance
from bmlc.scripts.functions.calls import DefinitionName, VersionName
from bmlc.scripts.names.naming import captured_cell, js_name
from bmlc.scripts.printing.declaring import Declarations
from bmlc.scripts.printing.scopes import Scope
from bmlc.scripts.printing.versions import Versions
from bmlc.scripts.program.device import TracedItem
from bmlc.scripts.values import ObjectName, TooLarge, is_name
from bmlc.scripts.visit import Visit

__all__ = ["function_body", "whole_expression"]


def function_body(visit: Visit, versions: Versions, instance: Instance, code: Code, params: Sequence[str]) -> js.Block:
    """The statements of a function, with its declarations."""
    owner = instance.definition
    captured = frozenset(js_name(visit, name, instance) for name in sorted(owner.captured))
    lasting = _lasting(visit, versions, instance)
    if lasting and not visit.kept:
        visit.kept = visit.scopes.unique("kept")
    gives = visit.holds(visit.cells.resolve(instance.result))
    scope = visit.scopes.of(owner)
    lent = {js_name(visit, name, instance) for name, held in instance.params.items() if visit.holds(held)}
    counted = count_references(
        ask_records(instance.code, captured),
        instance.owned,
        instance.views,
        params,
        lent,
        captured,
        lasting,
        visit.kept,
        scope.ours,
        lambda name: scope(("counted", name), name.rstrip("0123456789")),
        versions.may_take,
        gives,
    )
    code, owned = counted.code, counted.names
    visit.uses_run |= gives or bool(owned)
    if owned:
        labels: dict[str, str | Loc] = {**scope.labels(), **instance.sources}
        visit.counted.append(replace(counted, labels=labels))
    declared = Declarations(visit, versions, code, params, owned, captured)
    return js.Block((*declared.hoisted(), *_Printer(visit, versions, scope, declared).block(code)))


def whole_expression(visit: Visit, versions: Versions, definition: Definition, node: js.Expression) -> js.Expression:
    """An expression that stands in no statement, with the names of what it mentions."""
    declared = Declarations(visit, versions, [], [], [], frozenset())
    return _Printer(visit, versions, visit.scopes.of(definition), declared).expression(node)


def _lasting(visit: Visit, versions: Versions, instance: Instance) -> list[str]:
    """The names that may hold tensors, and that functions inside this one, which may outlive it, name."""
    owner = instance.definition
    definitions = (visit.definitions[site] for site in versions.escaping)
    is_done = owner.is_script and not visit.module.keeps  # with it, the session
    if is_done or not any(is_inside(each, instance) for each in definitions):
        return []
    names = {name: js_name(visit, name, instance) for name in sorted(owner.captured)}
    holds = (name for name in names if visit.holds(visit.cells.resolve(captured_cell(visit, name, instance).item)))
    return [names[name] for name in holds]


@dataclass
class _Printer:
    """Prints the statements of one function."""

    visit: Visit
    versions: Versions
    names: Scope
    declared: Declarations
    labels: list[str | None] = field(default_factory=list)

    # Statements

    def block(self, code: Code) -> list[js.Statement]:
        found: list[js.Statement] = []
        for each in (each for statement in code for each in self._statement(statement)):
            if not isinstance(each, js.Blank) or (found and not isinstance(found[-1], js.Blank)):
                found.append(each)
        return found[:-1] if found and isinstance(found[-1], js.Blank) else found

    def _statement(self, statement: Statement) -> list[js.Statement]:
        match statement:
            case Drop(names, loc):
                dropped = js.call(js.Member(js.name("run"), "drop"), *map(js.name, names))
                return [js.Assign(js.ArrayPattern(tuple(map(js.name, names))), "=", dropped, loc)]
            case Clear((name,), loc):
                return [js.Assign(js.name(name), "=", js.name("undefined"), loc)]
            case Clear(names, loc):
                return [js.Assign(js.ArrayPattern(tuple(map(js.name, names))), "=", js.Array(()), loc)]
            case Set(name, TracedItem(call), loc):
                pattern = js.ArrayPattern((js.name(name),))
                return [_set(self.declared.kind(name, statement), pattern, self._replacing(statement, call), loc)]
            case Set(name, value, loc):
                return [
                    _set(self.declared.kind(name, statement), js.name(name), self._replacing(statement, value), loc)
                ]
            case Unpack(target, value):
                return self._unpack(target, self._replacing(statement, value), statement)
            case Do(node, loc):
                done = rewritten(node, self._filled)
                return [js.ExpressionStatement(done, loc) if isinstance(done, js.Expression) else done]
            case If():
                return [self._if(statement)]
            case Loop():
                return self._loop(statement)
            case Try():
                return self._try(statement)
            case Jump():
                return [self._jump(statement)]
            case Define(site, loc):
                return self.versions.printed(self.visit.definitions[site], loc, self.declared.apart)
        raise TypeError(statement)

    def _replacing(self, statement: Set | Unpack, value: js.Expression) -> js.Expression:
        """`run.replace(x, value)`: the value, once what the name was is given up."""
        old = statement.replaces if isinstance(statement, Unpack) else (statement.name,) * statement.replaces
        whole = self.expression(value)
        if not old:
            return whole
        before: js.Expression = js.name(old[0]) if len(old) == 1 else js.Array(tuple(map(js.name, old)))
        return js.call(js.Member(js.name("run"), "replace"), before, whole)

    def _unpack(self, target: Target, value: js.Expression, statement: Statement) -> list[js.Statement]:
        """`[a, [b, c]] = value`; names that are declared in different ways one by one."""
        if isinstance(target, str):
            return [_set(self.declared.kind(target, statement), js.name(target), value, statement.loc)]
        kind = self.declared.common_kind(target, statement)
        if kind is not None:
            return [_set(kind, _pattern(target), value, statement.loc)]
        found: list[js.Statement] = []
        if not is_name(value):
            whole = js.name(self.names(("parts", id(target)), "parts"))
            found, value = [js.Declare("const", whole, value, statement.loc)], whole
        for k, each in enumerate(target):
            found += self._unpack(each, js.Index(value, js.Literal(k)), statement)
        return found

    def _if(self, statement: If) -> js.If:
        test, then = self.expression(statement.test), self.block(statement.then)
        if not statement.then and statement.otherwise:
            return js.If(_negated(test), js.Block(tuple(self.block(statement.otherwise))), None, statement.loc)
        if len(then) == 1 and isinstance(then[0], js.Throw) and not statement.otherwise:
            return js.If(test, then[0], None, statement.loc)
        otherwise: js.Block | js.If | None = None
        if len(statement.otherwise) == 1 and isinstance(statement.otherwise[0], If):
            otherwise = self._if(statement.otherwise[0])
        elif statement.otherwise:
            otherwise = js.Block(tuple(self.block(statement.otherwise)))
        return js.If(test, js.Block(tuple(then)), otherwise, statement.loc)

    def _loop(self, statement: Loop) -> list[js.Statement]:
        is_broken = bool(statement.otherwise) and breaks(statement.body)
        label = self.names(("loop", statement.loc), "loop") if is_broken else None
        self.labels.append(label)
        first: list[js.Statement] = []
        pattern: js.Identifier | js.ArrayPattern | None = None
        if statement.target is not None:
            pattern, kind, first = self._target(statement, statement.target)
        body = [*first, *self.block(statement.body)]
        self.labels.pop()
        if statement.gated and not statement.waits:
            wait = js.ExpressionStatement(js.Await(js.call(self.visit.run("gate"))))
            body = [js.If(self.visit.run("due"), wait, None, statement.loc), *body]
        head = self.expression(statement.head)
        loop: js.Statement
        if statement.target is None:
            loop = js.While(head, js.Block(tuple(body)), statement.loc)
        else:
            assert pattern is not None
            loop = js.ForOf(pattern, head, js.Block(tuple(body)), statement.waits, statement.loc, kind)
        whole = [loop, *self.block(statement.otherwise)]
        return whole if label is None else [js.Labeled(label, js.Block(tuple(whole)))]

    def _target(
        self, statement: Loop, target: Target
    ) -> tuple[js.Identifier | js.ArrayPattern, str | None, list[js.Statement]]:
        """The target of a loop, how it is declared, and what its body begins with."""
        kind = self.declared.common_kind(target, statement)
        if kind is not None:
            return _pattern(target), None if kind == "set" else kind, []
        item = js.name(self.names(("item", statement.loc), "item"))
        return item, "const", self._unpack(target, item, statement)

    def _jump(self, statement: Jump) -> js.Statement:
        match statement.kind:
            case "break":
                return js.Break(statement.loc, self.labels[-1])
            case "end":
                return js.Break(statement.loc)
            case "continue":
                return js.Continue(statement.loc)
            case "throw":
                assert statement.value is not None
                return js.Throw(self.expression(statement.value), statement.loc)
        return js.Return(None if statement.value is None else self.expression(statement.value), statement.loc)

    def _try(self, statement: Try) -> list[js.Statement]:
        body, before, after = self.block(statement.body), [], []
        if statement.otherwise and all(leaves(code) for _, code in statement.handlers):
            after = self.block(statement.otherwise)
        elif statement.otherwise:
            completed = js.name(self.names(("completed", statement.error), "completed"))
            before = [js.Declare("let", completed, js.Literal(False), statement.loc)]
            body.append(js.Assign(completed, "=", js.Literal(True), statement.loc))
            after = [js.If(completed, js.Block(tuple(self.block(statement.otherwise))), None, statement.loc)]
        final = js.Block(tuple(self.block(statement.final))) if statement.final else None
        if not statement.handlers and final is None:  # `finally: pass`
            return [*body, *after]
        if not statement.handlers:
            return [*before, js.Try(js.Block(tuple(body)), None, None, final, statement.loc), *after]
        caught = js.Try(js.Block(tuple(body)), statement.error, self._handlers(statement), None, statement.loc)
        whole: list[js.Statement] = [*before, caught, *after]
        if final is None:
            return whole
        if not after:
            return [replace(caught, final=final)]
        return [js.Try(js.Block(tuple(whole)), None, None, final, statement.loc)]

    def _handlers(self, statement: Try) -> js.Block:
        error = js.name(statement.error)
        handlers = [
            (self.expression(test) if test is not None else None, self.block(code)) for test, code in statement.handlers
        ]
        if len(handlers) == 1 and handlers[0][0] is None:
            return js.Block(tuple(handlers[0][1]))
        if len(handlers) == 1:
            test, code = handlers[0]
            assert test is not None
            return js.Block((js.If(_negated(test), js.Throw(error), None, statement.loc), *code))
        otherwise: js.Block | js.If = js.Block((js.Throw(error),))
        for test, code in reversed(handlers):
            assert test is not None
            otherwise = js.If(test, js.Block(tuple(code)), otherwise, statement.loc)
        return js.Block((otherwise,))

    # Expressions

    def expression(self, node: object) -> js.Expression:
        """`node` with the text of its lambdas and the names of its functions."""
        return cast(js.Expression, rewritten(node, self._filled))

    def _filled(self, node: object) -> object:
        match node:
            case ObjectName():
                self.visit.errors.append(_no_value(self.visit, node))
                return node
            case TooLarge(name):
                message = f"expected an int below 2**53, where JavaScript's numbers are exact, received {name}"
                self.visit.errors.append(UserError("BML205", message, "write a float, as in 1e18", node.loc))
                return node
            case FunctionText():
                return self.versions.arrow(self.visit.definitions[node.site])
            case ClassName():
                return js.name(self.versions.class_name(node.own))
            case DefinitionName():
                return self.versions.reference(node.definition)
            case VersionName():
                return js.name(self.versions.name_of(node.instance))
        return node


def _no_value(visit: Visit, node: ObjectName) -> UserError:
    what = visit.described(node.type)
    message = f"scripts call and use {what} by its name: they do not pass it on, keep it among values or compare it"
    return UserError("BML207", message, "write the lines out for each one, with its own name", node.loc)


def _set(kind: str, target: js.Identifier | js.ArrayPattern, value: js.Expression, loc: Loc | None) -> js.Statement:
    """The assignment of a name that is declared elsewhere ("set"), or its declaration."""
    return js.Assign(target, "=", value, loc) if kind == "set" else js.Declare(kind, target, value, loc)


def _pattern(target: Target) -> js.Identifier | js.ArrayPattern:
    return js.name(target) if isinstance(target, str) else js.ArrayPattern(tuple(map(_pattern, target)))


def _negated(test: js.Expression) -> js.Expression:
    match test:
        case js.Unary("!", inner):
            return inner
        case js.Binary("===", left, right):
            return js.Binary("!==", left, right)
        case js.Binary("!==", left, right):
            return js.Binary("===", left, right)
    return js.Unary("!", test)
