"""The wasm backend: kernels of ours, in C and printed for a program; none of tfjs's (see variants/wasm_tfjs.py)."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from typing import Unpack

from bmlc.ir import Dim, DType, TensorType
from bmlc.kernels import rules
from bmlc.kernels.backend import SELU_NEAR_ZERO, BackendFacts, departs
from bmlc.kernels.integers import PRODUCT
from bmlc.kernels.signatures import BINARY, UNARY
from bmlc.ops import (
    all,
    any,
    log,
    max,
    mean,
    prod,
    sum,
    swapaxes,
)
from bmlc.ops.broadcasting import BROADCAST_TO
from bmlc.ops.casting import CAST
from bmlc.ops.convolution import (
    CONV2D_BACKPROP_FILTER,
    CONV2D_BACKPROP_INPUT,
    kernel_steps,
)
from bmlc.ops.op import Target
from bmlc.ops.pooling import AVERAGE_POOL_GRADIENT, kernel_window
from bmlc.ops.reduction import ARGMAX, ARGMIN, MAX, MIN
from bmlc.ops.slicing import FLIP
from bmlc.ops.softmax import CROSS_ENTROPY, SOFTMAX
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Size, Steps

__all__ = ["BACKEND"]


def cast_by_kernel(k: Target, x: Tensor, *, dtype: DType) -> Tensor:
    if dtype in ("uint8", x.dtype):
        return CAST.kernel(k, x, dtype=dtype)
    return k.kernel("Cast", x, dtype=dtype)


def input_gradient(k: Target, dy: Tensor, kernel: Tensor, *, size: Size, **steps: Unpack[Steps]) -> Tensor:
    shape = k.out_types[0].shape
    return k.kernel("Conv2DBackpropInput", dy, kernel, inputShape=shape, **kernel_steps(**steps))


def softmax_along_last(k: Target, x: Tensor, *, axis: int) -> Tensor:
    last = x.ndim - 1
    if axis != last:
        return swapaxes(SOFTMAX(swapaxes(x, axis, last), axis=last), axis, last)
    return k.kernel("Softmax", x, dim=last)


def cross_entropy_by_softmax(k: Target, targets: Tensor, logits: Tensor, *, axis: int) -> Tensor:
    """The largest probability is 1 / sum(exp(x - max(x))): nothing but the softmax needs an exp."""
    largest = max(SOFTMAX(logits, axis=axis), axis=axis, keepdims=True)
    return sum(targets * (max(logits, axis=axis, keepdims=True) - logits - log(largest)), axis=axis)


def one_row(x: TensorType) -> Dim:
    """Sorting by digits moves the positions of a row back and forth."""
    return 4 * x.shape[-1]


_FOLDS = {"All": all, "Any": any, "Max": MAX, "Mean": mean, "Min": MIN, "Prod": prod, "Sum": sum}

BACKEND = BackendFacts(
    title="WebAssembly",
    place=30,
    package="@tensorflow/tfjs-backend-wasm",
    gpu=False,
    rules=(
        BROADCAST_TO.by(rules.broadcast_by_tiles),
        CAST.by(cast_by_kernel),
        CONV2D_BACKPROP_FILTER.by(rules.filter_gradient_by_kernel),
        CONV2D_BACKPROP_INPUT.by(input_gradient),
        CROSS_ENTROPY.by(cross_entropy_by_softmax),
        FLIP.by(lambda k, x, *, axis: k.kernel("Reverse", x, dims=axis)),
        SOFTMAX.by(softmax_along_last),
        AVERAGE_POOL_GRADIENT.by(lambda k, g, x, **attrs: k.kernel("AvgPoolGrad", g, x, **kernel_window(**attrs))),
        ARGMAX.by(rules.place_along("ArgMax")),
        ARGMIN.by(rules.place_along("ArgMin")),
        *(op.by(rules.fold_by_runs(name)) for name, op in _FOLDS.items()),
    ),
    chains=f"{UNARY} {BINARY} Cast Select",
    ours={
        "chain": "Chain",
        "conv2d": "Conv2D Conv2DBackpropFilter Conv2DBackpropInput DepthwiseBackpropFilter DepthwiseBackpropInput "
        "DepthwiseConv2dNative FusedConv2D FusedDepthwiseConv2D MaskedConv2DBackpropInput "
        "MaskedDepthwiseBackpropInput",
        "integer_mat_mul": "IntegerMatMul",
        "mat_mul": "BatchMatMul MaskedMatMul _FusedMatMul",
        "reductions": "All Any ArgMax ArgMin Max Mean Min Prod Sum",
        "pools": "AvgPool AvgPoolGrad MaxPool MaxPoolGrad",
        "softmax": "Softmax",
        "resize": "ResizeBilinear",
        "moves": "Concat Fill OneHot PadV2 Range Reshape Reverse Slice Tile Transpose",
        "rare_chain": "RareChain",
        "truth": "Truth",
    },
    integers=PRODUCT,
    fused={"BatchMatMul": "_FusedMatMul", "Conv2D": "FusedConv2D", "DepthwiseConv2dNative": "FusedDepthwiseConv2D"},
    masked={
        "BatchMatMul": "MaskedMatMul",
        "Conv2DBackpropInput": "MaskedConv2DBackpropInput",
        "DepthwiseBackpropInput": "MaskedDepthwiseBackpropInput",
    },
    masks="MaxPoolGrad",
    modules={
        "common": "conv2d chain gather mat_mul moves pools random_words reductions segments softmax truth",
        "rest": "cumulative integer_mat_mul nonfinite_counts rare_chain resize sorting",
    },
    workspace={"ArgSort": one_row},
    departures=(departs("selu", "gradient", ("tiny",), SELU_NEAR_ZERO),),
)
