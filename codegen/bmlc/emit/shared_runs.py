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
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TypeAlias

from bmlc.emit.steps import Signatures, Step, straight_lines
from bmlc.ir import Function, Var, symbols_in

__all__ = ["SharedRun", "Use", "shared_runs"]

_LEAST, _MOST = 3, 60  # calls of a run
# About the bytes after compression: of a kernel's call with its disposals, of a call of a function, of one name.
_KERNEL, _CALL, _NAME = 14, 8, 2
_WORTH = 40

# What a value is to a run: an input by its number, or which result of which step.
_Id: TypeAlias = int | tuple[int, int]


@dataclass(frozen=True)
class Use:
    """One of the places where a run stands."""

    steps: Sequence[Step]
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
    constants: dict[Var, Hashable] = {}
    for eqn in (eqn for fn in functions for eqn in fn.eqns()):
        if eqn.op.name == "constant":
            value = eqn.attrs["value"]
            constants[eqn.outs[0]] = (eqn.outs[0].type.dtype, value.shape, value.tobytes())
    lines = straight_lines(functions)
    signatures = Signatures(lines, constants)
    starts: dict[tuple[int, ...], list[Step]] = {}
    for line in lines:
        tokens = [signatures.token(step) for step in line]
        for i in range(len(line) - _LEAST + 1):
            starts.setdefault(tuple(tokens[i : i + _LEAST]), []).append(line[i])
    found = [_longest(places, lines, signatures) for places in starts.values() if len(places) > 1]
    runs: list[SharedRun] = []
    used: set[Step] = set()
    for _, length, places in sorted(filter(None, found), key=lambda each: -each[0]):
        stretches = [lines[at.line][at.index : at.index + length] for at in places]
        free = [_Place(steps, constants) for steps in stretches if used.isdisjoint(steps)]
        worth, run = _run(free, length)
        if run is not None and worth >= _WORTH:
            runs.append(run)
            used.update(step for use in run.uses for step in use.steps)
    return runs


def _longest(
    places: Sequence[Step], lines: Sequence[Sequence[Step]], signatures: Signatures
) -> tuple[int, int, Sequence[Step]] | None:
    """The length with which a run from `places` on saves most: how much, the length, and where it does begin so."""
    best: tuple[int, int, Sequence[Step]] | None = None
    inputs = kept = 0
    for number in range(_MOST):
        length = number + 1
        steps = [
            line[at] if (at := place.index + number) < len(line := lines[place.line]) else None for place in places
        ]
        signed = [None if step is None else signatures.number(step, number) for step in steps]
        (wanted, count), *_ = Counter(each for each in signed if each is not None).most_common(1) or [(0, 0)]
        if count < 2:
            break
        if count < len(places):
            places = [place for place, each in zip(places, signed, strict=True) if each == wanted]
        apart = _apart(places, length)
        if best and len(apart) < len(places):
            break  # from here on it repeats itself
        first = lines[places[0].line][places[0].index + number]
        met, freed = signatures.counts(wanted)
        inputs += met
        kept += len(first.eqn.outs) - freed
        worth = _worth(len(apart), length, inputs + kept - signatures.freed(first, number))
        if length >= _LEAST and worth >= _WORTH and (best is None or worth > best[0]):
            best = (worth, length, places)
    return best


def _worth(uses: int, length: int, names: int) -> int:
    """About how many bytes it saves to write a run once."""
    return (uses - 1) * length * _KERNEL - (uses + 1) * (_CALL + _NAME * names)


def _apart(starts: Iterable[Step], length: int) -> list[Step]:
    """Those where runs of `length` do not overlap."""
    apart: list[Step] = []
    for start in starts:
        last = apart[-1] if apart else None
        if last is None or last.line != start.line or last.index + length <= start.index:
            apart.append(start)
    return apart


@dataclass
class _Place:
    """Where a run stands, and what its values are there."""

    steps: Sequence[Step]
    constants: Mapping[Var, object]
    ids: dict[Var, _Id] = field(default_factory=dict)
    inputs: list[Var] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number, step in enumerate(self.steps):
            for var in step.eqn.inputs:
                if var not in self.constants and var not in self.ids:
                    self.ids[var] = len(self.inputs)
                    self.inputs.append(var)
            self.ids.update({out: (number, i) for i, out in enumerate(step.eqn.outs)})

    def dropped(self, number: int, *, own: bool) -> frozenset[_Id | None]:
        """What is freed behind a step: of the run's own values, or of the others that it has read by then."""
        ids = {self.ids.get(var) for var in self.steps[number].dropped}
        return frozenset(each for each in ids if isinstance(each, tuple) == own)

    def vars(self, number: int, ids: Iterable[_Id | None]) -> tuple[Var, ...]:
        """Those of what is freed behind a step that are `ids`."""
        wanted = set(ids)
        return tuple(var for var in self.steps[number].dropped if self.ids.get(var) in wanted)


def _run(places: Sequence[_Place], length: int) -> tuple[int, SharedRun | None]:
    """The run of `length` steps at those of `places` that do not overlap, and about how many bytes it saves."""
    starts = set(_apart([place.steps[0] for place in places], length))
    apart = [place for place in places if place.steps[0] in starts]
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
    results = [(i, k) for i, step in enumerate(first.steps) for k in range(len(step.eqn.outs))]
    kept = [each for each in results if each not in gone]
    uses = [
        Use(
            place.steps,
            tuple(place.inputs),
            tuple(place.steps[i].eqn.outs[k] for i, k in kept),
            () if besides is None else place.vars(besides, place.dropped(besides, own=False) - common[besides]),
            place.vars(end, {place.ids.get(var) for var in place.steps[end].dropped} - freed[end] - common[end]),
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
