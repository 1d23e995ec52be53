"""Expressions that only the ownership passes make: what counts references, and what gives up a container's items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bmlc.frontend.host.types import HostType
from bmlc.ir.loc import Loc

if TYPE_CHECKING:
    from bmlc.frontend.host.expressions import Expression

__all__ = ["Adopt", "Exchange", "Retain", "TakeAll", "TakeItem"]


@dataclass(frozen=True)
class Retain:
    """A second reference to a value that holds tensors."""

    value: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Adopt:
    """A fresh shallow copy of a container, once each item got a reference."""

    value: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Exchange:
    """`object[index] = value` as an expression that gives the item that was there, None where there was none.

    `type` is that of the item.
    """

    object: Expression
    index: Expression
    value: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class TakeItem:
    """`del object[index]` of a list, as an expression that gives the item that was there."""

    object: Expression
    index: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class TakeAll:
    """`object.clear()` of a list or a dictionary, as an expression that gives a list of the items that were there."""

    object: Expression
    type: HostType
    loc: Loc
