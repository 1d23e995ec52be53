"""The kernels that kernel rules may call, by backend: tfjs 4.22's where they are right, ours where they are not.

Left out on purpose: on wasm `Conv2DBackpropInput` (a naive loop) and `_FusedMatMul` (wrong for most inputs); on cpu
`Abs` (it needs tfjs's engine) and `Mean` (it divides every element before it sums); on both `Tile` (slow); on webgl
`Conv2DBackpropFilter` (slower than a convolution that gives the same); `Softmax` wherever it is a composition of other
kernels; everywhere `GatherV2` and `ScatterNd` (they read and write foreign memory where an index is out of range).
"""

from __future__ import annotations

from functools import cache

from bmlc.kernels.kernel import Backend, Kernel, no_workspace
from bmlc.kernels.workspace import WORKSPACES

__all__ = ["kernel_table"]

Inputs = tuple[str, ...] | None

_UNARY = (
    "ClipByValue Cos Elu Erf Exp Expm1 Floor LeakyRelu Log Log1p LogicalNot Neg Relu Relu6 Rsqrt Selu Sigmoid Sign Sin "
    "Softplus Sqrt Square Step Tanh"
)
_BINARY = (
    "Add BatchMatMul Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum Minimum Multiply NotEqual "
    "Pow RealDiv Sub"
)
_OF_X = "All Any ArgMax ArgMin AvgPool Cast Max MaxPool Min PadV2 Prod Reshape Reverse Slice Sum Transpose"

_EVERYWHERE: dict[str, Inputs] = {
    **dict.fromkeys(_UNARY.split(), ("x",)),
    **dict.fromkeys(_BINARY.split(), ("a", "b")),
    **dict.fromkeys(_OF_X.split(), ("x",)),
    "AvgPoolGrad": ("dy", "input"),
    "Concat": None,
    "Conv2D": ("x", "filter"),
    "Fill": (),
    "FusedConv2D": ("x", "filter", "bias"),
    "OneHot": ("indices",),
    "Select": ("condition", "t", "e"),
}

_ONLY: dict[Backend, dict[str, Inputs]] = {
    "cpu": {
        "Conv2DBackpropFilter": ("x", "dy"),
        "Conv2DBackpropInput": ("dy", "filter"),
        "_FusedMatMul": ("a", "b", "bias"),
    },
    "wasm": {
        "Abs": ("x",),
        "Mean": ("x",),
        "Softmax": ("logits",),
    },
    "webgl": {
        "Abs": ("x",),
        "Conv2DBackpropInput": ("dy", "filter"),
        "Mean": ("x",),
        "Tile": ("x",),
        "_FusedMatMul": ("a", "b", "bias"),
    },
    "webgpu": {
        "Abs": ("x",),
        "Conv2DBackpropInput": ("dy", "filter"),
        "Mean": ("x",),
        "Tile": ("x",),
        "UnsortedSegmentSum": ("x", "segmentIds"),
        "_FusedMatMul": ("a", "b", "bias"),
    },
}

# Written by us: `runtime_js/src/kernels/<backend>`.
_OURS: dict[str, tuple[str, Inputs]] = {
    "Gather": ("gather", ("x", "indices")),
    "MaxPoolGrad": ("max_pool_grad", ("dy", "input", "output")),
    "NonFiniteCounts": ("nonfinite_counts", ("x",)),
    "RandomWords": ("random_words", ("invocation",)),
    "SegmentSum": ("segment_sum", ("x", "ids")),
}
_OURS_ON_WEBGPU: dict[str, tuple[str, Inputs]] = {
    **_OURS,
    "Conv2DBackpropFilter": ("conv2d_backprop_filter", ("x", "dy")),
    "DirectConv2D": ("direct_conv2d", ("x", "filter", "bias")),
}

# The output is the input's memory with a reference added. webgl's Reshape makes a new texture where the old one's
# packing does not fit the new shape; that is decided while it runs, so a webgl function's peak is not exact.
_SHARES_MEMORY = frozenset({"Reshape"})


@cache
def kernel_table(backend: Backend) -> dict[str, Kernel]:
    """Every kernel of `backend` by its name."""
    names = {**_EVERYWHERE, **_ONLY[backend]}
    table = {name: _tfjs(name, backend, inputs) for name, inputs in names.items()}
    ours = _OURS_ON_WEBGPU if backend == "webgpu" else _OURS
    for name, (module, inputs) in ours.items():
        path = f"@bml/runtime/kernels/{backend}/{module}.js"
        table[name] = _kernel(name, backend, path, inputs)
    return table


def _tfjs(name: str, backend: Backend, inputs: Inputs) -> Kernel:
    return _kernel(name, backend, f"@tensorflow/tfjs-backend-{backend}/dist/kernels/{name}.js", inputs)


def _config(kernel: str) -> str:
    """`conv2DConfig` for Conv2D, `_fusedMatMulConfig` for _FusedMatMul."""
    bare = kernel.lstrip("_")
    return f"{kernel[: len(kernel) - len(bare)]}{bare[0].lower()}{bare[1:]}Config"


def _kernel(name: str, backend: Backend, module: str, inputs: Inputs) -> Kernel:
    return Kernel(
        name,
        backend,
        module,
        _config(name),
        inputs,
        shares_memory=name in _SHARES_MEMORY,
        workspace=WORKSPACES[backend].get(name, no_workspace),
        requires=(),  # wasm's reductions call Transpose only for axes that legalization has moved inside already
    )
