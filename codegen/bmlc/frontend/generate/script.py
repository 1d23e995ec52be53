"""A host script as an async JavaScript function.

@bml.script                              async function train({ model, digits, prepare }, { epochs = 2 } = {}) {
def train(epochs: int = 2):       =>       await model.fit(digits.map(prepare).batch(64), { epochs });
    model.fit(..., epochs=epochs)        }
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from bmlc.emit import js
from bmlc.frontend.generate.declarations import Declaration, find_declarations
from bmlc.frontend.generate.expressions import Expressions
from bmlc.frontend.host import (
    Assign,
    Break,
    Constant,
    Continue,
    Discard,
    ForRange,
    If,
    Return,
    Script,
    Statement,
    Unpack,
)
from bmlc.frontend.names import KeyedNames
from bmlc.ir import Loc

__all__ = ["SCRIPT_GLOBALS", "GeneratedScript", "generate_script"]

# Names of the module that scripts stand in: its constants, and what it may import from `@bml/runtime/python`.
SCRIPT_GLOBALS = frozenset(
    {"divide", "floatFloorDivide", "floatModulo", "floorDivide", "int", "modulo", "range", "program", "scripts"}
)


@dataclass(frozen=True)
class GeneratedScript:
    """`helpers` are what the function needs from `@bml/runtime/python/numbers.js`, in alphabetical order."""

    name: str
    function: js.FunctionNode
    objects: tuple[str, ...]
    helpers: tuple[str, ...]
    loc: Loc


def generate_script(script: Script) -> GeneratedScript:
    """The function `name({objects of the program}, {arguments})`."""
    return _Generator(script).script()


class _Generator:
    def __init__(self, script: Script) -> None:
        self.source = script
        self.names = KeyedNames({*script.objects, *SCRIPT_GLOBALS, script.name})
        self.expression = Expressions(lambda name: self.names(name, name))
        params = [param.name for param in script.params]
        self.declarations = find_declarations(script.body, params)

    def script(self) -> GeneratedScript:
        script = self.source
        params = self.params()
        hoisted = [name for name, declaration in self.declarations.items() if declaration.at is None]
        body: list[js.Statement] = [js.Declare("let", js.name(self.names(name, name)), None) for name in hoisted]
        body += self.block(script.body)
        function = js.FunctionNode(script.name, params, js.Block(tuple(body)), script.loc, is_async=True)
        return GeneratedScript(
            script.name, function, script.objects, tuple(sorted(self.expression.helpers)), script.loc
        )

    def params(self) -> tuple[js.Pattern, ...]:
        objects = js.ObjectPattern(tuple((name, js.name(name)) for name in self.source.objects))
        if not self.source.params:
            return (objects,) if self.source.objects else ()
        properties: list[tuple[str, js.Pattern]] = []
        for param in self.source.params:
            target = js.name(self.names(param.name, param.name))
            properties.append(
                (param.js_name, target if param.default is ... else js.Default(target, js.Literal(param.default)))
            )
        arguments: js.Pattern = js.ObjectPattern(tuple(properties))
        if all(param.default is not ... for param in self.source.params):
            arguments = js.Default(js.ObjectPattern(tuple(properties)), js.Object(()))
        return objects, arguments

    def block(self, body: Sequence[Statement]) -> list[js.Statement]:
        return [generated for statement in body for generated in self.statement(statement)]

    def statement(self, node: Statement) -> list[js.Statement]:
        match node:
            case Discard(value, loc):
                return [] if isinstance(value, Constant) else [js.ExpressionStatement(self.expression(value), loc)]
            case Assign(target, value, loc):
                return [self.assign(target, node, self.expression(value), loc)]
            case Unpack():
                return self.unpack(node)
            case Return(value, loc):
                return [js.Return(None if value is None else self.expression(value), loc)]
            case If():
                return [self.condition(node)]
            case ForRange():
                return [self.loop(node)]
            case Break(loc):
                return [js.Break(loc)]
            case Continue(loc):
                return [js.Continue(loc)]
        assert_never(node)

    def assign(self, target: str, node: Statement, value: js.Expression, loc: Loc) -> js.Statement:
        name = js.name(self.names(target, target))
        declaration = self.declaration(target)
        if declaration.at is node:
            return js.Declare("const" if declaration.is_constant else "let", name, value, loc)
        return js.Assign(name, "=", value, loc)

    def unpack(self, node: Unpack) -> list[js.Statement]:
        """One declaration where all targets are declared here and alike; else through names of our own."""
        value = self.expression(node.value)
        declarations = [self.declaration(target) for target in node.targets]
        if all(declaration.at is node for declaration in declarations):
            kind = "const" if all(declaration.is_constant for declaration in declarations) else "let"
            pattern = js.ArrayPattern(tuple(js.name(self.names(target, target)) for target in node.targets))
            return [js.Declare(kind, pattern, value, node.loc)]
        whole = self.names(node, "parts")
        return [
            js.const(whole, value, node.loc),
            *(
                self.assign(target, node, js.Index(js.name(whole), js.Literal(i)), node.loc)
                for i, target in enumerate(node.targets)
            ),
        ]

    def declaration(self, name: str) -> Declaration:
        return self.declarations.get(name, Declaration(None, False))

    def condition(self, node: If) -> js.If:
        otherwise: js.Block | js.If | None = None
        match node.otherwise:
            case (If() as nested,):
                otherwise = self.condition(nested)
            case [_, *_]:
                otherwise = js.Block(tuple(self.block(node.otherwise)))
            case _:
                pass
        return js.If(self.expression.truth(node.test), js.Block(tuple(self.block(node.then))), otherwise, node.loc)

    def loop(self, node: ForRange) -> js.Statement:
        """`range` is evaluated once and counts for itself, so that the body may set the loop's name, as in Python."""
        numbers = js.Call(self.expression.helper("range"), tuple(self.expression(bound) for bound in node.bounds))
        declaration = self.declaration(node.target)
        name = self.names(node.target, node.target)
        body = self.block(node.body)
        if declaration.at is node and declaration.is_constant:
            return js.ForOf(js.name(name), numbers, js.Block(tuple(body)), False, node.loc)
        counter = self.names(node, f"next_{node.target}")
        first: js.Statement = js.Assign(js.name(name), "=", js.name(counter), node.loc)
        if declaration.at is node:
            first = js.Declare("let", js.name(name), js.name(counter), node.loc)
        return js.ForOf(js.name(counter), numbers, js.Block((first, *body)), False, node.loc)
