"""Errors of the user's program, as opposed to bugs of ours: a stable code, one sentence, the place, a hint.

    error BML101: Conv2D expects an input of rank 4 (batch, height, width, channels), received float32[n, 784]
      --> mnist_cnn.py:11:5
       |
    11 |     layers.Conv2D(8, 5, activation="relu"),
       |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = hint: reshape the input first, or use layers.Dense

Anything else that escapes the compiler is a bug of bml and keeps its traceback.
"""

from bmlc.errors.attributes import unknown_name
from bmlc.errors.codes import CODES
from bmlc.errors.error import Note, UserError, UserErrors
from bmlc.errors.gather import Gathered
from bmlc.errors.records import error_records
from bmlc.errors.render import Span, render_error, styled_lines

__all__ = [
    "CODES",
    "Gathered",
    "Note",
    "Span",
    "UserError",
    "UserErrors",
    "error_records",
    "render_error",
    "styled_lines",
    "unknown_name",
]
