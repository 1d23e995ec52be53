"""What the rows of a run come to: figures of a contender at a task, and ratios of two in the same rounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

__all__ = ["BOUND", "Entry", "Figure", "best_peer", "entries", "keras_beside", "ratio"]

BOUND = 1e-3  # of the difference from Keras; what is further off does another thing, and is no peer to be held against


@dataclass(frozen=True)
class Figure:
    """Milliseconds, or ratios of them: the medians over the rounds of the rounds' medians, and of their minima."""

    median: float
    least: float


@dataclass(frozen=True)
class Entry:
    """A contender at one thing that was measured. `rounds`: the median and the least of each, by its number."""

    name: str
    kind: str  # native, ours or peer
    threads: int
    device: str
    rounds: dict[int, Figure]
    difference: float | None
    few: bool
    foreign: float
    error: str | None

    @property
    def figure(self) -> Figure | None:
        return _over(list(self.rounds.values())) if self.rounds else None

    @property
    def agrees(self) -> bool:
        return self.difference is None or self.difference <= BOUND


def entries(rows: Iterable[dict[str, Any]], part: str, **where: str) -> list[Entry]:
    """Of the rows of `part` in which `where` holds, in the order in which contenders took their first turns."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["part"] == part and all(row[key] == value for key, value in where.items()):
            found.setdefault(row["contender"], []).append(row)
    return [_entry(name, own) for name, own in found.items()]


def _entry(name: str, rows: Sequence[dict[str, Any]]) -> Entry:
    timed = [row for row in rows if row.get("times")]
    differences = [row["difference"] for row in timed if row.get("difference") is not None]
    first = rows[0]
    return Entry(
        name=name,
        kind=first["kind"],
        threads=first["threads"],
        device=first["device"],
        rounds={row["round"]: Figure(median(row["times"]), min(row["times"])) for row in timed},
        difference=max(differences, default=None),
        few=any(row.get("few", False) for row in timed),
        foreign=median(row["foreign"] for row in rows),
        error=next((row["error"] for row in rows if "error" in row), None) if not timed else None,
    )


def ratio(above: Entry, below: Entry) -> Figure | None:
    """How many times longer `above` takes: the median of the ratios of the rounds that both took part in."""
    common = sorted(above.rounds.keys() & below.rounds.keys())
    pairs = [(above.rounds[number], below.rounds[number]) for number in common]
    return _over([Figure(a.median / b.median, a.least / b.least) for a, b in pairs]) if pairs else None


def keras_beside(entry: Entry, among: Sequence[Entry]) -> Entry | None:
    """Keras with as many threads."""
    natives = [each for each in among if each.kind == "native" and each.rounds]
    return next((each for each in natives if each.threads == entry.threads), None)


def best_peer(among: Sequence[Entry], named: str = "") -> Entry | None:
    """The quickest of the others' libraries in a browser, by its least times; one that disagrees with Keras is none.

    Args:
        named: How its name begins.
    """
    peers = [each for each in among if each.kind == "peer" and each.device == "cpu" and each.agrees and each.rounds]
    return min((each for each in peers if each.name.startswith(named)), key=_least, default=None)


def _least(entry: Entry) -> float:
    return entry.figure.least if entry.figure else float("inf")


def _over(figures: Sequence[Figure]) -> Figure:
    return Figure(median(each.median for each in figures), median(each.least for each in figures))
