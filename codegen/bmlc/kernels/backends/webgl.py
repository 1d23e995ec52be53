"""The webgl backend: fragment shaders.

Left out on purpose: `Conv2DBackpropFilter` (slower than a convolution that gives the same), and `Softmax`, which is a
composition. Reshape makes a new texture where the old one's packing does not fit the new shape: that is decided while
it runs, so a function's peak is not exact.
"""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from typing import Unpack

from bmlc.kernels import rules
from bmlc.kernels.backend import CENTERED_FIRST, GPU_DEPARTURES, BackendFacts, departs
from bmlc.kernels.integers import ours
from bmlc.ops import cosh, reshape, sinh, sum
from bmlc.ops.broadcasting import BROADCAST_TO
from bmlc.ops.convolution import CONV2D_BACKPROP_INPUT, DEPTHWISE_BACKPROP_FILTER, kernel_steps
from bmlc.ops.gathering import SEGMENT_SUM
from bmlc.ops.normalization import BATCH_NORMALIZATION
from bmlc.ops.numerics import nonfinite_counts
from bmlc.ops.op import Target
from bmlc.ops.segments import SEGMENT_MAX, SEGMENT_PROD
from bmlc.ops.selection import WHERE
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Size, Steps

__all__ = ["BACKEND"]


def filter_gradient_by_images(k: Target, x: Tensor, dy: Tensor, *, size: Size, **steps: Unpack[Steps]) -> Tensor:
    """The kernel gives that of each image by itself: the filter alone has too few elements to keep a GPU busy."""
    of = x.type.with_shape((x.dims[0], *size, dy.dims[3]))
    shape = k.out_types[0].shape
    each = k.kernel("DepthwiseBackpropFilters", x, dy, types=(of,), filterShape=shape, **kernel_steps(**steps))
    return reshape(sum(each, 0), shape)


BACKEND = BackendFacts(
    title="WebGL",
    place=20,
    package="@tensorflow/tfjs-backend-webgl",
    gpu=True,
    kernels="BatchNorm Conv2DBackpropInput _FusedMatMul",
    rules=(
        BATCH_NORMALIZATION.by(rules.batch_normalization_by("BatchNorm")),
        BROADCAST_TO.by(rules.broadcast_by_tiles),
        CONV2D_BACKPROP_INPUT.by(rules.input_gradient_by_kernel),
        DEPTHWISE_BACKPROP_FILTER.by(filter_gradient_by_images),
        SEGMENT_MAX.by(rules.segments_in_order("SegmentMax")),
        SEGMENT_PROD.by(rules.segments_in_order("SegmentProd")),
        SEGMENT_SUM.by(rules.segments_in_order("SegmentSum")),
        WHERE.by(rules.where_of_rows),
        cosh.by(rules.cosh_by_halves),
        sinh.by(rules.sinh_by_halves),
        nonfinite_counts.by(rules.counts_in_lanes),
    ),
    ours={
        "binary": "Atan2 FloorDiv IntegerMod Mod Pow RealDiv",
        "depthwise_conv2d": "DepthwiseBackpropFilters",
        "max_pool": "MaxPool",
        "unary": "Acos Acosh Asin Asinh Atan Atanh ClipByValue Elu Expm1 LeakyRelu Log1p Relu Selu Sign Softplus Step "
        "Tanh",
    },
    integers={"Mod": ours("IntegerMod")},
    rounds_integers=True,
    max_rank=6,  # of the coordinates that tfjs can write into a shader
    max_ranks={
        # They reshape inside.
        **dict.fromkeys(["All", "Any", "BatchMatMul", "Max", "Mean", "Min", "OneHot", "Prod", "Sum"], None),
        "PadV2": 4,  # its shader for more does not compile
        "Reverse": 4,
        "Select": 4,
        "Tile": 5,  # from 6 on it reads its input back and tiles it in JavaScript
    },
    fused={"Conv2D": "FusedConv2D", "DepthwiseConv2dNative": "FusedDepthwiseConv2D", "BatchMatMul": "_FusedMatMul"},
    departures=(
        *GPU_DEPARTURES,
        departs("std", "gradient", ("largest",), "the variance overflows, and its gradient is 0 instead of NaN"),
        departs("batch_normalization", "value", ("infinite", "largest"), CENTERED_FIRST),
        departs("power", "value", ("largest",), "exp2(b * log2(a)) overflows"),
        departs("power", "gradient", ("largest",), "it is made of such powers"),
        departs(
            "conv+relu depthwise_conv+relu matmul+relu",
            "value",
            ("infinite", "largest"),
            "the fused kernel multiplies by 0 below 0, which makes NaN of -inf",
        ),
        departs("log_softmax", "value", ("infinite",), "tfjs's maximum begins at -1e20, below which it sees none"),
        departs("max min", "gradient", ("infinite",), "the same: no element equals the maximum"),
    ),
)
