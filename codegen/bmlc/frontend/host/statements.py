"""Typed statements of a script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from bmlc.frontend.host.expressions import Expression
from bmlc.frontend.host.types import HostType
from bmlc.ir.loc import Loc

__all__ = [
    "Assert",
    "Assign",
    "Break",
    "Clear",
    "Continue",
    "Define",
    "DeleteItem",
    "Discard",
    "Drop",
    "For",
    "Guarded",
    "Handler",
    "If",
    "ItemTarget",
    "NameTarget",
    "Parameter",
    "Raise",
    "Reraise",
    "Return",
    "Script",
    "Statement",
    "Target",
    "Timed",
    "Try",
    "TupleTarget",
    "While",
]


@dataclass(frozen=True)
class NameTarget:
    name: str
    type: HostType


@dataclass(frozen=True)
class ItemTarget:
    """`object[index]` of a list or dictionary; evaluated after the value, before the assignment."""

    object: Expression
    index: Expression
    type: HostType


@dataclass(frozen=True)
class TupleTarget:
    """`a, (b, c)`: unpacks a tuple, a fixed list, or a list whose length is checked as it runs."""

    items: tuple[Target, ...]
    type: HostType


Target: TypeAlias = NameTarget | ItemTarget | TupleTarget


@dataclass(frozen=True)
class Discard:
    """An expression for its effect."""

    value: Expression
    loc: Loc


@dataclass(frozen=True)
class Assign:
    """`targets[0] = targets[1] = value`.

    `replaces` are names that may hold a value to be dropped once the new one is there (the ownership pass says which).
    """

    targets: tuple[Target, ...]
    value: Expression
    loc: Loc
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeleteItem:
    """`del object[index]`"""

    object: Expression
    index: Expression
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
class For:
    """`for target in iterable: body else: otherwise`; the run may stop or pause at each step.

    `iterable` is a range, list, string, dictionary, IterableType or a data set, whose elements the loop gives away to
    `target`.
    """

    target: Target
    iterable: Expression
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]
    loc: Loc


@dataclass(frozen=True)
class While:
    """The run may stop or pause at each step."""

    test: Expression
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]
    loc: Loc


@dataclass(frozen=True)
class Break:
    loc: Loc


@dataclass(frozen=True)
class Continue:
    loc: Loc


@dataclass(frozen=True)
class Handler:
    """`except exceptions as name`; without exceptions it takes all of Python's, but never the end of a stopped run."""

    exceptions: tuple[str, ...]
    name: str | None
    body: tuple[Statement, ...]
    loc: Loc


@dataclass(frozen=True)
class Try:
    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...]
    otherwise: tuple[Statement, ...]
    final: tuple[Statement, ...]
    loc: Loc


@dataclass(frozen=True)
class Raise:
    """`raise exception(*arguments) from cause`, or a caught exception again by its name."""

    exception: Expression
    cause: Expression | None
    loc: Loc


@dataclass(frozen=True)
class Reraise:
    """`raise` inside a handler."""

    loc: Loc


@dataclass(frozen=True)
class Assert:
    test: Expression
    error: Expression | None  # with a message
    loc: Loc


@dataclass(frozen=True)
class Timed:
    """`with bml.timer(label) as name: body`"""

    label: Expression
    name: str | None
    body: tuple[Statement, ...]
    loc: Loc


@dataclass(frozen=True)
class Define:
    """A nested function. It reads names of the functions around it, `captures`, and sets none of them.

    `owned`: see `Script`.
    """

    name: str
    params: tuple[str, ...]
    defaults: tuple[Expression, ...]  # of the last parameters; evaluated here
    param_types: tuple[HostType, ...]
    body: tuple[Statement, ...]
    captures: tuple[str, ...]
    result: HostType
    loc: Loc
    owned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drop:
    """Gives up the values that these names hold, if they hold any; only the ownership pass makes it."""

    names: tuple[str, ...]
    loc: Loc


@dataclass(frozen=True)
class Clear:
    """These names hold nothing more: their values belong to something else now; only the ownership pass makes it."""

    names: tuple[str, ...]
    loc: Loc


@dataclass(frozen=True)
class Guarded:
    """`body`; what leaves it by a throw, the stop of a run included, drops `names`.

    Only the ownership pass makes it.
    """

    body: tuple[Statement, ...]
    names: tuple[str, ...]
    loc: Loc


Statement: TypeAlias = (
    Discard
    | Assign
    | DeleteItem
    | Return
    | If
    | For
    | While
    | Break
    | Continue
    | Try
    | Raise
    | Reraise
    | Assert
    | Timed
    | Define
    | Drop
    | Clear
    | Guarded
)


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
    that it returns; `owned` are the names that hold tensors, which are dropped whatever way the script ends (the
    ownership pass fills it).
    """

    name: str  # in JavaScript
    params: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    objects: tuple[str, ...]
    results: tuple[HostType, ...]
    doc: str
    loc: Loc
    owned: tuple[str, ...] = ()
