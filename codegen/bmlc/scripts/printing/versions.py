"""The versions of functions: those that print alike and call alike are one."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass

from bmlc.emit import js
from bmlc.ir import Loc
from bmlc.scripts.classes.classes import member_name
from bmlc.scripts.counting.code import Code, Loop
from bmlc.scripts.counting.escaping import escaping, keeping
from bmlc.scripts.counting.purity import asks_later, calls_own, takes_items
from bmlc.scripts.counting.walking import walk
from bmlc.scripts.fitting import fitted
from bmlc.scripts.frame import Definition, Instance, OwnClass
from bmlc.scripts.functions.calls import VersionName
from bmlc.scripts.names.naming import js_name
from bmlc.scripts.printing.runtime import EXCEPTIONS
from bmlc.scripts.program.resolving import valueless
from bmlc.scripts.visit import Visit

__all__ = ["Versions"]


class Versions:
    """All versions of a script's functions that are called, and the names of those that are printed."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self._of: dict[object, list[Instance]] = {}
        for instance in visit.instances.values():
            if instance.pass_done == visit.passes:
                self._of.setdefault(instance.definition.site, []).append(instance)
        self._class: dict[int, int] = {}
        self._partition()
        self._names: dict[object, str] = {}
        self.escaping = escaping(visit)
        self._methods: dict[tuple[str, str], js.FunctionNode] = {}
        everything = [instance for instances in self._of.values() for instance in instances]
        self._functions_take = any(
            takes_items(instance.code) for instance in everything if not instance.definition.is_script
        )
        self._iterators_take = self._functions_take and any(
            instance.definition.is_generator or asks_later(instance.code) for instance in everything
        )

    def may_take(self, statement: object) -> bool:
        """Whether a statement, or a function that it calls, may take items out of containers."""
        if self._iterators_take and any(isinstance(each, js.Call | Loop) for each in walk(statement)):
            return True
        return takes_items(statement) or (self._functions_take and calls_own(statement))

    def of(self, definition: Definition) -> list[Instance]:
        """One version of each class."""
        found: dict[int, Instance] = {}
        for instance in self._of.get(definition.site, []):
            found.setdefault(self._class[id(instance)], instance)
        return list(found.values())

    def name_of(self, instance: Instance) -> str:
        key = (instance.definition.site, self._class[id(instance)])
        if key not in self._names:
            outer = instance.definition
            first = self.of(outer)[0]
            is_first = self._class[id(first)] == self._class[id(instance)]
            scopes, around = self.visit.scopes, outer.outer if is_first else None
            own = None if around is None else scopes.of(around.definition)
            self._names[key] = scopes.unique(outer.name) if own is None else own(outer.name, outer.name)
        return self._names[key]

    def printed(self, definition: Definition, loc: Loc | None, apart: Collection[str]) -> list[js.Statement]:
        """The functions in the place where Python defines one; those of `apart` are set as names."""
        found: list[js.Statement] = []
        for instance in self.of(definition):
            params, body = self._function(instance)
            name = self.name_of(instance)
            if name in apart:  # of more than JavaScript's function would be
                arrow = js.Arrow(params, body, instance.waits, definition.is_generator)
                found.append(js.Assign(js.name(name), "=", self._keeping(definition, arrow), loc))
                continue
            is_async, yields = instance.waits, definition.is_generator
            function = js.FunctionNode(name, params, body, loc, is_async=is_async, is_generator=yields)
            found += [js.Blank(), function, js.Blank()]
            kept = self._keeping(definition, js.name(name))
            found += [] if kept == js.name(name) else [js.ExpressionStatement(kept, loc)]
        return found

    def reference(self, definition: Definition) -> js.Expression:
        """A function of the file as a value."""
        instances = self.of(definition)
        return js.name(self.name_of(instances[0])) if instances else js.Arrow((), js.Literal(None))  # never called

    def arrow(self, definition: Definition) -> js.Expression:
        """A lambda, in the one version that it has."""
        instances = self.of(definition)
        if not instances:
            return js.Arrow((), js.Literal(None))  # which nothing calls
        params, body = self._function(instances[0])
        whole: js.Expression | js.Block = body
        match body.body:
            case (js.Return(value),) if value is not None:
                whole = value
        return self._keeping(definition, js.Arrow(params, whole, is_async=instances[0].waits))

    def _keeping(self, definition: Definition, function: js.Expression) -> js.Expression:
        """A function that objects of the module may keep, with the names of functions around it that it mentions."""
        if definition.site not in self.escaping:
            return function
        mentioned = {each.id for each in ast.walk(definition.node) if isinstance(each, ast.Name)}
        names: list[str] = []
        outer = definition.outer
        while outer is not None:
            captured = sorted(name for name in outer.definition.captured if name.partition("@")[0] in mentioned)
            names += [js_name(self.visit, name, outer) for name in captured]
            outer = outer.definition.outer
        held = js.Arrow((), js.Array(tuple(map(js.name, names))))
        return keeping(self.visit, function, held) if names else function

    def _function(self, instance: Instance) -> tuple[tuple[js.Pattern, ...], js.Block]:
        from bmlc.scripts.printing.functions import function_body  # which prints functions inside functions

        definition = instance.definition
        params = [self.visit.scopes.of(definition)(name, name) for name in definition.parameters]
        patterns: list[js.Pattern] = []
        for name, local in zip(definition.parameters, params, strict=True):
            default = definition.defaults.get(name) if definition.is_value else None
            default = None if default is None or valueless(default.type) else default
            default = default and fitted(self.visit, default, self.visit.cells.resolve(instance.params[name]))
            patterns.append(js.name(local) if default is None else js.Default(js.name(local), default.js))
        body = function_body(self.visit, self, instance, instance.code, params)
        if definition.takes_self:
            patterns = patterns[1:]
            if definition.own_self is None:
                itself = definition.parameters[0]  # what it may hold is counted where functions inside name it
                is_set = itself in definition.set_names or self.visit.holds(instance.params[itself])
                kind = "let" if is_set else "const"
                body = js.Block((js.Declare(kind, js.name(params[0]), js.name("this")), *body.body))
        return tuple(patterns), body

    def class_name(self, own: OwnClass) -> str:
        key = ("class", own.name)
        if key not in self._names:
            self._names[key] = self.visit.scopes.of_class(own.python.__name__)
        return self._names[key]

    def class_statements(self, own: OwnClass) -> Iterator[js.Statement]:
        """A class of the file, with the methods that something calls."""
        name, loc = self.class_name(own), own.file.loc(own.node)
        methods = []
        for method, definition in own.methods.items():
            for instance in self.of(definition):
                params, body = self._function(instance)
                at = own.file.loc(definition.node)
                is_async, yields = instance.waits, definition.is_generator
                whole = js.FunctionNode(method, params, body, at, is_async=is_async, is_generator=yields)
                self._methods[own.name, method] = whole
                if own.plain is None or self._methods.get((own.plain.name, method)) != whole:
                    methods.append(whole)
        base: js.Expression | None = None if own.parent is None else js.name(self.class_name(own.parent))
        fields: tuple[js.Property, ...] = ()
        if own.exception is not None:
            base = base or self.visit.helper(EXCEPTIONS[own.exception])
            fields = (js.Property("name", js.Literal(own.python.__name__)),)
        yield js.ClassNode(name, base, fields, tuple(methods), loc)
        if own.name in self.visit.made_classes:
            yield from self._taken_from_others(own, loc)
        yield js.Blank()

    def _taken_from_others(self, own: OwnClass, loc: Loc) -> Iterator[js.Statement]:
        """Methods that JavaScript would look up in another order than Python does."""
        for method in dict.fromkeys(method for each in own.lineage for method in each.methods):
            wanted, found = (
                next((each for each in order if (each.name, method) in self._methods), None)
                for order in (own.lineage, own.chain)
            )
            if wanted is None or wanted is found:
                continue
            if found is None or self._methods[wanted.name, method] != self._methods[found.name, method]:
                place, value = (
                    js.Member(js.Member(js.name(self.class_name(each)), "prototype"), method) for each in (own, wanted)
                )
                yield js.Assign(place, "=", value, loc)

    def class_values(self, own: OwnClass) -> Iterator[js.Statement]:
        """Its attributes, which may be objects of the module."""
        name, loc = self.class_name(own), own.file.loc(own.node)
        values = dict(own.values)
        for each in own.lineage:  # of a second base class, too
            if each.itself not in own.chain:
                values = each.itself.values | values
                if each.python in self.visit.module.changed:
                    hint = "keep them in an object of the module, as in a dictionary"
                    message = f"scripts do not set attributes of {each.python.__name__}, which is a second base class"
                    raise self.visit.error("BML201", own.node, message, hint)
        for attribute, value in values.items():
            held = self.visit.cells.resolve(self.visit.cells.attribute(own.root, attribute).item)
            if not valueless(held):
                place = js.Member(js.Member(js.name(name), "prototype"), member_name(attribute))
                yield js.Assign(place, "=", fitted(self.visit, value, held).js, loc)

    def _partition(self) -> None:
        """Coarse classes first, of what prints alike, which are split until calls agree, too."""
        everything = [instance for instances in self._of.values() for instance in instances]
        texts = {id(each): (each.definition.site, each.waits, *_tokens(each.code)) for each in everything}
        self._class = dict.fromkeys(texts, 0)
        before = -1
        while (count := len(set(self._class.values()))) != before:
            before = count
            shapes = {
                key: tuple(self._class.get(id(token), -1) if isinstance(token, Instance) else token for token in text)
                for key, text in texts.items()
            }
            numbers = {shape: k for k, shape in enumerate(dict.fromkeys(shapes.values()))}
            self._class = {key: numbers[shape] for key, shape in shapes.items()}


def _tokens(code: Code | object) -> Iterator[object]:
    """What a function prints, with the versions that it calls."""
    match code:
        case VersionName():
            yield code.instance
        case js.Identifier():
            yield code.name
            yield getattr(code, "site", None)
        case list() | tuple():
            yield len(code)
            for each in code:
                yield from _tokens(each)
        case Loc():
            pass
        case _ if is_dataclass(code) and not isinstance(code, type):
            yield type(code).__name__
            for field in fields(code):
                yield from _tokens(getattr(code, field.name))
        case float():
            yield repr(code)
        case _:
            yield code
