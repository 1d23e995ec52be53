"""A profile on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bmlc.profile.report import FunctionProfile, Report, Row

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

__all__ = ["tables"]

_BAR = 10  # cells of a whole step
_COLUMNS = ("ms a step", "", "kernels", "allocates", "")
_BAR_COLUMN = 2


def tables(report: Report) -> Iterator[RenderableType]:
    """What to print for `report`, in order."""
    lines = report.source_lines()
    for profile in report.profiles:
        yield _heading(report, profile)
        yield _by_line(profile, lines)
        yield _by_layer(profile)
    for backend, reason in report.missing.items():
        yield f"{backend} did not run: {reason}"


def _heading(report: Report, profile: FunctionProfile) -> RenderableType:
    from rich.text import Text

    between = profile.one_by_one - profile.kernel_milliseconds
    return Text.assemble(
        (f"{profile.function} on {profile.backend}", "bold"),
        f" ({profile.renderer}, {report.engine})\n",
        f"{_ms(profile.undisturbed)} ms a step of {profile.batch}, undisturbed. One kernel at a time, which the rows "
        f"below are of: {_ms(profile.one_by_one)} ms ({_ms(profile.kernel_milliseconds)} in {len(profile.kernels)} "
        f"kernel calls, {_ms(between)} between them).\n",
        f"At most {_bytes(profile.peak_bytes)} are alive at once, {_bytes(profile.argument_bytes)} of them arguments.",
    )


def _by_line(profile: FunctionProfile, source: Sequence[str]) -> Table:
    rows = []
    for row in profile.by_line():
        number = int(row.name)
        text = source[number - 1].strip() if 0 < number <= len(source) else "(no line of the file)"
        rows.append((row.name if number else "", *_cells(row), text))
    return _table(("line", *_COLUMNS, ""), rows)


def _by_layer(profile: FunctionProfile) -> Table:
    rows = [
        (_ms(row.gradient_milliseconds) if row.gradient_milliseconds else "", *_cells(row), row.name)
        for row in profile.by_layer()
    ]
    return _table(("gradient", *_COLUMNS, "layer"), rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Numbers are never cut on a narrow terminal; the user's lines are, and layers go on in a second line."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for index, name in enumerate(columns):
        width = max(len(text) for text in (name, *(row[index] for row in rows)))
        is_last = index == len(columns) - 1
        table.add_column(
            name,
            justify="left" if is_last or index == _BAR_COLUMN else "right",
            no_wrap=not is_last or not name,
            overflow="fold" if name else "ellipsis",
            min_width=None if is_last else width,
        )
    for row in rows:
        table.add_row(*map(_plain, row))
    return table


def _cells(row: Row) -> tuple[str, ...]:
    bar = "█" * round(_BAR * row.share)
    return (
        _ms(row.milliseconds),
        f"{bar:<{_BAR}} {100 * row.share:3.0f}%",
        str(row.calls),
        _bytes(row.bytes),
        "peak" if row.at_peak else "",
    )


def _plain(text: str) -> RenderableType:
    from rich.text import Text

    return Text(text)  # the brackets of a user's line are no styles


def _ms(value: float) -> str:
    return f"{value:.1f}" if value >= 100 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def _bytes(value: int) -> str:
    for unit in ("B", "kB", "MB"):
        if value < 1000 or unit == "MB":
            break
        value /= 1000  # type: ignore[assignment]
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"
