"""TensorFlow, imported when something runs and not before: `import bml` and `bml build` work without it."""

from __future__ import annotations

import os
from typing import Any

from bmlc.errors import UserError

__all__ = ["tensorflow"]


def tensorflow() -> Any:
    """The module, or the error that says how to install it."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # its notes on start-up are not about the user's program
    try:
        import tensorflow as tf
    except ImportError:
        raise UserError(
            "BML403",
            "running a program in Python takes TensorFlow, which is not installed",
            hint='pip install "bml[tf]"',
        ) from None
    return tf
