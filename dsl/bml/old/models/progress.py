"""What `fit`, `evaluate` and `predict` show while they run."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

__all__ = ["follow", "logs_text", "verbosity"]

T = TypeVar("T")


def verbosity(verbose: str | int) -> int:
    """0: silent; 1: a bar; 2: a line an epoch. "auto" is a bar on a terminal, else a line."""
    if verbose == "auto":
        return 1 if sys.stdout.isatty() else 2
    return int(verbose)


def logs_text(logs: dict[str, float]) -> str:
    """`accuracy: 0.9731 - loss: 0.0892`."""
    return " - ".join(f"{name}: {value:.4f}" for name, value in sorted(logs.items()))


def follow(steps: Iterable[T], total: int, title: str, verbose: int, logs: Any) -> Iterator[T]:
    """`steps`, with a bar on the terminal if `verbose` is 1.

    Args:
        steps: What to go through.
        total: How many there are.
        title: In front of the bar: "Epoch 1/5".
        verbose: 0, 1 or 2.
        logs: Called for the running values, as often as the bar is drawn.
    """
    if verbose != 1:
        yield from steps
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[logs]}"),
    )
    with Progress(*columns, auto_refresh=False) as progress:
        task = progress.add_task(title, total=total, logs="")
        drawn = 0.0
        for done, step in enumerate(steps):
            yield step
            if time.monotonic() - drawn > 0.1:  # reading the values waits for the step: ten times a second is enough
                drawn = time.monotonic()
                progress.update(task, completed=done + 1, logs=logs_text(logs()), refresh=True)
        progress.update(task, completed=total, logs=logs_text(logs()), refresh=True)
