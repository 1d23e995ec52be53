"""JavaScript nodes, as many kinds as the emitters need; statements carry their place in the Python file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bmlc.ir.loc import Loc

__all__ = [
    "Array",
    "ArrayPattern",
    "Arrow",
    "Assign",
    "Await",
    "Binary",
    "Blank",
    "Block",
    "Break",
    "Call",
    "Comment",
    "Conditional",
    "Continue",
    "Declare",
    "DeclareNames",
    "Default",
    "ExportFrom",
    "Expression",
    "ExpressionStatement",
    "ForOf",
    "FunctionNode",
    "Identifier",
    "If",
    "Import",
    "Index",
    "Labeled",
    "Literal",
    "Member",
    "Method",
    "New",
    "Object",
    "ObjectPattern",
    "Pattern",
    "Property",
    "Rest",
    "Return",
    "Spread",
    "Statement",
    "Template",
    "Throw",
    "Try",
    "Unary",
    "While",
    "call",
    "const",
    "name",
    "value",
]


@dataclass(frozen=True)
class Identifier:
    name: str


@dataclass(frozen=True)
class Literal:
    value: str | int | float | bool | None


@dataclass(frozen=True)
class Template:
    """`texts[0]${values[0]}texts[1]…`: one text more than values."""

    texts: tuple[str, ...]
    values: tuple[Expression, ...]


@dataclass(frozen=True)
class Member:
    object: Expression
    property: str


@dataclass(frozen=True)
class Index:
    object: Expression
    index: Expression


@dataclass(frozen=True)
class Call:
    callee: Expression
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class New:
    callee: Expression
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Array:
    elements: tuple[Expression, ...]


@dataclass(frozen=True)
class Property:
    """`key: value`, or `key` alone where the value is the identifier of the same name."""

    key: str
    value: Expression


@dataclass(frozen=True)
class Method:
    """A function as a property of an object: `async key(params) { … }`."""

    function: FunctionNode


@dataclass(frozen=True)
class Object:
    properties: tuple[Property | Method | Spread | Comment, ...]


@dataclass(frozen=True)
class Unary:
    operator: str
    operand: Expression


@dataclass(frozen=True)
class Binary:
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Conditional:
    test: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True)
class Await:
    value: Expression
    keyword: str = "await"  # yield and yield* in generators


@dataclass(frozen=True)
class Spread:
    value: Expression


@dataclass(frozen=True)
class Arrow:
    params: tuple[Pattern, ...]
    body: Expression | Block
    is_async: bool = False
    is_generator: bool = False  # `function* (params) { … }`: there are no arrows that yield


Expression: TypeAlias = (
    Identifier
    | Literal
    | Template
    | Member
    | Index
    | Call
    | New
    | Array
    | Object
    | Unary
    | Binary
    | Conditional
    | Await
    | Spread
    | Arrow
)


@dataclass(frozen=True)
class Rest:
    """`...target`, the last of an array pattern."""

    target: Identifier


@dataclass(frozen=True)
class ArrayPattern:
    elements: tuple[Pattern | Rest, ...]


@dataclass(frozen=True)
class ObjectPattern:
    """`{ a, b: c, d = 1 }`: keys with the patterns that they are bound to."""

    properties: tuple[tuple[str, Pattern], ...]


@dataclass(frozen=True)
class Default:
    target: Identifier | ArrayPattern | ObjectPattern
    value: Expression


Pattern: TypeAlias = Identifier | ArrayPattern | ObjectPattern | Default


@dataclass(frozen=True)
class Comment:
    text: str


@dataclass(frozen=True)
class Blank:
    """An empty line."""


@dataclass(frozen=True)
class Import:
    names: tuple[str, ...]
    module: str


@dataclass(frozen=True)
class ExportFrom:
    names: tuple[str, ...]
    module: str


@dataclass(frozen=True)
class Declare:
    kind: str  # const, let
    target: Identifier | ArrayPattern | ObjectPattern
    value: Expression | None
    loc: Loc | None = None
    export: bool = False


@dataclass(frozen=True)
class DeclareNames:
    """`let a, b;`: names that are set later."""

    names: tuple[Identifier, ...]


@dataclass(frozen=True)
class Assign:
    target: Expression | ArrayPattern
    operator: str  # =, +=, …
    value: Expression
    loc: Loc | None = None


@dataclass(frozen=True)
class ExpressionStatement:
    expression: Expression
    loc: Loc | None = None


@dataclass(frozen=True)
class Return:
    value: Expression | None
    loc: Loc | None = None


@dataclass(frozen=True)
class Throw:
    value: Expression
    loc: Loc | None = None


@dataclass(frozen=True)
class Break:
    loc: Loc | None = None
    label: str | None = None


@dataclass(frozen=True)
class Continue:
    loc: Loc | None = None


@dataclass(frozen=True)
class Block:
    body: tuple[Statement, ...]


@dataclass(frozen=True)
class If:
    """`if (test) { … } else { … }`; a single throw or call stands on the same line, without an `else`."""

    test: Expression
    then: Block | Throw | ExpressionStatement
    otherwise: Block | If | None
    loc: Loc | None = None


@dataclass(frozen=True)
class ForOf:
    """`for await? (kind target of iterable) { … }`; without a `kind` where the target was declared before."""

    target: Identifier | ArrayPattern | ObjectPattern
    iterable: Expression
    body: Block
    is_await: bool
    loc: Loc | None = None
    kind: str | None = "const"


@dataclass(frozen=True)
class While:
    test: Expression
    body: Block
    loc: Loc | None = None


@dataclass(frozen=True)
class Labeled:
    """`label: { … }`, which `break label` leaves."""

    label: str
    body: Block


@dataclass(frozen=True)
class Try:
    """`try { … } catch (param) { … } finally { … }`; at least one of the last two."""

    body: Block
    param: str | None
    handler: Block | None
    final: Block | None
    loc: Loc | None = None


@dataclass(frozen=True)
class FunctionNode:
    name: str
    params: tuple[Pattern | Rest, ...]
    body: Block
    loc: Loc | None = None
    is_async: bool = False
    export: bool = False
    is_generator: bool = False


@dataclass(frozen=True)
class ClassNode:
    """`class Name extends base { field = value; method(params) { … } }`"""

    name: str
    base: Expression | None
    fields: tuple[Property, ...]
    methods: tuple[FunctionNode, ...]
    loc: Loc | None = None


Statement: TypeAlias = (
    Comment | Blank | Import | ExportFrom | Declare | DeclareNames | Assign | ExpressionStatement | Return | Throw
    | Break | Continue | Block | If | ForOf | While | Labeled | Try | FunctionNode | ClassNode
)  # fmt: skip


def name(text: str) -> Identifier:
    return Identifier(text)


def call(callee: str | Expression, *arguments: Expression) -> Call:
    return Call(Identifier(callee) if isinstance(callee, str) else callee, arguments)


def const(target: str | ArrayPattern | ObjectPattern, init: Expression, loc: Loc | None = None) -> Declare:
    return Declare("const", Identifier(target) if isinstance(target, str) else target, init, loc)


def value(data: object) -> Expression:
    """Plain data (None, bools, numbers, strings, lists, dictionaries) as an expression."""
    if isinstance(data, dict):
        return Object(tuple(Property(str(key), value(item)) for key, item in data.items()))
    if isinstance(data, Sequence) and not isinstance(data, str):
        return Array(tuple(value(item) for item in data))
    if data is None or isinstance(data, bool | int | float | str):
        return Literal(data)
    raise TypeError(f"cannot write {type(data).__name__} as JavaScript data")
