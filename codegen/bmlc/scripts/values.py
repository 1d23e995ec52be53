"""What lowering an expression gives: its type, and how it is written in JavaScript."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeGuard

from bmlc.emit import js
from bmlc.emit.js import Expression  # where `js` is a field
from bmlc.ir import Loc
from bmlc.scripts.types import Tuple, Type

__all__ = [
    "UNKNOWN",
    "ObjectName",
    "OwnCall",
    "OwnName",
    "Retain",
    "TooLarge",
    "Value",
    "given_none",
    "is_name",
    "is_simple",
    "without_none",
    "written_out",
]


class _Unknown:
    def __repr__(self) -> str:
        return "unknown"


UNKNOWN: Final = _Unknown()


@dataclass(frozen=True, slots=True)
class Value:
    """An expression.

    Attributes:
        type: What it may be.
        js: How it is written.
        fresh: It is a reference that nobody owns yet, which matters where it may hold tensors.
        constant: Its value where that is known now, else `UNKNOWN`.
        items: The values of a tuple that is written out.
        place: What was read: messages find where it got its types, and it may hold the same constant always, see
            `constants.py`.
    """

    type: Type
    js: js.Expression
    fresh: bool = False
    constant: Any = UNKNOWN
    items: tuple[Value, ...] | None = None
    place: Hashable = None

    @property
    def is_known(self) -> bool:
        return self.constant is not UNKNOWN

    def written(self, expression: Expression) -> Value:
        """The same value, written in another way."""
        return replace(self, js=expression, items=None)

    def as_type(self, held: Type) -> Value:
        """The same expression, known to be of this type."""
        return replace(self, type=held)

    @property
    def each(self) -> list[Value]:
        """The same expression as each of the things that it may be."""
        return [self.as_type(frozenset({atom})) for atom in sorted(self.type, key=repr)]

    def parts(self, whole: Tuple) -> list[Value]:
        """The items of a tuple that is a name, or is written out."""
        indexed = (Value(held, js.Index(self.js, js.Literal(k))) for k, held in enumerate(whole.items))
        return list(indexed if self.items is None else self.items)


def written_out(
    items: Iterable[Value], kind: Literal["tuple", "list"] = "tuple", *, fresh: bool = False, held: Type | None = None
) -> Value:
    """A tuple, or a list that is known whole, of these items; `held`: another type that they have together."""
    parts = tuple(items)
    whole = frozenset({Tuple(tuple(each.type for each in parts), kind)}) if held is None else held
    return Value(whole, js.Array(tuple(each.js for each in parts)), fresh, items=parts)


class ObjectName(js.Identifier):
    """An object that is known when the script is compiled, and is nothing in JavaScript: to be called, or asked."""

    type: Type
    loc: Loc

    def __init__(self, name: str, type: Type, loc: Loc) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "type", type)
        object.__setattr__(self, "loc", loc)


class TooLarge(js.Identifier):
    """An int that JavaScript cannot hold exactly: part of one that is written out and smaller, or else an error."""

    loc: Loc

    def __init__(self, value: int, loc: Loc) -> None:
        object.__setattr__(self, "name", str(value))
        object.__setattr__(self, "loc", loc)


class OwnCall(js.Call):
    """A call of a function or method of the user's, which may do anything."""


class OwnName(js.Identifier):
    """A function or class of the user's, by a name that is decided when it is printed."""


class Retain(js.Call):
    """`run.retain(value)`: a reference of its own to what somebody else holds."""


def given_none(expression: js.Expression) -> js.Expression:
    """`print(x)` as a value: what JavaScript's call gives, nothing or a number, is Python's None."""
    if not isinstance(expression, js.Call | js.Await):
        return expression
    return js.Binary("??", js.Unary("void", expression), js.Literal(None))


def without_none(expression: js.Expression) -> js.Expression:
    """The same where nobody asks for the value: the call alone."""
    match expression:
        case js.Binary("??", js.Unary("void", call), js.Literal(None)):
            return call
        case js.Binary("&&" | "||" as operator, left, right):
            return js.Binary(operator, left, without_none(right))
        case js.Conditional(test, then, otherwise):
            return js.Conditional(test, without_none(then), without_none(otherwise))
    return expression


def is_name(expression: js.Expression) -> TypeGuard[js.Identifier]:
    return expression.__class__ is js.Identifier


def is_simple(expression: js.Expression) -> bool:
    """Whether evaluating it later, or twice, gives the same and costs nothing: a name or a literal."""
    return is_name(expression) or isinstance(expression, js.Literal)
