"""The webgl backend: fragment shaders.

Left out on purpose: `Conv2DBackpropFilter` (slower than a convolution that gives the same), and `Softmax`, which is a
composition.
"""

from __future__ import annotations

from bmlc.kernels.backend import BackendFacts

__all__ = ["WEBGL"]

WEBGL = BackendFacts(
    kernels={
        "Abs": ("x",),
        "Conv2DBackpropInput": ("dy", "filter"),
        "Mean": ("x",),
        "Tile": ("x",),
        "_FusedMatMul": ("a", "b", "bias"),
    },
    ours={},
    workspaces={},
    max_rank=6,  # of the coordinates that tfjs can write into a shader
    max_ranks={
        # They reshape inside.
        **dict.fromkeys(("All", "Any", "BatchMatMul", "Max", "Mean", "Min", "OneHot", "Prod", "Sum"), None),
        "PadV2": 4,  # its shader for more does not compile
        "Reverse": 4,
        "Select": 4,
        "Tile": 5,  # from 6 on it reads its input back and tiles it in JavaScript
    },
    fused={"Conv2D": "FusedConv2D", "BatchMatMul": "_FusedMatMul"},
    fused_activations={"Relu": "relu", "Relu6": "relu6", "Sigmoid": "sigmoid", "Elu": "elu"},
)
