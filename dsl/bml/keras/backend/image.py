"""The functions of `keras.ops.image`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from keras.src.backend.config import standardize_data_format

from bml.keras.dispatch import traced
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import current_builder
from bmlc.ops.image import KERNELS
from bmlc.ops.linalg import along_axis
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import known
from bmlc.passes.integer_ranges import range_of

from .random import normal


@traced
def map_coordinates(
    inputs: Any, coordinates: Any, order: int, fill_mode: Any = "constant", fill_value: float = 0.0
) -> Any:
    """`inputs` between their elements. Backwards, Keras on TensorFlow continues them without the first element.

    Behind the last one "reflect" begins with that element again, and so does "mirror", where TensorFlow then fails.
    """
    places = ops.convert_to_tensor(coordinates, "float32")
    if fill_mode in ("mirror", "reflect"):
        folded = []
        for axis, whole in enumerate(ops.shape(inputs)):
            size = known("map_coordinates", whole)
            at = ops.mod(ops.absolute(places[axis]), 2.0 * size)
            back = 2.0 * size - (1.0 if fill_mode == "reflect" else 0.0) - at
            folded.append(ops.clip(ops.where(at < size, at, back), 0.0, size - 1.0))
        places, fill_mode = ops.stack(folded), "nearest"
    return ops.image.map_coordinates(inputs, places, order, fill_mode, fill_value)


@traced
def resize(
    images: Any, size: Any, interpolation: Any = "bilinear", antialias: bool = False, *args: Any, **options: Any
) -> Any:
    """Keras itself rounds what was made of integers."""
    images = images if interpolation == "nearest" else ops.cast(images, "float32")
    return ops.image.resize(images, tuple(size), interpolation, antialias, *args, **options)


@traced
def affine_transform(
    images: Any,
    transform: Any,
    interpolation: Any = "bilinear",
    fill_mode: Any = "constant",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Any:
    data_format = standardize_data_format(data_format)
    return ops.image.affine_transform(images, transform, interpolation, fill_mode, fill_value, data_format)


def _channels(images: Any, data_format: str | None) -> int:
    """Their axis."""
    return images.ndim - (1 if standardize_data_format(data_format) == "channels_last" else 3)


def _each(images: Any, axis: int) -> list[Any]:
    return [ops.squeeze(part, axis) for part in ops.split(images, 3, axis)]


@traced
def rgb_to_grayscale(images: Any, data_format: str | None = None) -> Any:
    x = ops.convert_to_tensor(images)
    axis = _channels(x, data_format)
    if x.shape[axis] == 1:
        return x
    weights = np.array([0.2989, 0.5870, 0.1140], "float32").reshape(3, *(1,) * (x.ndim - 1 - axis))
    return ops.cast(ops.sum(ops.cast(x, "float32") * weights, axis, keepdims=True), x.dtype)


@traced
def rgb_to_hsv(images: Any, data_format: str | None = None) -> Any:
    """Hue, saturation and value, each from 0 to 1 (Smith, "Color gamut transform pairs", 1978)."""
    x = ops.convert_to_tensor(images)
    axis = _channels(x, data_format)
    red, green, blue = _each(x, axis)
    value = ops.amax(x, axis)
    spread = value - ops.amin(x, axis)
    colored = spread > 0.0
    saturation = ops.where(value > 0.0, spread / ops.where(value > 0.0, value, 1.0), 0.0)
    turn = 1.0 / (6.0 * ops.where(colored, spread, 1.0))
    of_green, of_blue = (blue - red) * turn + 2.0 / 6.0, (red - green) * turn + 4.0 / 6.0
    hue = ops.where(value == red, (green - blue) * turn, ops.where(value == green, of_green, of_blue))
    hue = ops.where(colored, ops.where(hue < 0.0, hue + 1.0, hue), 0.0)
    return ops.stack([hue, saturation, value], axis)


@traced
def hsv_to_rgb(images: Any, data_format: str | None = None) -> Any:
    x = ops.convert_to_tensor(images)
    axis = _channels(x, data_format)
    hue, saturation, value = _each(x, axis)
    turn = hue * 6.0
    red = ops.clip(ops.absolute(turn - 3.0) - 1.0, 0.0, 1.0)
    green = ops.clip(2.0 - ops.absolute(turn - 2.0), 0.0, 1.0)
    blue = ops.clip(2.0 - ops.absolute(turn - 4.0), 0.0, 1.0)
    return ops.stack([(1.0 - saturation + saturation * pure) * value for pure in (red, green, blue)], axis)


@traced
def perspective_transform(
    images: Any,
    start_points: Any,
    end_points: Any,
    interpolation: Any = "bilinear",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Any:
    transform = compute_homography_matrix(_points(start_points), _points(end_points))
    return affine_transform(images, transform, interpolation, "constant", fill_value, data_format)


def _points(points: Any) -> Any:
    points = ops.convert_to_tensor(points, "float32")
    return ops.expand_dims(points, 0) if points.ndim == 2 else points


@traced
def compute_homography_matrix(start_points: Any, end_points: Any) -> Any:
    """The 8 numbers of the projection of `end_points` onto `start_points`, (batch, 4, 2) both.

    From the end's quadrilateral to the unit square, and from that to the start's: no system of equations is solved.
    """
    start, end = _from_square(start_points), _from_square(end_points)
    back = _adjugate(end)
    whole = [[_dot(row, column) for column in zip(*back, strict=True)] for row in start]
    flat = [each / whole[2][2] for row in whole for each in row]
    return ops.stack(flat[:8], 1)


_Matrix = Sequence[Sequence[Any]]


def _from_square(points: Any) -> _Matrix:
    """The projection of the corners of the unit square onto four points (Heckbert 1989)."""
    (x0, x1, x2, x3), (y0, y1, y2, y3) = ([points[:, i, axis] for i in range(4)] for axis in (0, 1))
    x, y = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    area = (x1 - x2) * (y3 - y2) - (x3 - x2) * (y1 - y2)
    g, h = (x * (y3 - y2) - (x3 - x2) * y) / area, ((x1 - x2) * y - x * (y1 - y2)) / area
    return (
        (x1 - x0 + g * x1, x3 - x0 + h * x3, x0),
        (y1 - y0 + g * y1, y3 - y0 + h * y3, y0),
        (g, h, ops.ones_like(g)),
    )


def _adjugate(matrix: _Matrix) -> _Matrix:
    """The inverse times the determinant."""

    def minor(row: int, column: int) -> Any:
        a, b = (matrix[(row + 1) % 3], matrix[(row + 2) % 3])
        i, j = (column + 1) % 3, (column + 2) % 3
        return a[i] * b[j] - a[j] * b[i]

    return [[minor(row, column) for row in range(3)] for column in range(3)]


def _dot(a: Sequence[Any], b: Sequence[Any]) -> Any:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _on_batches(fn: Callable[[Any], Any], images: Any, data_format: str | None) -> Any:
    """`fn` of a batch (n, height, width, channels)."""
    x = ops.convert_to_tensor(images, "float32")
    single, first = x.ndim == 3, standardize_data_format(data_format) == "channels_first"
    x = ops.expand_dims(x, 0) if single else x
    y = fn(ops.moveaxis(x, 1, 3) if first else x)
    y = ops.moveaxis(y, 3, 1) if first else y
    return ops.squeeze(y, 0) if single else y


def _of_each_channel(images: Any, kernel: Any) -> Any:
    """A kernel (rows, columns, 1, filters) for all channels of `images` alike."""
    rows, columns, _, filters = kernel.dims
    return ops.broadcast_to(kernel, (rows, columns, images.dims[-1], filters))


@traced
def gaussian_blur(
    images: Any, kernel_size: Any = (3, 3), sigma: Any = (1.0, 1.0), data_format: str | None = None
) -> Any:
    rows, columns = (int(size) for size in kernel_size)
    deviations = ops.convert_to_tensor(sigma, "float32")
    # The second one a row, as in Keras on TensorFlow, even where the sizes differ.
    kernel = ops.outer(_bell(columns, deviations[1]), _bell(rows, deviations[0]))
    return _blurred(images, ops.reshape(kernel, (rows, columns, 1, 1)), data_format)


def _bell(size: int, deviation: Any, reach: Any = math.inf) -> Any:
    """Gauss's, of `size` numbers, of which those farther than `reach` from the middle are 0; their sum is 1."""
    places = np.arange(size, dtype="float32") - (size - 1) / 2
    heights = ops.exp(-0.5 * ops.square(places / deviation))
    heights = ops.where(ops.less_equal(np.abs(places), reach), heights, 0.0)
    return heights / ops.sum(heights)


def _blurred(images: Any, kernel: Any, data_format: str | None) -> Any:
    return _on_batches(
        lambda x: ops.depthwise_conv(x, _of_each_channel(x, kernel), padding="same"), images, data_format
    )


@traced
def sobel_edges(images: Any, data_format: str | None = None) -> Any:
    """The derivatives down and across, as a last axis, by Sobel's kernels; images are continued backwards."""
    down = np.outer([-1, 0, 1], [1, 2, 1]).astype("float32")
    kernel = ops.convert_to_tensor(np.stack([down, down.T], -1)[:, :, None, :])

    def edges(x: Any) -> Any:
        wide = ops.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="reflect")
        return ops.depthwise_conv(wide, _of_each_channel(x, kernel))

    x = ops.convert_to_tensor(images, "float32")
    first = standardize_data_format(data_format) == "channels_first"
    y = edges(ops.moveaxis(x, 1, 3) if first else x)
    y = ops.reshape(y, (*y.dims[:3], y.dims[3] // 2, 2))
    return ops.moveaxis(y, 3, 1) if first else y


@traced
def elastic_transform(
    images: Any,
    alpha: Any = 20.0,
    sigma: Any = 5.0,
    interpolation: str = "bilinear",
    fill_mode: Any = "reflect",
    fill_value: float = 0.0,
    seed: Any = None,
    data_format: str | None = None,
) -> Any:
    """Images whose pixels are read from places that a blurred noise moved, as far down as across (as on TensorFlow).

    A kernel of three whole deviations blurs it; for a deviation that is drawn, the kernel of the largest with zeros.
    """
    widest = sigma
    if isinstance(sigma, Tensor):
        widest = (range_of(sigma.var, current_builder()) or (0.0, math.inf))[1]
        if not math.isfinite(widest):
            raise UserError.here(
                "BML102",
                f"elastic_transform expected sigma to be a number, or a tensor that is not above one, received "
                f"{sigma.type}: the size of the kernel that blurs is not known until the program runs",
                "use ops.clip(sigma, 0, most)",
            )
    size = 6 * int(widest) + 1
    bell = _bell(size, sigma, 3.0 * ops.floor(sigma))
    kernel = ops.reshape(ops.outer(bell, bell), (size, size, 1, 1))

    def transformed(x: Any) -> Any:
        n, height, width, channels = x.dims
        noise = ops.convert_to_tensor(normal((n, height, width, 1), seed=seed)) * sigma
        moved = _blurred(noise, kernel, "channels_last")[..., 0] * alpha
        rows, columns = ops.arange(height, dtype="float32"), ops.arange(width, dtype="float32")

        def one(of: Any) -> Any:
            image, shift = of
            places = ops.stack([shift + ops.expand_dims(rows, 1), shift + columns])
            order = ("nearest", "bilinear").index(interpolation)
            parts = [map_coordinates(image[..., i], places, order, fill_mode, fill_value) for i in range(channels)]
            return ops.stack(parts, -1)

        return ops.vectorized_map(one, (x, moved))

    return _on_batches(transformed, images, data_format)


@traced
def scale_and_translate(
    images: Any,
    output_shape: Sequence[int],
    scale: Any,
    translation: Any,
    spatial_dims: Sequence[int],
    method: str,
    antialias: bool = True,
) -> Any:
    """`images` stretched by `scale` and moved by `translation` along `spatial_dims`; outside of them is 0."""
    name = "bilinear" if "linear" in method else "bicubic" if "cubic" in method else method
    x = ops.convert_to_tensor(images)
    y = ops.cast(x, "float32")
    scales, moves = ops.convert_to_tensor(scale, "float32"), ops.convert_to_tensor(translation, "float32")
    for i, axis in enumerate(spatial_dims):
        place = axis % y.ndim
        size, target = y.dims[place], output_shape[place]
        inverse = 1.0 / scales[i]
        at = (np.arange(target, dtype="float32") + 0.5 - moves[i]) * inverse - 0.5
        pixels = ops.arange(size, dtype="float32")
        distances = ops.absolute(at - ops.expand_dims(pixels, 1))
        weights = KERNELS[name](distances / ops.maximum(inverse, 1.0) if antialias else distances)
        total = ops.sum(weights, 0, keepdims=True)
        weights = weights / ops.where(ops.absolute(total) > 1000.0 * np.finfo("float32").eps, total, np.inf)
        inside = ops.logical_and(at >= -0.5, at <= ops.amax(pixels) + 0.5)
        y = along_axis(y, place, ops.where(inside, weights, 0.0))
    if x.dtype == "float32":
        return y
    return ops.cast(ops.clip(ops.round(y), ops.cast(ops.amin(x), "float32"), ops.cast(ops.amax(x), "float32")), x.dtype)
