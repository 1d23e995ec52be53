"""The webgpu backend: compute shaders. Left out on purpose: `Softmax`, which is a composition."""

from __future__ import annotations

from bmlc.kernels.backend import GPU_DEPARTURES, OURS_FOR_INTEGERS, BackendFacts, Inputs, departs

__all__ = ["WEBGPU"]

_INTEGERS: dict[str, tuple[str, Inputs]] = {
    "IntegerConcat": ("integer_concat", None),
    "IntegerMap": ("integer_map", None),
    "IntegerMove": ("integer_move", ("x",)),
}

WEBGPU = BackendFacts(
    kernels={
        "Abs": ("x",),
        "Conv2DBackpropInput": ("dy", "filter"),
        "Mean": ("x",),
        "Tile": ("x",),
        "UnsortedSegmentSum": ("x", "segmentIds"),
        "_FusedMatMul": ("a", "b", "bias"),
    },
    ours={
        **OURS_FOR_INTEGERS,
        "MaxPool": ("max_pool", ("x",)),
        **dict.fromkeys(
            (
                "ClipByValue",
                "Elu",
                "Exp",
                "Expm1",
                "Log",
                "Log1p",
                "Selu",
                "Sigmoid",
                "Sign",
                "Softplus",
                "Step",
                "Tanh",
            ),
            ("unary", ("x",)),
        ),
        "Conv2DBackpropFilter": ("conv2d_backprop_filter", ("x", "dy")),
        "DirectConv2D": ("direct_conv2d", ("x", "filter", "bias")),
        **_INTEGERS,
    },
    workspaces={},
    max_rank=6,  # of the coordinates that tfjs can write into a shader
    max_ranks={
        # They reshape inside, or number elements.
        **dict.fromkeys(("BatchMatMul", "Concat", "Gather", "NonFiniteCounts", "OneHot", "SegmentSum"), None),
        **dict.fromkeys((*OURS_FOR_INTEGERS, *_INTEGERS), None),
        "PadV2": 4,  # its shader for more does not compile
        "Reverse": 4,  # it counts the batch of higher ranks twice
        "Select": 4,
        "Tile": 4,  # from 5 on it reads its input back, which this backend cannot do while a function runs
    },
    fused={"Conv2D": "FusedConv2D", "DirectConv2D": "DirectConv2D", "BatchMatMul": "_FusedMatMul"},
    fused_activations={"Relu": "relu"},
    departures=(
        *GPU_DEPARTURES,
        departs(
            "power",
            "value",
            ("NaN", "infinite", "largest", "tiny", "zero"),
            "exp2(b * log2(a)): logarithms of 0, infinities and NaN are what the device makes of them",
        ),
        departs("power", "gradient", ("NaN", "infinite", "largest", "zero"), "it is made of such powers"),
    ),
)
