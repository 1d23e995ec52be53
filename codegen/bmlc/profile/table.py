"""A profile on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bmlc.profile.report import FunctionProfile, Report, Row

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

__all__ = ["tables"]

_BAR = 8  # cells of a whole step
_COLUMNS = ("ms", "", "calls", "bytes", "")
_BAR_COLUMN = 2
_LEAST = 16  # characters of a line or a layer


def tables(report: Report, width: int) -> Iterator[RenderableType]:
    """What to print for `report` on a terminal of so many columns, in order."""
    for profile in report.profiles:
        yield _heading(report, profile)
        yield _by_line(report, profile, width)
        yield _by_layer(profile, width)
    for backend, reason in report.missing.items():
        yield f"{backend} did not run: {reason}"


def _heading(report: Report, profile: FunctionProfile) -> RenderableType:
    from rich.text import Text

    between = profile.one_by_one - profile.kernel_milliseconds
    return Text.assemble(
        (f"{profile.function} on {profile.backend}", "bold"),
        f" ({profile.renderer}, {report.engine})\n",
        f"{_ms(profile.undisturbed)} ms a step of {profile.batch}, undisturbed. One kernel at a time, which the rows "
        f"below are of: {_ms(profile.one_by_one)} ms ({_ms(profile.kernel_milliseconds)} in {_count(profile.calls)} "
        f"kernel calls, {_ms(between)} between them).\n",
        f"At most {_bytes(profile.peak_bytes)} are alive at once, {_bytes(profile.argument_bytes)} of them arguments.",
    )


def _by_line(report: Report, profile: FunctionProfile, width: int) -> Table:
    rows = []
    for row in profile.by_line():
        place = str(row.loc.line) if row.loc.file == str(report.source) else row.name
        rows.append((place if row.loc.line else "", *_cells(row), row.loc.text or "(no line of the file)"))
    return _table(("line", *_COLUMNS, ""), rows, width)


def _by_layer(profile: FunctionProfile, width: int) -> Table:
    rows = [
        (_ms(row.gradient_milliseconds) if row.gradient_milliseconds else "", *_cells(row), row.name)
        for row in profile.by_layer()
    ]
    return _table(("gradient", *_COLUMNS, "layer"), rows, width)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Table:
    """The user's lines are cut on a narrow terminal, layers go on in a second line; numbers stay whole."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    *numbers, last = columns
    widths = [max(len(text) for text in (name, *(row[index] for row in rows))) for index, name in enumerate(numbers)]
    for index, (name, taken) in enumerate(zip(numbers, widths, strict=True)):
        table.add_column(name, justify="left" if index == _BAR_COLUMN else "right", width=taken, no_wrap=True)
    rest = max(_LEAST, width - sum(widths) - 2 * len(columns) - 1)  # beside the space between columns
    table.add_column(last, width=rest, no_wrap=not last, overflow="fold" if last else "ellipsis")
    for row in rows:
        table.add_row(*map(_plain, row))
    return table


def _cells(row: Row) -> tuple[str, ...]:
    bar = "█" * round(_BAR * row.share)
    return (
        _ms(row.milliseconds),
        f"{bar:<{_BAR}} {100 * row.share:3.0f}%",
        _count(row.calls),
        _bytes(row.bytes),
        "peak" if row.at_peak else "",
    )


def _plain(text: str) -> RenderableType:
    from rich.text import Text

    return Text(text)  # the brackets of a user's line are no styles


def _ms(value: float) -> str:
    return f"{value:.1f}" if value >= 100 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def _count(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.1f}"


def _bytes(value: float) -> str:
    for unit in ("B", "kB", "MB"):
        if value < 1000 or unit == "MB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"
