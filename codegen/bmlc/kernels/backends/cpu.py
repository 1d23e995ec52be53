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
    sum_of_neighbours,
    transpose_of_runs,
)
from bmlc.ops import mean, mod, sum
from bmlc.ops.convolution import CONV2D_BACKPROP_FILTER, CONV2D_BACKPROP_INPUT, conv2d_backprop_filter_kernel
from bmlc.ops.elementwise_unary import ABSOLUTE
from bmlc.ops.op import Target
from bmlc.ops.shape import TRANSPOSE
from bmlc.ops.slicing import FLIP
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Pair, Steps

__all__ = ["BACKEND"]


def filter_gradient(k: Target, x: Tensor, dy: Tensor, *, size: Pair, **steps: Unpack[Steps]) -> Tensor:
    """tfjs's kernel knows no dilations."""
    plain = steps["dilations"] == (1, 1)
    return (filter_gradient_by_kernel if plain else conv2d_backprop_filter_kernel)(k, x, dy, size=size, **steps)


BACKEND = BackendFacts(
    title="JavaScript",
    place=40,
    package="@tensorflow/tfjs-backend-cpu",
    gpu=False,
    kernels={
        "Conv2DBackpropFilter": ("x", "dy"),
        "Conv2DBackpropInput": ("dy", "filter"),
    },
    # Abs needs tfjs's engine, Tile 100 ns an element; what is fused calls the plain kernels one after the other, with
    # every activation linked.
    without=frozenset({"Abs", "FusedConv2D", "FusedDepthwiseConv2D", "Tile"}),
    rules=(
        CONV2D_BACKPROP_FILTER.by(filter_gradient),
        CONV2D_BACKPROP_INPUT.by(input_gradient_by_kernel),
        ABSOLUTE.by(lambda k, x: k.kernel("Maximum", x, -x)),
        mean.by(sum_of_neighbours("Mean")),
        mod.by(repeating("Mod")),
        sum.by(sum_of_neighbours("Sum")),
        FLIP.by(flip_of_runs),
        TRANSPOSE.by(transpose_of_runs),
    ),
    ours={
        **OURS_FOR_INTEGERS,
        "DepthwiseBackpropFilter": ("depthwise_conv2d", ("x", "dy")),
        "Truth": ("truth", ("x",)),
        "IntegerMultiply": ("integer_multiply", ("a", "b")),
        **dict.fromkeys(("ArgMax", "ArgMin"), ("extremes", ("x",))),
        "MaxPool": ("pool", ("x",)),
        "Mod": ("binary", ("a", "b")),
        **dict.fromkeys(("Sign", "Step"), ("unary", ("x",))),
        **dict.fromkeys(("Mean", "Sum"), ("sum", ("x",))),
    },
    integers={**PRODUCT, "Multiply": ours("IntegerMultiply"), "Prod": FOLDS["Prod"], "Sum": FOLDS["Sum"]},
    departures=(
        departs(
            "power",
            "value",
            ("NaN", "infinite"),
            "JavaScript's 1 ** inf, (-1) ** inf and 1 ** NaN are NaN, where IEEE 754 says 1",
        ),
        departs("power", "gradient", ("NaN", "infinite"), "it is made of such powers"),
        departs("std", "gradient", ("largest",), "the variance overflows, and its gradient is 0 instead of NaN"),
    ),
)
