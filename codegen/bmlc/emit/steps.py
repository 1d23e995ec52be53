"""Straight lines of kernel calls, step by step, and numbers that say which steps do the same.

    a = sub(g, m)                 sub(new, new)
    b = mul(a, rate); free a      mul(what the last step made, new)
    c = add(m, b)           =>    add(the second input of two steps ago, what the last step made); that is freed

A run may begin at any step: what lies before its beginning is new to it. A number for each step of each run would take
the square of a line's length, so a step is described once, by how far back it met its values, and what is farther
than the beginning is left out: few steps look back that far.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bmlc.emit.parts import doubtful_sizes
from bmlc.ir import Eqn, Function, Var
from bmlc.kernels.kernel import Kernel
from bmlc.kernels.loop import LOOP, is_look

__all__ = ["Signatures", "Step", "straight_lines"]

# Where a value was met last: how many steps ago, and as which of that step's inputs (0, 1, …) or results (-1, -2, …).
_Met: TypeAlias = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Step:
    eqn: Eqn
    end: int  # where in the body what stands behind its disposals does
    dropped: list[Var]
    line: int  # the number of its straight line
    index: int  # in the line


@dataclass(frozen=True)
class _Signature:
    """What is the same of steps that do the same at the same place of runs that were the same so far."""

    token: int
    reads: tuple[_Met | int | None, ...]  # by input: None if the run has not met it, a number for a constant
    freed: frozenset[_Met]  # of what the run made, behind the step before: at the end of a run it may be free behind it

    def within(self, number: int) -> _Signature:
        """The same of a step that is number `number` of its run."""
        reads = tuple(None if isinstance(each, tuple) and each[0] > number else each for each in self.reads)
        return _Signature(self.token, reads, frozenset(each for each in self.freed if each[0] <= number))


class Signatures:
    """Numbers for the steps of `lines`.

    Args:
        lines: As `straight_lines` gives them.
        constants: What is equal for constants that are.
    """

    def __init__(self, lines: Iterable[Sequence[Step]], constants: Mapping[Var, Hashable]) -> None:
        self._constants = constants
        self._numbers: dict[Hashable, int] = {}  # of tokens, of constants and of signatures
        self._signatures: dict[int, _Signature] = {}
        self._within: dict[tuple[int, int], int] = {}
        self._tokens: dict[Step, int] = {}
        self._of: dict[Step, tuple[int, int]] = {}  # the signature in an endless run, how far back it looks
        self._freed: dict[Step, frozenset[_Met]] = {}  # behind it, counted from the step that follows
        for line in lines:
            self._describe(line)

    def token(self, step: Step) -> int:
        """What is the same of steps that do the same with their inputs."""
        return self._tokens[step]

    def number(self, step: Step, number: int) -> int:
        """What is the same of steps that are number `number` of runs that were the same so far, and go on so."""
        whole, reach = self._of[step]
        if reach <= number:
            return whole
        found = self._within.get((whole, number))
        if found is None:
            found = self._within[whole, number] = self._signed(self._signatures[whole].within(number))
        return found

    def counts(self, signature: int) -> tuple[int, int]:
        """How many values a run meets first in a step, and how many of its own are freed before it."""
        known = self._signatures[signature]
        return known.reads.count(None), len(known.freed)

    def freed(self, step: Step, number: int) -> int:
        """How many values of its own the run frees behind a step, its number `number`."""
        return sum(back <= number + 1 for back, _ in self._freed[step])

    def _describe(self, line: Sequence[Step]) -> None:
        met: dict[Var, tuple[int, int]] = {}
        makers: dict[Var, tuple[int, int]] = {}
        for at, step in enumerate(line):
            eqn = step.eqn
            # As text: -0.0 is no 0.0, nor 1 True.
            token = self._number((eqn.op.name, len(eqn.inputs), len(eqn.outs), repr(dict(eqn.attrs)), eqn.loc))
            reads: list[_Met | int | None] = []
            for place, var in enumerate(eqn.inputs):
                if var in self._constants:
                    reads.append(self._number(self._constants[var]))
                    continue
                last = met.get(var)
                reads.append(None if last is None else (at - last[0], last[1]))
                met[var] = (at, place)
            freed = self._freed[line[at - 1]] if at else frozenset()
            for place, var in enumerate(eqn.outs):
                met[var] = makers[var] = (at, -1 - place)
            own = [makers[var] for var in step.dropped if var in makers]
            self._freed[step] = frozenset((at + 1 - maker, place) for maker, place in own)
            reach = max((each[0] for each in (*reads, *freed) if isinstance(each, tuple)), default=0)
            self._tokens[step] = token
            self._of[step] = self._signed(_Signature(token, tuple(reads), freed)), reach

    def _signed(self, signature: _Signature) -> int:
        number = self._number(signature)
        self._signatures[number] = signature
        return number

    def _number(self, value: Hashable) -> int:
        return self._numbers.setdefault(value, len(self._numbers))


def straight_lines(functions: Iterable[Function]) -> list[list[Step]]:
    """Straight lines of calls that one line of the user's file makes."""
    lines: list[list[Step]] = []
    for body in (body for fn in functions for body in _bodies(fn)):
        lines += _lines(body, len(lines))
    return lines


def _bodies(fn: Function) -> Iterator[Sequence[Eqn]]:
    yield fn.body
    for eqn in fn.body:
        for value in eqn.attrs.values():
            if isinstance(value, Function):
                yield from _bodies(value)


def _lines(body: Sequence[Eqn], first: int) -> list[list[Step]]:
    stacks = {var for eqn in body if eqn.op is LOOP for var in eqn.outs[eqn.attrs["carries"] :]}
    lines: list[list[Step]] = [[]]
    for at, eqn in enumerate(body):
        line = lines[-1]
        if eqn.op.name == "constant":
            continue
        if eqn.op.name == "dispose" and line and stacks.isdisjoint(eqn.inputs) and line[-1].end == at:
            step = line.pop()
            line.append(Step(step.eqn, at + 1, [*step.dropped, *eqn.inputs], step.line, step.index))
            continue
        if not _is_plain(eqn, stacks):
            lines.append([])
            continue
        if line and line[-1].eqn.loc != eqn.loc:
            lines.append(line := [])
        line.append(Step(eqn, at + 1, [], first + len(lines) - 1, len(line)))
    return lines


def _is_plain(eqn: Eqn, stacks: set[Var]) -> bool:
    if not isinstance(eqn.op, Kernel) and eqn.op.name not in {"retain", "dimension", "divisor"}:
        return False
    return not is_look(eqn) and stacks.isdisjoint(eqn.inputs) and next(doubtful_sizes(eqn), None) is None
