"""`bml inspect --ownership FILE`: beside each line of the scripts what is alive after it and what is freed there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bml.cli.output import Format, print_json, print_tables

if TYPE_CHECKING:
    from bmlc.program import Program
    from bmlc.scripts.counting.ownership import LineOwnership

__all__ = ["ownership_text", "show_ownership"]


def show_ownership(program: Program, output: Format) -> None:
    """Print it: a table on a terminal, aligned columns in a pipe, one object for editors."""
    from bmlc.scripts.counting.ownership import describe_ownership
    from bmlc.source_text import source_lines

    source = source_lines(program.source)
    scripts = {name: describe_ownership(script.counted, script.loc, source) for name, script in program.scripts.items()}
    if output == "json":
        rows = {name: [_row(line) for line in lines] for name, lines in scripts.items()}
        print_json({"ownership": [{"script": name, "file": str(program.source), "lines": rows[name]} for name in rows]})
    elif sys.stdout.isatty():
        for name, lines in scripts.items():
            _print_table(name, lines)
    else:
        texts = [f"{program.source.name}  {name}\n\n{ownership_text(lines)}" for name, lines in scripts.items()]
        print("\n".join(texts), end="")


def ownership_text(lines: Sequence[LineOwnership]) -> str:
    """Aligned columns: line, source, alive, freed."""
    cells = [("", "source", "alive", "freed")]
    cells += [(str(line.line), line.source, ", ".join(line.alive), ", ".join(line.freed)) for line in lines]
    number, source, alive = (max(len(row[column]) for row in cells) for column in range(3))
    rows = [f"{row[0]:>{number}}  {row[1]:<{source}}  {row[2]:<{alive}}  {row[3]}".rstrip() for row in cells]
    return "\n".join(rows) + "\n"


def _row(line: LineOwnership) -> dict[str, object]:
    return {"line": line.line, "source": line.source, "alive": list(line.alive), "freed": list(line.freed)}


def _print_table(name: str, lines: Sequence[LineOwnership]) -> None:
    from rich.syntax import Syntax
    from rich.table import Table
    from rich.text import Text

    table = Table(title=name, title_justify="left", show_lines=False)
    table.add_column("", justify="right", style="dim")
    for column in ("source", "alive", "freed"):
        table.add_column(column, overflow="fold")
    syntax = Syntax("", "python", background_color="default")
    for line in lines:
        source = syntax.highlight(line.source)
        source.rstrip()
        freed = Text(", ".join(line.freed), style="green")
        table.add_row(str(line.line), source, Text(", ".join(line.alive)), freed)
    print_tables(table)
