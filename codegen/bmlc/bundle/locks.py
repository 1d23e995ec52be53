"""Locks on folders, which end with the process that holds them. Where the system has none, nothing is locked."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["lock_folder", "try_lock_folder"]

_PATIENCE = 10  # seconds

if sys.platform == "win32":  # no folder can be opened there

    @contextmanager
    def lock_folder(folder: Path) -> Iterator[None]:
        yield

    def try_lock_folder(folder: Path) -> bool:
        return False

else:
    import fcntl

    @contextmanager
    def lock_folder(folder: Path) -> Iterator[None]:
        """Hold the lock of `folder`, for which this waits a while: locks are held for moments, or by somebody else."""
        handle = _open(folder)
        try:
            end = time.monotonic() + _PATIENCE
            while handle is not None and not _lock(handle) and time.monotonic() < end:
                time.sleep(0.02)
            yield
        finally:
            if handle is not None:
                os.close(handle)

    def try_lock_folder(folder: Path) -> bool:
        """Whether nobody holds the lock of `folder`."""
        handle = _open(folder)
        try:
            return handle is not None and _lock(handle)
        finally:
            if handle is not None:
                os.close(handle)

    def _open(folder: Path) -> int | None:
        try:
            return os.open(folder, os.O_RDONLY)
        except OSError:  # a folder that may be written and not read
            return None

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # taken, or a file system without locks
            return False
        return True
