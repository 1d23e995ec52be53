"""What bml is held to: bounds of ratios, and of what is fetched, and what a run says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peers.figures import Entry, best_peer, entries, ratio

__all__ = ["GOALS", "Goal", "Outcome", "outcomes"]

PLAIN = 1.3  # times as long may it take without relaxed SIMD
_ENDING = " plain"  # SIMD


@dataclass(frozen=True)
class Goal:
    """A bound of the ratio of `ours` to another, or of kilobytes.

    Args:
        where: The part of the run, and what its rows must have.
        ours: The name of the contender.
        against: Keras, or bml as it was built before, by its whole name; else how the name of a peer in a browser
            begins, so that "" is the best of all. None is no ratio but KB of `fetched`.
    """

    what: str
    where: tuple[str, dict[str, str]]
    ours: str
    against: str | None
    bound: float
    fetched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Args: `value` is None where the run has no such figures."""

    goal: Goal
    value: float | None
    other: str  # what it was held against

    @property
    def title(self) -> str:
        return f"{self.goal.what}: {self.goal.ours} against {self.other}" if self.other else self.goal.what

    @property
    def missed(self) -> bool:
        return self.value is not None and self.value > self.goal.bound


def _steps(task: str, keras: tuple[float, float], web: float | None = None, against: str = "") -> list[Goal]:
    """With one thread and with two, with FMA and without. `web`: against the best peer, or the best of a name."""
    where = ("steps", {"task": task})
    found = []
    for ending, factor in (("", 1.0), (_ENDING, PLAIN)):
        found += [
            Goal(task, where, f"bml wasm {threads}t{ending}", f"Keras {threads}t", factor * bound)
            for threads, bound in enumerate(keras, 1)
        ]
        if web is not None:
            found.append(Goal(task, where, f"bml wasm 2t{ending}", against, factor * web))
    return found


def _first(mode: str) -> Goal:
    return Goal(f"first prediction, {mode}", ("first", {"mode": mode}), "bml wasm", "", 1.0)


def _fetched(backend: str, bound: float, *endings: str) -> Goal:
    what = f"fetched up to the first step, {backend}"
    return Goal(what, ("bytes", {"mode": "cold"}), f"bml {backend}", None, bound, endings)


def _as_before(task: str, backend: str) -> Goal:
    """No slower; a tenth is what one round of software rendering is off."""
    return Goal(task, ("steps", {"task": task}), f"bml {backend}", f"bml before {backend}", 1.1)


_EPOCH = ("epoch", {"mode": "cold"})
GOALS: tuple[Goal, ...] = (
    *_steps("T1b64", (0.8, 0.5), 1 / 50),
    *_steps("T2b128", (0.9, 0.5), 0.6),
    *_steps("T4b128", (1.4, 1.0), 0.7),
    *_steps("T5b32", (1.5, 1.0), 1 / 50),
    *_steps("T6b16", (1.5, 1.5)),
    *_steps("T7b32", (1.0, 1.0), 1.0),
    *_steps("I1b1", (0.2, 0.2), 0.5, "LiteRT.js"),
    *_steps("I1b32", (0.7, 0.7), 0.9, "LiteRT.js"),
    *_steps("I2b1", (1.5, 1.5), 1.2, "LiteRT.js"),
    *(_as_before(task, backend) for task in ("T1b64", "T2b128") for backend in ("webgl", "webgpu")),
    Goal("an epoch of MNIST", _EPOCH, "bml wasm", "Keras 2t", 1.0),
    Goal("an epoch of MNIST", _EPOCH, "bml wasm", "", 1 / 20),
    *map(_first, ("cold", "warm", "slow")),
    _fetched("wasm", 32, ".js", ".wasm"),
    _fetched("cpu", 26, ".js"),
    _fetched("webgl", 46, ".js"),
    _fetched("webgpu", 42, ".js"),
)


def outcomes(rows: Sequence[dict[str, Any]], goals: Sequence[Goal] = GOALS) -> list[Outcome]:
    return [_outcome(goal, rows) for goal in goals]


def _outcome(goal: Goal, rows: Sequence[dict[str, Any]]) -> Outcome:
    part, where = goal.where
    if goal.against is None:
        found = [row["sent"] for row in rows if row["part"] == part and row["contender"] == goal.ours and "sent" in row]
        sizes = [sum(sent.get(ending, 0) for ending in goal.fetched) / 1000 for sent in found]
        return Outcome(goal, sizes[0] if sizes else None, "")
    among = entries(rows, part, **where)
    ours = next((each for each in among if each.name == goal.ours), None)
    other = _other(goal.against, among)
    value = ratio(ours, other) if ours and other else None
    # Others may have used the machine: the least times are disturbed least.
    return Outcome(goal, value.least if value else None, other.name if other else goal.against or "the best web peer")


def _other(against: str, among: Sequence[Entry]) -> Entry | None:
    if against.startswith(("Keras", "bml")):
        return next((each for each in among if each.name == against), None)
    return best_peer(among, against)
