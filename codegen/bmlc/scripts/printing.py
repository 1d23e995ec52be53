"""Lowered functions as JavaScript: where each name is declared, loops that gate, handlers, functions inside functions.

A name is declared by its first assignment (`const`, or `let` where others follow) if everything that mentions it stands
in that block; else at the top of the function.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, cast

from bmlc.emit import js
from bmlc.errors import UserError
from bmlc.ir import Loc
from bmlc.scripts.classes import ClassName
from bmlc.scripts.code import (
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
    blocks,
    names_of,
)
from bmlc.scripts.constructs.definitions import FunctionText
from bmlc.scripts.counting import Counted, count_references
from bmlc.scripts.device import TracedItem
from bmlc.scripts.escaping import is_inside
from bmlc.scripts.frame import Definition, Instance
from bmlc.scripts.functions import DefinitionName, VersionName
from bmlc.scripts.naming import captured_cell, js_name
from bmlc.scripts.one_key import ask_records
from bmlc.scripts.values import ObjectName, is_name
from bmlc.scripts.versions import Versions
from bmlc.scripts.visit import Visit

__all__ = ["function_body", "whole_expression"]

Path = tuple[int, ...]


@dataclass
class _Mention:
    name: str
    setter: Statement | None
    path: Path
    defines: bool = False


def function_body(visit: Visit, versions: Versions, instance: Instance, code: Code, params: Sequence[str]) -> js.Block:
    """The statements of a function, with its declarations."""
    owner = instance.definition
    captured = frozenset(visit.scopes.of(owner)(name, name) for name in owner.captured)
    lasting = _lasting(visit, versions, instance)
    if lasting and not visit.kept:
        visit.kept = visit.scopes.unique("kept")
    gives = visit.holds(visit.cells.resolve(instance.result))
    scope = visit.scopes.of(owner)
    lent = {js_name(visit, name, instance) for name, held in instance.params.items() if visit.holds(held)}
    function = Counted(
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
    counted = count_references(function)
    code, owned = counted.code, counted.names
    if gives:
        visit.uses_run = True
    if owned:
        visit.uses_run = True
        labels: dict[str, str | Loc] = {**visit.scopes.of(owner).labels(), **instance.sources}
        visit.counted.append(replace(counted, labels=labels))
    printer = _Printer(visit, versions, owner, code, params, owned, captured)
    return js.Block((*printer.hoisted(), *printer.block(code)))


def whole_expression(visit: Visit, versions: Versions, definition: Definition, node: js.Expression) -> js.Expression:
    """An expression that stands in no statement, with the names of what it mentions."""
    return _Printer(visit, versions, definition, [], [], [], frozenset()).expression(node)


def _lasting(visit: Visit, versions: Versions, instance: Instance) -> list[str]:
    """The names that may hold tensors, and that functions inside this one, which may outlive it, name."""
    owner = instance.definition
    definitions = (visit.definitions[site] for site in versions.escaping)
    if owner.is_script or not any(is_inside(each, instance) for each in definitions):
        return []
    scope = visit.scopes.of(owner)
    names = {name: scope(name, name) for name in sorted(owner.captured)}
    holds = (name for name in names if visit.holds(visit.cells.resolve(captured_cell(visit, name, instance).item)))
    return [names[name] for name in holds]


class _Printer:
    """Prints the statements of one function."""

    def __init__(
        self,
        visit: Visit,
        versions: Versions,
        definition: Definition,
        code: Code,
        params: Sequence[str],
        owned: Sequence[str],
        captured: frozenset[str],
    ) -> None:
        self.visit = visit
        self.names = visit.scopes.of(definition)
        self.versions = versions
        self.labels: list[str | None] = []
        self.declared: dict[str, tuple[Statement | None, bool]] = {}
        found: dict[str, list[_Mention]] = {}
        for mention in self._mentions(code, ()):
            if mention.name not in params:
                found.setdefault(mention.name, []).append(mention)
        for name in owned:
            if name not in params:
                self.declared[name] = None, False
        self.apart: set[str] = set()
        for name, mentions in found.items():
            defined = [mention for mention in mentions if mention.defines]
            if defined and not all(each.path[: len(defined[0].path)] == defined[0].path for each in mentions):
                self.apart.add(name)
                self.declared[name] = None, False
            if name not in owned and any(mention.setter is not None for mention in mentions):
                # Functions see what a name is when they are called, not what it was in their round of a loop.
                is_shared = name in captured and any(len(each.path) > 1 for each in mentions if each.setter is not None)
                self.declared[name] = (None, False) if is_shared else _declaration(mentions)

    def hoisted(self) -> list[js.Statement]:
        names = tuple(js.name(name) for name, (at, _) in self.declared.items() if at is None)
        return [js.DeclareNames(names)] if names else []

    # Where names are mentioned

    def _mentions(self, code: Code, path: Path) -> Iterator[_Mention]:
        for statement in code:
            here = (*path, id(code))
            match statement:
                case Set(name, value):
                    yield from self._reads(value, here)
                    yield _Mention(name, statement, here)
                case Unpack(target, value):
                    yield from self._reads(value, here)
                    for name in names_of(target):
                        yield _Mention(name, statement, here)
                case Drop(names) | Clear(names):
                    for name in names:
                        yield _Mention(name, statement, here)
                case Do(node):
                    yield from self._reads(node, here)
                case If(test):
                    yield from self._reads(test, here)
                case Loop(target, head, body):
                    yield from self._reads(head, here)
                    for name in names_of(target):
                        yield _Mention(name, statement, (*here, id(body)))
                case Try(handlers=handlers):
                    for asked, _ in handlers:
                        yield from self._reads(asked, here)
                case Jump(_, value):
                    yield from self._reads(value, here)
                case Define(site):
                    for name in self._names_inside(self.visit.definitions[site]):
                        yield _Mention(name, None, here)
                    for instance in self.versions.of(self.visit.definitions[site]):
                        yield _Mention(self.versions.name_of(instance), None, here, defines=True)
            for block in blocks(statement):
                yield from self._mentions(block, here)

    def _reads(self, node: object, path: Path) -> Iterator[_Mention]:
        for name in self._names(node):
            yield _Mention(name, None, path)

    def _names(self, node: object) -> Iterator[str]:
        match node:
            case FunctionText():
                yield from self._names_inside(self.visit.definitions[node.site])  # type: ignore[attr-defined]
            case ClassName():
                yield self.versions.class_name(node.own)  # type: ignore[attr-defined]
            case DefinitionName():
                yield from map(self.versions.name_of, self.versions.of(node.definition))  # type: ignore[attr-defined]
            case VersionName():
                yield self.versions.name_of(node.instance)  # type: ignore[attr-defined]
            case js.Identifier(name):
                yield name
            case tuple():
                for each in node:
                    yield from self._names(each)
            case js.Arrow(params, body):
                own = set(self._names(params))
                yield from (name for name in self._names(body) if name not in own)
            case _ if is_dataclass(node) and not isinstance(node, Loc):
                for field in fields(node):
                    yield from self._names(getattr(node, field.name))

    def _names_inside(self, definition: Definition) -> Iterator[str]:
        """The names that functions inside mention: all that their versions name."""
        own = self.visit.scopes.of(definition).own
        for instance in self.versions.of(definition):
            yield from (mention.name for mention in self._mentions(instance.code, ()) if mention.name not in own)

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
                kind, whole = self._kind(name, statement), self._replacing(statement, call)
                return [js.Assign(pattern, "=", whole, loc) if kind == "set" else js.Declare(kind, pattern, whole, loc)]
            case Set(name, value, loc):
                return [self._set(name, js.name(name), self._replacing(statement, value), statement, loc)]
            case Unpack(target, value):
                return self._unpack(target, self._replacing(statement, value), statement)
            case Do(node, loc):
                done = self._filled(node)
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
                return self.versions.printed(self.visit.definitions[site], loc, self.apart)
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
            return [self._set(target, js.name(target), value, statement, statement.loc)]
        kind = self._common_kind(target, statement)
        if kind is not None:
            pattern = _pattern(target)
            assigned = js.Assign(pattern, "=", value, statement.loc)
            return [assigned if kind == "set" else js.Declare(kind, pattern, value, statement.loc)]
        found: list[js.Statement] = []
        if not is_name(value):
            whole = js.name(self.names(("parts", id(target)), "parts"))
            found, value = [js.Declare("const", whole, value, statement.loc)], whole
        for k, each in enumerate(target):
            found += self._unpack(each, js.Index(value, js.Literal(k)), statement)
        return found

    def _common_kind(self, target: Target, statement: Statement) -> str | None:
        """How all names of a pattern are declared; None where they differ."""
        kinds = {self._kind(name, statement) for name in names_of(target)}
        return kinds.pop() if len(kinds) == 1 else None if "set" in kinds else "let"

    def _kind(self, name: str, statement: Statement) -> str:
        at, constant = self.declared.get(name, (None, False))
        if at is not statement:
            return "set"
        return "const" if constant else "let"

    def _set(
        self, name: str, target: js.Identifier, value: js.Expression, statement: Statement, loc: Loc | None
    ) -> js.Statement:
        kind = self._kind(name, statement)
        return js.Assign(target, "=", value, loc) if kind == "set" else js.Declare(kind, target, value, loc)

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
        breaks = bool(statement.otherwise) and _breaks(statement.body)
        label = self.names(("loop", statement.loc), "loop") if breaks else None
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
        kind = self._common_kind(target, statement)
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
        if statement.otherwise and all(_leaves(code) for _, code in statement.handlers):
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
        return cast(js.Expression, self._filled(node))

    def _filled(self, node: object) -> Any:
        match node:
            case ObjectName():
                self.visit.errors.append(_no_value(self.visit, node))
                return node
            case FunctionText():
                return self.versions.arrow(self.visit.definitions[node.site])  # type: ignore[attr-defined]
            case ClassName():
                return js.name(self.versions.class_name(node.own))  # type: ignore[attr-defined]
            case DefinitionName():
                return self.versions.reference(node.definition)  # type: ignore[attr-defined]
            case VersionName():
                return js.name(self.versions.name_of(node.instance))  # type: ignore[attr-defined]
            case js.Identifier() | js.Literal() | Loc() | str() | int() | None:
                return node
            case tuple():
                filled = tuple(self._filled(each) for each in node)
                return node if all(a is b for a, b in zip(filled, node, strict=True)) else filled
            case _ if is_dataclass(node) and not isinstance(node, type):
                changed = {}
                for field in fields(node):
                    before = getattr(node, field.name)
                    after = self._filled(before)
                    if after is not before:
                        changed[field.name] = after
                return replace(node, **changed) if changed else node
        return node


def _no_value(visit: Visit, node: ObjectName) -> UserError:
    what = visit.described(node.type)  # type: ignore[attr-defined]
    message = f"scripts call and use {what} by its name: they do not pass it on, keep it among values or compare it"
    return UserError("BML207", message, "write the lines out for each one, with its own name", node.loc)  # type: ignore[attr-defined]


def _pattern(target: Target) -> js.Identifier | js.ArrayPattern:
    return js.name(target) if isinstance(target, str) else js.ArrayPattern(tuple(map(_pattern, target)))


def _declaration(mentions: Sequence[_Mention]) -> tuple[Statement | None, bool]:
    first = mentions[0]
    setters = [mention for mention in mentions if mention.setter is not None]
    inside = first.setter is not None and all(each.path[: len(first.path)] == first.path for each in mentions)
    inside &= sum(each.setter is first.setter for each in setters) == 1
    return (first.setter if inside else None), inside and len(setters) == 1


def _negated(test: js.Expression) -> js.Expression:
    match test:
        case js.Unary("!", inner):
            return inner
        case js.Binary("===", left, right):
            return js.Binary("!==", left, right)
        case js.Binary("!==", left, right):
            return js.Binary("===", left, right)
    return js.Unary("!", test)


def _leaves(code: Code) -> bool:
    """Whether control never reaches the end."""
    match code[-1:]:
        case [Jump()]:
            return True
        case [If(_, then, otherwise)]:
            return _leaves(then) and _leaves(otherwise)
    return False


def _breaks(code: Code) -> bool:
    """Whether a `break` of the loop with this body stands in it."""
    for statement in code:
        match statement:
            case Jump("break"):
                return True
            case Loop(otherwise=otherwise):
                if _breaks(otherwise):
                    return True
            case _:
                if any(map(_breaks, blocks(statement))):
                    return True
    return False


_ = js_name
