"""What the checks found: a table for people, JSON for machines, an exit status for scripts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["Report", "Row", "json_number"]


@dataclass(frozen=True)
class Row:
    """One check of one function on one backend."""

    check: str
    function: str
    backend: str
    renderer: str  # the backend's description of itself: threads, renderer, adapter
    tensor: str  # the one that is furthest off
    kernel_calls: int
    error: float | None  # None where nothing could be compared
    bound: float
    note: str  # why the bound is what it is, or what went wrong
    oracle: str = ""  # who said what is right: Keras, or the function's graph on TensorFlow
    skipped: bool = False  # known not to be comparable, as the note says

    @property
    def ok(self) -> bool:
        return self.skipped or (self.error is not None and self.error <= self.bound)


@dataclass(frozen=True)
class Report:
    """All rows of a run."""

    program: str
    engine: str
    reference: str
    rows: tuple[Row, ...]

    @property
    def ok(self) -> bool:
        """Whether something was compared and everything held."""
        return any(not row.skipped for row in self.rows) and all(row.ok for row in self.rows)

    @property
    def exit_status(self) -> int:
        return 0 if self.ok else 1

    def to_json(self) -> dict[str, Any]:
        rows = [{**asdict(row), "error": json_number(row.error), "ok": row.ok} for row in self.rows]
        head = {"program": self.program, "engine": self.engine, "reference": self.reference}
        return {**head, "ok": self.ok, "rows": rows}

    def to_table(self) -> Table:
        from rich import box
        from rich.table import Table

        title = f"{self.program}: {self.engine} against {self.reference}"
        table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
        # Names go on a second line where the terminal is narrow; what the report is about is never cut.
        table.add_column("backend", no_wrap=True)
        table.add_column("check", no_wrap=True)
        table.add_column("function", overflow="fold")
        table.add_column("furthest off", overflow="fold")
        for column in ("kernels", "error", "bound", ""):
            table.add_column(column, justify="right", no_wrap=True)
        for row in self.rows:
            table.add_row(
                row.backend,
                row.check,
                row.function if row.oracle in ("", "Keras") else f"{row.function} (against {row.oracle})",
                row.tensor if row.error is not None else row.note,
                str(row.kernel_calls),
                "-" if row.error is None else f"{row.error:.1e}",
                f"{row.bound:.0e}",
                "-" if row.skipped else "[green]ok[/]" if row.ok else "[bold red]FAILED[/]",
            )
        renderers = {row.backend: row.renderer for row in self.rows if row.renderer}
        table.caption = "\n".join(f"{backend}: {renderer}" for backend, renderer in renderers.items())
        table.caption_justify = "left"
        return table


def json_number(error: float | None) -> float | str | None:
    """JSON has no infinity."""
    return error if error is None or isfinite(error) else "infinite"
