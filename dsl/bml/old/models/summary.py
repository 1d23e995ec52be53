"""The table of a model's layers."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from bml.old.variable import Variable

__all__ = ["print_summary"]


def print_summary(
    name: str,
    rows: Sequence[tuple[str, str, str, int]],
    trainable: Sequence[Variable],
    non_trainable: Sequence[Variable],
    width: int | None,
) -> None:
    """Print it, as Keras does.

    Args:
        name: Of the model.
        rows: Name, class, output shape and number of parameters of each layer.
        trainable: The weights that training changes.
        non_trainable: The others.
        width: In characters; the terminal's if None.
    """
    from rich.console import Console
    from rich.table import Table

    console = Console(width=width)
    table = Table(header_style="bold")
    table.add_column("Layer (type)")
    table.add_column("Output Shape")
    table.add_column("Param #", justify="right")
    for layer, kind, shape, count in rows:
        table.add_row(f"{layer} ({kind})", shape, f"{count:,}", end_section=True)
    console.print(f'[bold]Model: "{name}"[/bold]', highlight=False)
    console.print(table)
    for label, variables in (
        ("Total", [*trainable, *non_trainable]),
        ("Trainable", trainable),
        ("Non-trainable", non_trainable),
    ):
        count = sum(prod(variable.shape) for variable in variables)
        console.print(f" [bold]{label} params:[/bold] {count:,} ({_bytes(4 * count)})", highlight=False)


def _bytes(count: int) -> str:
    size, unit = float(count), "B"
    for larger in ("KB", "MB", "GB"):
        if size < 1024:
            break
        size, unit = size / 1024, larger
    return f"{size:.2f} {unit}"
