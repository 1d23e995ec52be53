"""TensorFlow, imported when something runs and not before: `import bml` and `bml build` work without it."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from typing import Any

from bmlc.errors import UserError
from bmlc.extras import install_command, without_greetings

__all__ = ["tensorflow"]


def tensorflow() -> Any:
    """The module, or the error that says how to install it."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # its notes on start-up are not about the user's program
    try:
        with nullcontext() if "tensorflow" in sys.modules else without_greetings():
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
