"""Transposed convolution: the gradient of a convolution for its images, run forwards."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.ir import Dim, TensorType
from bmlc.ops.convolution import CONV2D_BACKPROP_INPUT
from bmlc.ops.rules import misuse
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Numbers, Sizes, both, known, resolve_padding, window_outputs

__all__: list[str] = []  # see convolutions


def conv_transpose_images(
    x: Tensor, kernel: Tensor, strides: Numbers, padding: str, extra: tuple[int | None, ...], dilations: Numbers
) -> Tensor:
    """The transposed convolution of images; `extra` is the output padding."""
    if x.shape[3] != kernel.shape[3]:
        raise misuse(
            "conv_transpose",
            f"a kernel (*taps, filters, channels) for {x.shape[3]} channels",
            f"one for {kernel.shape[3]}",
        )
    strides, dilations = both(strides), both(dilations)
    window = (known("conv_transpose", kernel.shape[0]), known("conv_transpose", kernel.shape[1]))
    height, width = (
        output_length(x.shape[axis + 1], (window[axis] - 1) * dilations[axis] + 1, strides[axis], padding, extra[axis])
        for axis in (0, 1)
    )
    images = TensorType((x.shape[0], height, width, kernel.shape[2]), "float32")
    pads = resolve_padding("conv_transpose", padding, images, window, strides, dilations)
    if window_outputs("conv_transpose", (height, width), window, strides, pads, dilations) != x.shape[1:3]:
        raise misuse(
            "conv_transpose",
            "an output_padding with which the kernel's windows meet every pixel",
            f"output_padding={extra} for a kernel of {window} with strides {strides} and padding={padding!r}",
            "use output_padding=None",
            "BML102",
        )
    return CONV2D_BACKPROP_INPUT(x, kernel, size=(height, width), strides=strides, pads=pads, dilations=dilations)


def output_length(size: Dim, reach: int, stride: int, padding: str, extra: int | None) -> Dim:
    if isinstance(padding, str) and padding.lower() == "same":
        return size * stride if extra is None else (size - 1) * stride + reach % 2 + extra
    return (size - 1) * stride + reach + (max(stride - reach, 0) if extra is None else extra)


def padding_of_outputs(value: Sizes | None, strides: tuple[int, ...]) -> tuple[int | None, ...]:
    """An argument given once or for each size, each below the stride."""
    if value is None:
        return (None,) * len(strides)
    several = tuple(value) if isinstance(value, Sequence) else (value,) * len(strides)
    valid = len(several) == len(strides) and all(isinstance(n, int) and not isinstance(n, bool) for n in several)
    if not valid or not all(0 <= n < stride for n, stride in zip(several, strides, strict=True)):
        raise misuse(
            "conv_transpose",
            f"output_padding to be an int or one for each size, at least 0 and below the strides {strides}",
            f"output_padding={value!r}",
            code="BML102",
        )
    return several
