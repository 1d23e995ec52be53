"""Shapes that a layer does not take: one example instead of a batch, another rank, another size."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Any

from bml.keras.raised import Raised
from bml.keras.slip import Row, Slip
from bmlc.errors import UserError

__all__ = ["SHAPE_ROWS", "one_example"]

_AXES = {
    2: " (batch, features)",
    3: " (batch, steps, features)",
    4: " (batch, height, width, channels)",
    5: " (batch, depth, height, width, channels)",
}


def one_example(raised: Raised) -> Slip | None:
    """A model that was called with an example: how to write the call."""
    match raised.error, raised.expression:
        case UserError(message=message), ast.Call(func=ast.Name() | ast.Attribute(), args=[_]):
            found = re.fullmatch(r"\S+ expects (.*), received one example of shape (.*)", message)
            return found and _batch_of_one(raised, "", found[1], ast.literal_eval(found[2]), None)
    return None


def _batch_of_one(raised: Raised, name: str, expected: str, shape: tuple[Any, ...], beside: Any) -> Slip:
    hint = "a batch of one: x[None]"
    match raised.expression:
        case ast.Call(func=ast.Name() | ast.Attribute() as called, args=[given]):
            name, text = ast.unparse(called), ast.unparse(given)
            text = text if isinstance(given, ast.Name | ast.Attribute | ast.Call) else f"({text})"
            hint = f"a batch of one: {name}({text}[None])"
    return Slip("BML101", f"{name} expects {expected}, received one example of shape {shape}", hint, beside)


def _rank(raised: Raised, bound: str | None, wanted: str, found: str, shape: str | None) -> Slip:
    expected, rank, layer = int(wanted), int(found), raised.owner
    axes = "" if getattr(layer, "data_format", None) == "channels_first" else _AXES.get(expected, "")
    at = {"min_": "at least ", "max_": "at most "}.get(bound or "", "") if not hasattr(layer, "kernel_size") else ""
    received = f"shape {shape}" if shape else f"rank {rank}"
    message = f"{raised.owner_name} expects an input of {at}rank {expected}{axes}, received {received}"
    if rank == expected - 1 and bound != "max_" and shape and not shape.startswith("(None"):
        given = ast.literal_eval(shape)
        return _batch_of_one(raised, raised.owner_name, f"batches of rank {expected}{axes}", given, "layer")
    if rank == expected - 1 and expected >= 4:
        return Slip("BML101", message, "add the axis of the one channel: bml.ops.expand_dims(x, -1)", "layer")
    if rank < expected:
        dense = "use layers.Dense for inputs without these axes, or " if expected >= 4 else ""
        return Slip("BML101", message, f"{dense}give it these axes first: layers.Reshape(...)", "layer")
    return Slip("BML101", message, "flatten it first: layers.Flatten()", "layer")


def _window(raised: Raised, images: str) -> Slip:
    layer = raised.owner
    window = getattr(layer, "kernel_size", None) or getattr(layer, "pool_size", None) or ()
    window = window if isinstance(window, tuple | list) else (window,)
    shape = re.sub(r"[\[(](.*)[\])]", lambda match: f"({', '.join(re.split(r'[, ]+', match[1].strip()))})", images)
    size = "x".join(map(str, window))
    message = f"{raised.owner_name} slides a window of {size}, received inputs smaller than that: {shape}"
    return Slip("BML101", message, 'use padding="same", a smaller window or fewer pooling layers before it', "layer")


SHAPE_ROWS: Sequence[Row] = (
    (r"expected (min_|max_)?ndim=(\d+), found ndim=(\d+)(?:\. Full shape received: (\(.*?\)))?", _rank),
    (r"output size would be zero or negative\. Received:? `inputs?[. ]shape=(.*?)`", _window),
)
