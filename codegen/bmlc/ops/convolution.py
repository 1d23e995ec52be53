"""Convolution of images, channels last, and the two ops that its gradient is made of."""

from __future__ import annotations

from typing import Any

from bmlc.ir import Dim, TensorType
from bmlc.ops.casting import as_float
from bmlc.ops.convert import Operand
from bmlc.ops.op import Gradients, Op, OpN
from bmlc.ops.rules import check_float, misuse, pair
from bmlc.ops.shape import reshape, transpose
from bmlc.ops.slicing import flip, pad, part_of
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Pads, Pair, kernel_pad, pad_images, resolve_padding, vjp, window_outputs

__all__ = ["conv", "conv2d_backprop_filter", "conv2d_backprop_input"]


def conv2d_shape(x: TensorType, kernel: TensorType, *, strides: Pair, pads: Pads, dilations: Pair) -> TensorType:
    check_float("conv", x, kernel)
    n, height, width, channels = x.shape
    rows, columns, inputs, filters = kernel.shape
    if channels != inputs:
        raise misuse("conv", f"a kernel for {channels} channels", f"{kernel} for {x}")
    out = window_outputs("conv", (height, width), (_int(rows), _int(columns)), strides, pads, dilations)
    return TensorType((n, *out, filters), "float32")


def conv2d_gradient(
    g: Tensor, y: Tensor, x: Tensor, kernel: Tensor, *, strides: Pair, pads: Pads, dilations: Pair
) -> Gradients:
    # y = x * k:  dx = g spread by k (the transposed convolution), dk = x correlated with g
    attrs = {"strides": strides, "pads": pads, "dilations": dilations}
    dx = CONV2D_BACKPROP_INPUT(g, kernel, size=x.shape[1:3], **attrs)
    dk = CONV2D_BACKPROP_FILTER(x, g, size=kernel.shape[:2], **attrs)
    return dx, dk


def conv2d_batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: Any) -> Any:
    x, kernel = inputs
    if batched[1]:
        raise misuse("conv", "one kernel for all elements", f"a kernel for each, of shape {kernel.shape[1:]}")
    return unfold(CONV2D(fold(x), kernel, **attrs), x)


def fold(x: Tensor) -> Tensor:
    """[n, b, h, w, c] as [n b, h, w, c]: a batch of batches of images is a larger batch."""
    return reshape(x, (x.shape[0] * x.shape[1], *x.shape[2:]))


def unfold(y: Tensor, like: Tensor) -> Tensor:
    return reshape(y, (*like.shape[:2], *y.shape[1:]))


def conv2d_reference(tf: Any, x: Any, kernel: Any, *, strides: Pair, pads: Pads, dilations: Pair) -> Any:
    x = pad_images(tf, x, pads, 0.0)
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


def conv2d_kernel(k: Any, x: Tensor, kernel: Tensor, *, strides: Pair, pads: Pads, dilations: Pair) -> Any:
    alone = kernel.shape == (1, 1, 1, 1) and strides == (1, 1) and pads == ((0, 0), (0, 0))
    if alone and k.backend == "wasm":  # XNNPACK has a kernel of its own for this product, which loses NaN
        return x * reshape(kernel, ())
    name = "DirectConv2D" if k.backend == "webgpu" and has_few(kernel.shape[3]) else "Conv2D"
    return k.kernel(name, x, kernel, strides=strides, pad=kernel_pad(pads), dilations=dilations, dataFormat="NHWC")


def has_few(filters: Dim) -> bool:
    """Whether tfjs's convolution on webgpu, which multiplies tiles of 32 filters, would leave part of one idle."""
    return isinstance(filters, int) and filters < 32


CONV2D = OpN(
    name="conv2d",
    shape=conv2d_shape,
    gradient=conv2d_gradient,
    batching=conv2d_batching,
    reference=conv2d_reference,
    kernel=conv2d_kernel,
)


def conv2d_backprop_input_shape(
    g: TensorType, kernel: TensorType, *, size: tuple[Dim, Dim], strides: Pair, pads: Pads, dilations: Pair
) -> TensorType:
    check_float("conv2d_backprop_input", g, kernel)
    return TensorType((g.shape[0], *size, kernel.shape[2]), "float32")


def conv2d_backprop_input_gradient(
    g: Tensor, y: Tensor, dy: Tensor, kernel: Tensor, *, size: Any, **attrs: Any
) -> Gradients:
    # bilinear in dy and k, as the convolution is in x and k:  d(dy) = g * k, dk = g correlated with dy
    return CONV2D(g, kernel, **attrs), CONV2D_BACKPROP_FILTER(g, dy, size=kernel.shape[:2], **attrs)


def conv2d_backprop_input_batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: Any) -> Any:
    dy, kernel = inputs
    if batched[1]:
        raise misuse("conv", "one kernel for all elements", f"a kernel for each, of shape {kernel.shape[1:]}")
    return unfold(CONV2D_BACKPROP_INPUT(fold(dy), kernel, **attrs), dy)


def conv2d_backprop_input_reference(tf: Any, dy: Any, kernel: Any, *, size: Any, **attrs: Any) -> Any:
    x = tf.zeros(tf.stack((tf.shape(dy)[0], *size, kernel.shape[2])), dy.dtype)
    return vjp(tf, lambda at: conv2d_reference(tf, at, kernel, **attrs), x, dy)


def conv2d_backprop_input_kernel(
    k: Any, dy: Tensor, kernel: Tensor, *, size: Any, strides: Pair, pads: Pads, dilations: Pair
) -> Any:
    direct = k.backend == "webgpu" and strides == (1, 1) and has_few(kernel.shape[2])
    if dilations == (1, 1) and k.backend != "wasm" and not direct:
        shape = k.out_types[0].shape
        return k.kernel(
            "Conv2DBackpropInput",
            dy,
            kernel,
            inputShape=shape,
            strides=strides,
            pad=kernel_pad(pads),
            dataFormat="NHWC",
        )
    # tfjs's kernel knows no dilations, on wasm it is a naive loop, and with few channels it is slower than ours on
    # webgpu. The same is a convolution of dy by the reversed, transposed kernel.
    if dilations == (1, 1) and strides != (1, 1):
        return spread_by_phases(dy, kernel, size, strides, pads)
    reversed_kernel = transpose(flip(kernel, (0, 1)), (0, 1, 3, 2))
    around: list[Pair] = []
    for axis in (0, 1):
        dy = insert_zeros(dy, axis + 1, strides[axis])
        reach = (kernel.shape[axis] - 1) * dilations[axis]
        before = reach - pads[axis][0]
        after = _int(size[axis] + reach - dy.shape[axis + 1] - before)
        if after < 0:  # pixels that the strides never reached got no gradient
            dy = part_of(dy, (0,) * 4, tuple(n + after if i == axis + 1 else n for i, n in enumerate(dy.shape)))
            after = 0
        around.append((_int(before), after))
    return CONV2D(dy, reversed_kernel, strides=(1, 1), pads=(around[0], around[1]), dilations=dilations)


def spread_by_phases(dy: Tensor, kernel: Tensor, size: Any, strides: Pair, pads: Pads) -> Tensor:
    """The transposed convolution without zeros between the pixels: every s-th output depends on every s-th tap only.

    z[s p + r] = sum over a of dy[p - a] k[s a + r]:  for each phase r < s a convolution by its own taps. The phases are
    the channels of one convolution, s^2 times cheaper than one over dy with s - 1 zeros after each pixel.
    """
    rows, columns, channels, filters = kernel.shape
    (down, right), taps = strides, (-(-_int(rows) // strides[0]), -(-_int(columns) // strides[1]))
    whole = pad(kernel, ((0, taps[0] * down - rows), (0, taps[1] * right - columns), (0, 0), (0, 0)))
    phases = reshape(whole, (taps[0], down, taps[1], right, channels, filters))
    phases = transpose(flip(phases, (0, 2)), (0, 2, 5, 1, 3, 4))
    phases = reshape(phases, (*taps, filters, down * right * channels))
    around = ((taps[0] - 1, taps[0] - 1), (taps[1] - 1, taps[1] - 1))
    z = CONV2D(dy, phases, strides=(1, 1), pads=around, dilations=(1, 1))
    n, height, width, _ = z.shape
    z = transpose(reshape(z, (n, height, width, down, right, channels)), (0, 1, 3, 2, 4, 5))
    z = reshape(z, (n, height * down, width * right, channels))
    # Outputs that no pixel reached are zeros.
    missing = tuple(max(0, _int(size[i] + pads[i][0] - z.shape[i + 1])) for i in (0, 1))
    z = pad(z, ((0, 0), (0, missing[0]), (0, missing[1]), (0, 0)))
    return part_of(z, (0, pads[0][0], pads[1][0], 0), (n, *size, channels))


def insert_zeros(x: Tensor, axis: int, stride: int) -> Tensor:
    """`stride - 1` zeros after every element along `axis`."""
    if stride == 1:
        return x
    shape = x.shape
    outer, inner = shape[: axis + 1], shape[axis + 1 :]
    flat = reshape(x, (_product(outer), 1, _product(inner)))
    padded = pad(flat, ((0, 0), (0, stride - 1), (0, 0)))
    return reshape(padded, (*shape[:axis], shape[axis] * stride, *inner))


def _product(sizes: tuple[Dim, ...]) -> Dim:
    total: Dim = 1
    for size in sizes:
        total = total * size
    return total


CONV2D_BACKPROP_INPUT = OpN(
    name="conv2d_backprop_input",
    shape=conv2d_backprop_input_shape,
    gradient=conv2d_backprop_input_gradient,
    batching=conv2d_backprop_input_batching,
    reference=conv2d_backprop_input_reference,
    kernel=conv2d_backprop_input_kernel,
)


def conv2d_backprop_filter_shape(
    x: TensorType, dy: TensorType, *, size: Pair, strides: Pair, pads: Pads, dilations: Pair
) -> TensorType:
    check_float("conv2d_backprop_filter", x, dy)
    return TensorType((*size, x.shape[3], dy.shape[3]), "float32")


def conv2d_backprop_filter_gradient(
    g: Tensor, y: Tensor, x: Tensor, dy: Tensor, *, size: Any, **attrs: Any
) -> Gradients:
    # bilinear in x and dy:  dx = dy spread by g, d(dy) = x * g
    return CONV2D_BACKPROP_INPUT(dy, g, size=x.shape[1:3], **attrs), CONV2D(x, g, **attrs)


def conv2d_backprop_filter_batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: Any) -> Any:
    raise misuse("conv", "one kernel for all elements", "the gradient of a kernel for each element")


def conv2d_backprop_filter_reference(tf: Any, x: Any, dy: Any, *, size: Pair, **attrs: Any) -> Any:
    kernel = tf.zeros((*size, x.shape[3], dy.shape[3]), dy.dtype)
    return vjp(tf, lambda at: conv2d_reference(tf, x, at, **attrs), kernel, dy)


def conv2d_backprop_filter_kernel(
    k: Any, x: Tensor, dy: Tensor, *, size: Pair, strides: Pair, pads: Pads, dilations: Pair
) -> Any:
    if k.backend == "webgpu" or (k.backend == "cpu" and dilations == (1, 1)):
        return k.kernel(
            "Conv2DBackpropFilter",
            x,
            dy,
            filterShape=k.out_types[0].shape,
            strides=strides,
            pad=kernel_pad(pads),
            dilations=dilations,
            dataFormat="NHWC",
        )
    # wasm has no kernel, webgl's takes 3 times as long as this: a convolution of the images by dy, batch exchanged with
    # channels and strides with dilations.
    after: list[int] = []
    for axis in (0, 1):
        reach = (size[axis] - 1) * dilations[axis] + (dy.shape[axis + 1] - 1) * strides[axis] + 1
        missing = _int(reach - x.shape[axis + 1] - pads[axis][0])
        if missing < 0:  # rows that the strides never reached
            x = part_of(x, (0,) * 4, tuple(n + missing if i == axis + 1 else n for i, n in enumerate(x.shape)))
            missing = 0
        after.append(missing)
    images = transpose(x, (3, 1, 2, 0))
    kernel = transpose(dy, (1, 2, 0, 3))
    around = ((pads[0][0], after[0]), (pads[1][0], after[1]))
    return transpose(CONV2D(images, kernel, strides=dilations, pads=around, dilations=strides), (1, 2, 0, 3))


CONV2D_BACKPROP_FILTER = OpN(
    name="conv2d_backprop_filter",
    shape=conv2d_backprop_filter_shape,
    gradient=conv2d_backprop_filter_gradient,
    batching=conv2d_backprop_filter_batching,
    reference=conv2d_backprop_filter_reference,
    kernel=conv2d_backprop_filter_kernel,
)


def conv(
    inputs: Operand,
    kernel: Operand,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Tensor:
    """Convolution (as everywhere in deep learning: correlation) of images with a kernel.

    Args:
        inputs: float32 `(batch, height, width, channels)`.
        kernel: float32 `(rows, columns, channels, filters)`.
        strides: An int, or one for height and one for width.
        padding: `"valid"`, or `"same"` as TensorFlow pads it: `ceil(size / stride)` outputs, the odd pixel last.
        data_format: `None` or `"channels_last"`.
        dilation_rate: The distance between the kernel's taps, an int or two.
    """
    x, filters = as_float(inputs, kernel)
    if data_format not in (None, "channels_last"):
        raise misuse("conv", 'data_format="channels_last"', f"data_format={data_format!r}", code="BML102")
    if x.ndim != 4 or filters.ndim != 4:
        raise misuse(
            "conv",
            "inputs (batch, height, width, channels) and a kernel (rows, columns, channels, filters), both of rank 4",
            f"{_describe(x)} and {_describe(filters)}",
        )
    steps, dilations = pair("conv", "strides", strides), pair("conv", "dilation_rate", dilation_rate)
    window = (_int(filters.shape[0]), _int(filters.shape[1]))
    pads = resolve_padding("conv", padding, TensorType(tuple(x.shape), "float32"), window, steps, dilations)
    return CONV2D(x, filters, strides=steps, pads=pads, dilations=dilations)


def conv2d_backprop_input(
    g: Tensor, kernel: Tensor, *, size: tuple[Dim, Dim], strides: Pair, pads: Pads, dilations: Pair
) -> Tensor:
    """The gradient of a convolution for images of `size`: also the forward pass of a transposed convolution."""
    return CONV2D_BACKPROP_INPUT(g, kernel, size=size, strides=strides, pads=pads, dilations=dilations)


def conv2d_backprop_filter(x: Tensor, g: Tensor, *, size: Pair, strides: Pair, pads: Pads, dilations: Pair) -> Tensor:
    """The gradient of a convolution for a kernel of `size`."""
    return CONV2D_BACKPROP_FILTER(x, g, size=size, strides=strides, pads=pads, dilations=dilations)


def _int(size: Dim) -> int:
    if not isinstance(size, int):
        raise misuse("conv", "sizes known while tracing for the kernel", f"{size}")
    return size


def _describe(x: Tensor) -> str:
    return f"{x.dtype}[{', '.join(map(str, x.shape))}]"
