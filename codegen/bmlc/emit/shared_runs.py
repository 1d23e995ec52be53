"""Runs of kernel calls that occur several times: each becomes a function of its own, which is called in their place.

    const adam10 = sub({ a: dKernel, b: kernelMomentum });
    …
    const adam22 = sub({ a: dBias, b: biasMomentum });
    …
  =>
    function adamSteps(d, momentum, …) { …  return [adam3, adam7]; }

    const [adam10, adam11] = adamSteps(dKernel, kernelMomentum, …);
    const [adam12, adam13] = adamSteps(dBias, biasMomentum, …);

The calls of a run come from one line of the user's file, which an error then names as before. Each disposal stays at
its place: what one of the runs frees besides, such as the last one that reads the learning rate, it is given behind its
inputs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import TypeAlias

from bmlc.emit.parts import doubtful_sizes
from bmlc.ir import Eqn, Function, Var, symbols_in
from bmlc.kernels.kernel import Kernel
from bmlc.kernels.loop import LOOP, is_look

__all__ = ["SharedRun", "Use", "shared_runs"]

_LEAST, _MOST = 3, 60  # calls of a run
# About the bytes after compression: of a kernel's call with its disposals, of a call of a function, of one name.
_KERNEL, _CALL, _NAME = 14, 8, 2
_WORTH = 40

# What a value is to a run: an input by its number, or which result of which step.
_Id: TypeAlias = int | tuple[int, int]


@dataclass(frozen=True, eq=False)
class _Step:
    eqn: Eqn
    end: int  # where in the body what stands behind its disposals does
    dropped: list[Var]
    segment: int
    index: int  # in the segment

    @cached_property
    def token(self) -> tuple[object, ...]:
        """What is the same of steps that do the same with their inputs. As text: -0.0 is no 0.0, nor 1 True."""
        eqn = self.eqn
        return (eqn.op.name, len(eqn.inputs), len(eqn.outs), repr(dict(eqn.attrs)), eqn.loc)


@dataclass(frozen=True)
class Use:
    """One of the places where a run stands."""

    steps: Sequence[_Step]
    inputs: tuple[Var, ...]
    outs: tuple[Var, ...]
    besides: tuple[Var, ...]  # is freed in the run, where others free nothing
    behind: tuple[Var, ...]  # is freed at its end

    @property
    def end(self) -> int:
        return self.steps[-1].end


@dataclass(frozen=True)
class SharedRun:
    """Steps that occur as `uses`. `dropped`: by step, what all of them free, as values of the first."""

    uses: Sequence[Use]
    dropped: Sequence[Sequence[Var]]
    besides: int | None  # the step behind which some free more

    @property
    def hint(self) -> str:
        return f"{self.uses[0].steps[0].eqn.outs[0].name} steps"

    @property
    def symbols(self) -> list[str]:
        return sorted(symbols_in([dict(step.eqn.attrs) for step in self.uses[0].steps]))

    def hints(self) -> list[str]:
        """Names for its inputs: the words in which the names of what it is given end, or begin."""
        return [_common([use.inputs[i].name for use in self.uses]) for i in range(len(self.uses[0].inputs))]


def shared_runs(functions: Iterable[Function]) -> list[SharedRun]:
    """The runs of `functions`, those first that save most."""
    functions = list(functions)
    constants: dict[Var, object] = {}
    for eqn in (eqn for fn in functions for eqn in fn.eqns()):
        if eqn.op.name == "constant":
            value = eqn.attrs["value"]
            constants[eqn.outs[0]] = (eqn.outs[0].type.dtype, value.shape, value.tobytes())
    segments: list[list[_Step]] = []
    for body in (body for fn in functions for body in _bodies(fn)):
        segments += _segments(body, len(segments))
    starts: dict[tuple[object, ...], list[_Step]] = {}
    for segment in segments:
        for i in range(len(segment) - _LEAST + 1):
            key = tuple(step.token for step in segment[i : i + _LEAST])
            starts.setdefault(key, []).append(segment[i])
    candidates = [
        found
        for places in starts.values()
        if len(places) > 1 and (found := _longest([_Place(segments[at.segment], at, constants) for at in places]))
    ]
    runs: list[SharedRun] = []
    used: set[_Step] = set()
    for _, length, places in sorted(candidates, key=lambda found: -found[0]):
        free = [place for place in places if used.isdisjoint(place.steps(length))]
        worth, run = _run(free, length)
        if run is not None and worth >= _WORTH:
            runs.append(run)
            used.update(step for use in run.uses for step in use.steps)
    return runs


def _bodies(fn: Function) -> Iterator[Sequence[Eqn]]:
    yield fn.body
    for eqn in fn.body:
        for value in eqn.attrs.values():
            if isinstance(value, Function):
                yield from _bodies(value)


def _segments(body: Sequence[Eqn], first: int) -> list[list[_Step]]:
    """Straight lines of calls that one line of the user's file makes."""
    stacks = {var for eqn in body if eqn.op is LOOP for var in eqn.outs[eqn.attrs["carries"] :]}
    segments: list[list[_Step]] = [[]]
    for at, eqn in enumerate(body):
        segment = segments[-1]
        if eqn.op.name == "constant":
            continue
        if eqn.op.name == "dispose" and segment and stacks.isdisjoint(eqn.inputs) and segment[-1].end == at:
            step = segment.pop()
            segment.append(_Step(step.eqn, at + 1, [*step.dropped, *eqn.inputs], step.segment, step.index))
            continue
        if not _is_plain(eqn, stacks):
            segments.append([])
            continue
        if segment and segment[-1].eqn.loc != eqn.loc:
            segments.append(segment := [])
        segment.append(_Step(eqn, at + 1, [], first + len(segments) - 1, len(segment)))
    return segments


def _is_plain(eqn: Eqn, stacks: set[Var]) -> bool:
    if not isinstance(eqn.op, Kernel) and eqn.op.name not in {"retain", "dimension", "divisor"}:
        return False
    return not is_look(eqn) and stacks.isdisjoint(eqn.inputs) and next(doubtful_sizes(eqn), None) is None


@dataclass
class _Place:
    """Where a run may begin, and what is known of its steps so far."""

    segment: Sequence[_Step]
    start: _Step
    constants: Mapping[Var, object]
    ids: dict[Var, _Id] = field(default_factory=dict)
    inputs: list[Var] = field(default_factory=list)
    given: list[int] = field(default_factory=list)  # by step, how many inputs there are up to it
    kept: int = 0  # of its own values

    def steps(self, length: int) -> Sequence[_Step]:
        return self.segment[self.start.index : self.start.index + length]

    def step(self, number: int) -> object:
        """What must be the same at all places in step `number`, the next one; None at the segment's end."""
        if self.start.index + number >= len(self.segment):
            return None
        step = self.segment[self.start.index + number]
        read: list[object] = []
        for var in step.eqn.inputs:
            if var in self.constants:
                read.append(self.constants[var])
                continue
            if var not in self.ids:
                self.ids[var] = len(self.inputs)
                self.inputs.append(var)
            read.append(self.ids[var])
        self.given.append(len(self.inputs))
        self.ids.update({out: (number, i) for i, out in enumerate(step.eqn.outs)})
        # What is freed at the end is so within the run or behind it.
        before = self.dropped(number - 1, own=True) if number else frozenset()
        self.kept += len(step.eqn.outs) - len(before)
        return step.token, tuple(read), before

    def dropped(self, number: int, *, own: bool) -> frozenset[_Id | None]:
        """What is freed behind a step: of the run's own values, or of the others that it has read by then."""
        ids = {self.ids.get(var) for var in self.steps(number + 1)[number].dropped}
        return frozenset(each for each in ids if isinstance(each, tuple) == own)

    def vars(self, number: int, ids: Iterable[_Id | None]) -> tuple[Var, ...]:
        """Those of what is freed behind a step that are `ids`."""
        wanted = set(ids)
        return tuple(var for var in self.steps(number + 1)[number].dropped if self.ids.get(var) in wanted)


def _longest(places: Sequence[_Place]) -> tuple[int, int, Sequence[_Place]] | None:
    """The length with which a run at `places` saves most: how much, the length, and the places where it stands."""
    best: tuple[int, int, Sequence[_Place]] | None = None
    for length in range(1, _MOST + 1):
        signatures = [place.step(length - 1) for place in places]
        (wanted, count), *_ = Counter(each for each in signatures if each).most_common(1) or [(None, 0)]
        if count < 2:
            break
        places = [place for place, each in zip(places, signatures, strict=True) if each == wanted]
        apart = _apart(places, length)
        if best and len(apart) < len(places):
            break  # from here on it repeats itself
        first = places[0]
        kept = first.kept - len(first.dropped(length - 1, own=True))
        worth = _worth(len(apart), length, len(first.inputs) + kept)
        if length >= _LEAST and worth >= _WORTH and (best is None or worth > best[0]):
            best = (worth, length, places)
    return best


def _worth(uses: int, length: int, names: int) -> int:
    """About how many bytes it saves to write a run once."""
    return (uses - 1) * length * _KERNEL - (uses + 1) * (_CALL + _NAME * names)


def _apart(places: Iterable[_Place], length: int) -> list[_Place]:
    """Places where runs of `length` do not overlap."""
    apart: list[_Place] = []
    for place in places:
        last = apart[-1].start if apart else None
        if last is None or last.segment != place.start.segment or last.index + length <= place.start.index:
            apart.append(place)
    return apart


def _run(places: Sequence[_Place], length: int) -> tuple[int, SharedRun | None]:
    """The run of `length` steps at those of `places` that do not overlap, and about how many bytes it saves."""
    apart = _apart(places, length)
    if len(apart) < 2:
        return 0, None
    inner = range(length - 1)
    common = [frozenset.intersection(*(place.dropped(i, own=False) for place in apart)) - {None} for i in range(length)]
    more = [{i for i in inner if place.dropped(i, own=False) - common[i]} for place in apart]
    besides = next((i for i in inner if any(i in each for each in more)), None)
    apart = [place for place, each in zip(apart, more, strict=True) if each <= {besides}]
    if len(apart) < 2:
        return 0, None
    first, end = apart[0], length - 1
    freed = [first.dropped(i, own=True) for i in inner]
    freed.append(frozenset.intersection(*(place.dropped(end, own=True) for place in apart)))
    gone = frozenset[_Id | None]().union(*freed)
    results = [(i, k) for i, step in enumerate(first.steps(length)) for k in range(len(step.eqn.outs))]
    kept = [each for each in results if each not in gone]
    uses = [
        Use(
            place.steps(length),
            tuple(place.inputs[: place.given[end]]),
            tuple(place.steps(length)[i].eqn.outs[k] for i, k in kept),
            () if besides is None else place.vars(besides, place.dropped(besides, own=False) - common[besides]),
            place.vars(
                end, {place.ids.get(var) for var in place.steps(length)[end].dropped} - freed[end] - common[end]
            ),
        )
        for place in apart
    ]
    worth = _worth(len(uses), length, len(uses[0].inputs) + len(kept))
    dropped = [first.vars(i, freed[i] | common[i]) for i in range(length)]
    return (worth, SharedRun(uses, dropped, besides)) if kept else (0, None)


def _common(names: Sequence[str]) -> str:
    """`adam/dense_kernel_momentum` and `adam/dense_bias_momentum` as `momentum`."""
    words = [re.findall(r"[^\W_]+", name) for name in names]
    for reverse in (True, False):
        turned = [each[::-1] if reverse else each for each in words]
        found = [each[0] for each in takewhile(lambda each: len(set(each)) == 1, zip(*turned, strict=False))]
        if found:
            return " ".join(found[::-1] if reverse else found)
    return "x"
