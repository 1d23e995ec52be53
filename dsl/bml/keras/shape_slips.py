"""Shapes that a layer does not take: one example instead of a batch, another rank, another size."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Sequence
from typing import Any

from bml.keras.raised import Raised
from bml.keras.slip import Row, Slip

__all__ = ["SHAPE_ROWS", "one_example"]

_AXES = {
    2: " (batch, features)",
    3: " (batch, steps, features)",
    4: " (batch, height, width, channels)",
    5: " (batch, depth, height, width, channels)",
}


def one_example(raised: Raised) -> Slip | None:
    """A model that was called with an example, whichever of its layers noticed it."""
    keras = sys.modules.get("keras")
    if keras is None or not isinstance(raised.error, ValueError):
        return None
    for step in raised.behind:  # the outermost model
        model, given = step.owner, step.frame.f_locals.get("args")
        if isinstance(model, keras.Model) and step.frame.f_code.co_name == "__call__" and given:
            expected, shape = _input_shape(model), getattr(given[0], "shape", None)
            if expected is None or shape is None or not _is_one_of(shape, expected):
                return None
            return _batch_of_one(raised, model.name, f"batches of shape {expected}", tuple(shape))
    return None


def _batch_of_one(raised: Raised, name: str, expected: str, shape: tuple[Any, ...]) -> Slip:
    call = raised.expression
    if isinstance(call, ast.Call) and len(call.args) == 1:
        name = ast.unparse(call.func) if isinstance(call.func, ast.Name | ast.Attribute) else name
        given = ast.unparse(call.args[0])
        given = given if isinstance(call.args[0], ast.Name | ast.Attribute | ast.Call) else f"({given})"
        hint = f"a batch of one: {name}({given}[None])"
    else:
        hint = "a batch of one: x[None]"
    return Slip("BML101", f"{name} expects {expected}, received one example of shape {shape}", hint)


def _input_shape(model: Any) -> tuple[Any, ...] | None:
    """Of a model of one input, with the batch."""
    try:
        shape = model.input_shape
    except (AttributeError, ValueError):  # it is not built, or has several
        return None
    return shape if isinstance(shape, tuple) and all(size is None or isinstance(size, int) for size in shape) else None


def _is_one_of(shape: Sequence[Any], expected: Sequence[Any]) -> bool:
    return len(shape) == len(expected) - 1 and all(
        size is None or wanted is None or size == wanted for size, wanted in zip(shape, expected[1:], strict=True)
    )


def _rank(raised: Raised, bound: str | None, wanted: str, found: str, shape: str | None) -> Slip:
    expected, rank, layer = int(wanted), int(found), raised.owner
    axes = "" if getattr(layer, "data_format", None) == "channels_first" else _AXES.get(expected, "")
    at = {"min_": "at least ", "max_": "at most "}.get(bound or "", "") if not hasattr(layer, "kernel_size") else ""
    message = f"{raised.owner_name} expects an input of {at}rank {expected}{axes}, received shape {shape or f'of rank {rank}'}"
    if rank == expected - 1 and bound != "max_" and shape and not shape.startswith("(None"):
        return _batch_of_one(raised, raised.owner_name, f"batches, of rank {expected}{axes}", ast.literal_eval(shape))
    if rank == expected - 1 and expected >= 4:
        return Slip("BML101", message, "add the axis of the one channel: bml.ops.expand_dims(x, -1)")
    if rank < expected:
        dense = "use layers.Dense for inputs without these axes, or " if expected >= 4 else ""
        return Slip("BML101", message, f"{dense}give it these axes first: layers.Reshape(...)")
    return Slip("BML101", message, "flatten it first: layers.Flatten()")


def _window(raised: Raised, images: str) -> Slip:
    layer = raised.owner
    window = getattr(layer, "kernel_size", None) or getattr(layer, "pool_size", None) or ()
    window = window if isinstance(window, tuple | list) else (window,)
    shape = re.sub(r"[\[(](.*)[\])]", lambda match: f"({', '.join(re.split(r'[, ]+', match[1].strip()))})", images)
    return Slip(
        "BML101",
        f"{raised.owner_name} slides a window of {'x'.join(map(str, window))}, received inputs smaller than that: {shape}",
        'use padding="same", a smaller window or fewer pooling layers before it',
    )


def _unlike(code_words: str, hint: str | None = None) -> Any:
    """A row that is a text with the groups of its pattern and `{owner}`."""
    return lambda raised, *groups: Slip("BML101", code_words.format(*groups, owner=raised.owner_name), hint)


SHAPE_ROWS: Sequence[Row] = (
    (r"expected (min_|max_)?ndim=(\d+), found ndim=(\d+)(?:\. Full shape received: (\(.*?\)))?", _rank),
    (
        r"expected axis (-?\d+) of input shape to have value (\d+), but received input with shape (\(.*?\))",
        _unlike(
            "{owner} has weights for inputs of size {1} along axis {0}, received shape {2}",
            "give it inputs of that size, or make a layer of its own for these",
        ),
    ),
    (r"expected shape=(\(.*?\)), found shape=(\(.*?\))", _unlike("{owner} expects shape {0}, received {1}")),
    (r"expected dtype=(\w+), found dtype=(\w+)", _unlike("{owner} expects {0}, received {1}", "cast it: bml.ops.cast")),
    (
        r"Invalid input shape for input .*? Expected shape (\(.*?\)), but input has incompatible shape (\(.*?\))",
        _unlike("{owner} expects shape {0}, received {1}"),
    ),
    (
        r'Layer ".*?" expects (\d+) (?:named )?input\(s\)(?: with keys (?:\[.*?\]))?, but it received (\d+)',
        _unlike("{owner} expects {0} inputs, received {1}", "pass them in one list, or in a dictionary by their names"),
    ),
    (r"output size would be zero or negative\. Received:? `inputs?[. ]shape=(.*?)`", _window),
    (
        r"Shapes used to initialize variables must be fully-defined .* Received: shape=(\(.*?\)) for variable path='(.*?)'",
        _unlike(
            "the weight {1!r} needs sizes that are known, received {0}: the size of its input is not known",
            "give that size in bml.Input, or reduce the axis first, as layers.GlobalAveragePooling1D() does",
        ),
    ),
    (
        r"Inner dimensions .* received `x1.shape=(\(.*?\))` and `x2.shape=(\(.*?\))`",
        _unlike("matmul expects matrices whose inner sizes agree, received shapes {0} and {1}"),
    ),
    (
        r"A `Concatenate` layer requires inputs with matching shapes except .* Received: input_shape=\[(.*)\]",
        _unlike("{owner} expects shapes that differ along its axis alone, received {0}"),
    ),
    (
        r"Inputs have incompatible shapes. Received shapes (\(.*?\)) and (\(.*?\))",
        _unlike("{owner} expects inputs of one shape, received examples of {0} and {1}"),
    ),
    (
        r"A merge layer should be called on a list of .*?inputs\. Received: .*?=(\(.*?\)|\[.*?\])",
        _unlike("{owner} expects a list of tensors, received one of shape {0}", "call it with a list: layer([a, b])"),
    ),
    (
        r"total size of the tensor must be unchanged. Received: input_shape=(\(.*?\)), target_shape=(\(.*?\))",
        _unlike("{owner} expects examples of as many elements as {1} has, received {0}"),
    ),
    (
        r"Incompatible input shapes: axis values (\d+) \(at axis (\d+)\) != (\d+) \(at axis (\d+)\)",
        _unlike("{owner} expects one size along the axes {1} and {3}, received {0} and {2}"),
    ),
    (
        r"shape of the target variable and the shape of the target value .* variable.shape=(\(.*?\)), "
        r"Received: value.shape=(\(.*?\)).*Variable path=([^,]+),",
        _unlike("the variable {2!r} expects a value of shape {0}, received {1}"),
    ),
    (
        r"Cannot convert '(.*?)' to a shape",
        _unlike("expected a shape, a tuple of ints and None, received {0}", "write bml.Input((28, 28, 1))"),
    ),
)
