"""Tensors read between their elements: at coordinates, and images through a transformation. Made of take.

Gradients flow to what is read and, through the weights of neighbours, to where it is read.
"""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from itertools import product as choices
from typing import Literal, TypeAlias, get_args

import numpy as np

from bmlc.ops.casting import as_float, cast, convert_to_tensor
from bmlc.ops.elementwise_binary import add, clip, minimum
from bmlc.ops.elementwise_unary import absolute, floor, sign
from bmlc.ops.gathering import TAKE
from bmlc.ops.resizing import on_images, sizes_of
from bmlc.ops.rounding import mod, round
from bmlc.ops.rules import bad_argument, misuse
from bmlc.ops.selection import logical_and, where
from bmlc.ops.shape import reshape
from bmlc.ops.slicing import getitem
from bmlc.ops.tensor import Operand, Tensor
from bmlc.ops.windows import Numbers, known

__all__ = ["affine_transform", "map_coordinates"]

FillMode: TypeAlias = Literal["constant", "nearest", "wrap", "mirror", "reflect"]

# What stands at a coordinate outside: abcd|abcd|abcd, dcb|abcd|cba, dcba|abcd|dcba.
FOLDS: Mapping[str, Callable[[Tensor, int], Tensor]] = {
    "constant": lambda at, size: at,
    "nearest": lambda at, size: at,
    "wrap": lambda at, size: mod(at, float(size)),
    "mirror": lambda at, size: absolute(mod(at + (size - 1.0), max(2.0 * size - 2.0, 1.0)) - (size - 1.0)),
    "reflect": lambda at, size: minimum(mod(at + 0.5, 2.0 * size), 2.0 * size - mod(at + 0.5, 2.0 * size)) - 0.5,
}


def wrap_as_tensorflow(at: Tensor, size: int) -> Tensor:
    """Its images repeat after their size, but a coordinate is moved by whole ones of size - 1 pixels."""
    last = max(size - 1.0, 1.0)
    over = at - floor(at / last) * size
    under = at + (floor(at / -last) + 1.0) * size
    return where(at < 0.0, under, where(at > size - 1.0, over, at))


Node: TypeAlias = tuple[Tensor, Tensor | None]  # a neighbour's index and its weight


def neighbours(at: Tensor) -> list[Node]:
    lower = floor(at)
    upper = at - lower
    return [(lower, 1.0 - upper), (lower + 1.0, upper)]


def interpolated(
    nodes: list[list[Node]],
    sizes: tuple[int, ...],
    fill_value: float | None,
    read: Callable[[Tensor], Tensor],
    trailing: Numbers = (),
) -> Tensor:
    """The weighted sum of what `read` gives for the flat indices of neighbours; outside there is `fill_value`.

    What is read may have dimensions behind those of the indices: `trailing` is a 1 for each.
    """
    parts = []
    for corner in choices(*nodes):
        indices = [index for index, _ in corner]
        places = [cast(clip(at, 0.0, size - 1.0), "int32") for at, size in zip(indices, sizes, strict=True)]
        flat = places[0]
        for place, size in zip(places[1:], sizes[1:], strict=True):
            flat = flat * size + place
        value = cast(read(flat), "float32")
        if fill_value is not None:
            fits = [logical_and(at >= 0.0, at <= size - 1.0) for at, size in zip(indices, sizes, strict=True)]
            value = where(reshape(reduce(logical_and, fits), (*indices[0].shape, *trailing)), value, fill_value)
        for weight in (own for _, own in corner if own is not None):
            value = value * reshape(weight, (*weight.shape, *trailing))
        parts.append(value)
    return reduce(add, parts)


def map_coordinates(
    inputs: Operand, coordinates: Operand, order: int, fill_mode: FillMode = "constant", fill_value: float = 0.0
) -> Tensor:
    """`inputs` at `coordinates`, which need not be whole.

    Args:
        inputs: A tensor of known sizes; the result of ints is rounded.
        coordinates: float32 `(rank of inputs, *shape)`, one coordinate for each dimension of `inputs`.
        order: 0 for the nearest element, 1 for the mean of neighbours, weighted by how near they are.
        fill_mode: What stands outside: `"constant"`: `fill_value`; `"nearest"`: the last element; `"wrap"`: the
            elements again; `"mirror"` and `"reflect"`: the elements backwards, without or with the last one.
        fill_value: A number.
    """
    x, (places,) = convert_to_tensor(inputs), as_float(coordinates)
    if places.ndim < 2 or places.shape[0] != x.ndim:
        raise misuse("map_coordinates", f"coordinates ({x.ndim}, ...) for inputs of rank {x.ndim}", f"{places.type}")
    if order not in (0, 1):
        raise bad_argument("map_coordinates", "an order of 0 or 1", f"order={order!r}")
    fold = _fold("map_coordinates", fill_mode)
    sizes = tuple(known("map_coordinates", size) for size in x.shape)
    flat = reshape(x, (-1,))
    nodes = []
    for axis, size in enumerate(sizes):
        at = getitem(places, axis)
        own: list[Node] = neighbours(at) if order else [(round(at), None)]
        nodes.append([(fold(index, size), weight) for index, weight in own])
    outside = fill_value if fill_mode == "constant" else None
    y = interpolated(nodes, sizes, outside, lambda index: TAKE(flat, index, axis=0, batch=0))
    return y if x.dtype == "float32" else cast(round(y), "int32")


def affine_transform(
    images: Operand,
    transform: Operand,
    interpolation: Literal["nearest", "bilinear"] = "bilinear",
    fill_mode: FillMode = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Tensor:
    """Images whose pixel (x, y) is read at `((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)`, k = c0 x + c1 y + 1.

    Args:
        images: One, or a batch, of known height and width.
        transform: float32 `(8,)`, a0 to c1, or one for each image: `(batch, 8)`.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_mode: As of `map_coordinates`.
        fill_value: A number.
        data_format: `"channels_last"`, which is what `None` means, or `"channels_first"`.
    """
    (t,) = as_float(transform)
    if interpolation not in ("nearest", "bilinear"):
        received = f"interpolation={interpolation!r}"
        raise bad_argument("affine_transform", 'interpolation="nearest" or "bilinear"', received)
    fold = _fold("affine_transform", fill_mode)
    if fill_mode == "wrap":
        fold = wrap_as_tensorflow

    def transformed(x: Tensor) -> Tensor:
        height, width = sizes_of("affine_transform", x)
        batch = x.shape[0] if x.ndim == 4 else 1
        if t.shape not in ((8,), (1, 8), (batch, 8)):
            raise misuse(
                "affine_transform", f"a transform of 8 numbers, or one for each of {batch} images", f"{t.type}"
            )
        many = t.ndim == 2 and t.shape[0] != 1
        factors = reshape(t, (*t.shape[: 1 if many else 0], 8))
        across, down = (each.ravel().astype(np.float32) for each in np.meshgrid(np.arange(width), np.arange(height)))
        a0, a1, a2, b0, b1, b2, c0, c1 = (getitem(factors, (..., slice(i, i + 1))) for i in range(8))
        k = c0 * across + c1 * down + 1.0
        ats = (b0 * across + b1 * down + b2) / k, (a0 * across + a1 * down + a2) / k
        sizes = height, width
        nodes: list[list[Node]] = []
        for at, size in zip(ats, sizes, strict=True):
            folded = fold(at, size) if fill_mode == "constant" else clip(fold(at, size), 0.0, size - 1.0)
            # Halves away from 0, as in TensorFlow.
            nearest: Node = sign(folded) * floor(absolute(folded) + 0.5), None
            nodes.append(neighbours(folded) if interpolation == "bilinear" else [nearest])
        rows = reshape(x, (batch, height * width, x.shape[-1]))
        outside = fill_value if fill_mode == "constant" else None
        y = interpolated(nodes, sizes, outside, lambda index: TAKE(rows, index, axis=1, batch=int(many)), (1,))
        y = reshape(y, x.shape)
        return y if x.dtype == "float32" else cast(y, "int32")

    return on_images("affine_transform", images, data_format, transformed)


def _fold(op: str, fill_mode: str) -> Callable[[Tensor, int], Tensor]:
    if fill_mode not in FOLDS:
        raise bad_argument(op, f"fill_mode among {get_args(FillMode)}", f"fill_mode={fill_mode!r}")
    return FOLDS[fill_mode]
