"""The cpu backend: plain JavaScript. Left out on purpose: `Softmax`, which is a composition."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from typing import Unpack

from bmlc.kernels.backend import OURS_FOR_INTEGERS, BackendFacts, departs
from bmlc.kernels.integers import FOLDS, PRODUCT, ours
from bmlc.kernels.rules import (
    filter_gradient_by_kernel,
    flip_of_runs,
    input_gradient_by_kernel,
    repeating,
    transpose_of_runs,
)
from bmlc.kernels.workspace import fused_conv2d_on_cpu, fused_mat_mul_on_cpu
from bmlc.ops import dimension, full, mean, mod, reshape, sum
from bmlc.ops.convolution import CONV2D_BACKPROP_FILTER, CONV2D_BACKPROP_INPUT, conv2d_backprop_filter_kernel
from bmlc.ops.elementwise_unary import ABSOLUTE
from bmlc.ops.op import Target
from bmlc.ops.reducing import reduction_kernel
from bmlc.ops.rules import Axes, is_affine, product
from bmlc.ops.shape import TRANSPOSE
from bmlc.ops.slicing import FLIP
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Pair, Steps

__all__ = ["BACKEND"]


def mean_by_sum(k: Target, x: Tensor, *, axis: Axes, keepdims: bool) -> Tensor:
    """tfjs's Mean divides every element before it sums."""
    return sum(x, axis, keepdims) / dimension(product(x.shape[i] for i in axis))


def sum_by_product(k: Target, x: Tensor, *, axis: Axes, keepdims: bool) -> Tensor:
    """Over leading axes: a row of ones times x, which needs no transpose: as slow here as ten sums."""
    rows, columns = product(x.shape[: len(axis)]), product(x.shape[len(axis) :])
    leading = x.dtype == "float32" and axis == tuple(range(len(axis)))
    if not leading or columns == 1 or not is_affine(rows) or not is_affine(columns):
        return reduction_kernel("Sum")(k, x, axis=axis, keepdims=keepdims)
    given = full((1, 1, rows), 1.0), reshape(x, (1, rows, columns))
    of = x.type.with_shape((1, 1, columns))
    return reshape(
        k.kernel("BatchMatMul", *given, types=(of,), transposeA=False, transposeB=False), k.out_types[0].shape
    )


def filter_gradient(k: Target, x: Tensor, dy: Tensor, *, size: Pair, **steps: Unpack[Steps]) -> Tensor:
    """tfjs's kernel knows no dilations."""
    plain = steps["dilations"] == (1, 1)
    return (filter_gradient_by_kernel if plain else conv2d_backprop_filter_kernel)(k, x, dy, size=size, **steps)


BACKEND = BackendFacts(
    package="@tensorflow/tfjs-backend-cpu",
    gpu=False,
    kernels={
        "Conv2DBackpropFilter": ("x", "dy"),
        "Conv2DBackpropInput": ("dy", "filter"),
        "_FusedMatMul": ("a", "b", "bias"),
    },
    # Abs needs tfjs's engine, Mean divides every element before it sums, Tile is slow.
    without=frozenset({"Abs", "Mean", "Tile"}),
    rules=(
        CONV2D_BACKPROP_FILTER.by(filter_gradient),
        CONV2D_BACKPROP_INPUT.by(input_gradient_by_kernel),
        ABSOLUTE.by(lambda k, x: k.kernel("Maximum", x, -x)),
        mean.by(mean_by_sum),
        mod.by(repeating("Mod")),
        sum.by(sum_by_product),
        FLIP.by(flip_of_runs),
        TRANSPOSE.by(transpose_of_runs),
    ),
    ours={
        **OURS_FOR_INTEGERS,
        "DepthwiseBackpropFilter": ("depthwise_conv2d", ("x", "dy")),
        "IntegerMultiply": ("integer_multiply", ("a", "b")),
        **dict.fromkeys(("ArgMax", "ArgMin"), ("extremes", ("x",))),
        "ArgSort": ("sorting", ("x",)),
        "MaxPool": ("pool", ("x",)),
        "Mod": ("binary", ("a", "b")),
        **dict.fromkeys(("Sign", "Step"), ("unary", ("x",))),
        "Sum": ("sum", ("x",)),
    },
    integers={**PRODUCT, "Multiply": ours("IntegerMultiply"), "Prod": FOLDS["Prod"], "Sum": FOLDS["Sum"]},
    workspaces={"FusedConv2D": fused_conv2d_on_cpu, "_FusedMatMul": fused_mat_mul_on_cpu},
    max_rank=None,
    max_ranks={},
    fused={},  # its fused kernels call the plain ones one after the other, with every activation linked
    fused_activations={},
    departures=(
        departs(
            "power",
            "value",
            ("NaN", "infinite"),
            "JavaScript's 1 ** inf, (-1) ** inf and 1 ** NaN are NaN, where IEEE 754 says 1",
        ),
        departs("power", "gradient", ("NaN", "infinite"), "it is made of such powers"),
    ),
)
