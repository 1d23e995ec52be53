"""What a script says of its run: `log`, `plot` and `progress`, for the terminal and for the page in the browser."""

from __future__ import annotations

import atexit
import math
import sys
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, TypeAlias

from bml.arguments import number
from bml.curves import check_curves
from bml.divergence import watch
from bmlc.errors import UserError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["log", "log_text", "plot", "progress"]

Value: TypeAlias = int | float | str | bool


def log(**values: Any) -> None:
    """Report values of the run: a line here, a line and points of the live charts in the browser.

    The charts put numbers over `step` or `epoch`, if one of them is among the values, else over the count of reports.

    Args:
        values: Numbers, or tensors that hold one; texts and bools.

    Raises:
        UserError: BML102 for anything else.

    Example:
        >>> import bml
        >>> bml.log(epoch=1, loss=0.25, best=True)
        epoch=1 loss=0.25 best=True
    """
    said = _checked("log", values)
    print(log_text(said))
    _watch(values, said)


def plot(**values: Any) -> None:
    """Add points to the page's live charts, as `log` does, without a line. In Python it shows nothing.

    With `x` among the values, the others are curves over it, all in one chart: a fitted line over data, say. A number
    is one more point; a list, or a tensor with one axis, is the whole curve, and replaces the one of that name.

    Args:
        values: As for `log`. With `x`: numbers, or lists of them, as many as in `x`; `style="dots"` draws points in
            place of a line.

    Raises:
        UserError: BML102 for anything but numbers, texts and bools; with `x`, for curves of another length.

    Example:
        >>> import bml
        >>> bml.plot(step=1, reward=12.0)
        >>> bml.plot(x=[1, 2, 3], data=[2.1, 3.9, 6.2], style="dots")
        >>> bml.plot(x=[0, 4], line=[0.0, 8.0])
    """
    if "x" in values:
        check_curves(values)
    else:
        _watch(values, _checked("plot", values))


def progress(done: float, total: float) -> None:
    """Say how far the run is: the page's bar, or one on the terminal. Where the output is no terminal, nothing.

    Args:
        done: From 0 to `total`, in whatever unit the program counts; what is more is shown as all.
        total: The end.

    Raises:
        UserError: BML102 for what is no number.

    Example:
        >>> import bml
        >>> for episode in range(3):
        ...     bml.progress(episode + 1, 3)
    """
    finished, end = number("progress", "done", done), number("progress", "total", total)
    if sys.stdout.isatty():
        _bar.show(finished, end)


def log_text(values: dict[str, Value]) -> str:
    """The line of `log`: `name=value` for each, by rules that do not ask whether a number is an int or a float.

    Whole numbers within 2**53 are written in full, other numbers with four significant digits (`%.4g`), bools as True
    and False, texts as they are. `runtime_js/src/python/log_text.ts` has the same rules: JavaScript cannot tell 3.0
    from 3.
    """
    return " ".join(f"{name}={_text(value)}" for name, value in values.items())


def _text(value: Value) -> str:
    if isinstance(value, bool | str):
        return str(value)
    whole = math.isfinite(value) and value == int(value) and abs(value) <= 2**53
    return str(int(value)) if whole else f"{value:.4g}"


def _watch(given: dict[str, Any], said: dict[str, Value]) -> None:
    """An infinity that the script set itself, such as the best loss so far, says nothing; a computed one does."""
    found = {name: value for name, value in said.items() if hasattr(given[name], "shape") or value != value}
    watch(found, f'in the report "{log_text(said)}"')


def _checked(caller: str, values: dict[str, Any]) -> dict[str, Value]:
    return {name: _plain(caller, name, value) for name, value in values.items()}


def _plain(caller: str, name: str, value: Any) -> Value:
    """A Python number, bool or text: arrays and tensors of one element give theirs."""
    if isinstance(value, bool | str):
        return value
    held = value.numpy() if hasattr(value, "numpy") else value
    if hasattr(held, "item") and getattr(held, "size", 1) == 1:
        held = held.item()
    if isinstance(held, bool | str):
        return held
    if isinstance(held, Integral):
        return int(held)
    if isinstance(held, Real):
        return float(held)
    raise UserError.here(
        "BML102",
        f"{caller} expects numbers, texts and bools, received {name}={_short(value)}",
        _hint(caller, value),
    )


def _hint(caller: str, value: Any) -> str | None:
    if not hasattr(value, "shape") and not isinstance(value, list | tuple):
        return None
    if caller == "plot":
        return "give the places of a curve as well: bml.plot(x=..., line=...)"
    return "take one number of it first: bml.ops.mean(...)"


def _short(value: Any) -> str:
    shape = getattr(value, "shape", None)
    return f"an array of shape {tuple(shape)}" if shape else repr(value)


class _Bar:
    """One bar at the terminal's last line, from the first call to the one that reaches the end."""

    def __init__(self) -> None:
        self._drawn: tuple[Progress, TaskID] | None = None

    def show(self, done: float, total: float) -> None:
        from rich.progress import Progress

        if self._drawn is None:
            bar = Progress()
            self._drawn = bar, bar.add_task("Progress")
            bar.start()
            atexit.register(self.close)  # a run that ends early gives the terminal its cursor back
        bar, task = self._drawn
        bar.update(task, completed=done, total=total)
        if done >= total:
            self.close()

    def close(self) -> None:
        if self._drawn is not None:
            self._drawn[0].stop()
            self._drawn = None
            atexit.unregister(self.close)


_bar = _Bar()
