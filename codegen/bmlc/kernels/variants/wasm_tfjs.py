"""The wasm backend on TensorFlow.js's kernels alone: tfjs's own C++ and XNNPACK, compiled to WebAssembly.

Left out on purpose: `Conv2DBackpropInput` (a naive loop), `FusedBatchNorm` (a root and a division an element: XNNPACK
multiplies and adds in a third of the time) and `_FusedMatMul` (wrong for most inputs).
"""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Unpack

from bmlc.ir import Dim, DType
from bmlc.kernels import rules
from bmlc.kernels.backend import OURS_FOR_INTEGERS, BackendFacts, departs
from bmlc.kernels.backends.wasm import cross_entropy_by_softmax, softmax_along_last
from bmlc.kernels.integers import PRODUCT
from bmlc.ops import (
    broadcast_to,
    cast,
    flip,
    floor,
    floor_divide,
    maximum,
    mean,
    minimum,
    ones,
    reshape,
    sum,
    where,
)
from bmlc.ops.casting import CAST
from bmlc.ops.convolution import CONV2D, DEPTHWISE, DEPTHWISE_BACKPROP_INPUT
from bmlc.ops.indexing import ONE_HOT, hot
from bmlc.ops.linalg import MATMUL, plain_matmul
from bmlc.ops.op import Target
from bmlc.ops.rounding import MOD
from bmlc.ops.slicing import PAD, Pads
from bmlc.ops.softmax import CROSS_ENTROPY, SOFTMAX
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Size, Steps, is_unpadded, known_window

__all__ = ["BACKEND"]


def cast_by_kernel(k: Target, x: Tensor, *, dtype: DType) -> Tensor:
    if dtype in ("bool", "uint8", x.dtype):
        return CAST.kernel(k, x, dtype=dtype)
    return k.kernel("Cast", x, dtype=dtype)


def extreme_kernel(name: str) -> Callable[[Target, Tensor, Tensor], Tensor]:
    """tfjs's gives a where b is NaN. Ours takes one operand of the result's shape, and one that repeats in it."""

    def rule(k: Target, a: Tensor, b: Tensor) -> Tensor:
        if a.dtype != "float32":
            return k.kernel(name, a, b)
        shape = k.out_types[0].shape
        whole = a.dims == shape or b.dims != shape
        a = broadcast_to(a, shape) if whole or not rules.repeats(a.dims, shape) else a
        b = broadcast_to(b, shape) if not whole or not rules.repeats(b.dims, shape) else b
        return k.kernel(f"Float{name}", a, b)

    return rule


def conv2d_or_product(k: Target, x: Tensor, kernel: Tensor, **steps: Unpack[Steps]) -> Tensor:
    """XNNPACK has a kernel of its own for a product with a number, which loses NaN."""
    if kernel.dims == (1, 1, 1, 1) and steps["strides"] == (1, 1) and is_unpadded(steps["pads"]):
        return x * reshape(kernel, ())
    return CONV2D.kernel(k, x, kernel, **steps)


def one_hot_of_integers(k: Target, x: Tensor, *, num_classes: Dim) -> Tensor:
    """tfjs's float32 is garbage."""
    return cast(hot(k, x, num_classes, "int32"), "float32")


def pad_with_nan(k: Target, x: Tensor, *, pads: Pads, value: float) -> Tensor:
    """tfjs's takes NaN for 0."""
    if not math.isnan(value):
        return PAD.kernel(k, x, pads=pads, value=value)
    inside = PAD(ones(x.dims), pads=pads, value=0.0)
    return where(inside > 0.0, PAD(x, pads=pads, value=0.0), value)


def depthwise_or_product(k: Target, x: Tensor, kernel: Tensor, **steps: Unpack[Steps]) -> Tensor:
    """XNNPACK has a kernel of its own for a product with a number a channel, too."""
    if kernel.dims == (1, 1, x.dims[3], 1) and steps["strides"] == (1, 1) and is_unpadded(steps["pads"]):
        return x * reshape(kernel, (x.dims[3],))
    return DEPTHWISE.kernel(k, x, kernel, **steps)


def spread_by_reversed_kernel(k: Target, dy: Tensor, kernel: Tensor, *, size: Size, **steps: Unpack[Steps]) -> Tensor:
    """Without strides a depthwise convolution by the reversed kernel: XNNPACK's is several times as fast as ours."""
    if steps["strides"] != (1, 1):
        return DEPTHWISE_BACKPROP_INPUT.kernel(k, dy, kernel, size=size, **steps)
    pads, dilations = steps["pads"], steps["dilations"]
    window, (*_, channels, multiplier) = known_window("depthwise_conv", kernel.type), kernel.dims
    backwards = reshape(flip(kernel, (0, 1)), (*window, channels * multiplier, 1))
    reach = [(taps - 1) * dilation for taps, dilation in zip(window, dilations, strict=True)]
    top, left = ((far - before, far - after) for far, (before, after) in zip(reach, pads, strict=True))
    each = DEPTHWISE(dy, backwards, strides=(1, 1), pads=(top, left), dilations=dilations)
    return each if multiplier == 1 else sum(reshape(each, (*each.dims[:3], channels, multiplier)), -1)


# XNNPACK's tensors have at most 6 dimensions: its operators print a refusal, and compute nothing.
_XNNPACK = 6

BACKEND = BackendFacts(
    title="WebAssembly",
    place=30,
    package="@tensorflow/tfjs-backend-wasm",
    gpu=False,
    kernels="Softmax",
    without="Tile",  # slow
    rules=(
        CAST.by(cast_by_kernel),
        CONV2D.by(conv2d_or_product),
        CROSS_ENTROPY.by(cross_entropy_by_softmax),
        MATMUL.by(plain_matmul),  # tfjs's product of transposed matrices is a naive loop; the plain one is XNNPACK's
        floor_divide.by(lambda k, a, b: floor(a / b) if a.dtype == "float32" else rules.repeating("FloorDiv")(k, a, b)),
        DEPTHWISE.by(depthwise_or_product),
        DEPTHWISE_BACKPROP_INPUT.by(spread_by_reversed_kernel),
        maximum.by(extreme_kernel("Maximum")),
        minimum.by(extreme_kernel("Minimum")),
        MOD.by(rules.repeating("Mod")),
        ONE_HOT.by(one_hot_of_integers),
        PAD.by(pad_with_nan),
        SOFTMAX.by(softmax_along_last),
        mean.by(rules.sum_of_neighbours("Mean")),
        sum.by(rules.sum_of_neighbours("FloatSum")),
    ),
    ours={
        **OURS_FOR_INTEGERS,
        "binary": "FloorDiv Mod",
        "depthwise_conv2d": "DepthwiseBackpropFilter",
        "extremes": "ArgMax ArgMin FloatMaximum FloatMinimum",
        "fused_conv2d": "FusedConv2D FusedDepthwiseConv2D",
        "pool": "AvgPool MaxPool",
        "sum": "FloatSum Mean",
        "truth": "Truth",
        "unary": "ClipByValue Cos Log1p Relu Sign Sin Step",
    },
    integers=PRODUCT,
    packs_weights=True,
    max_ranks=dict.fromkeys(("Add", "Multiply", "PadV2", "RealDiv", "Sub"), _XNNPACK),
    fused={"Conv2D": "FusedConv2D", "DepthwiseConv2dNative": "FusedDepthwiseConv2D"},
    binaries=("tfjs-backend-wasm-simd.wasm", "tfjs-backend-wasm.wasm"),
    merged="Reverse Transpose",
    departures=(
        departs("std", "gradient", ("largest",), "the variance overflows, and its gradient is 0 instead of NaN"),
    ),
)
