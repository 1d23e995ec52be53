"""The cpu backend: plain JavaScript.

Left out on purpose: `Abs` (it needs tfjs's engine), `Mean` (it divides every element before it sums), `Tile` (slow),
and `Softmax`, which is a composition.
"""

from __future__ import annotations

from bmlc.kernels.backend import OURS_FOR_INTEGERS, BackendFacts, departs
from bmlc.kernels.workspace import fused_conv2d_on_cpu, fused_mat_mul_on_cpu

__all__ = ["CPU"]

CPU = BackendFacts(
    kernels={
        "Conv2DBackpropFilter": ("x", "dy"),
        "Conv2DBackpropInput": ("dy", "filter"),
        "_FusedMatMul": ("a", "b", "bias"),
    },
    ours={
        **OURS_FOR_INTEGERS,
        "IntegerMultiply": ("integer_multiply", ("a", "b")),
        **dict.fromkeys(("ArgMax", "ArgMin"), ("extremes", ("x",))),
        "MaxPool": ("pool", ("x",)),
        **dict.fromkeys(("Sign", "Step"), ("unary", ("x",))),
        "Sum": ("sum", ("x",)),
    },
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
