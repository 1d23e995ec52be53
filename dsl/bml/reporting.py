"""What a script says of its run: `log`, `plot` and `progress`, for the terminal and for the page in the browser."""

from __future__ import annotations

import atexit
import math
import sys
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from bml.arguments import number
from bml.context import current_context
from bml.plain import plain
from bmlc.errors import UserError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["log", "log_text", "plot", "progress"]

Value: TypeAlias = int | float | str | bool

_STYLES = ("line", "dots")


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
        _check_curves(values)
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
    """Tell on stderr, once a run, that the training has diverged: NaN and infinity say nothing by themselves.

    Nor does an infinity that the script set itself, such as the best loss so far; a computed one does.
    `runtime_js/src/training/divergence.ts` has the same words and the same rule.
    """
    context = current_context()
    for name, value in said.items():
        computed = hasattr(given[name], "shape") or value != value
        if computed and isinstance(value, float) and not math.isfinite(value) and not context.diverged:
            context.diverged = True
            kind = "NaN" if math.isnan(value) else "infinite"
            print(
                f'notice: {name} is {kind} in the report "{log_text(said)}": the training has diverged. '
                "Try a smaller learning rate, and look for NaN and infinity in the data; "
                "--check-numerics names the line.",
                file=sys.stderr,
            )


def _checked(caller: str, values: dict[str, Any]) -> dict[str, Value]:
    return {name: _plain(caller, name, value) for name, value in values.items()}


def _plain(caller: str, name: str, value: Any) -> Value:
    """A Python number, bool or text: arrays and tensors of one element give theirs."""
    held = _with_numbers(value)
    held = plain(held.item() if getattr(held, "size", 0) == 1 else held)
    if isinstance(held, bool | int | float | str):
        return held
    received = f"{name}={_short(value)}"
    hint = None
    if hasattr(value, "shape") or isinstance(value, list | tuple):
        curve = "give the places of a curve as well: bml.plot(x=..., line=...)"
        hint = curve if caller == "plot" else "take one number of it first: bml.ops.mean(...)"
    raise UserError.here("BML102", f"{caller} expects numbers, texts and bools, received {received}", hint)


def _check_curves(values: dict[str, Any]) -> None:
    """Raises BML102 unless `x` and all curves beside it hold the same count of numbers, as in a compiled script."""
    given = {name: value for name, value in values.items() if not isinstance(value, bool | str)}
    style = values.get("style", "line")
    if style not in _STYLES:
        raise UserError.here("BML102", f"plot expects style='line' or style='dots', received style={style!r}")
    if "x" not in given:
        raise UserError.here("BML102", f"plot expects numbers for x, received x={values['x']!r}")
    if len(given) == 1:
        raise UserError.here("BML102", "plot expects a curve beside x, received x alone", "plot(x=places, line=values)")
    sizes = {name: _size(name, value) for name, value in given.items()}
    for name, size in sizes.items():
        if size != sizes["x"]:
            raise UserError.here(
                "BML102",
                f"plot expects as many numbers for {name} as for x, received {size} and {sizes['x']}",
            )


def _size(name: str, value: Any) -> int:
    """How many numbers: 1 for a number, the length of a list, of an array the size of its one axis that is not 1."""
    held = _with_numbers(value)
    if isinstance(held, list | tuple):
        if all(isinstance(item, Real) or getattr(item, "shape", None) == () for item in held):
            return len(held)
    elif isinstance(held, Real):
        return 1
    elif isinstance(held, np.ndarray) and held.dtype.kind in "biuf" and sum(size != 1 for size in held.shape) <= 1:
        return int(held.size)
    received = f"{name}={_short(held)}"
    raise UserError.here("BML102", f"plot expects numbers, or lists of numbers, beside x, received {received}")


def _with_numbers(value: Any) -> Any:
    """A tensor's values; everything else as it is."""
    return value.numpy() if hasattr(value, "numpy") else value


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
