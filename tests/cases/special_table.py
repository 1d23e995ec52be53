"""Every op on special values: zeros, subnormals, infinities, NaN, the largest numbers, and the op's own edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from cases.families import unlisted
from cases.ops import Array

from bmlc import ops
from bmlc.ir import Function, TensorType
from bmlc.ops.control import value_and_grad
from bmlc.ops.elementwise import Binary, Unary
from bmlc.ops.reducing import Reduction
from bmlc.passes.trace import trace

MAX = np.finfo(np.float32).max
TINY = np.finfo(np.float32).tiny
SPECIAL = np.array(
    [0.0, -0.0, np.inf, -np.inf, np.nan, -np.nan, MAX, -MAX, 1e-42, -1e-42, 1e-39, -1e-39, TINY, -TINY, 1e-30, -1e-30],
    np.float32,
)
# Where exp, tanh and their relatives overflow, vanish or turn into something simpler, and a few plain numbers.
PLAIN = np.array(
    [1, -1, 0.5, -0.5, 2.5, -2.5, 20, -20, 87, -87, 89, -89, 105, -105, 1e-4, -1e-4, 1e10, -1e10], np.float32
)
X = np.concatenate([SPECIAL, PLAIN])


@dataclass(frozen=True)
class Special:
    """A function on special values; each element of its results depends on the elements of `inputs` at its place.

    Args:
        name: Of the case, beginning with the op's.
        fn: Called with symbolic tensors.
        inputs: Arrays whose rows (of all but the leading dimension) belong together.
        tolerance: Of |a - b| / |b|, element by element.
        gpu_tolerance: The same on webgl and webgpu.
        absolute: Of |a - b|, of which no more is asked for: by default that of a subnormal number.
        differentiable: Whether its gradient is held against TensorFlow's tape.
    """

    name: str
    fn: Callable[..., Any]
    inputs: tuple[Array, ...]
    tolerance: float = 1e-5
    gpu_tolerance: float = 1e-4
    absolute: float = 1.2e-38
    differentiable: bool = True

    @property
    def params(self) -> list[tuple[str, Any]]:
        return [(f"x{i}", TensorType(x.shape, x.dtype.name)) for i, x in enumerate(self.inputs)]

    @property
    def float_inputs(self) -> tuple[int, ...]:
        return tuple(i for i, x in enumerate(self.inputs) if x.dtype == np.float32)


def function_of(case: Special) -> Function:
    return trace(case.fn, case.params, case.name)


def gradient_of(case: Special) -> Function:
    """The gradients of the sum of the results, for its float inputs; not the sum, which one NaN decides."""

    def loss(*xs: Any) -> Any:
        results = case.fn(*xs)
        several = results if isinstance(results, list | tuple) else [results]
        return sum((ops.sum(y) for y in several), ops.convert_to_tensor(0.0))

    def outer(*xs: Any) -> Any:
        body = trace(loss, [(f"x{i}", x.type) for i, x in enumerate(xs)], "body")
        return value_and_grad(*xs, body=body, wrt=case.float_inputs)[1:]

    return trace(outer, case.params, f"{case.name}_gradient")


def unary(name: str, *edges: float, **attrs: Any) -> Special:
    options = {
        key: attrs.pop(key) for key in ("tolerance", "gpu_tolerance", "absolute", "differentiable") if key in attrs
    }
    fn = getattr(ops, name)
    x = np.concatenate([X, np.array(edges, np.float32)])
    title = " ".join([name, *(f"{key}={value}" for key, value in attrs.items())])
    return Special(title, lambda t: fn(t, **attrs), (x,), **options)


NAMES = "ceil reciprocal log2 log10 leaky_relu silu softsign log_sigmoid step celu squareplus"

UNARY = [
    *map(unary, NAMES.split()),
    # Composed of sums whose last digits cancel, or approximated to within so much.
    *(unary(name, absolute=1e-29) for name in ("elu", "selu")),
    *(unary(name, absolute=1e-7) for name in ("tanh_shrink", "gelu", "erf")),
    *(unary(name, absolute=1e-3) for name in ("sin", "cos", "tan")),
    unary("log1p", -1.0, -1.5),
    *(unary(name) for name in ("trunc", "isnan", "isinf", "isfinite", "nan_to_num")),
    unary("cosh", absolute=1e-7),
    unary("arccosh", 1.5, 1.0001, 3.0),
    *(unary(name, 0.999, -0.999, 0.01, 0.1, 0.3, -0.4) for name in ("arcsin", "arccos", "arctanh")),
    unary("erfc", absolute=1e-29),
    unary("erfinv", 0.999, -0.999, 0.01, absolute=1e-29),  # TensorFlow gives 0 for less
    unary("relu6", 6.0, 6.5, 5.5),
    unary("hard_sigmoid", 3.0, -3.0, 2.9, -2.9),
    unary("hard_silu", 3.0, -3.0, 2.9, -2.9),
    unary("hard_tanh", 1.0, -1.0),
    unary("hard_shrink", 0.5, -0.5),
    unary("soft_shrink", 0.5, -0.5),
    unary("threshold", 0.5, threshold=0.5, default_value=-1.0),
    unary("elu", alpha=0.5, absolute=1e-29),
    unary("leaky_relu", negative_slope=0.5),
    unary("gelu", approximate=False, absolute=1e-7),
    unary("clip", x_min=-1.0, x_max=1.0),
    unary("clip", 2.0, x_min=2.0, x_max=2.0),
    unary("clip", 2.0, x_min=2.0, x_max=2.0 + 1e-9),
    unary("clip", 2.0, x_min=float("-inf"), x_max=2.0),
    unary("clip", 2.0, x_min=2.0, x_max=float("inf")),
    Special("cast to bool", lambda x: ops.cast(x, "bool"), (X,), differentiable=False),
    Special("power 2.5", lambda x: x**2.5, (X,)),
    Special("power 3", lambda x: x**3, (X,)),
    Special("power -1.5", lambda x: x**-1.5, (X,)),
    Special("maximum 0", lambda x: ops.maximum(x, 0.0), (X,)),
    Special("minimum 1", lambda x: ops.minimum(x, 1.0), (X,)),
    Special("stop_gradient", ops.stop_gradient, (X,), differentiable=False),
]

ONCE = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, -np.nan, MAX, -MAX, 1e-39, 1, -1, 0.5, -2.5, 3], np.float32)
A, B = (each.ravel() for each in np.meshgrid(ONCE, ONCE))

BINARY = [
    Special("logical_xor", ops.logical_xor, (A, B), differentiable=False),
    Special("divide_no_nan", ops.divide_no_nan, (A, B)),
    Special("clip between tensors", lambda a, b: ops.clip(a, b, 1.0 - b), (A, B)),
    Special("where", lambda a, b: ops.where(a > b, a, b), (A, B)),
]

nan, inf = np.nan, np.inf
ROWS = np.array(
    [
        [1, 2, 3, 4], [nan, 1, 2, 3], [1, 2, nan, 3], [3, 2, 1, nan], [nan] * 4, [inf, 1, 2, 3], [1, -inf, 2, 3],
        [inf, -inf, 1, 2], [inf] * 4, [-inf] * 4, [0.0, -0.0, 0.0, -0.0], [MAX, MAX, 1, 2], [-MAX, -MAX, 1, 2],
        [MAX, 1, 2, 3], [1e-39, 1e-39, 1e-39, 0], [nan, inf, -inf, 0], [-1, -2, -3, -4], [200, -200, 0, 1],
    ],
    np.float32,
)  # fmt: skip
IMAGES = np.concatenate([ROWS, -ROWS]).reshape(-1, 2, 2, 1)


TARGETS = np.tile(np.array([0.5, 0.25, 0.25, 0], np.float32), (len(ROWS), 1))


def over_rows(name: str, **attrs: Any) -> Special:
    fn = getattr(ops, name)
    options = {key: attrs.pop(key) for key in ("differentiable", "absolute") if key in attrs}
    return Special(name, lambda x: fn(x, axis=-1, **attrs), (ROWS,), **options)


ROW_NAMES = "log_softmax logsumexp var std norm"

REDUCTION = [
    *(over_rows(name) for name in ROW_NAMES.split()),
    over_rows("softmax", absolute=1e-7),
    Special("softmax_cross_entropy", lambda x: ops.softmax_cross_entropy(TARGETS, x), (ROWS,), absolute=1e-7),
    *(over_rows(name, differentiable=False) for name in ("argmax", "argmin", "count_nonzero")),
]

# What is folded from the first number on stays finite; from the second on it would not.
WITHIN = np.array([[-MAX, MAX, MAX, 1], [1e-30, 1e30, 1e30, 1]], np.float32)

ORDER = [
    *(over_rows(name) for name in ("cumsum", "cumprod", "sort")),
    *(
        Special(f"{name} within range", lambda x, name=name: getattr(ops, name)(x, 1), (WITHIN,), differentiable=False)
        for name in ("cumsum", "cumprod")
    ),
    over_rows("argsort", differentiable=False),
    Special("top_k", lambda x: list(ops.top_k(x, 3)), (ROWS,)),
    Special("in_top_k", lambda x: ops.in_top_k(np.ones(len(ROWS), "i"), x, 2), (ROWS,), differentiable=False),
    Special("searchsorted", lambda x: ops.searchsorted(np.array([-inf, 0, 0, 1, inf], np.float32), x), (X,)),
]


def normalized(x: Any, vector: Any, at: int) -> Any:
    """A channel for each element, and one of the vectors."""
    vectors = [np.zeros(len(A), "f"), *(np.ones(len(A), "f") for _ in range(3))]
    mean, variance, offset, scale = (vector if i == at else each for i, each in enumerate(vectors))
    return ops.batch_normalization(x[None], mean, variance, -1, offset, scale)[0]


PICK = np.array([1, 0, 3], np.int32)

MOVES = [
    Special("take", lambda x: ops.take(x, PICK, axis=1), (ROWS,)),
    Special("take_along_axis", lambda x, i: ops.take_along_axis(x, i, 1), (ROWS, np.tile(PICK, (len(ROWS), 1)))),
    Special("concatenate", lambda x: ops.concatenate([x, x], 1), (ROWS,)),
    Special("reshape", lambda x: ops.reshape(x, (-1, 2, 2)), (ROWS,)),
    Special("transpose", lambda x: ops.transpose(ops.reshape(x, (-1, 2, 2)), (0, 2, 1)), (ROWS,)),
    Special("broadcast_to", lambda x: ops.broadcast_to(ops.reshape(x, (-1, 1, 4)), (len(ROWS), 3, 4)), (ROWS,)),
    Special("slice", lambda x: x[:, 1:3], (ROWS,)),
    Special("pad", lambda x: ops.pad(x, ((0, 0), (1, 1)), constant_values=inf), (ROWS,)),
    Special("pad NaN", lambda x: ops.pad(x, ((0, 0), (1, 1)), constant_values=nan), (ROWS,)),
    Special("flip", lambda x: ops.flip(x, 1), (ROWS,)),
    Special("full", lambda x: ops.full_like(x, nan) + ops.full_like(x, inf), (ROWS,), differentiable=False),
    Special("constant", lambda x: x + np.array([nan, inf, -inf, 0], np.float32), (ROWS,)),
    Special("max_pool", lambda x: ops.max_pool(x, 2), (IMAGES,)),
    Special("max_pool padded", lambda x: ops.max_pool(x, 2, 1, "same"), (IMAGES,)),
    Special("average_pool", lambda x: ops.average_pool(x, 2), (IMAGES,)),
    Special("conv", lambda x: ops.conv(x, np.array([[1, 2], [3, 4]], np.float32).reshape(2, 2, 1, 1)), (IMAGES,)),
    Special("conv+alone", lambda x: ops.conv(x, np.full((1, 1, 1, 1), 2, np.float32)), (IMAGES,)),
    Special(
        "conv+relu",
        lambda x: ops.relu(ops.conv(x, np.float32([[1, 2], [3, 4]]).reshape(2, 2, 1, 1), 1, "same") + np.float32([1])),
        (IMAGES,),
    ),
    Special(
        "conv+relu6",
        lambda x: ops.relu6(ops.conv(x, np.array([[1, 2], [3, 4]], np.float32).reshape(2, 2, 1, 1)) + np.float32([1])),
        (IMAGES,),
    ),
    Special(
        "depthwise_conv",
        lambda x: ops.depthwise_conv(x, np.array([[1, 2], [3, 4]], np.float32).reshape(2, 2, 1, 1)),
        (IMAGES,),
    ),
    Special("depthwise_conv+alone", lambda x: ops.depthwise_conv(x, np.full((1, 1, 1, 1), 2, np.float32)), (IMAGES,)),
    Special(
        "depthwise_conv+relu",
        lambda x: ops.relu(
            ops.depthwise_conv(x, np.array([[1, 2], [3, 4]], np.float32).reshape(2, 2, 1, 1)) + np.float32([1])
        ),
        (IMAGES,),
    ),
    Special("matmul", lambda x: ops.matmul(x, np.array([[1, 2], [3, 4], [5, 6], [7, 8]], np.float32)), (ROWS,)),
    Special(
        "matmul+relu",
        lambda x: ops.relu(ops.matmul(x, np.array([[1, 2], [3, 4], [5, 6], [7, 8]], np.float32)) + np.float32([1, 2])),
        (ROWS,),
    ),
    *(
        Special(
            name, lambda x, name=name: getattr(ops, name)(x, np.arange(len(ROWS), dtype=np.int32), len(ROWS)), (ROWS,)
        )
        for name in ("segment_sum", "segment_max", "segment_prod")
    ),
    Special(
        "batch_normalization", lambda x: ops.batch_normalization(x, np.zeros(4, "f"), np.ones(4, "f"), -1), (ROWS,)
    ),
    *(
        Special(f"batch_normalization {name}", lambda x, v, at=at: normalized(x, v, at), (A, B), 2e-4, absolute=1e-7)
        for at, name in enumerate(("mean", "variance", "offset", "scale"))
    ),
    Special("moments", lambda x: list(ops.moments(x, axes=(1,))), (ROWS,)),
]

LISTED = [*UNARY, *BINARY, *REDUCTION, *ORDER, *MOVES]
NAMED = {case.name for case in LISTED}
SPECIALS = [
    *LISTED,
    *(Special(op.name, op, (X,), differentiable=op.gradient is not None) for op in unlisted(Unary, NAMED)),
    *(Special(op.name, op, (A, B), differentiable=op.gradient is not None) for op in unlisted(Binary, NAMED)),
    *(
        Special(op.name, lambda x, op=op: op(x, axis=-1), (ROWS,), differentiable=op.gradient is not None)
        for op in unlisted(Reduction, NAMED)
    ),
]
