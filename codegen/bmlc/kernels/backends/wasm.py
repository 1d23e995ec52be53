"""The wasm backend: kernels of ours in C, and tfjs's, which are C++ and XNNPACK.

Left out on purpose: `Conv2DBackpropInput` (a naive loop), `FusedBatchNorm` (a root and a division an element: XNNPACK
multiplies and adds in a third of the time).
"""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from bmlc.ir import Dim, DType, TensorType
from bmlc.kernels import rules
from bmlc.kernels.backend import BackendFacts
from bmlc.kernels.integers import PRODUCT
from bmlc.ops import (
    all,
    any,
    broadcast_to,
    flip,
    floor,
    floor_divide,
    log,
    max,
    maximum,
    mean,
    minimum,
    prod,
    reshape,
    sum,
    swapaxes,
)
from bmlc.ops.broadcasting import BROADCAST_TO
from bmlc.ops.casting import CAST
from bmlc.ops.convolution import CONV2D, DEPTHWISE, DEPTHWISE_BACKPROP_INPUT
from bmlc.ops.op import Target
from bmlc.ops.reduction import ARGMAX, ARGMIN, MAX, MIN
from bmlc.ops.rounding import MOD
from bmlc.ops.slicing import FLIP
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


def softmax_along_last(k: Target, x: Tensor, *, axis: int) -> Tensor:
    last = x.ndim - 1
    if axis != last:
        return swapaxes(SOFTMAX(swapaxes(x, axis, last), axis=last), axis, last)
    return k.kernel("Softmax", x, dim=last)


def cross_entropy_by_softmax(k: Target, targets: Tensor, logits: Tensor, *, axis: int) -> Tensor:
    """The largest probability is 1 / sum(exp(x - max(x))): nothing but the softmax needs an exp."""
    largest = max(SOFTMAX(logits, axis=axis), axis=axis, keepdims=True)
    return sum(targets * (max(logits, axis=axis, keepdims=True) - logits - log(largest)), axis=axis)


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


def one_row(x: TensorType) -> Dim:
    """Sorting by digits moves the positions of a row back and forth."""
    return 4 * x.shape[-1]


# XNNPACK's tensors have at most 6 dimensions: its operators print a refusal, and compute nothing.
_XNNPACK = 6

_FOLDS = {"All": all, "Any": any, "Max": MAX, "Mean": mean, "Min": MIN, "Prod": prod, "Sum": sum}

BACKEND = BackendFacts(
    title="WebAssembly",
    place=30,
    package="@tensorflow/tfjs-backend-wasm",
    gpu=False,
    kernels="Softmax",
    rules=(
        BROADCAST_TO.by(rules.broadcast_by_tiles),
        CAST.by(cast_by_kernel),
        CONV2D.by(conv2d_or_product),
        CROSS_ENTROPY.by(cross_entropy_by_softmax),
        FLIP.by(lambda k, x, *, axis: k.kernel("Reverse", x, dims=axis)),
        floor_divide.by(lambda k, a, b: floor(a / b) if a.dtype == "float32" else rules.repeating("FloorDiv")(k, a, b)),
        DEPTHWISE.by(depthwise_or_product),
        DEPTHWISE_BACKPROP_INPUT.by(spread_by_reversed_kernel),
        maximum.by(extreme_kernel("Maximum")),
        minimum.by(extreme_kernel("Minimum")),
        MOD.by(rules.repeating("Mod")),
        SOFTMAX.by(softmax_along_last),
        ARGMAX.by(rules.place_along("ArgMax")),
        ARGMIN.by(rules.place_along("ArgMin")),
        *(op.by(rules.fold_by_runs(name)) for name, op in _FOLDS.items()),
    ),
    ours={
        "integer_mat_mul": "IntegerMatMul",
        "mat_mul": "BatchMatMul MaskedMatMul _FusedMatMul",
        "reductions": "All Any ArgMax ArgMin Max Mean Min Prod Sum",
        "moves": "Concat Fill OneHot PadV2 Range Reshape Reverse Slice Tile Transpose",
        "wasm_tfjs/binary": "FloorDiv Mod",
        "wasm_tfjs/depthwise_conv2d": "DepthwiseBackpropFilter DepthwiseBackpropInput",
        "wasm_tfjs/extremes": "FloatMaximum FloatMinimum",
        "wasm_tfjs/fused_conv2d": "FusedConv2D FusedDepthwiseConv2D",
        "wasm_tfjs/pool": "AvgPool MaxPool",
        "wasm_tfjs/truth": "Truth",
        "wasm_tfjs/unary": "ClipByValue Cos Log1p Relu Sign Sin Step",
    },
    integers=PRODUCT,
    max_ranks=dict.fromkeys(("Add", "Multiply", "RealDiv", "Sub"), _XNNPACK),
    fused={"BatchMatMul": "_FusedMatMul", "Conv2D": "FusedConv2D", "DepthwiseConv2dNative": "FusedDepthwiseConv2D"},
    binaries=("tfjs-backend-wasm-simd.wasm", "tfjs-backend-wasm.wasm"),
    modules={
        "common": "gather mat_mul max_pool_grad moves random_words reductions segments",
        "rest": "cumulative integer_mat_mul nonfinite_counts sorting",
    },
    workspace={"ArgSort": one_row},
    departures=(),
)
