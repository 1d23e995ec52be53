"""Depthwise convolution: every channel by kernels of its own; and the two ops that its gradient is made of."""

from __future__ import annotations

from typing import Unpack

from bmlc.ir import TensorType
from bmlc.ops.arranging import moveaxis
from bmlc.ops.broadcasting import with_batch
from bmlc.ops.convolution import conv2d_reference, kernel_steps
from bmlc.ops.op import TF, Array, Op2, Outs
from bmlc.ops.rules import check_float, misuse
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import (
    Numbers,
    Size,
    Steps,
    blank_images,
    known_window,
    on_images,
    resolved_steps,
    vjp,
    window_outputs,
)

__all__: list[str] = []  # see convolutions


def depthwise_shape(x: TensorType, kernel: TensorType, **steps: Unpack[Steps]) -> TensorType:
    check_float("depthwise_conv", x, kernel)
    n, height, width, channels = x.shape
    *_, inputs, multiplier = kernel.shape
    if channels != inputs:
        raise misuse("depthwise_conv", f"a kernel for {channels} channels", f"{kernel} for {x}")
    out = window_outputs("depthwise_conv", (height, width), known_window("depthwise_conv", kernel), **steps)
    return TensorType((n, *out, channels * multiplier), "float32")


def images_gradient(x: Tensor, g: Tensor, kernel: Tensor, **steps: Unpack[Steps]) -> Tensor:
    return DEPTHWISE_BACKPROP_INPUT(g, kernel, size=(x.shape[1], x.shape[2]), **steps)


def kernel_gradient(x: Tensor, g: Tensor, kernel: Tensor, **steps: Unpack[Steps]) -> Tensor:
    return DEPTHWISE_BACKPROP_FILTER(x, g, size=(kernel.shape[0], kernel.shape[1]), **steps)


def depthwise_batching(op: Op2[...], inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: object) -> Outs:
    """One kernel for all elements: their images are one batch. Otherwise their channels stand side by side."""
    to_filter = op is DEPTHWISE_BACKPROP_FILTER
    if not to_filter and not batched[1]:
        return on_images(lambda images: op(images, inputs[1], **attrs), inputs[:1], batched[:1])
    n = inputs[batched.index(True)].shape[0]
    a, b = (with_batch(x, own, n, 4) for x, own in zip(inputs, batched, strict=True))
    y = op(_side_by_side(a, 3), _side_by_side(b, 3 if to_filter else 2), **attrs)
    axis = 2 if to_filter else 3
    return moveaxis(reshape(y, (*y.shape[:axis], n, y.shape[axis] // n, *y.shape[axis + 1 :])), axis, 0)


def _side_by_side(x: Tensor, axis: int) -> Tensor:
    """The leading dimension before the channels, which then stand at `axis`."""
    x = moveaxis(x, 0, axis)
    return reshape(x, (*x.shape[:axis], x.shape[axis] * x.shape[axis + 1], *x.shape[axis + 2 :]))


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
    gradient=lambda g, y, x, k, **steps: (images_gradient(x, g, k, **steps), kernel_gradient(x, g, k, **steps)),
    batching=depthwise_batching,
    reference=depthwise_reference,
    kernel=lambda k, x, kernel, **steps: k.kernel("DepthwiseConv2dNative", x, kernel, **kernel_steps(**steps)),
)


def backprop_input_shape(g: TensorType, kernel: TensorType, *, size: Size, **steps: Unpack[Steps]) -> TensorType:
    check_float("depthwise_backprop_input", g, kernel)
    return TensorType((g.shape[0], *size, kernel.shape[2]), "float32")


DEPTHWISE_BACKPROP_INPUT = Op2(
    name="depthwise_backprop_input",
    shape=backprop_input_shape,
    # bilinear in dy and k, as the convolution is in x and k:  d(dy) = g * k, dk = g correlated with dy
    gradient=lambda g, y, dy, k, *, size, **steps: (DEPTHWISE(g, k, **steps), kernel_gradient(g, dy, k, **steps)),
    batching=depthwise_batching,
    reference=lambda tf, dy, kernel, *, size, **steps: vjp(
        tf, lambda x: depthwise_reference(tf, x, kernel, **steps), blank_images(tf, dy, kernel, size), dy
    ),
    kernel=lambda k, dy, kernel, *, size, **steps: k.kernel(
        "DepthwiseBackpropInput", dy, kernel, inputShape=k.out_types[0].shape, **kernel_steps(**steps)
    ),
)


def backprop_filter_shape(x: TensorType, dy: TensorType, *, size: Size, **steps: Unpack[Steps]) -> TensorType:
    check_float("depthwise_backprop_filter", x, dy)
    return TensorType((*size, x.shape[3], dy.shape[3] // x.shape[3]), "float32")


DEPTHWISE_BACKPROP_FILTER = Op2(
    name="depthwise_backprop_filter",
    shape=backprop_filter_shape,
    # bilinear in x and dy:  dx = dy spread by g, d(dy) = x * g
    gradient=lambda g, y, x, dy, *, size, **steps: (images_gradient(x, dy, g, **steps), DEPTHWISE(x, g, **steps)),
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
