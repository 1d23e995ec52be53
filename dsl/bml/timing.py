"""`bml.timer`: how long a block of a script takes."""

from __future__ import annotations

import time
from types import TracebackType

from bmlc.errors import UserError

__all__ = ["Timer", "timer"]


class Timer:
    """Measures a `with` block. It prints nothing: log `timer.seconds` where a line of the run should tell it.

    In the browser the block also stands under its name among the timings of DevTools' performance panel.

    Args:
        name: Of the block.

    Raises:
        UserError: BML102 for a name that is no text.

    Example:
        >>> import bml
        >>> with bml.timer("sum") as timer:
        ...     total = sum(range(1000))
        >>> timer.seconds > 0
        True
    """

    def __init__(self, name: str) -> None:
        if not isinstance(name, str):
            raise UserError.here(
                "BML102", f"timer expects the name of a block, received {name!r}", 'bml.timer("epoch")'
            )
        self.name = name
        self._start: float | None = None
        self._end: float | None = None

    @property
    def seconds(self) -> float:
        """Since the block began; once it has ended, the time that it took. 0.0 before it began."""
        if self._start is None:
            return 0.0
        return (time.perf_counter() if self._end is None else self._end) - self._start

    def __enter__(self) -> Timer:
        self._start, self._end = time.perf_counter(), None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end = time.perf_counter()

    def __repr__(self) -> str:
        return f"<bml.timer {self.name} {self.seconds:.3f} s>"


timer = Timer
