"""The wasm backend: tfjs's own C++ and XNNPACK, compiled to WebAssembly.

Left out on purpose: `Conv2DBackpropInput` (a naive loop), `_FusedMatMul` (wrong for most inputs), `Tile` (slow).
"""

from __future__ import annotations

from bmlc.kernels.backend import OURS_FOR_INTEGERS, BackendFacts, departs

__all__ = ["WASM"]

# XNNPACK's tensors have at most 6 dimensions: its operators print a refusal, and compute nothing.
_XNNPACK = 6

WASM = BackendFacts(
    kernels={
        "Abs": ("x",),
        "Softmax": ("logits",),
    },
    ours={
        **OURS_FOR_INTEGERS,
        **dict.fromkeys(("ArgMax", "ArgMin"), ("extremes", ("x",))),
        **dict.fromkeys(("FloatMaximum", "FloatMinimum"), ("extremes", ("a", "b"))),
        **dict.fromkeys(("AvgPool", "MaxPool"), ("pool", ("x",))),
        "FusedConv2D": ("fused_conv2d", ("x", "filter", "bias")),
        **dict.fromkeys(("FloatSum", "Mean"), ("sum", ("x",))),
        **dict.fromkeys(("ClipByValue", "Cos", "Log1p", "Relu", "Sign", "Sin", "Step"), ("unary", ("x",))),
    },
    workspaces={},
    max_rank=None,
    max_ranks=dict.fromkeys(("Add", "Multiply", "PadV2", "RealDiv", "Sub"), _XNNPACK),
    fused={"Conv2D": "FusedConv2D"},
    fused_activations={"Relu": "relu"},
    departures=(
        departs("std", "gradient", ("largest",), "the variance overflows, and its gradient is 0 instead of NaN"),
    ),
)
