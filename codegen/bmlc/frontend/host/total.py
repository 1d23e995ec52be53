"""The sum of tensors, whose number is known only as the script runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bmlc.frontend.host.types import HostType
from bmlc.ir.loc import Loc

if TYPE_CHECKING:
    from bmlc.frontend.host.expressions import Expression

__all__ = ["Total"]


@dataclass(frozen=True)
class Total:
    """`sum(iterable)` of tensors: the first one, and then `step` for each other one.

    `step` reads the sum so far by the name `total` and the item by the name `item`.
    """

    iterable: Expression
    total: str
    item: str
    step: Expression
    type: HostType
    loc: Loc
