"""What is known of a backend: its kernels, and where they differ from what an op is meant to do.

Each backend states it in a file of `backends`; nothing outside of these files asks for a name. Tests hold what is
stated against the kernels.
Left out everywhere are tfjs's `GatherV2` and `ScatterNd`: they read and write foreign memory for an index out of range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bmlc.kernels.integers import StandIn
from bmlc.kernels.kernel import Workspace
from bmlc.ops.op import Override

__all__ = [
    "ELEMENTWISE",
    "EVERYWHERE",
    "EVERYWHERE_DEPARTURES",
    "GPU_DEPARTURES",
    "OURS_EVERYWHERE",
    "OURS_FOR_INTEGERS",
    "BackendFacts",
    "Departure",
    "Inputs",
    "departs",
]

# Names of a kernel's inputs in order, optional ones last; None: an array of tensors.
Inputs: TypeAlias = tuple[str, ...] | None

# Numbers that kernels treat apart. Subnormal ones are kept or taken as 0, on every backend and in TensorFlow.
Kind: TypeAlias = Literal["NaN", "infinite", "largest", "large", "tiny", "zero", "number"]


@dataclass(frozen=True)
class Departure:
    """Ops that give another result than TensorFlow for special values: what a test expects, and what the docs show.

    Args:
        ops: Names of ops; `a+b` is a that is fused with b.
        of: The result itself, or its gradient.
        inputs: Kinds of numbers among the inputs for which that is so: `Kind`.
        reason: Why, and what comes instead.
    """

    ops: tuple[str, ...]
    of: Literal["value", "gradient"]
    inputs: tuple[Kind, ...]
    reason: str


def departs(ops: str, of: Literal["value", "gradient"], inputs: tuple[Kind, ...], reason: str) -> Departure:
    return Departure(tuple(ops.split()), of, inputs, reason)


@dataclass(frozen=True, kw_only=True)
class BackendFacts:
    """What is particular to a backend.

    Args:
        title: What a page calls it.
        place: In the order in which a page tries backends, the lowest first.
        package: tfjs's, which its kernels come from.
        gpu: Whether it runs shaders: in a page, not in Node; with functions of the device's own, a few units off; slow
            where they run on a CPU, as in tests.
        kernels: tfjs's kernels that rules may call, besides those of `EVERYWHERE`.
        without: Of `EVERYWHERE`, those that rules may not call here.
        ours: Kernels of `runtime_js/src/kernels/<backend>`: name -> module and inputs, besides `OURS_EVERYWHERE`.
        rules: `OP.by(rule)`: kernel rules that stand in for those of the ops' own declarations.
        integers: Kernels -> what is called instead for tensors without float32; see `integers.py`.
        rounds_integers: Whether int32 is float32 there, exact up to 2**24: a program that may go beyond is refused, and
            so are inputs that do.
        workspaces: What kernels allocate besides their output, as the backend's own table counts it. None do on cpu and
            wasm: legalization transposes before a reduction and composes softmax of kernels, so that what is alive is
            in the IR, to be freed and shared. What the GPUs stage to upload, to pack and to reduce in rounds depends
            on where a tensor is when the kernel runs, and is not stated.
        shares_memory: Kernels whose output is the memory of their first input, with a reference added.
        packs_weights: Whether BatchMatMul packs its right operand once for each tensor, in the shape that it then has;
            see `copy_reshaped_weights`.
        max_rank: The highest rank that a kernel can do; None if there is no limit.
        max_ranks: The same for single kernels, where it differs.
        fused: Kernels -> the kernel that does them with a bias and an activation, where that is a gain.
        fused_activations: Activation kernels that may be fused -> tfjs's names for them.
        threads: The module that its threads run, in a bundle `chunks/<backend>_thread.js`.
        binaries: WebAssembly files that its code loads from `chunks`; most browsers fetch the first only.
        departures: Where results differ from TensorFlow's, besides `EVERYWHERE_DEPARTURES`.
    """

    title: str
    place: int
    package: str
    gpu: bool
    kernels: Mapping[str, Inputs]
    without: frozenset[str] = frozenset()
    ours: Mapping[str, tuple[str, Inputs]]
    rules: tuple[Override, ...]
    integers: Mapping[str, StandIn]
    rounds_integers: bool = False
    workspaces: Mapping[str, Workspace] = field(default_factory=dict)
    shares_memory: frozenset[str] = frozenset({"Reshape"})
    packs_weights: bool = False
    max_rank: int | None = None
    max_ranks: Mapping[str, int | None] = field(default_factory=dict)
    fused: Mapping[str, str] = field(default_factory=dict)
    fused_activations: Mapping[str, str] = field(default_factory=dict)
    threads: str | None = None
    binaries: tuple[str, ...] = ()
    departures: tuple[Departure, ...]


_UNARY = (
    "Abs Acos Acosh Asin Asinh Atan Atanh Ceil ClipByValue Cos Cosh Elu Erf Exp Expm1 Floor IsFinite IsInf LeakyRelu "
    "Log Log1p LogicalNot Neg Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square Step "
    "Tan Tanh"
)
_BINARY = (
    "Add Atan2 Equal FloorDiv Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum Minimum Mod Multiply "
    "NotEqual Pow RealDiv SquaredDifference Sub"
)
_OF_X = "All Any ArgMax ArgMin AvgPool Cast Max MaxPool Mean Min PadV2 Prod Reshape Reverse Slice Sum Tile Transpose"

# Those of tfjs that work element by element, called without any entry: `k.kernel("Sinh", x)`.
ELEMENTWISE: Mapping[str, Inputs] = {
    **dict.fromkeys(_UNARY.split(), ("x",)),
    **dict.fromkeys(_BINARY.split(), ("a", "b")),
}

EVERYWHERE: Mapping[str, Inputs] = {
    **ELEMENTWISE,
    **dict.fromkeys(_OF_X.split(), ("x",)),
    "AvgPoolGrad": ("dy", "input"),
    "BatchMatMul": ("a", "b"),
    "Concat": None,
    "Conv2D": ("x", "filter"),
    "DepthwiseConv2dNative": ("x", "filter"),
    "Fill": (),
    "FusedConv2D": ("x", "filter", "bias"),
    "FusedDepthwiseConv2D": ("x", "filter", "bias"),
    "OneHot": ("indices",),
    "Range": (),
    "ResizeBilinear": ("images",),
    "Select": ("condition", "t", "e"),
}

OURS_EVERYWHERE: Mapping[str, tuple[str, Inputs]] = {
    "ArgSort": ("sorting", ("x",)),
    "DepthwiseBackpropInput": ("depthwise_conv2d", ("dy", "filter")),
    **dict.fromkeys(("CumLogSumExp", "Cumprod", "Cumsum"), ("cumulative", ("x",))),
    "Gather": ("gather", ("x", "indices")),
    "MaxPoolGrad": ("max_pool_grad", ("dy", "input", "output")),
    "NonFiniteCounts": ("nonfinite_counts", ("x",)),
    "RandomWords": ("random_words", ("invocation",)),
    **dict.fromkeys(("SegmentMax", "SegmentProd", "SegmentSum"), ("segments", ("x", "ids", "order"))),
}

# Where integers are exact: see integers.py.
OURS_FOR_INTEGERS: Mapping[str, tuple[str, Inputs]] = {
    "IntegerMatMul": ("integer_mat_mul", ("a", "b")),
    "IntegerReduce": ("integer_reduce", ("x",)),
}

EVERYWHERE_DEPARTURES = (
    departs(
        "max_pool",
        "value",
        ("NaN", "infinite"),
        "a NaN in a window is its maximum, and so is -inf among nothing else; TensorFlow passes over NaN, and gives "
        "-3.4e38 where nothing is left",
    ),
    departs("max_pool", "gradient", ("infinite",), "padding never wins, not even over -inf"),
    departs(
        "logcumsumexp",
        "value",
        ("NaN", "infinite"),
        "all is NaN from a NaN on, and infinite from inf on; TensorFlow passes over NaN, and makes NaN of a second inf",
    ),
    departs("logcumsumexp", "gradient", ("NaN",), "it is NaN where such a result is"),
    departs("cumprod", "gradient", ("zero",), "that of a first 0 is the product of the others; TensorFlow's is 0"),
    departs(
        "prod",
        "gradient",
        ("NaN", "infinite", "largest"),
        "it is the product divided by the element: NaN or infinite where the product of the others is neither",
    ),
)

# What webgl and webgpu have in common.
GPU_DEPARTURES = (
    departs(
        "sin cos tan",
        "value",
        ("large", "largest"),
        "the functions of a GPU are exact within a few turns only; reduce angles to [-pi, pi] first",
    ),
    departs("sin cos tan", "gradient", ("large", "largest"), "it is made of the same functions"),
    departs("selu", "gradient", ("tiny",), "it is that of the left side just below 0, where TensorFlow rounds to 0"),
    departs("argmax argmin", "value", ("NaN",), "a NaN that stands first is found: no comparison with it holds"),
    departs("mod", "value", ("largest",), "a - b * floor(a / b): the quotient overflows, or has lost its last digits"),
    departs("divide divide_no_nan", "gradient", ("largest",), "-a / b / b overflows or vanishes on the way"),
    departs(
        "cumsum",
        "value",
        ("largest",),
        "parts of a row are summed first; such a part may overflow although no sum does",
    ),
    departs(
        "cumprod",
        "value",
        ("large",),
        "the same of products: 1e30 * 1e30 is infinite before 1e-30, which comes first, is multiplied with it",
    ),
    departs("max_pool", "gradient", ("NaN",), "no element of a window equals NaN: its gradient goes nowhere"),
)
