"""The highest ranks in the tables are those that the kernels can do: right there, and at no rank above."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases.ops import Array, booleans, integers, normal, positive

from bmlc.emit.tensor_functions import emit_tensor_functions
from bmlc.ir import Function, TensorType
from bmlc.kernels import verifier
from bmlc.kernels.kernel import Backend
from bmlc.kernels.signatures import BINARY, UNARY
from bmlc.kernels.tables import FACTS, kernel_table
from bmlc.kernels.variants import backend_of
from bmlc.ops.op import NotDifferentiable, OpN
from bmlc.parity.chromium_host import open_chromium
from bmlc.parity.compiled import Compiled, Side
from bmlc.parity.host import Host, HostError
from bmlc.parity.node_host import open_node
from bmlc.parity.workbench import build_workbench
from bmlc.passes import copy_reshaped_weights, fuse_chains, legalize
from bmlc.passes.pipeline import lower
from bmlc.passes.trace import trace

from .tables import GPUS

SIZES = (2, 3, 2, 2, 3, 2, 2, 2)
ANY_RANK = 8  # stands for all where a kernel has no limit
# It answers above its limit, by reading its input back to JavaScript.
SLOW = {("webgl", "Tile")}
# The rank is given: images, matrices of rows, words.
FIXED = {
    *("AvgPool", "AvgPoolGrad", "Conv2D", "Conv2DBackpropFilter", "Conv2DBackpropInput", "DirectConv2D", "FusedConv2D"),
    *("DepthwiseBackpropFilter", "DepthwiseBackpropFilters", "DepthwiseBackpropInput", "DepthwiseConv2dNative"),
    *("FusedDepthwiseConv2D", "MaxPool", "MaxPoolGrad", "OneHot", "RandomWords", "Range", "ResizeBilinear", "Truth"),
    *("MaskedConv2DBackpropInput", "MaskedDepthwiseBackpropInput", "MaskedMatMul", "_FusedMatMul"),
}
CHAINS = {"Chain", "RareChain"}  # what elementwise kernels become on some backends


@dataclass(frozen=True)
class Call:
    """A kernel, called once: what it is given, and what NumPy says."""

    inputs: tuple[Array, ...]
    expected: Array
    attrs: Mapping[str, Any]


def unary(numpy: Callable[..., Any] | None, **attrs: Any) -> Callable[[int], Call]:
    def call(rank: int) -> Call:
        x = positive(*SIZES[:rank])
        return Call((x,), x if numpy is None else numpy(x), attrs)

    return call


def binary(numpy: Callable[..., Any], make: Callable[..., Array] = positive) -> Callable[[int], Call]:
    """Every other dimension stretches; above a limit, where the rank is odd, those of a vector."""

    def call(rank: int) -> Call:
        a, b = (
            make(*(size if axis % 2 == phase else 1 for axis, size in enumerate(SIZES[:rank])), seed=phase)
            for phase in (0, 1)
        )
        if rank % 2:
            a, b = make(*SIZES[:rank], seed=0), make(SIZES[rank - 1], seed=1)
        return Call((a, b), numpy(a, b), {})

    return call


def same(numpy: Callable[..., Any]) -> Callable[[int], Call]:
    def call(rank: int) -> Call:
        a, b = normal(*SIZES[:rank]), normal(*SIZES[:rank], seed=1)
        return Call((a, b), numpy(a, b), {})

    return call


def last(numpy: Callable[..., Any], name: str = "axis", make: Callable[..., Array] = normal) -> Callable[[int], Call]:
    def call(rank: int) -> Call:
        x = make(*SIZES[:rank])
        return Call((x,), numpy(x, axis=-1), {name: (rank - 1,), "keepDims": False})

    return call


def position(numpy: Callable[..., Any]) -> Callable[[int], Call]:
    return lambda rank: Call((normal(*SIZES[:rank]),), numpy(normal(*SIZES[:rank]), axis=-1), {"axis": rank - 1})


def softmax(rank: int) -> Call:
    x = normal(*SIZES[:rank])
    return Call((x,), np.exp(x) / np.exp(x).sum(-1, keepdims=True), {"dim": rank - 1})


def select(rank: int) -> Call:
    shape = SIZES[:rank]
    inputs = booleans(*shape), normal(*shape), normal(*shape, seed=1)
    return Call(inputs, np.where(*inputs), {})


def transpose(rank: int) -> Call:
    order = (*range(1, rank, 2), *range(0, rank, 2))
    return Call((normal(*SIZES[:rank]),), normal(*SIZES[:rank]).transpose(order), {"perm": order})


def slice_(rank: int) -> Call:
    x, begin = normal(*SIZES[:rank]), tuple(axis % 2 for axis in range(rank))
    part = x[tuple(slice(start, None) for start in begin)]
    return Call((x,), part, {"begin": begin, "size": part.shape})


def pad(rank: int) -> Call:
    x, pads = normal(*SIZES[:rank]), tuple((1 - axis % 2, 0) for axis in range(rank))
    return Call((x,), np.pad(x, pads, constant_values=2), {"paddings": pads, "constantValue": 2.0})


def reverse(rank: int) -> Call:
    x, dims = normal(*SIZES[:rank]), tuple(range(0, rank, 2))
    return Call((x,), np.flip(x, dims), {"dims": dims})


def tile(rank: int) -> Call:
    x, reps = normal(*SIZES[:rank]), tuple(2 - axis % 2 for axis in range(rank))
    return Call((x,), np.tile(x, reps), {"reps": reps})


def concat(rank: int) -> Call:
    a, b = normal(*SIZES[:rank]), normal(*SIZES[:rank], seed=1)
    return Call((a, b), np.concatenate([a, b], rank // 2), {"axis": rank // 2})


def gather(rank: int) -> Call:
    x, places = normal(*SIZES[:rank]), np.array([1, 0, 1], np.int32)
    return Call((x, places), np.take(x, places, rank // 2), {"axis": rank // 2, "batchDims": 0})


def segments(rank: int) -> Call:
    x = normal(*SIZES[:rank])
    return Call((x, np.array([1, 0], np.int32)), x[::-1], {"count": 2, "batchDims": 0})


def matmul(rank: int) -> Call:
    a, b = normal(*SIZES[: rank - 2], 2, 3), normal(*SIZES[: rank - 2], 3, 2, seed=1)
    return Call((a, b), a @ b, {"transposeA": False, "transposeB": False})


def batch_norm(rank: int) -> Call:
    x, vectors = normal(*SIZES[:rank]), [positive(SIZES[rank - 1], seed=seed) for seed in range(4)]
    mean, variance, scale, offset = vectors
    return Call((x, *vectors), (x - mean) / np.sqrt(variance) * scale + offset, {"varianceEpsilon": 0.0})


def integer_concat(rank: int) -> Call:
    a, b = integers(*SIZES[:rank]), integers(*SIZES[:rank], seed=1)
    return Call((a, b), np.concatenate([a, b], rank // 2), {"axis": rank // 2})


def integer_map(rank: int) -> Call:
    return replace(binary(np.add, integers)(rank), attrs={"operation": "Add", "dtype": "int32"})


def integer_matmul(rank: int) -> Call:
    a, b = integers(*SIZES[: rank - 2], 2, 3), integers(*SIZES[: rank - 2], 3, 2, seed=1)
    return Call((a, b), a @ b, {})


def integer_move(rank: int) -> Call:
    x, dims = integers(*SIZES[:rank]), tuple(range(0, rank, 2))
    return Call((x,), np.flip(x, dims), {"dims": dims})


def integer_reduce(rank: int) -> Call:
    return replace(last(np.sum, make=integers)(rank), attrs={"fold": "sum", "axes": 1})


def fill(rank: int) -> Call:
    shape = SIZES[:rank]
    return Call((), np.full(shape, 3, np.float32), {"shape": shape, "value": 3, "dtype": "float32"})


CALLS: dict[str, Callable[[int], Call]] = {
    "Abs": unary(np.abs),
    "Add": binary(np.add),
    "All": last(np.all, make=booleans),
    "Any": last(np.any, make=booleans),
    "ArgMax": position(np.argmax),
    "ArgMin": position(np.argmin),
    "ArgSort": unary(lambda x: x.argsort(-1).astype("i"), descending=False),
    "BatchMatMul": matmul,
    "Cast": unary(lambda x: x.astype("i"), dtype="int32"),
    "ClipByValue": unary(lambda x: np.clip(x, 0.5, 1.0), clipValueMin=0.5, clipValueMax=1.0),
    **dict.fromkeys(("BatchNorm", "FusedBatchNorm"), batch_norm),
    "Concat": concat,
    "Cumprod": unary(lambda x: x.cumprod(-1), reverse=False),
    "Cumsum": unary(lambda x: x.cumsum(-1), reverse=False),
    "Cos": unary(np.cos),
    "Elu": unary(None),
    "Equal": binary(np.equal),
    "Erf": unary(np.vectorize(math.erf, otypes=[np.float32])),
    "Exp": unary(np.exp),
    "Expm1": unary(np.expm1),
    "Fill": fill,
    "FloatMaximum": same(np.maximum),
    "FloatMinimum": same(np.minimum),
    "FloatSum": last(np.sum),
    "Floor": unary(np.floor),
    "Gather": gather,
    "Greater": binary(np.greater),
    "GreaterEqual": binary(np.greater_equal),
    "IntegerConcat": integer_concat,
    "IntegerMap": integer_map,
    "IntegerMod": binary(lambda a, b: a % b, lambda *shape, seed: integers(*shape, low=1, seed=seed)),
    "IntegerMatMul": integer_matmul,
    "IntegerMove": integer_move,
    "IntegerMultiply": binary(np.multiply, integers),
    "IntegerReduce": integer_reduce,
    "LeakyRelu": unary(None, alpha=0.5),
    "Less": binary(np.less),
    "LessEqual": binary(np.less_equal),
    "Log": unary(np.log),
    "Log1p": unary(np.log1p),
    "LogicalAnd": binary(np.logical_and, booleans),
    "LogicalNot": lambda rank: Call((booleans(*SIZES[:rank]),), ~booleans(*SIZES[:rank]), {}),
    "LogicalOr": binary(np.logical_or, booleans),
    "Max": last(np.max, "reductionIndices"),
    "Maximum": binary(np.maximum),
    "Mean": last(np.mean),
    "Min": last(np.min),
    "Minimum": binary(np.minimum),
    "Multiply": binary(np.multiply),
    "Neg": unary(np.negative),
    "NonFiniteCounts": lambda rank: Call((normal(*SIZES[:rank]),), np.zeros((2, 1), "f"), {"lanes": 1}),
    "NotEqual": binary(np.not_equal),
    "PadV2": pad,
    "Pow": binary(np.power),
    "Prod": last(np.prod),
    "RealDiv": binary(np.divide),
    "Relu": unary(None),
    "Reshape": lambda rank: Call((normal(*SIZES[:rank]),), normal(*SIZES[:rank]).reshape(SIZES[:rank][::-1]), {
        "shape": SIZES[:rank][::-1]
    }),
    "Reverse": reverse,
    "Rsqrt": unary(lambda x: 1 / np.sqrt(x)),
    **dict.fromkeys(("SegmentMax", "SegmentProd", "SegmentSum"), segments),
    "Select": select,
    "Selu": unary(lambda x: x * np.float32(1.0507009873554805)),
    "Sigmoid": unary(lambda x: 1 / (1 + np.exp(-x))),
    "Sign": unary(np.sign),
    "Sin": unary(np.sin),
    "Slice": slice_,
    "Softmax": softmax,
    "Softplus": unary(lambda x: np.log1p(np.exp(x))),
    "Sqrt": unary(np.sqrt),
    "Square": unary(np.square),
    "Step": unary(np.ones_like, alpha=0.0),
    "Sub": binary(np.subtract),
    "Sum": last(np.sum),
    "Tanh": unary(np.tanh),
    "Tile": tile,
    "Transpose": transpose,
}  # fmt: skip


@cache
def without_limits(backend: Backend) -> dict[str, Any]:
    return {name: replace(kernel, max_rank=None) for name, kernel in kernel_table(backend).items()}


def function_of(name: str, call: Call) -> Function:
    dtype = {"int64": "int32", "float64": "float32"}.get(call.expected.dtype.name, call.expected.dtype.name)
    of = TensorType(call.expected.shape, dtype)  # type: ignore[arg-type]
    op = OpN(
        name=name,
        shape=lambda *types: of,
        gradient=NotDifferentiable("a kernel by itself"),
        batching=lambda *args: None,
        reference=lambda *args: None,
        kernel=lambda k, *inputs: k.kernel(name, *inputs, **call.attrs),
    )
    params = [(f"x{i}", TensorType(x.shape, x.dtype.name)) for i, x in enumerate(call.inputs)]
    return trace(op, params, name)


@contextmanager
def opened(code: str, backend: Backend, folder: Path) -> Iterator[Host]:
    page = backend in GPUS
    built = build_workbench({backend: code}, folder, "page" if page else "node")
    with open_chromium(built) if page else open_node(built) as host:
        yield host


def right(side: Side, key: str, call: Call) -> bool:
    try:
        (actual,) = side.call(key, call.inputs, {})[0].outs
    except HostError:
        # What a kernel leaves behind when it fails may fail the next one.
        side.host.close(side.backend)
        side.host.start(side.backend)
        return False
    return actual.shape == call.expected.shape and np.allclose(actual, call.expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("backend", list(FACTS))
def test_max_ranks(backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = kernel_table(backend)
    assert set(table) - set(CALLS) <= FIXED | CHAINS | {*UNARY.split(), *BINARY.split()}
    kernels = {name: kernel.max_rank for name, kernel in table.items() if name in CALLS}
    calls = {}
    for name, limit in kernels.items():
        calls[f"{name} within"] = CALLS[name](ANY_RANK if limit is None else limit)
        if limit is not None and (backend, name) not in SLOW:
            calls[f"{name} above"] = CALLS[name](limit + 1)
    for module in (copy_reshaped_weights, fuse_chains, legalize, verifier):
        monkeypatch.setattr(module, "kernel_table", without_limits)
    lowered = {
        f"f{i}": lower(function_of(name.split()[0], call), backend) for i, (name, call) in enumerate(calls.items())
    }
    code = emit_tensor_functions(lowered, backend, Path("kernels.py")).code
    compiled = Compiled(backend_of(backend), backend, code, {key: key for key in lowered}, lowered, {})
    with opened(code, backend, tmp_path / "workbench") as host:
        side = Side(host, compiled, host.start(compiled.backend))
        rights = {name for i, (name, call) in enumerate(calls.items()) if right(side, f"f{i}", call)}
    assert rights == {f"{name} within" for name in kernels}
