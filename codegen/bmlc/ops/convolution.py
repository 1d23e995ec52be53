"""Convolution of images, channels last, all channels or each by kernels of its own, and the ops of its gradients."""

from __future__ import annotations

from typing import Any, Unpack

from bmlc.ir import Dim, TensorType
from bmlc.ops.arranging import moveaxis
from bmlc.ops.broadcasting import all_batched
from bmlc.ops.joining import pad
from bmlc.ops.op import TF, Array, Op2, Outs, Target, refused
from bmlc.ops.rules import check_float, misuse, product
from bmlc.ops.shape import reshape, transpose
from bmlc.ops.slicing import flip, part_of, slice_along
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import (
    Numbers,
    Pads,
    Pair,
    Size,
    Steps,
    blank_images,
    kernel_pad,
    known_window,
    on_images,
    pad_images,
    resolved_steps,
    vjp,
    window_outputs,
)

__all__: list[str] = []  # see convolutions


def with_one_kernel(op: Op2[...], inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: object) -> Outs:
    """Batching of an op on images and a kernel."""
    x, kernel = inputs
    if batched[1]:
        raise misuse("conv", "one kernel for all elements", f"a kernel for each, of shape {kernel.dims[1:]}")
    return on_images(lambda images: op(images, kernel, **attrs), (x,), (True,))


def conv2d_shape(x: TensorType, kernel: TensorType, **steps: Unpack[Steps]) -> TensorType:
    check_float("conv", x, kernel)
    n, height, width, channels = x.shape
    rows, columns, inputs, filters = kernel.shape
    if channels != inputs:
        raise misuse("conv", f"a kernel for {channels} channels", f"{kernel} for {x}")
    out = window_outputs("conv", (height, width), (rows, columns), **steps)
    return TensorType((n, *out, filters), "float32")


def images_gradient(x: Tensor, g: Tensor, kernel: Tensor, **steps: Unpack[Steps]) -> Tensor:
    return CONV2D_BACKPROP_INPUT(g, kernel, size=(x.dims[1], x.dims[2]), **steps)


def kernel_gradient(x: Tensor, g: Tensor, kernel: Tensor, **steps: Unpack[Steps]) -> Tensor:
    return CONV2D_BACKPROP_FILTER(x, g, size=known_window("conv", kernel.type), **steps)


def conv2d_reference(tf: TF, x: Array, kernel: Array, *, strides: Pair, pads: Pads, dilations: Pair) -> Array:
    x = pad_images(tf, x, pads, 0.0)
    if x.shape[0] == 0:  # TensorFlow gives no images the size of those that came
        one = tf.zeros((1, *x.shape[1:]), x.dtype)
        return conv2d_reference(
            tf, tf.concat([x, one], 0), kernel, strides=strides, pads=((0, 0), (0, 0)), dilations=dilations
        )[:0]
    if dilations == (1, 1):
        return tf.nn.conv2d(x, kernel, strides, "VALID")
    # TensorFlow's CPU has no gradient for dilated kernels: a dilated kernel is one with zeros between its taps.
    rows, columns, inputs, filters = kernel.shape
    spread = tf.pad(
        kernel[:, None, :, None], ((0, 0), (0, dilations[0] - 1), (0, 0), (0, dilations[1] - 1), (0, 0), (0, 0))
    )
    spread = tf.reshape(spread, (rows * dilations[0], columns * dilations[1], inputs, filters))
    spread = spread[: (rows - 1) * dilations[0] + 1, : (columns - 1) * dilations[1] + 1]
    return tf.nn.conv2d(x, spread, strides, "VALID")


def kernel_steps(strides: Pair, pads: Pads, dilations: Pair) -> dict[str, Any]:
    """The attributes of tfjs's kernels."""
    return {"strides": strides, "pad": kernel_pad(pads), "dilations": dilations, "dataFormat": "NHWC"}


CONV2D = Op2(
    name="conv2d",
    shape=conv2d_shape,
    # y = x * k:  dx = g spread by k (the transposed convolution), dk = x correlated with g
    gradient=lambda g, y, x, k, **steps: (images_gradient(x, g, k, **steps), kernel_gradient(x, g, k, **steps)),
    batching=with_one_kernel,
    reference=conv2d_reference,
    kernel=lambda k, x, kernel, **steps: k.kernel("Conv2D", x, kernel, **kernel_steps(**steps)),
)


def backprop_input_shape(g: TensorType, kernel: TensorType, *, size: Size, **steps: Unpack[Steps]) -> TensorType:
    check_float("conv", g, kernel)
    return TensorType((g.shape[0], *size, kernel.shape[2]), "float32")


def conv2d_backprop_input_kernel(
    k: Target, dy: Tensor, kernel: Tensor, *, size: Size, strides: Pair, pads: Pads, dilations: Pair
) -> Tensor:
    """A convolution of dy by the reversed, transposed kernel."""
    if dilations == (1, 1) and strides != (1, 1):
        return spread_by_phases(dy, kernel, size, strides, pads)
    reversed_kernel = transpose(flip(kernel, (0, 1)), (0, 1, 3, 2))
    around: list[Size] = []
    for axis in (0, 1):
        dy = insert_zeros(dy, axis + 1, strides[axis])
        reach = (kernel.dims[axis] - 1) * dilations[axis]
        before = reach - pads[axis][0]
        after = size[axis] + reach - dy.dims[axis + 1] - before
        # Zeros that reach beyond the image; where its size is unknown, all those after the last pixel.
        beyond = max(0, -after) if isinstance(after, int) else strides[axis] - 1
        dy = slice_along(dy, axis + 1, 0, dy.dims[axis + 1] - beyond)
        around.append((before, after + beyond))
    return CONV2D(dy, reversed_kernel, strides=(1, 1), pads=(around[0], around[1]), dilations=dilations)


def spread_by_phases(dy: Tensor, kernel: Tensor, size: Size, strides: Pair, pads: Pads) -> Tensor:
    """The transposed convolution without zeros between the pixels: every s-th output depends on every s-th tap only.

    z[s p + r] = sum over a of dy[p - a] k[s a + r]:  for each phase r < s a convolution by its own taps. The phases are
    the channels of one convolution, s^2 times cheaper than one over dy with s - 1 zeros after each pixel.
    """
    rows, columns, channels, filters = kernel.dims
    (down, right), window = strides, known_window("conv", kernel.type)
    taps = -(-window[0] // down), -(-window[1] // right)
    whole = pad(kernel, ((0, taps[0] * down - rows), (0, taps[1] * right - columns), (0, 0), (0, 0)))
    phases = reshape(whole, (taps[0], down, taps[1], right, channels, filters))
    phases = transpose(flip(phases, (0, 2)), (0, 2, 5, 1, 3, 4))
    phases = reshape(phases, (*taps, filters, down * right * channels))
    around = ((taps[0] - 1, taps[0] - 1), (taps[1] - 1, taps[1] - 1))
    z = CONV2D(dy, phases, strides=(1, 1), pads=around, dilations=(1, 1))
    n, height, width, _ = z.dims
    z = transpose(reshape(z, (n, height, width, down, right, channels)), (0, 1, 3, 2, 4, 5))
    z = reshape(z, (n, height * down, width * right, channels))
    # Outputs that no pixel reached are zeros, fewer than the strides.
    gaps = [size[i] + pads[i][0] - z.dims[i + 1] for i in (0, 1)]
    missing = [max(0, gap) if isinstance(gap, int) else stride - 1 for gap, stride in zip(gaps, strides, strict=True)]
    z = pad(z, ((0, 0), (0, missing[0]), (0, missing[1]), (0, 0)))
    return part_of(z, (0, pads[0][0], pads[1][0], 0), (n, *size, channels))


def insert_zeros(x: Tensor, axis: int, stride: int) -> Tensor:
    """`stride - 1` zeros after every element along `axis`."""
    if stride == 1:
        return x
    shape = x.dims
    outer, inner = shape[: axis + 1], shape[axis + 1 :]
    flat = reshape(x, (product(outer), 1, product(inner)))
    padded = pad(flat, ((0, 0), (0, stride - 1), (0, 0)))
    return reshape(padded, (*shape[:axis], shape[axis] * stride, *inner))


CONV2D_BACKPROP_INPUT = Op2(
    name="conv2d_backprop_input",
    shape=backprop_input_shape,
    # bilinear in dy and k, as the convolution is in x and k:  d(dy) = g * k, dk = g correlated with dy
    gradient=lambda g, y, dy, k, *, size, **steps: (CONV2D(g, k, **steps), kernel_gradient(g, dy, k, **steps)),
    batching=with_one_kernel,
    reference=lambda tf, dy, kernel, *, size, **steps: vjp(
        tf, lambda x: conv2d_reference(tf, x, kernel, **steps), blank_images(tf, dy, kernel, size), dy
    ),
    kernel=conv2d_backprop_input_kernel,
)


def conv2d_backprop_filter_shape(x: TensorType, dy: TensorType, *, size: Pair, **steps: Unpack[Steps]) -> TensorType:
    check_float("conv2d_backprop_filter", x, dy)
    return TensorType((*size, x.shape[3], dy.shape[3]), "float32")


def conv2d_backprop_filter_kernel(
    k: Target, x: Tensor, dy: Tensor, *, size: Pair, strides: Pair, pads: Pads, dilations: Pair
) -> Tensor:
    """A convolution of the images by dy: batch exchanged with channels, strides with dilations."""
    after: list[Dim] = []
    for axis, (before, behind) in enumerate(pads):
        reach = (size[axis] - 1) * dilations[axis] + (dy.dims[axis + 1] - 1) * strides[axis] + 1
        missing = reach - x.dims[axis + 1] - before
        if not isinstance(missing, int) or missing < 0:  # rows that the strides never reached
            if not isinstance(missing, int):  # or more than there are: only the call will tell
                x = pad(x, tuple((0, behind if i == axis + 1 else 0) for i in range(4)))
            x, missing = slice_along(x, axis + 1, 0, reach - before), 0
        after.append(missing)
    images = transpose(x, (3, 1, 2, 0))
    kernel = transpose(dy, (1, 2, 0, 3))
    around = ((pads[0][0], after[0]), (pads[1][0], after[1]))
    return transpose(CONV2D(images, kernel, strides=dilations, pads=around, dilations=strides), (1, 2, 0, 3))


CONV2D_BACKPROP_FILTER = Op2(
    name="conv2d_backprop_filter",
    shape=conv2d_backprop_filter_shape,
    # bilinear in x and dy:  dx = dy spread by g, d(dy) = x * g
    gradient=lambda g, y, x, dy, *, size, **steps: (images_gradient(x, dy, g, **steps), CONV2D(x, g, **steps)),
    batching=refused("conv", "one kernel for all elements", "the gradient of a kernel for each element"),
    reference=lambda tf, x, dy, *, size, **steps: vjp(
        tf, lambda k: conv2d_reference(tf, x, k, **steps), tf.zeros((*size, x.shape[3], dy.shape[3]), dy.dtype), dy
    ),
    kernel=conv2d_backprop_filter_kernel,
)


def conv_images(x: Tensor, kernel: Tensor, strides: Numbers, padding: str, dilations: Numbers) -> Tensor:
    """The convolution of images, of which all is checked but the sizes."""
    return CONV2D(x, kernel, **resolved_steps("conv", x, kernel, strides, padding, dilations))


def depthwise_shape(x: TensorType, kernel: TensorType, **steps: Unpack[Steps]) -> TensorType:
    check_float("depthwise_conv", x, kernel)
    n, height, width, channels = x.shape
    *_, inputs, multiplier = kernel.shape
    if channels != inputs:
        raise misuse("depthwise_conv", f"a kernel for {channels} channels", f"{kernel} for {x}")
    out = window_outputs("depthwise_conv", (height, width), known_window("depthwise_conv", kernel), **steps)
    return TensorType((n, *out, channels * multiplier), "float32")


def own_images_gradient(x: Tensor, g: Tensor, kernel: Tensor, **steps: Unpack[Steps]) -> Tensor:
    return DEPTHWISE_BACKPROP_INPUT(g, kernel, size=(x.dims[1], x.dims[2]), **steps)


def own_kernel_gradient(x: Tensor, g: Tensor, kernel: Tensor, **steps: Unpack[Steps]) -> Tensor:
    return DEPTHWISE_BACKPROP_FILTER(x, g, size=(kernel.dims[0], kernel.dims[1]), **steps)


def depthwise_batching(op: Op2[...], inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: object) -> Outs:
    """One kernel for all elements: their images are one batch. Otherwise their channels stand side by side."""
    to_filter = op is DEPTHWISE_BACKPROP_FILTER
    if not to_filter and not batched[1]:
        return on_images(lambda images: op(images, inputs[1], **attrs), inputs[:1], batched[:1])
    a, b = all_batched(inputs, batched)
    y = op(_side_by_side(a, 3), _side_by_side(b, 3 if to_filter else 2), **attrs)
    axis = 2 if to_filter else 3
    n = a.dims[0]
    return moveaxis(reshape(y, (*y.dims[:axis], n, y.dims[axis] // n, *y.dims[axis + 1 :])), axis, 0)


def _side_by_side(x: Tensor, axis: int) -> Tensor:
    """The leading dimension before the channels, which then stand at `axis`."""
    x = moveaxis(x, 0, axis)
    return reshape(x, (*x.dims[:axis], x.dims[axis] * x.dims[axis + 1], *x.dims[axis + 2 :]))


def depthwise_reference(tf: TF, x: Array, kernel: Array, **steps: Unpack[Steps]) -> Array:
    # A convolution whose kernel is 0 between different channels: TensorFlow's has gradients for fewer strides.
    rows, columns, channels, multiplier = kernel.shape
    diagonal = kernel[:, :, None] * tf.eye(channels, dtype=kernel.dtype)[:, :, None]
    dense = tf.reshape(diagonal, (rows, columns, channels, channels * multiplier))
    return conv2d_reference(tf, x, dense, **steps)


DEPTHWISE = Op2(
    name="depthwise_conv2d",
    shape=depthwise_shape,
    # y = x * k, channel by channel:  dx = g spread by k, dk = x correlated with g
    gradient=lambda g, y, x, k, **steps: (own_images_gradient(x, g, k, **steps), own_kernel_gradient(x, g, k, **steps)),
    batching=depthwise_batching,
    reference=depthwise_reference,
    kernel=lambda k, x, kernel, **steps: k.kernel("DepthwiseConv2dNative", x, kernel, **kernel_steps(**steps)),
)


DEPTHWISE_BACKPROP_INPUT = Op2(
    name="depthwise_backprop_input",
    shape=backprop_input_shape,
    # bilinear in dy and k, as the convolution is in x and k:  d(dy) = g * k, dk = g correlated with dy
    gradient=lambda g, y, dy, k, *, size, **steps: (DEPTHWISE(g, k, **steps), own_kernel_gradient(g, dy, k, **steps)),
    batching=depthwise_batching,
    reference=lambda tf, dy, kernel, *, size, **steps: vjp(
        tf, lambda x: depthwise_reference(tf, x, kernel, **steps), blank_images(tf, dy, kernel, size), dy
    ),
    kernel=lambda k, dy, kernel, *, size, **steps: k.kernel(
        "DepthwiseBackpropInput", dy, kernel, inputShape=k.out_types[0].shape, **kernel_steps(**steps)
    ),
)


def depthwise_backprop_filter_shape(x: TensorType, dy: TensorType, *, size: Size, **steps: Unpack[Steps]) -> TensorType:
    check_float("depthwise_backprop_filter", x, dy)
    return TensorType((*size, x.shape[3], dy.shape[3] // x.shape[3]), "float32")


DEPTHWISE_BACKPROP_FILTER = Op2(
    name="depthwise_backprop_filter",
    shape=depthwise_backprop_filter_shape,
    # bilinear in x and dy:  dx = dy spread by g, d(dy) = x * g
    gradient=lambda g, y, x, dy, *, size, **steps: (own_images_gradient(x, dy, g, **steps), DEPTHWISE(x, g, **steps)),
    batching=depthwise_batching,
    reference=lambda tf, x, dy, *, size, **steps: vjp(
        tf,
        lambda k: depthwise_reference(tf, x, k, **steps),
        tf.zeros((*size, x.shape[3], dy.shape[3] // x.shape[3]), dy.dtype),
        dy,
    ),
    kernel=lambda k, x, dy, *, size, **steps: k.kernel(
        "DepthwiseBackpropFilter", x, dy, filterShape=k.out_types[0].shape, **kernel_steps(**steps)
    ),
)


def depthwise_images(x: Tensor, kernel: Tensor, strides: Numbers, padding: str, dilations: Numbers) -> Tensor:
    """The convolution of each channel of images, of which all is checked but the sizes."""
    return DEPTHWISE(x, kernel, **resolved_steps("depthwise_conv", x, kernel, strides, padding, dilations))
