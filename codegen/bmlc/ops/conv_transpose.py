"""Transposed convolution: the gradient of a convolution for its images, run forwards."""

from __future__ import annotations

from bmlc.ir import Dim, TensorType
from bmlc.ops.casting import as_float
from bmlc.ops.convert import Operand
from bmlc.ops.convolution import CONV2D_BACKPROP_INPUT
from bmlc.ops.rules import misuse, pair
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Pair, Sizes, check_images, known, resolve_padding, window_outputs

__all__ = ["conv_transpose"]


def conv_transpose(
    inputs: Operand,
    kernel: Operand,
    strides: Sizes = 1,
    padding: str = "valid",
    output_padding: Sizes | None = None,
    data_format: str | None = None,
    dilation_rate: Sizes = 1,
) -> Tensor:
    """Every pixel spread by a kernel: images of about `strides` times the size.

    Args:
        inputs: float32 `(batch, height, width, channels)`.
        kernel: float32 `(rows, columns, filters, channels)`.
        strides: An int, or one for height and one for width.
        padding: `"valid"`: `(size - 1) stride + reach` outputs or, where the stride is larger than the reach, `size
            stride`; `"same"`: `size stride` outputs.
        output_padding: Pixels below and to the right, fewer than the strides: `(size - 1) stride + reach +
            output_padding` outputs for `"valid"`, with `reach % 2` in place of `reach` for `"same"`.
        data_format: `None` or `"channels_last"`.
        dilation_rate: The distance between the kernel's taps, an int or two; `reach = (rows - 1) dilation_rate + 1`.
    """
    x, filters = as_float(inputs, kernel)
    check_images("conv_transpose", data_format)
    if x.ndim != 4 or filters.ndim != 4:
        raise misuse(
            "conv_transpose",
            "inputs (batch, height, width, channels) and a kernel (rows, columns, filters, channels), both of rank 4",
            f"inputs of rank {x.ndim} and a kernel of rank {filters.ndim}",
        )
    if x.shape[3] != filters.shape[3]:
        raise misuse(
            "conv_transpose",
            f"a kernel (rows, columns, filters, channels) for {x.shape[3]} channels",
            f"one for {filters.shape[3]}",
        )
    steps = pair("conv_transpose", "strides", strides)
    dilations = pair("conv_transpose", "dilation_rate", dilation_rate)
    window = (known("conv_transpose", filters.shape[0]), known("conv_transpose", filters.shape[1]))
    extra = _output_padding(output_padding, steps)
    height, width = (
        _length(x.shape[axis + 1], (window[axis] - 1) * dilations[axis] + 1, steps[axis], padding, extra[axis])
        for axis in (0, 1)
    )
    images = TensorType((x.shape[0], height, width, filters.shape[2]), "float32")
    pads = resolve_padding("conv_transpose", padding, images, window, steps, dilations)
    if window_outputs("conv_transpose", (height, width), window, steps, pads, dilations) != x.shape[1:3]:
        raise misuse(
            "conv_transpose",
            "an output_padding with which the kernel's windows meet every pixel",
            f"output_padding={output_padding!r} for a kernel of {window} with strides {steps} and padding={padding!r}",
            "use output_padding=None",
            "BML102",
        )
    return CONV2D_BACKPROP_INPUT(x, filters, size=(height, width), strides=steps, pads=pads, dilations=dilations)


def _length(size: Dim, reach: int, stride: int, padding: str, extra: int | None) -> Dim:
    if isinstance(padding, str) and padding.lower() == "same":
        return size * stride if extra is None else (size - 1) * stride + reach % 2 + extra
    return (size - 1) * stride + reach + (max(stride - reach, 0) if extra is None else extra)


def _output_padding(value: Sizes | None, strides: Pair) -> tuple[int | None, int | None]:
    if value is None:
        return None, None
    several = tuple(value) if isinstance(value, tuple | list) else (value, value)
    valid = len(several) == 2 and all(isinstance(n, int) and not isinstance(n, bool) for n in several)
    if not valid or not all(0 <= n < stride for n, stride in zip(several, strides, strict=True)):
        raise misuse(
            "conv_transpose",
            f"output_padding to be an int or two, at least 0 and below the strides {strides}",
            f"output_padding={value!r}",
            code="BML102",
        )
    return several[0], several[1]
