"""What is known of local names at one point of a script: which are set, where, and to what type.

Types follow the flow: a name may change its type from one statement to the next. Where two paths meet that left
different types, the name is of neither: reading it is an error, setting it anew is not. A name that only some of the
paths set is not set, with one exception: what a loop's body sets may be used after the loop, as people do, where the
script checks as it runs that the loop was entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from bmlc.errors import Note, UserError
from bmlc.frontend.check.journal import Journal
from bmlc.frontend.check.unify import join, known, undecided
from bmlc.frontend.host import FLOAT, INT, HostType, TypeVariable, resolve
from bmlc.ir import Loc

__all__ = ["Binding", "Flow", "after_loop", "meet", "meet_all", "same_flow", "two_types", "undecided_types"]


@dataclass(frozen=True)
class Binding:
    """The last assignment of a name; `other` is one with another type that may have been the last instead."""

    type: HostType
    loc: Loc
    other: Binding | None = None
    maybe_unset: bool = False  # set by a loop's body only, which may never have run


Flow: TypeAlias = Mapping[str, Binding] | None  # None: no path leads here


def meet(first: Flow, second: Flow, journal: Journal) -> Flow:
    """What is known where two paths come together."""
    if first is None or second is None or first is second:
        return second if first is None else first
    return {name: _joined(left, second[name], journal) for name, left in first.items() if name in second}


def meet_all(flows: Iterable[Flow], journal: Journal) -> Flow:
    """What is known where several paths come together."""
    known_there: Flow = None
    for flow in flows:
        known_there = meet(known_there, flow, journal)
    return known_there


def after_loop(entry: Flow, ends: Flow) -> Flow:
    """What is known behind a loop whose test was reached with `entry`; `ends` are the ends of its body."""
    if entry is None or ends is None:
        return entry
    body_only = {name: replace(binding, maybe_unset=True) for name, binding in ends.items() if name not in entry}
    return {**body_only, **entry}


def same_flow(first: Flow, second: Flow) -> bool:
    """Whether the same is known in both."""
    if first is None or second is None:
        return first is second
    return first.keys() == second.keys() and all(_same(left, second[name]) for name, left in first.items())


def undecided_types(flow: Flow) -> Iterator[TypeVariable]:
    """What later lines decide of the types of the names that are set."""
    seen: set[int] = set()
    for binding in (flow or {}).values():
        for variable in undecided(binding.type):
            if id(variable) not in seen:
                seen.add(id(variable))
                yield variable


def two_types(name: str, binding: Binding, loc: Loc) -> UserError:
    """The error of reading, at `loc`, a name that could be two things."""
    assert binding.other is not None
    early, late = sorted((binding, binding.other), key=lambda each: (each.loc.line, each.loc.column))
    hint = "give each meaning a name of its own"
    if {known(early.type), known(late.type)} == {INT, FLOAT}:
        hint = "write the int with a point, as in 0.0"
    message = (
        f"{name} would be {resolve(early.type)} (line {early.loc.line}) or {resolve(late.type)} (line {late.loc.line})"
    )
    notes = tuple(Note(each.loc, f"{resolve(each.type)} here") for each in (early, late))
    return UserError("BML203", message, hint, loc, notes)


def _joined(left: Binding, right: Binding, journal: Journal) -> Binding:
    if left is right:
        return left
    unset = left.maybe_unset or right.maybe_unset
    conflict = next((each for each in (left, right) if each.other is not None), None)
    if conflict is not None:
        return replace(conflict, maybe_unset=unset)
    joined = join(left.type, right.type, journal)
    if joined is None:
        return replace(left, other=right, maybe_unset=unset)
    if joined is left.type and unset == left.maybe_unset:
        return left
    return Binding(joined, left.loc, None, unset)


def _same(left: Binding, right: Binding) -> bool:
    if left is right:
        return True
    return (
        left.maybe_unset == right.maybe_unset
        and (left.other is None) == (right.other is None)
        and resolve(left.type) == resolve(right.type)
    )
