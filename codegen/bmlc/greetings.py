"""What TensorFlow's C++ says while it is imported, kept off the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_greetings"]


@contextmanager
def without_greetings() -> Iterator[None]:
    """Keep what TensorFlow's C++ says while it is imported off the terminal; it asks no log level for that.

    An import that fails says so by its exception.
    """
    sys.stderr.flush()
    saved = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
