"""Host expressions as JavaScript that means the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bmlc.emit import js
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    STR,
    Arithmetic,
    Compare,
    Constant,
    Expression,
    Item,
    Local,
    Logical,
    MethodCall,
    Negate,
    Not,
    ProgramObject,
)

__all__ = ["Expressions"]

_HELPERS = {"/": ("divide", "divide"), "//": ("floorDivide", "floatFloorDivide"), "%": ("modulo", "floatModulo")}
_COMPARISONS = {"==": "===", "!=": "!=="}


@dataclass
class Expressions:
    """Generates expressions; notes which helpers of `@bml/runtime/python` they need."""

    name: Callable[[str], str]  # of locals
    helpers: set[str] = field(default_factory=set)

    def helper(self, name: str) -> js.Identifier:
        self.helpers.add(name)
        return js.name(name)

    def __call__(self, node: Expression) -> js.Expression:
        match node:
            case Constant(value):
                return js.Literal(value)
            case Local(name):
                return js.name(self.name(name))
            case ProgramObject(name):
                return js.name(name)
            case MethodCall():
                return self._call(node)
            case Item(owner, key):
                if isinstance(key, int):
                    return js.Index(self(owner), js.Literal(key))
                return js.Member(self(owner), key)
            case Arithmetic():
                return self._arithmetic(node)
            case Compare(operands, operators):
                pairs = zip(operators, operands, operands[1:], strict=False)
                tests = [self._compare(operator, left, right) for operator, left, right in pairs]
                whole = tests[0]
                for test in tests[1:]:
                    whole = js.Binary("&&", whole, test)
                return whole
            case Logical(operator, left, right):
                return js.Binary("&&" if operator == "and" else "||", self.truth(left), self.truth(right))
            case Not(operand):
                return js.Unary("!", self.truth(operand))
            case Negate(operand):
                # An int has no -0: JavaScript's would show as one in a division.
                if operand.type == INT and not isinstance(operand, Constant):
                    return js.Binary("-", js.Literal(0), self(operand))
                return js.Unary("-", self(operand))

    def truth(self, node: Expression) -> js.Expression:
        """`node` as a condition. NaN is true in Python: floats are compared with 0."""
        if node.type == FLOAT:
            return js.Binary("!==", self(node), js.Literal(0))
        return self(node)

    def _call(self, node: MethodCall) -> js.Expression:
        arguments = [self(argument) for argument in node.positional]
        if node.options:
            arguments.append(js.Object(tuple(js.Property(name, self(value)) for name, value in node.options)))
        call = js.Call(js.Member(self(node.object), node.method), tuple(arguments))
        return js.Await(call) if node.is_async else call

    def _arithmetic(self, node: Arithmetic) -> js.Expression:
        left, right = self._number(node.left), self._number(node.right)
        if node.operator in _HELPERS:
            of_ints, of_floats = _HELPERS[node.operator]
            return js.Call(self.helper(of_ints if node.type == INT else of_floats), (left, right))
        plain = js.Binary(node.operator, left, right)
        # Beyond 2^53 JavaScript would round where Python does not.
        return js.Call(self.helper("int"), (plain,)) if node.type == INT else plain

    def _compare(self, operator: str, left: Expression, right: Expression) -> js.Expression:
        if left.type == right.type and left.type in (STR, BOOL):
            return js.Binary(_COMPARISONS.get(operator, operator), self(left), self(right))
        return js.Binary(_COMPARISONS.get(operator, operator), self._number(left), self._number(right))

    def _number(self, node: Expression) -> js.Expression:
        """A bool is an int in Python."""
        return js.call("Number", self(node)) if node.type == BOOL else self(node)
