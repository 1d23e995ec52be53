"""A build without Python's garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_collector"]


@contextmanager
def without_collector() -> Iterator[None]:
    """Let nothing but reference counts free memory meanwhile.

    The IR is millions of small objects without cycles: to look for some would take a tenth of a large build's time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # both: what is left is old, and not visited at once
        if was_enabled:
            gc.enable()
