"""The gradient of `scan`."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.ir import Eqn
from bmlc.ops.region import Pullback, Vjp

__all__ = ["scan_augment"]


def scan_augment(eqn: Eqn, active: Sequence[bool], vjp: Vjp) -> tuple[Eqn, Pullback]:
    raise NotImplementedError
