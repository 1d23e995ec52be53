"""Convolutions of rows, images and volumes, forwards and transposed: made of the convolution of images.

A row is an image of height 1. A volume is a batch of images, whose channels are those of all that the kernel's depth
meets. They have no rules of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.ir import Dim, TensorType
from bmlc.ops.casting import as_float
from bmlc.ops.convolution import CONV2D_BACKPROP_INPUT, conv_images, depthwise_images, insert_zeros
from bmlc.ops.joining import concatenate, pad
from bmlc.ops.rules import bad_argument, misuse, numbers
from bmlc.ops.shape import expand_dims, reshape, squeeze, transpose
from bmlc.ops.slicing import getitem, slice_along
from bmlc.ops.tensor import Operand, Tensor
from bmlc.ops.windows import (
    Numbers,
    Sizes,
    both,
    known,
    known_window,
    resolve_padding,
    spatial_rank,
    window_outputs,
    with_channels_last,
)

__all__ = ["conv", "conv_transpose", "depthwise_conv", "separable_conv"]


def conv(
    inputs: Operand,
    kernel: Operand,
    strides: Sizes = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Sizes = 1,
) -> Tensor:
    """Convolution (as everywhere in deep learning: correlation) of rows, images or volumes with a kernel.

    Args:
        inputs: float32 `(batch, *sizes, channels)` of one, two or three sizes.
        kernel: float32 `(*taps, channels, filters)`. With a part of the channels each such part has its part of the
            filters, in groups.
        strides: An int, or one for each size.
        padding: `"valid"`, or `"same"` as TensorFlow pads it: `ceil(size / stride)` outputs, the odd pixel last.
        data_format: `"channels_last"`, which is what `None` means, or `"channels_first"`: `(batch, channels, *sizes)`.
        dilation_rate: The distance between the kernel's taps, an int or one for each size.
    """
    x, filters = as_float(inputs, kernel)
    rank = spatial_rank("conv", x, filters)
    steps = numbers("conv", "strides", strides, rank)
    dilations = numbers("conv", "dilation_rate", dilation_rate, rank)
    return with_channels_last("conv", x, data_format, lambda x: _grouped(x, filters, steps, padding, dilations))


def _grouped(x: Tensor, kernel: Tensor, steps: Numbers, padding: str, dilations: Numbers) -> Tensor:
    channels, part, filters = (known("conv", size) for size in (x.dims[-1], *kernel.dims[-2:]))
    groups = channels // part
    if channels == part or groups * part != channels or filters % groups:  # or an error
        return _convolved(x, kernel, steps, padding, dilations)
    if part == 1 and x.ndim == 4 and (set(steps) == {1} or set(dilations) == {1}):
        whole = reshape(kernel, (*kernel.dims[:-2], channels, filters // groups))
        return depthwise_images(x, whole, steps, padding, dilations)
    parts = zip(_split(x, groups), _split(kernel, groups), strict=True)
    return concatenate([_convolved(*each, steps, padding, dilations) for each in parts], -1)


def _split(x: Tensor, parts: int) -> list[Tensor]:
    """The channels in so many parts."""
    size = x.dims[-1] // parts
    return [slice_along(x, x.ndim - 1, part * size, size) for part in range(parts)]


def _convolved(x: Tensor, kernel: Tensor, steps: Numbers, padding: str, dilations: Numbers) -> Tensor:
    if x.ndim == 3:
        row = conv_images(expand_dims(x, 1), expand_dims(kernel, 0), (1, *steps), padding, (1, *dilations))
        return squeeze(row, 1)
    if x.ndim == 4:
        return conv_images(x, kernel, steps, padding, dilations)
    taps, rows, columns, channels, filters = kernel.dims
    x = _depths(x, known("conv", taps), steps[0], padding, dilations[0])
    n, depth, *image = x.dims
    flat = reshape(transpose(kernel, (1, 2, 0, 3, 4)), (rows, columns, taps * channels, filters))
    y = conv_images(reshape(x, (n * depth, *image)), flat, steps[1:], padding, dilations[1:])
    return reshape(y, (n, depth, *y.dims[1:]))


def _depths(x: Tensor, taps: int, stride: int, padding: str, dilation: int) -> Tensor:
    """For each output the images that the taps along the depth meet, as channels side by side."""
    line = TensorType((1, x.dims[1], 1, 1), "float32")
    around, _ = resolve_padding("conv", padding, line, (taps, 1), (stride, 1), (dilation, 1))
    x = pad(x, ((0, 0), around, (0, 0), (0, 0), (0, 0)))
    depth, _ = window_outputs("conv", (x.dims[1], 1), (taps, 1), (stride, 1), ((0, 0), (0, 0)), (dilation, 1))
    reach = (depth - 1) * stride + 1
    met = [slice_along(x, 1, tap * dilation, reach) for tap in range(taps)]
    return concatenate([getitem(images, (slice(None), slice(None, None, stride))) for images in met], -1)


def depthwise_conv(
    inputs: Operand,
    kernel: Operand,
    strides: Sizes = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Sizes = 1,
) -> Tensor:
    """Convolution of each channel of rows or images with kernels of its own.

    Args:
        inputs: float32 `(batch, *sizes, channels)` of one or two sizes.
        kernel: float32 `(*taps, channels, multiplier)`; the results of a channel stand side by side.
        strides, padding, data_format, dilation_rate: As of `conv`.
    """
    x, filters = as_float(inputs, kernel)
    rank = spatial_rank("depthwise_conv", x, filters, 2, "(*taps, channels, multiplier)")
    steps = numbers("depthwise_conv", "strides", strides, rank)
    dilations = numbers("depthwise_conv", "dilation_rate", dilation_rate, rank)

    def convolved(x: Tensor) -> Tensor:
        if rank == 2:
            return _depthwise(x, filters, steps, padding, dilations)
        row = expand_dims(x, 1), expand_dims(filters, 0)
        return squeeze(_depthwise(*row, (1, *steps), padding, (1, *dilations)), 1)

    return with_channels_last("depthwise_conv", x, data_format, convolved)


def _depthwise(x: Tensor, kernel: Tensor, steps: Numbers, padding: str, dilations: Numbers) -> Tensor:
    if set(steps) == {1} or set(dilations) == {1}:
        return depthwise_images(x, kernel, steps, padding, dilations)
    # No kernel has both: all positions, of which the strides take some.
    window = known_window("depthwise_conv", kernel.type)
    pads = resolve_padding("depthwise_conv", padding, x.type, window, both(steps), both(dilations))
    y = depthwise_images(pad(x, ((0, 0), *pads, (0, 0))), kernel, (1, 1), "valid", dilations)
    return getitem(y, (slice(None), *(slice(None, None, step) for step in steps)))


def separable_conv(
    inputs: Operand,
    depthwise_kernel: Operand,
    pointwise_kernel: Operand,
    strides: Sizes = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Sizes = 1,
) -> Tensor:
    """`depthwise_conv` and then `conv` with `pointwise_kernel`, of one tap and `channels * multiplier` channels."""
    each = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return conv(each, pointwise_kernel, data_format=data_format)


def conv_transpose(
    inputs: Operand,
    kernel: Operand,
    strides: Sizes = 1,
    padding: str = "valid",
    output_padding: Sizes | None = None,
    data_format: str | None = None,
    dilation_rate: Sizes = 1,
) -> Tensor:
    """Every pixel spread by a kernel: rows, images or volumes of about `strides` times the size.

    Args:
        inputs: float32 `(batch, *sizes, channels)` of one, two or three sizes.
        kernel: float32 `(*taps, filters, channels)`.
        strides: An int, or one for each size.
        padding: `"valid"`: `(size - 1) stride + reach` outputs or, where the stride is larger than the reach, `size
            stride`; `"same"`: `size stride` outputs.
        output_padding: Pixels at the end, fewer than the strides: `(size - 1) stride + reach + output_padding` outputs
            for `"valid"`, with `reach % 2` in place of `reach` for `"same"`.
        data_format: `"channels_last"`, which is what `None` means, or `"channels_first"`: `(batch, channels, *sizes)`.
        dilation_rate: The distance between the kernel's taps, an int or one for each size;
            `reach = (taps - 1) dilation_rate + 1`.
    """
    x, filters = as_float(inputs, kernel)
    rank = spatial_rank("conv_transpose", x, filters, form="(*taps, filters, channels)")
    steps = numbers("conv_transpose", "strides", strides, rank)
    dilations = numbers("conv_transpose", "dilation_rate", dilation_rate, rank)
    extra = _padding_of_outputs(output_padding, steps)
    return with_channels_last(
        "conv_transpose", x, data_format, lambda x: _spread(x, filters, steps, padding, extra, dilations)
    )


def _spread(
    x: Tensor, kernel: Tensor, steps: Numbers, padding: str, extra: tuple[int | None, ...], dilations: Numbers
) -> Tensor:
    if x.ndim == 3:
        row = expand_dims(x, 1), expand_dims(kernel, 0)
        return squeeze(_spread_images(*row, (1, *steps), padding, (None, *extra), (1, *dilations)), 1)
    if x.ndim == 4:
        return _spread_images(x, kernel, steps, padding, extra, dilations)
    n, depth, *image = x.dims
    taps, rows, columns, filters, channels = kernel.dims
    flat = reshape(transpose(kernel, (1, 2, 0, 3, 4)), (rows, columns, taps * filters, channels))
    z = _spread_images(reshape(x, (n * depth, *image)), flat, steps[1:], padding, extra[1:], dilations[1:])
    each = _split(reshape(z, (n, depth, *z.dims[1:])), known("conv_transpose", taps))
    return _together(each, depth, steps[0], padding, extra[0], dilations[0])


def _together(each: list[Tensor], depth: Dim, stride: int, padding: str, extra: int | None, dilation: int) -> Tensor:
    """The sum of what the taps along the depth spread, each moved to the images that it meets."""
    reach = (len(each) - 1) * dilation + 1
    size = _output_length(depth, reach, stride, padding, extra)
    line = TensorType((1, size, 1, 1), "float32")
    (before, _), _ = resolve_padding("conv_transpose", padding, line, (len(each), 1), (stride, 1), (dilation, 1))
    missing = max(0, known("conv_transpose", before + size - depth * stride - reach + 1))
    total: Tensor | None = None
    for tap, images in enumerate(each):
        behind = reach - 1 - tap * dilation + missing
        spread = pad(insert_zeros(images, 1, stride), ((0, 0), (tap * dilation, behind), (0, 0), (0, 0), (0, 0)))
        total = spread if total is None else total + spread
    assert total is not None
    return slice_along(total, 1, before, size)


def _spread_images(
    x: Tensor, kernel: Tensor, strides: Numbers, padding: str, extra: tuple[int | None, ...], dilations: Numbers
) -> Tensor:
    """The transposed convolution of images; `extra` is the output padding."""
    if x.dims[3] != kernel.dims[3]:
        raise misuse(
            "conv_transpose",
            f"a kernel (*taps, filters, channels) for {x.dims[3]} channels",
            f"one for {kernel.dims[3]}",
        )
    strides, dilations = both(strides), both(dilations)
    window = known_window("conv_transpose", kernel.type)
    height, width = (
        _output_length(x.dims[axis + 1], (window[axis] - 1) * dilations[axis] + 1, strides[axis], padding, extra[axis])
        for axis in (0, 1)
    )
    images = TensorType((x.dims[0], height, width, kernel.dims[2]), "float32")
    pads = resolve_padding("conv_transpose", padding, images, window, strides, dilations)
    if window_outputs("conv_transpose", (height, width), window, strides, pads, dilations) != x.dims[1:3]:
        raise bad_argument(
            "conv_transpose",
            "an output_padding with which the kernel's windows meet every pixel",
            f"output_padding={extra} for a kernel of {window} with strides {strides} and padding={padding!r}",
            "use output_padding=None",
        )
    return CONV2D_BACKPROP_INPUT(x, kernel, size=(height, width), strides=strides, pads=pads, dilations=dilations)


def _output_length(size: Dim, reach: int, stride: int, padding: str, extra: int | None) -> Dim:
    if isinstance(padding, str) and padding.lower() == "same":
        return size * stride if extra is None else (size - 1) * stride + reach % 2 + extra
    return (size - 1) * stride + reach + (max(stride - reach, 0) if extra is None else extra)


def _padding_of_outputs(value: Sizes | None, strides: tuple[int, ...]) -> tuple[int | None, ...]:
    """An argument given once or for each size, each below the stride."""
    if value is None:
        return (None,) * len(strides)
    several = tuple(value) if isinstance(value, Sequence) else (value,) * len(strides)
    valid = len(several) == len(strides) and all(isinstance(n, int) and not isinstance(n, bool) for n in several)
    if not valid or not all(0 <= n < stride for n, stride in zip(several, strides, strict=True)):
        raise bad_argument(
            "conv_transpose",
            f"output_padding to be an int or one for each size, at least 0 and below the strides {strides}",
            f"output_padding={value!r}",
        )
    return several
