"""Typed expressions and statements of a script. All of it is frozen; every node carries its place in the user's file.

Locals keep their Python names; objects of the program, methods and options have their names in JavaScript.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from bmlc.frontend.host.types import HostType
from bmlc.ir.loc import Loc

__all__ = [
    "Arithmetic",
    "Assign",
    "Break",
    "Compare",
    "Constant",
    "Continue",
    "Discard",
    "Expression",
    "ForRange",
    "If",
    "Item",
    "Local",
    "Logical",
    "MethodCall",
    "Negate",
    "Not",
    "Parameter",
    "ProgramObject",
    "Return",
    "Script",
    "Statement",
    "Unpack",
]


@dataclass(frozen=True)
class Constant:
    value: int | float | bool | str | None
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Local:
    name: str
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class ProgramObject:
    """A model, a source or a tensor function of the program, by its JavaScript name."""

    name: str
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class MethodCall:
    """`object.method(*positional, {**options})`; awaited where the runtime answers with a promise."""

    object: Expression
    method: str  # in JavaScript
    positional: tuple[Expression, ...]
    options: tuple[tuple[str, Expression], ...]
    is_async: bool
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Item:
    """`object[key]` of a dictionary whose keys are known, or of a tuple."""

    object: Expression
    key: str | int
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Arithmetic:
    """`+ - * / // %` on numbers."""

    operator: str
    left: Expression
    right: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Compare:
    """A chain of comparisons; every inner operand is free of effects, so that it may be written twice."""

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Logical:
    """`and`, `or` of truths."""

    operator: str
    left: Expression
    right: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Not:
    operand: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Negate:
    operand: Expression
    type: HostType
    loc: Loc


Expression: TypeAlias = (
    Constant | Local | ProgramObject | MethodCall | Item | Arithmetic | Compare | Logical | Not | Negate
)


@dataclass(frozen=True)
class Discard:
    """An expression for its effect."""

    value: Expression
    loc: Loc


@dataclass(frozen=True)
class Assign:
    target: str
    value: Expression
    loc: Loc


@dataclass(frozen=True)
class Unpack:
    targets: tuple[str, ...]
    value: Expression
    loc: Loc


@dataclass(frozen=True)
class Return:
    value: Expression | None
    loc: Loc


@dataclass(frozen=True)
class If:
    test: Expression
    then: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]
    loc: Loc


@dataclass(frozen=True)
class ForRange:
    """`for target in range(*bounds)`."""

    target: str
    bounds: tuple[Expression, ...]
    body: tuple[Statement, ...]
    loc: Loc


@dataclass(frozen=True)
class Break:
    loc: Loc


@dataclass(frozen=True)
class Continue:
    loc: Loc


Statement: TypeAlias = Discard | Assign | Unpack | Return | If | ForRange | Break | Continue


@dataclass(frozen=True)
class Parameter:
    """`default` is a JSON-like constant, `...` where the caller must give one."""

    name: str
    js_name: str  # how callers name it
    type: HostType
    default: Any


@dataclass(frozen=True)
class Script:
    """A checked script.

    `objects` are the names of the program's objects that it uses, in the order of first use; `results` are the types
    that it returns.
    """

    name: str  # in JavaScript
    params: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    objects: tuple[str, ...]
    results: tuple[HostType, ...]
    doc: str
    loc: Loc
