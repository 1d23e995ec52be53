"""TensorFlow, imported when something runs and not before: `import bml` and `bml build` work without it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bmlc.errors import UserError
from bmlc.extras import install_command

__all__ = ["tensorflow"]


def tensorflow() -> Any:
    """The module, or the error that says how to install it."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # its notes on start-up are not about the user's program
    try:
        with _without_greetings():
            import tensorflow as tf
        # Each tensor function is a graph of its own: a script that calls many of them is not "retracing".
        tf.get_logger().setLevel("ERROR")
    except ImportError:
        raise UserError(
            "BML403",
            "running a program in Python takes TensorFlow, which is not installed",
            hint=install_command("tf"),
        ) from None
    return tf


@contextmanager
def _without_greetings() -> Iterator[None]:
    """Keep what TensorFlow's C++ says while it is imported off the terminal; it asks no log level for that.

    Only the first import is hushed: afterwards there is nothing to hush. An import that fails says so by its exception.
    """
    if "tensorflow" in sys.modules:
        yield
        return
    sys.stderr.flush()
    saved = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
