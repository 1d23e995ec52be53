"""What is known of a backend: its kernels, and where they differ from what an op is meant to do.

Each backend states it in a file of `backends`; nothing outside of these files asks for a name. Tests hold what is
stated against the kernels.
Left out everywhere are tfjs's `GatherV2` and `ScatterNd`: they read and write foreign memory for an index out of range.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bmlc.ir import Dim
from bmlc.kernels.integers import StandIn
from bmlc.kernels.signatures import BINARY, UNARY
from bmlc.ops.op import Override

__all__ = [
    "CENTERED_FIRST",
    "EVERYWHERE",
    "EVERYWHERE_DEPARTURES",
    "GPU_DEPARTURES",
    "OURS_EVERYWHERE",
    "OURS_FOR_INTEGERS",
    "SELU_NEAR_ZERO",
    "BackendFacts",
    "Departure",
    "departs",
]

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

    Names of kernels stand in one text, with spaces between.

    Args:
        title: What a page calls it.
        place: In the order in which a page tries backends, the lowest first.
        package: tfjs's, which its kernels come from.
        gpu: Whether it runs shaders: in a page, not in Node; with functions of the device's own, a few units off; slow
            where they run on a CPU, as in tests.
        kernels: tfjs's kernels that rules may call, besides those of `EVERYWHERE`.
        without: Of `EVERYWHERE`, those that rules may not call here.
        ours: Modules of `runtime_js/src/kernels/<backend>` -> their kernels, besides `OURS_EVERYWHERE`.
        rules: `OP.by(rule)`: kernel rules that stand in for those of the ops' own declarations.
        integers: Kernels -> what is called instead for tensors without float32; see `integers.py`.
        rounds_integers: Whether int32 is float32 there, exact up to 2**24: a program that may go beyond is refused, and
            so are inputs that do.
        packs_weights: Whether BatchMatMul packs its right operand once for each tensor, in the shape that it then has;
            see `copy_reshaped_weights`.
        max_rank: The highest rank that a kernel can do; None if there is no limit.
        max_ranks: The same for single kernels, where it differs.
        merged: Kernels that are quicker where neighbouring dimensions are one, which is free.
        fused: Kernels -> the kernel that does them with a bias and an activation, where that is a gain.
        chains: Elementwise kernels that are printed for each program, in chains; see `chains`.
        fused_activations: Activation kernels that may be fused -> tfjs's names for them.
        masked: Kernels of gradients -> the kernel that gives 0 where its last input is not above 0.
        masks: Gradients of pooling that pass on 0 where the pool's result is not above 0, by the attribute `mask`.
        binaries: WebAssembly files of `package`, where one of its kernels is called; most browsers fetch the first.
        modules: WebAssembly modules of ours -> those of `ours` whose kernels they have; the first has what all need.
        workspace: Kernels -> the bytes that they hold for themselves while they run, by the types of their inputs.
        departures: Where results differ from TensorFlow's, besides `EVERYWHERE_DEPARTURES`.
    """

    title: str
    place: int
    package: str
    gpu: bool
    kernels: str = ""
    without: str = ""
    ours: Mapping[str, str]
    rules: tuple[Override, ...]
    integers: Mapping[str, StandIn]
    rounds_integers: bool = False
    packs_weights: bool = False
    max_rank: int | None = None
    max_ranks: Mapping[str, int | None] = field(default_factory=dict)
    merged: str = ""
    fused: Mapping[str, str] = field(default_factory=dict)
    chains: str = ""
    fused_activations: Mapping[str, str] = field(default_factory=lambda: {"Relu": "relu"})
    masked: Mapping[str, str] = field(default_factory=dict)
    masks: str = ""
    binaries: tuple[str, ...] = ()
    modules: Mapping[str, str] = field(default_factory=dict)
    workspace: Mapping[str, Callable[..., Dim]] = field(default_factory=dict)
    departures: tuple[Departure, ...]


EVERYWHERE = (
    f"{UNARY} {BINARY} All Any ArgMax ArgMin AvgPool AvgPoolGrad BatchMatMul Cast Concat Conv2D DepthwiseConv2dNative "
    "Fill FusedConv2D FusedDepthwiseConv2D Max MaxPool Mean Min OneHot PadV2 Prod Range Reshape ResizeBilinear Reverse "
    "Select Slice Sum Tile Transpose"
)

OURS_EVERYWHERE: Mapping[str, str] = {
    "cumulative": "Cumprod Cumsum",
    "depthwise_conv2d": "DepthwiseBackpropInput",
    "gather": "Gather",
    "max_pool_grad": "MaxPoolGrad",
    "nonfinite_counts": "NonFiniteCounts",
    "random_words": "RandomWords",
    "segments": "SegmentMax SegmentProd SegmentSum",
    "sorting": "ArgSort",
}

# Where integers are exact: see integers.py.
OURS_FOR_INTEGERS: Mapping[str, str] = {"integer_mat_mul": "IntegerMatMul", "integer_reduce": "IntegerReduce"}

CENTERED_FIRST = "(x - mean) * scale; TensorFlow's x * scale - mean * scale is NaN, or loses its last digits, there"

SELU_NEAR_ZERO = "it is that of the left side just below 0, where TensorFlow rounds to 0"

EVERYWHERE_DEPARTURES = (
    departs(
        "batch_normalization",
        "gradient",
        ("zero",),
        "that of a variance for which the result is NaN is NaN; TensorFlow's is 0 where x is the mean",
    ),
    departs(
        "max_pool",
        "value",
        ("NaN", "infinite"),
        "a NaN in a window is its maximum, and so is -inf among nothing else; TensorFlow passes over NaN, and gives "
        "-3.4e38 where nothing is left",
    ),
    departs("max_pool", "gradient", ("infinite",), "padding never wins, not even over -inf"),
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
    departs("selu", "gradient", ("tiny",), SELU_NEAR_ZERO),
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
