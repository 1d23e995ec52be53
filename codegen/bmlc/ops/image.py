"""What `keras.ops.image` has: images resized and transformed, and tensors read between their elements.

Images are `(batch, height, width, channels)` or `(height, width, channels)`. One op has kernels; the others multiply by
matrices, or take: gradients flow to what is read and, through the weights of neighbours, to where it is read.
"""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import product as choices
from typing import Literal, TypeAlias, get_args

import numpy as np

from bmlc.ir import Dim, TensorType
from bmlc.ops.broadcasting import sum
from bmlc.ops.casting import as_float, cast, convert_to_tensor
from bmlc.ops.constant import arange, dimension, size_as_int
from bmlc.ops.elementwise_binary import add, clip, maximum, minimum
from bmlc.ops.elementwise_unary import absolute, floor, sign, sin, square
from bmlc.ops.gathering import TAKE, take
from bmlc.ops.linalg import along_axis
from bmlc.ops.op import TF, Array, Gradients, Op1
from bmlc.ops.rounding import floor_divide, mod, round
from bmlc.ops.rules import bad_argument, misuse
from bmlc.ops.selection import logical_and, where
from bmlc.ops.shape import expand_dims, reshape, squeeze, transpose
from bmlc.ops.slicing import PAD, getitem, slice_along
from bmlc.ops.tensor import Operand, Tensor
from bmlc.ops.windows import Numbers, Pair, known, with_channels_last
from bmlc.ops.windows import on_images as on_batches

__all__ = ["affine_transform", "map_coordinates", "resize"]

Interpolation: TypeAlias = Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"]


def keys_cubic(x: Tensor) -> Tensor:
    """Keys, "Cubic convolution interpolation for digital image processing" (1981), with a = -1/2."""
    near = (1.5 * x - 2.5) * x * x + 1.0
    far = ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    return where(x < 1.0, near, where(x < 2.0, far, 0.0))


def lanczos(radius: int) -> Callable[[Tensor], Tensor]:
    def kernel(x: Tensor) -> Tensor:
        turn = maximum(x, 1e-4) * math.pi
        wave = sin(turn) * sin(turn / radius) * radius / square(turn)
        return where(x < radius, wave, 0.0)

    return kernel


KERNELS: Mapping[str, Callable[[Tensor], Tensor]] = {
    "bilinear": lambda x: maximum(0.0, 1.0 - x),
    "bicubic": keys_cubic,
    "lanczos3": lanczos(3),
    "lanczos5": lanczos(5),
}


def resize(
    images: Operand,
    size: Sequence[int],
    interpolation: Interpolation = "bilinear",
    antialias: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Tensor:
    """Images of height and width `size`; the centers of pixels lie at half numbers, as in TensorFlow.

    Args:
        images: One, or a batch; integers are rounded toward zero, as in Keras.
        size: Height and width.
        interpolation: `"nearest"`, `"bilinear"`, `"bicubic"`, `"lanczos3"`, `"lanczos5"`, or `"area"`, the mean of what
            a pixel covers.
        antialias: Whether smaller images are made of all pixels that theirs cover.
        crop_to_aspect_ratio: Whether what is too wide or too high for the ratio of `size` is cut off first.
        pad_to_aspect_ratio: Whether what is missing is filled with `fill_value` first.
        fill_mode: `"constant"`.
        fill_value: A number.
        data_format: `"channels_last"`, which is what `None` means, or `"channels_first"`.
    """
    if interpolation not in get_args(Interpolation):
        raise bad_argument("resize", f"interpolation among {get_args(Interpolation)}", f"{interpolation!r}")
    target = tuple(size) if isinstance(size, Sequence) else ()
    if len(target) != 2 or not all(isinstance(n, int) and n > 0 for n in target):
        raise bad_argument("resize", "a size of two positive ints", f"size={size!r}")
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise bad_argument("resize", "to crop or to pad", "crop_to_aspect_ratio and pad_to_aspect_ratio")
    if fill_mode != "constant":
        raise bad_argument("resize", "fill_mode='constant'", f"fill_mode={fill_mode!r}")

    def resized(x: Tensor) -> Tensor:
        if crop_to_aspect_ratio or pad_to_aspect_ratio:
            whole = sizes_of("resize", x)
            fitting = [whole[1 - i] * target[i] // target[1 - i] for i in (0, 1)]
            if crop_to_aspect_ratio:
                wanted = tuple(max(1, min(n, fits)) for n, fits in zip(whole, fitting, strict=True))
                x = _part(x, [((n - m) // 2, m) for n, m in zip(whole, wanted, strict=True)])
            else:
                around = [(max(n, fits) - n) // 2 for n, fits in zip(whole, fitting, strict=True)]
                x = _padded(x, [(n, n) for n in around], fill_value)
        dtype = x.dtype
        if interpolation == "bilinear" and not antialias and x.dims[-3:-1] != target:
            batch = x if x.ndim == 4 else expand_dims(x, 0)
            y = RESIZE_BILINEAR(cast(batch, "float32"), size=(target[0], target[1]))
            x = y if x.ndim == 4 else squeeze(y, 0)
        for axis, n, m in zip((x.ndim - 3, x.ndim - 2), x.dims[-3:-1], target, strict=True):
            if interpolation == "nearest":
                x = x if n == m else take(x, nearest(n, m), axis)
            elif n != m or interpolation.startswith("lanczos"):
                x = along_axis(cast(x, "float32"), axis, weights(interpolation, n, m, antialias))
        return x if dtype == x.dtype else cast(x, "int32")

    return on_images("resize", images, data_format, resized)


def nearest(size: Dim, target: int) -> Operand:
    """The pixel in which the middle of each of `target` lies: (i + 1/2) size / target, rounded down."""
    odd = 2 * np.arange(target, dtype=np.int32) + 1
    return odd * size // (2 * target) if isinstance(size, int) else floor_divide(odd * size_as_int(size), 2 * target)


def weights(interpolation: str, size: Dim, target: int, antialias: bool) -> Tensor:
    """How much of each of `size` pixels goes into each of `target`: made where it is used, since it may be large."""
    scale = np.float64(size) / target if isinstance(size, int) else dimension(size) / target
    pixels = expand_dims(arange(size, dtype="float32"), 1)
    places = np.arange(target + 1)
    if interpolation == "area":
        begin, end = (cast(at * scale, "float32") for at in (places[:-1], places[1:]))
        covered = maximum(0.0, minimum(end, pixels + 1.0) - maximum(begin, pixels))
    else:
        distances = absolute(pixels - cast((places[:-1] + 0.5) * scale - 0.5, "float32"))
        covered = KERNELS[interpolation](distances / maximum(1.0, cast(scale, "float32")) if antialias else distances)
    return covered / sum(covered, 0)


def bilinear_shape(x: TensorType, *, size: Pair) -> TensorType:
    return x.with_shape((x.shape[0], *size, x.shape[3]))


def bilinear_gradient(g: Tensor, y: Tensor, x: Tensor, *, size: Pair) -> Gradients:
    for axis, target in enumerate(size, 1):  # y = a x b, with matrices a and b:  dx = a.T g b.T
        g = along_axis(g, axis, transpose(weights("bilinear", x.dims[axis], target, antialias=False)))
    return (g,)


def bilinear_reference(tf: TF, x: Array, *, size: Pair) -> Array:
    for target in size:  # along the second axis, which goes to the end
        whole = tf.cast(tf.shape(x)[1], x.dtype)
        centers = tf.cast(np.arange(target) + 0.5, x.dtype) * (whole / target) - 0.5
        covered = tf.maximum(tf.cast(0.0, x.dtype), 1.0 - tf.abs(tf.range(whole)[:, None] - centers))
        x = tf.tensordot(x, covered / tf.reduce_sum(covered, 0), [[1], [0]])
    return tf.transpose(x, (0, 2, 3, 1))


RESIZE_BILINEAR = Op1(
    name="resize_bilinear",
    shape=bilinear_shape,
    gradient=bilinear_gradient,
    batching=on_batches,
    reference=bilinear_reference,
    kernel=lambda k, x, *, size: k.kernel("ResizeBilinear", x, alignCorners=False, halfPixelCenters=True, size=size),
)


def _part(x: Tensor, parts: Sequence[tuple[int, int]]) -> Tensor:
    for axis, (begin, count) in zip((x.ndim - 3, x.ndim - 2), parts, strict=True):
        x = slice_along(x, axis, begin, count)
    return x


def _padded(x: Tensor, around: Sequence[tuple[int, int]], value: float) -> Tensor:
    pads = (*((0, 0),) * (x.ndim - 3), *around, (0, 0))
    return PAD(x, pads=pads, value=float(value)) if any(map(any, around)) else x


def sizes_of(op: str, x: Tensor) -> tuple[int, int]:
    return known(op, x.dims[-3]), known(op, x.dims[-2])


def on_images(op: str, images: Operand, data_format: str | None, fn: Callable[[Tensor], Tensor]) -> Tensor:
    x = convert_to_tensor(images)
    if x.ndim not in (3, 4):
        raise misuse(op, "images of rank 3, or 4 in a batch", f"{x.type}")
    return with_channels_last(op, x, data_format, fn, x.ndim - 3)


FillMode: TypeAlias = Literal["constant", "nearest", "wrap", "reflect"]

# What stands at a coordinate outside: abcd|abcd|abcd, dcba|abcd|dcba.
FOLDS: Mapping[str, Callable[[Tensor, int], Tensor]] = {
    "constant": lambda at, size: at,
    "nearest": lambda at, size: at,
    "wrap": lambda at, size: mod(at, float(size)),
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
            fits = [(at >= 0.0) & (at <= size - 1.0) for at, size in zip(indices, sizes, strict=True)]
            value = where(reshape(reduce(logical_and, fits), (*indices[0].dims, *trailing)), value, fill_value)
        for weight in (own for _, own in corner if own is not None):
            value = value * reshape(weight, (*weight.dims, *trailing))
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
            elements again; `"reflect"`: the elements backwards, with the last one.
        fill_value: A number.
    """
    x, (places,) = convert_to_tensor(inputs), as_float(coordinates)
    if places.ndim < 2 or places.dims[0] != x.ndim:
        raise misuse("map_coordinates", f"coordinates ({x.ndim}, ...) for inputs of rank {x.ndim}", f"{places.type}")
    if order not in (0, 1):
        raise bad_argument("map_coordinates", "an order of 0 or 1", f"order={order!r}")
    fold = _fold("map_coordinates", fill_mode)
    sizes = tuple(known("map_coordinates", size) for size in x.dims)
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
        sizes = height, width = sizes_of("affine_transform", x)
        batch = x.dims[0] if x.ndim == 4 else 1
        if t.dims not in ((8,), (1, 8), (batch, 8)):
            raise misuse(
                "affine_transform", f"a transform of 8 numbers, or one for each of {batch} images", f"{t.type}"
            )
        many = t.ndim == 2 and t.dims[0] != 1
        factors = reshape(t, (*t.dims[: 1 if many else 0], 8))
        across, down = (each.ravel().astype(np.float32) for each in np.meshgrid(np.arange(width), np.arange(height)))
        a0, a1, a2, b0, b1, b2, c0, c1 = (getitem(factors, (..., slice(i, i + 1))) for i in range(8))
        k = c0 * across + c1 * down + 1.0
        ats = (b0 * across + b1 * down + b2) / k, (a0 * across + a1 * down + a2) / k
        nodes: list[list[Node]] = []
        for at, size in zip(ats, sizes, strict=True):
            folded = fold(at, size) if fill_mode == "constant" else clip(fold(at, size), 0.0, size - 1.0)
            # Halves away from 0, as in TensorFlow.
            nearest: Node = sign(folded) * floor(absolute(folded) + 0.5), None
            nodes.append(neighbours(folded) if interpolation == "bilinear" else [nearest])
        rows = reshape(x, (batch, height * width, x.dims[-1]))
        outside = fill_value if fill_mode == "constant" else None
        y = interpolated(nodes, sizes, outside, lambda index: TAKE(rows, index, axis=1, batch=int(many)), (1,))
        return reshape(y if x.dtype == "float32" else cast(y, "int32"), x.dims)

    return on_images("affine_transform", images, data_format, transformed)


def _fold(op: str, fill_mode: str) -> Callable[[Tensor, int], Tensor]:
    if fill_mode not in FOLDS:
        raise bad_argument(op, f"fill_mode among {get_args(FillMode)}", f"fill_mode={fill_mode!r}")
    return FOLDS[fill_mode]
