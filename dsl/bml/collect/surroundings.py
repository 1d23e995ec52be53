"""A file is read for what it declares: it cannot ask, end the process, or leave it somewhere else."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from bmlc.errors import UserError

__all__ = ["kept_surroundings"]

# `sys.exit` raises SystemExit, which says enough. These end or replace the process without a word.
_ENDINGS = ("_exit", "abort", "execv", "execve")


@contextmanager
def kept_surroundings(path: Path, compiling: bool) -> Iterator[None]:
    """While `path` is read: no standard input, no way to end the process; afterwards the same current folder."""
    if not compiling:
        yield
        return
    stdin, folder = sys.stdin, _current_folder()
    before = {name: getattr(os, name) for name in _ENDINGS}
    sys.stdin = _Nobody(path)
    for name, ending in before.items():
        setattr(os, name, _refusal(path, name, ending))
    try:
        yield
    finally:
        sys.stdin = stdin
        for name, ending in before.items():
            setattr(os, name, ending)
        if folder is not None:
            with suppress(OSError):
                os.chdir(folder)


def _current_folder() -> str | None:
    with suppress(OSError):  # it may have been removed
        return os.getcwd()
    return None


def _refusal(path: Path, name: str, ending: Callable[..., Any]) -> Callable[..., Any]:
    owner = os.getpid()

    def refuse(*args: Any, **kwargs: Any) -> Any:
        if os.getpid() != owner:
            return ending(*args, **kwargs)  # of a child of its own, as multiprocessing ends its workers
        raise UserError(
            "BML301",
            f"{path.name} ends Python (os.{name}) while it is read",
            "the file is read for what it declares; call this in a script or a process of its own",
        )

    return refuse


class _Nobody(io.TextIOBase):
    """Standard input while a file is compiled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, *_: Any) -> NoReturn:
        raise UserError(
            "BML301",
            f"{self._path.name} waits for input, and nobody answers while a file is read",
            "write the value into the file, or make it a parameter of a script",
        )

    readline = read
    __next__ = read
