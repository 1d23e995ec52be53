"""The tables of docs/performance.md, made of the rows of a run; what was written there by hand stays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from peers.figures import Entry, Figure, best_peer, entries, keras_beside, ratio
from peers.goals import Outcome, outcomes
from peers.tasks import TASKS

__all__ = ["blocks", "rewritten"]

_OPEN = "No profile yet."


def blocks(rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Each part that is made anew, by the name of its marks."""
    return {
        "run": _run(rows),
        "goals": _goals(outcomes(rows)),
        "steps": "\n\n".join(_task(name, rows) for name in TASKS if entries(rows, "steps", task=name)),
        "first": _first(rows),
        "bytes": _bytes(rows),
        "epoch": _epoch(rows),
        "failures": _failures(rows),
    }


def rewritten(page: str, rows: Sequence[dict[str, Any]]) -> str:
    """`page` with its parts made of `rows`. Of what is not reached, what was written under a heading is kept.

    Raises:
        ValueError: If the page lacks the marks of a part.
    """
    missed = [outcome.title for outcome in outcomes(rows) if outcome.missed]
    made = {**blocks(rows), "missed": _missed(missed, _between(page, "missed"))}
    for name, text in made.items():
        old = _between(page, name)
        page = page.replace(f"<!-- {name} -->{old}<!-- /{name} -->", f"<!-- {name} -->\n{text}\n<!-- /{name} -->")
    return page


def _between(page: str, name: str) -> str:
    found = re.search(rf"<!-- {name} -->(.*?)<!-- /{name} -->", page, re.DOTALL)
    if not found:
        raise ValueError(f"expected <!-- {name} --> and <!-- /{name} --> on the page, found none")
    return found[1]


def _missed(titles: Sequence[str], before: str) -> str:
    """A heading each, with what stood under it."""
    written = dict(re.findall(r"^### (.+?)\n+(.*?)(?=\n### |\Z)", before.strip() + "\n", re.DOTALL | re.MULTILINE))
    return "\n\n".join(f"### {title}\n\n{written.get(title, _OPEN).strip()}" for title in titles) or "Nothing."


def _run(rows: Sequence[dict[str, Any]]) -> str:
    [run] = [row for row in rows if row["part"] == "run"]
    rounds = len({row["round"] for row in rows if row["part"] == "steps"})
    return (
        f"Measured on {run['date']} on {run['machine']}, GPUs in software, in {rounds} rounds. "
        f"bml {run['bml']}, Chromium {run['browser']}, "
        f"{run['keras']}, {', '.join(f'{name} {version}' for name, version in run['packages'].items())}. "
        f"What bml said it ran on: {_engines(rows)}."
    )


def _engines(rows: Sequence[dict[str, Any]]) -> str:
    """Each variant's own words."""
    ours = [row for row in rows if row["part"] == "steps" and row["kind"] == "ours" and row["device"] == "cpu"]
    said = {row["contender"]: row["about"] for row in ours if row.get("about")}
    return "; ".join(f"{name.removeprefix('bml ')}: {about}" for name, about in said.items())


def _goals(found: Sequence[Outcome]) -> str:
    lines = ["| | bml | against | measured | asked | |", "|---|---|---|---:|---:|---|"]
    for outcome in found:
        goal, unit = outcome.goal, " KB" if outcome.goal.against is None else ""
        measured = "" if outcome.value is None else f"{_number(outcome.value)}{unit}"
        said = "" if outcome.value is None else "**missed**" if outcome.missed else "reached"
        lines.append(
            f"| {goal.what} | {goal.ours} | {outcome.other} | {measured} | {_number(goal.bound)}{unit} | {said} |"
        )
    return "\n".join(lines)


def _task(name: str, rows: Sequence[dict[str, Any]]) -> str:
    among = entries(rows, "steps", task=name)
    best = best_peer(among)
    lines = [
        f"### {name}: {TASKS[name].title}\n",
        "| | ms | × Keras, same threads | × best web peer | off from Keras | others' cores |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for entry in sorted(
        (each for each in among if each.rounds), key=lambda each: each.figure.least if each.figure else 0
    ):
        keras = keras_beside(entry, among)
        cells = [
            _cell(entry.figure, entry.few),
            _cell(ratio(entry, keras) if keras and entry is not keras else None),
            _cell(ratio(entry, best) if best and entry is not best else None),
            _difference(entry),
            f"{entry.foreign:.1f}",
        ]
        title = (
            f"**{entry.name}**" if entry.kind == "ours" else f"{entry.name}, the best" if entry is best else entry.name
        )
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _first(rows: Sequence[dict[str, Any]]) -> str:
    modes = {mode: {each.name: each for each in entries(rows, "first", mode=mode)} for mode in ("cold", "warm", "slow")}
    lines = ["| | cold | warm | slow line | KB fetched | requests |", "|---|---:|---:|---:|---:|---:|"]
    for name, entry in modes["cold"].items():
        [row, *_] = [each for each in rows if each["part"] == "first" and each["contender"] == name]
        figures = [_cell(modes[mode][name].figure) if name in modes[mode] else "" for mode in modes]
        fetched = sum(row.get("sent", {}).values()) / 1000
        lines.append(f"| {_bold(entry)} | {' | '.join(figures)} | {fetched:,.0f} | {row.get('requests', '')} |")
    return "\n".join(lines)


def _bytes(rows: Sequence[dict[str, Any]]) -> str:
    lines = ["| | JavaScript | WebAssembly | in all, with weights |", "|---|---:|---:|---:|"]
    for entry in entries(rows, "bytes", mode="cold"):
        [row, *_] = [each for each in rows if each["part"] == "bytes" and each["contender"] == entry.name]
        sent: Mapping[str, int] = row.get("sent", {})
        kilobytes = [sent.get(".js", 0) + sent.get(".mjs", 0), sent.get(".wasm", 0), sum(sent.values())]
        lines.append(f"| {_bold(entry)} | {' | '.join(f'{each / 1000:,.1f}' for each in kilobytes)} |")
    return "\n".join(lines)


def _epoch(rows: Sequence[dict[str, Any]]) -> str:
    among = entries(rows, "epoch", mode="cold")
    keras = next((each for each in among if each.kind == "native"), None)
    best = best_peer(among)
    lines = ["| | s | × Keras | × best web peer | others' cores |", "|---|---:|---:|---:|---:|"]
    for entry in (each for each in among if each.figure):
        assert entry.figure is not None
        seconds = Figure(entry.figure.median / 1000, entry.figure.least / 1000)
        ratios = [_cell(ratio(entry, each) if each and each is not entry else None) for each in (keras, best)]
        lines.append(f"| {_bold(entry)} | {_cell(seconds, entry.few)} | {' | '.join(ratios)} | {entry.foreign:.1f} |")
    return "\n".join(lines)


def _failures(rows: Sequence[dict[str, Any]]) -> str:
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if "error" in row:
            what = row.get("task") or f"{row['part']}, {row['mode']}"
            reason = row["error"].replace("Page.evaluate: ", "").partition(" at ")[0][:160].replace("|", "/")
            found.setdefault((row["contender"], reason), []).append(what)
    lines = [f"| {who} | {', '.join(dict.fromkeys(what))} | {why} |" for (who, why), what in found.items()]
    return "\n".join(["| | cannot | why |", "|---|---|---|", *lines]) if lines else "None."


def _bold(entry: Entry) -> str:
    return f"**{entry.name}**" if entry.kind == "ours" else entry.name


def _cell(figure: Figure | None, few: bool = False) -> str:
    return "" if figure is None else f"{_number(figure.median)} ({_number(figure.least)}){'*' if few else ''}"


def _difference(entry: Entry) -> str:
    if entry.difference is None:
        return ""
    return f"{entry.difference:.0e}" if entry.agrees else f"**{entry.difference:.0e}!**"


def _number(value: float) -> str:
    """With three digits, and no more than they tell."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"
