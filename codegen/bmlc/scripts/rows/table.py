"""What scripts know of Python: one row a function or method.

    "str.find(sub: str, start: int | None = None, end: int | None = None) -> int": "findText"
    "list.append!(object: item, /) -> None": "self.push(object)"

A row's signature is CPython's, with what scripts take as annotations (`accepting` lists them); one with `!` changes its
owner, or its first argument. Its JavaScript is a template (see `written`), or a rule: a function of the call that gives
the value.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import EllipsisType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from bmlc.emit.js import Literal

if TYPE_CHECKING:
    from bmlc.scripts.rows.calls import Call
    from bmlc.scripts.values import Value
    from bmlc.scripts.visit import Visit

__all__ = [
    "Parameter",
    "Row",
    "every_row",
    "instead",
    "instead_of",
    "names_of_builtins",
    "row",
    "row_of",
    "rows",
    "rows_of",
]

Rule: TypeAlias = "Callable[[Visit, Call], Value]"
R = TypeVar("R", bound="Callable[..., Value]")


@dataclass(frozen=True)
class Parameter:
    """`default` is `...` where there is none; `accepts` are the names of what scripts take."""

    name: str
    accepts: frozenset[str]
    default: str | int | float | EllipsisType | tuple[()] | None = ...
    positional: bool = True
    by_keyword: bool = True
    gathers: bool = False  # *args
    gathers_keywords: bool = False  # **kwargs

    @property
    def literal(self) -> Literal:
        """The default in JavaScript."""
        assert not isinstance(self.default, EllipsisType | tuple), self.name
        return Literal(self.default)


@dataclass(frozen=True)
class Row:
    """One function or method; `owner` is empty for a function."""

    owner: str
    name: str
    parameters: tuple[Parameter, ...]
    result: ast.expr | None
    js: str | Rule
    text: str = field(compare=False, default="")
    changes: bool = False  # its owner, or its first argument

    @property
    def full_name(self) -> str:
        return f"{self.owner}.{self.name}" if self.owner else self.name


_ROWS: dict[tuple[str, str], tuple[str, str | Rule]] = {}
_INSTEAD: dict[str, Mapping[str, str]] = {}


def rows(table: Mapping[str, str]) -> None:
    """Declares rows by their signatures."""
    for signature, js in table.items():
        _declare(signature, js)


def row(*signatures: str) -> Callable[[R], R]:
    """Declares the rule of a row, or of several."""

    def declare(rule: R) -> R:
        for signature in signatures:
            _declare(signature, rule)
        return rule

    return declare


def instead(owner: str, hints: Mapping[str, str]) -> None:
    """Declares what scripts have in place of arguments that only Python's methods of this owner take."""
    _INSTEAD[owner] = hints


def instead_of(owner: str) -> Mapping[str, str]:
    return _INSTEAD.get(owner, {})


def _declare(signature: str, js: str | Rule) -> None:
    owner, _, name = signature[: signature.index("(")].rstrip("!").rpartition(".")
    assert (owner, name) not in _ROWS, signature
    _ROWS[owner, name] = signature, js


def rows_of(owner: str) -> list[str]:
    """The names that an owner has."""
    return [name for each, name in _ROWS if each == owner]


def every_row() -> Iterator[Row]:
    """All that scripts know of Python."""
    for owner, name in _ROWS:
        found = row_of(owner, name)
        assert found is not None
        yield found


@cache
def names_of_builtins() -> frozenset[str]:
    return frozenset(rows_of(""))


@cache
def row_of(owner: str, name: str) -> Row | None:
    """The row of a function or method, parsed when it is first asked for."""
    found = _ROWS.get((owner, name))
    if found is None:
        return None
    signature, js = found
    head, _, rest = signature.partition("(")
    definition = ast.parse(f"def {name}({rest}: ...").body[0]
    assert isinstance(definition, ast.FunctionDef)
    return Row(owner, name, _parameters(definition.args), definition.returns, js, signature, head.endswith("!"))


def _parameters(arguments: ast.arguments) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = len(positional) - len(arguments.defaults)
    for k, each in enumerate(positional):
        default = ast.literal_eval(arguments.defaults[k - missing]) if k >= missing else ...
        found.append(Parameter(each.arg, _accepts(each), default, by_keyword=each not in arguments.posonlyargs))
    if arguments.vararg is not None:
        found.append(Parameter(arguments.vararg.arg, _accepts(arguments.vararg), gathers=True, by_keyword=False))
    if arguments.kwarg is not None:
        found.append(Parameter(arguments.kwarg.arg, _accepts(arguments.kwarg), gathers_keywords=True, positional=False))
    for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        default = ast.literal_eval(value) if value is not None else ...
        found.append(Parameter(each.arg, _accepts(each), default, positional=False))
    return tuple(found)


def _accepts(argument: ast.arg) -> frozenset[str]:
    return frozenset(ast.unparse(argument.annotation).split(" | ")) if argument.annotation else frozenset({"object"})
