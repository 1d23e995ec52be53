"""The webgpu backend: compute shaders. Left out on purpose: `Softmax`, which is a composition."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from typing import Unpack

from bmlc.ir import Dim, DType
from bmlc.kernels import rules
from bmlc.kernels.backend import CENTERED_FIRST, GPU_DEPARTURES, OURS_FOR_INTEGERS, BackendFacts, departs
from bmlc.kernels.integers import FOLDS, MAPS, MOVES, PRODUCT
from bmlc.kernels.signatures import BINARY
from bmlc.ops import all, any, arctan2, broadcast_to, cast, convert_to_tensor, cosh, greater, sinh
from bmlc.ops.broadcasting import BROADCAST_TO
from bmlc.ops.constant import FULL
from bmlc.ops.convolution import (
    CONV2D,
    CONV2D_BACKPROP_FILTER,
    CONV2D_BACKPROP_INPUT,
    conv2d_backprop_input_kernel,
    kernel_steps,
)
from bmlc.ops.gathering import SEGMENT_SUM
from bmlc.ops.joining import CONCATENATE
from bmlc.ops.normalization import BATCH_NORMALIZATION
from bmlc.ops.numerics import nonfinite_counts
from bmlc.ops.op import Target
from bmlc.ops.reduction import MAX, MIN
from bmlc.ops.rounding import MOD
from bmlc.ops.rules import Shape
from bmlc.ops.segments import SEGMENT_MAX, SEGMENT_PROD
from bmlc.ops.selection import WHERE
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Size, Steps

__all__ = ["BACKEND"]


def full_of_large(k: Target, *, shape: Shape, value: float, dtype: DType) -> Tensor:
    """tfjs's Fill takes a float."""
    if dtype == "int32" and abs(value) > 2**24:
        return broadcast_to(convert_to_tensor(int(value)), shape)
    return k.kernel("Fill", shape=shape, value=value, dtype=dtype)


def has_few(channels: Dim) -> bool:
    """Whether ours is quicker: tfjs's convolution multiplies tiles of 32 filters, and would leave part of one idle."""
    return isinstance(channels, int) and channels < 32


def conv2d(k: Target, x: Tensor, kernel: Tensor, **steps: Unpack[Steps]) -> Tensor:
    return k.kernel("DirectConv2D" if has_few(kernel.dims[3]) else "Conv2D", x, kernel, **kernel_steps(**steps))


def input_gradient(k: Target, dy: Tensor, kernel: Tensor, *, size: Size, **steps: Unpack[Steps]) -> Tensor:
    direct = steps["strides"] == (1, 1) and has_few(kernel.dims[2])
    rule = conv2d_backprop_input_kernel if direct else rules.input_gradient_by_kernel
    return rule(k, dy, kernel, size=size, **steps)


_BUFFERS = 7  # that a shader may read at once, beside the one that it writes


def concatenate_few(k: Target, *xs: Tensor, axis: int) -> Tensor:
    if len(xs) > _BUFFERS and xs[0].dtype != "float32":
        return CONCATENATE(CONCATENATE(*xs[:_BUFFERS], axis=axis), *xs[_BUFFERS:], axis=axis)
    return k.kernel("Concat", *xs, axis=axis)


# They reshape inside, or number elements.
_OF_ANY_RANK = (
    "ArgSort BatchMatMul Concat Cumprod Cumsum Gather IntegerConcat IntegerMap IntegerMatMul IntegerMove "
    "IntegerReduce NonFiniteCounts OneHot SegmentMax SegmentProd SegmentSum"
)

BACKEND = BackendFacts(
    title="WebGPU",
    place=10,
    package="@tensorflow/tfjs-backend-webgpu",
    gpu=True,
    kernels="FusedBatchNorm Conv2DBackpropInput _FusedMatMul",
    rules=(
        BATCH_NORMALIZATION.by(rules.batch_normalization_by("FusedBatchNorm")),
        BROADCAST_TO.by(rules.broadcast_by_tiles),
        CONCATENATE.by(concatenate_few),
        CONV2D.by(conv2d),
        CONV2D_BACKPROP_FILTER.by(rules.filter_gradient_by_kernel),
        CONV2D_BACKPROP_INPUT.by(input_gradient),
        FULL.by(full_of_large),
        SEGMENT_MAX.by(rules.segments_in_order("SegmentMax")),
        SEGMENT_PROD.by(rules.segments_in_order("SegmentProd")),
        SEGMENT_SUM.by(rules.segments_in_order("SegmentSum")),
        WHERE.by(rules.where_of_rows),
        arctan2.by(rules.repeating("Atan2")),
        cosh.by(rules.cosh_by_halves),
        MOD.by(rules.repeating("Mod")),
        sinh.by(rules.sinh_by_halves),
        all.by(lambda k, x, **axes: greater(MIN(cast(x, "float32"), **axes), 0.0)),
        any.by(lambda k, x, **axes: greater(MAX(cast(x, "float32"), **axes), 0.0)),
        nonfinite_counts.by(rules.counts_in_lanes),
    ),
    ours={
        **OURS_FOR_INTEGERS,
        "binary": "Atan2 Mod",
        "conv2d_backprop_filter": "Conv2DBackpropFilter",
        "depthwise_conv2d": "DepthwiseBackpropFilter",
        "direct_conv2d": "DirectConv2D",
        "integer_concat": "IntegerConcat",
        "integer_map": "IntegerMap",
        "integer_move": "IntegerMove",
        "max_pool": "MaxPool",
        "unary": "Acos Acosh Asin Asinh Atan Atanh ClipByValue Elu Exp Expm1 Log Log1p Selu Sigmoid Sign Softplus Step "
        "Tanh",
    },
    integers={**PRODUCT, **FOLDS, **MAPS, **MOVES},
    max_rank=6,  # of the coordinates that tfjs can write into a shader
    max_ranks={
        **dict.fromkeys(_OF_ANY_RANK.split(), None),
        **dict.fromkeys(BINARY.split(), 4),  # from 5 on the shader for a vector among the two does not compile
        "PadV2": 4,  # its shader for more does not compile
        "Reverse": 4,  # it counts the batch of higher ranks twice
        "Select": 4,
        "Tile": 4,  # from 5 on it reads its input back, which this backend cannot do while a function runs
    },
    fused={
        "Conv2D": "FusedConv2D",
        "DepthwiseConv2dNative": "FusedDepthwiseConv2D",
        "DirectConv2D": "DirectConv2D",
        "BatchMatMul": "_FusedMatMul",
    },
    departures=(
        *GPU_DEPARTURES,
        departs("batch_normalization", "value", ("largest",), CENTERED_FIRST),
        departs(
            "power",
            "value",
            ("NaN", "infinite", "largest", "tiny", "zero"),
            "exp2(b * log2(a)): logarithms of 0, infinities and NaN are what the device makes of them",
        ),
        departs("power", "gradient", ("NaN", "infinite", "largest", "zero"), "it is made of such powers"),
    ),
)
