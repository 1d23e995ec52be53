"""What is known of local names at one point of a script: which are certainly set, where, and to what type.

Types follow the flow: a name may change its type from one statement to the next, but where two paths meet, both must
have left the same one. A name that only some of the paths set is not set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bmlc.errors import UserError
from bmlc.frontend.host import FLOAT, INT, HostType
from bmlc.ir import Loc

__all__ = ["Binding", "Flow", "meet"]


@dataclass(frozen=True)
class Binding:
    """The last assignment of a name."""

    type: HostType
    loc: Loc


Flow: TypeAlias = Mapping[str, Binding] | None  # None: no path leads here


def meet(first: Flow, second: Flow) -> Flow:
    """What is known where two paths come together.

    Raises:
        UserError: BML103 where a name would have two types.
    """
    if first is None or second is None:
        return second if first is None else first
    merged: dict[str, Binding] = {}
    for name, left in first.items():
        right = second.get(name)
        if right is None:
            continue
        if left.type != right.type:
            raise _two_types(name, left, right)
        merged[name] = left
    return merged


def _two_types(name: str, left: Binding, right: Binding) -> UserError:
    early, late = sorted((left, right), key=lambda binding: (binding.loc.line, binding.loc.column))
    hint = "give each meaning a name of its own"
    if {early.type, late.type} == {INT, FLOAT}:
        hint = "write the int with a point, as in 0.0"
    return UserError(
        "BML203",
        f"{name} would be {early.type} (line {early.loc.line}) or {late.type} (line {late.loc.line})",
        hint,
        late.loc,
    )
