"""The cpu backend: plain JavaScript. Left out on purpose: `Softmax`, which is a composition."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from typing import Unpack

from bmlc.kernels import rules
from bmlc.kernels.backend import CENTERED_FIRST, OURS_FOR_INTEGERS, BackendFacts, departs
from bmlc.kernels.integers import FOLDS, PRODUCT, ours
from bmlc.ops import mean, sum
from bmlc.ops.convolution import CONV2D_BACKPROP_FILTER, CONV2D_BACKPROP_INPUT, conv2d_backprop_filter_kernel
from bmlc.ops.elementwise_unary import ABSOLUTE
from bmlc.ops.normalization import BATCH_NORMALIZATION
from bmlc.ops.op import Target
from bmlc.ops.rounding import MOD
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Pair, Steps

__all__ = ["BACKEND"]


def filter_gradient(k: Target, x: Tensor, dy: Tensor, *, size: Pair, **steps: Unpack[Steps]) -> Tensor:
    """tfjs's kernel knows no dilations."""
    plain = steps["dilations"] == (1, 1)
    return (rules.filter_gradient_by_kernel if plain else conv2d_backprop_filter_kernel)(k, x, dy, size=size, **steps)


BACKEND = BackendFacts(
    title="JavaScript",
    place=40,
    package="@tensorflow/tfjs-backend-cpu",
    gpu=False,
    kernels="BatchNorm Conv2DBackpropFilter Conv2DBackpropInput",
    # Abs needs tfjs's engine, Tile 100 ns an element; what is fused calls the plain kernels one after the other, with
    # every activation linked.
    without="Abs FusedConv2D FusedDepthwiseConv2D Tile",
    rules=(
        BATCH_NORMALIZATION.by(rules.batch_normalization_by("BatchNorm")),
        CONV2D_BACKPROP_FILTER.by(filter_gradient),
        CONV2D_BACKPROP_INPUT.by(rules.input_gradient_by_kernel),
        ABSOLUTE.by(lambda k, x: k.kernel("Maximum", x, -x)),
        mean.by(rules.sum_of_neighbours("Mean")),
        MOD.by(rules.repeating("Mod")),
        sum.by(rules.sum_of_neighbours("Sum")),
    ),
    ours={
        **OURS_FOR_INTEGERS,
        "binary": "Mod",
        "depthwise_conv2d": "DepthwiseBackpropFilter",
        "extremes": "ArgMax ArgMin",
        "integer_multiply": "IntegerMultiply",
        "pool": "MaxPool",
        "sum": "Mean Sum",
        "truth": "Truth",
        "unary": "Sign Step",
    },
    integers={**PRODUCT, "Multiply": ours("IntegerMultiply"), "Prod": FOLDS["Prod"], "Sum": FOLDS["Sum"]},
    merged="Reverse Transpose",
    departures=(
        departs(
            "power",
            "value",
            ("NaN", "infinite"),
            "JavaScript's 1 ** inf, (-1) ** inf and 1 ** NaN are NaN, where IEEE 754 says 1",
        ),
        departs("power", "gradient", ("NaN", "infinite"), "it is made of such powers"),
        departs("std", "gradient", ("largest",), "the variance overflows, and its gradient is 0 instead of NaN"),
        departs("batch_normalization", "value", ("infinite", "largest"), CENTERED_FIRST),
    ),
)
