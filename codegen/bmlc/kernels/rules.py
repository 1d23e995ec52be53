"""Kernel rules that several backends have in common, and that stand in for an op's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from bmlc.ir import Dim
from bmlc.ops.broadcasting import broadcast_to
from bmlc.ops.convolution import conv2d_backprop_input_kernel, kernel_steps
from bmlc.ops.elementwise_unary import exp, expm1
from bmlc.ops.normalization import normalized
from bmlc.ops.numerics import nonfinite_counts_kernel
from bmlc.ops.op import Target
from bmlc.ops.reducing import reduction_kernel
from bmlc.ops.rules import Axes, Shape, reduced_shape
from bmlc.ops.selection import WHERE
from bmlc.ops.shape import neighbours, reshape
from bmlc.ops.sorting import ARGSORT
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Pair, Size, Steps, kernel_pad

__all__ = [
    "batch_normalization_by",
    "broadcast_by_tiles",
    "cosh_by_halves",
    "counts_in_lanes",
    "filter_gradient_by_kernel",
    "fold_by_runs",
    "input_gradient_by_kernel",
    "place_along",
    "repeating",
    "repeats",
    "segments_in_order",
    "sinh_by_halves",
    "sum_of_neighbours",
    "where_of_rows",
]


def batch_normalization_by(name: str) -> Callable[..., Tensor]:
    """tfjs's kernel repeats vectors along the last axis."""

    def rule(k: Target, x: Tensor, *vectors: Tensor, axis: int, epsilon: float) -> Tensor:
        if axis != x.ndim - 1:
            return normalized(x, *vectors, axis=axis, epsilon=epsilon)
        return k.kernel(name, x, *vectors, varianceEpsilon=epsilon)

    return rule


def counts_in_lanes(k: Target, x: Tensor) -> Tensor:
    """So many invocations of a GPU share the counting."""
    return nonfinite_counts_kernel(k, x, lanes=64)


def fold_by_runs(name: str) -> Callable[..., Tensor]:
    """Ours take neighbouring axes, wherever they are: several runs of them one after the other, the last one first."""
    axes = "reductionIndices" if name == "Max" else "axis"

    def rule(k: Target, x: Tensor, *, axis: Axes, keepdims: bool) -> Tensor:
        if len(neighbours(axis)) == 1:
            return k.kernel(name, x, types=k.out_types, keepDims=keepdims, **{axes: axis})
        for run in reversed(neighbours(tuple(i for i in axis if x.dims[i] != 1) or axis[:1])):
            of = x.type.with_shape(reduced_shape(x.dims, run, keepdims=True))
            x = k.kernel(name, x, types=(of,), keepDims=True, **{axes: run})
        return reshape(x, k.out_types[0].shape)

    return rule


def place_along(name: str) -> Callable[..., Tensor]:
    """Ours take any axis."""
    return lambda k, x, *, axis: k.kernel(name, x, axis=axis)


def sum_of_neighbours(name: str) -> Callable[..., Tensor]:
    """Ours of floats needs its axes side by side only, not innermost."""

    def rule(k: Target, x: Tensor, *, axis: Axes, keepdims: bool) -> Tensor:
        if x.dtype != "float32":
            return reduction_kernel("Sum")(k, x, axis=axis, keepdims=keepdims)
        if axis != tuple(range(axis[0], axis[0] + len(axis))):
            return reduction_kernel(name)(k, x, axis=axis, keepdims=keepdims)
        return k.kernel(name, x, axis=axis, keepDims=keepdims)

    return rule


def broadcast_by_tiles(k: Target, x: Tensor, *, shape: Shape) -> Tensor:
    """Without a tensor of ones; on cpu and wasm Tile takes about 100 ns an element, a product 1 to 10."""
    aligned = reshape(x, (1,) * (len(shape) - x.ndim) + x.dims)
    reps = tuple(size if aligned.dims[i] == 1 else 1 for i, size in enumerate(shape))
    return k.kernel("Tile", aligned, reps=reps)


def where_of_rows(k: Target, condition: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """A condition of rank 1 selects whole rows in tfjs's shaders: it gets a second dimension."""
    if a.ndim >= 2 or a.dtype == "bool":
        return WHERE.kernel(k, condition, a, b)
    condition, a, b = (reshape(x, (1, a.type.size)) for x in (condition, a, b))
    return reshape(k.kernel("Select", condition, a, b, types=(a.type,)), k.out_types[0].shape)


def input_gradient_by_kernel(k: Target, dy: Tensor, kernel: Tensor, *, size: Size, **steps: Unpack[Steps]) -> Tensor:
    """tfjs's kernel knows no dilations."""
    if steps["dilations"] != (1, 1):
        return conv2d_backprop_input_kernel(k, dy, kernel, size=size, **steps)
    return k.kernel(
        "Conv2DBackpropInput",
        dy,
        kernel,
        inputShape=k.out_types[0].shape,
        strides=steps["strides"],
        pad=kernel_pad(steps["pads"]),
        dataFormat="NHWC",
    )


def filter_gradient_by_kernel(k: Target, x: Tensor, dy: Tensor, *, size: Pair, **steps: Unpack[Steps]) -> Tensor:
    return k.kernel("Conv2DBackpropFilter", x, dy, filterShape=k.out_types[0].shape, **kernel_steps(**steps))


def repeats(part: Shape, shape: Shape) -> bool:
    """Whether a tensor of shape `part` stretches to `shape` along leading dimensions only."""
    while part and part[0] == 1:
        part = part[1:]
    return part == shape[len(shape) - len(part) :]


def repeating(name: str) -> Callable[[Target, Tensor, Tensor], Tensor]:
    """For kernels that count through the elements of their operands, again and again."""

    def rule(k: Target, a: Tensor, b: Tensor) -> Tensor:
        shape = k.out_types[0].shape
        return k.kernel(name, *(x if repeats(x.dims, shape) else broadcast_to(x, shape) for x in (a, b)))

    return rule


def sinh_by_halves(k: Target, x: Tensor) -> Tensor:
    """e^x - 1 = m (m + 2) for m = e^(x / 2) - 1: exact for small x, and infinite no sooner than sinh(x)."""
    up, down = expm1(x * 0.5), expm1(x * -0.5)
    return up * 0.5 * (up + 2.0) - down * 0.5 * (down + 2.0)


def cosh_by_halves(k: Target, x: Tensor) -> Tensor:
    """e^x = (e^(x / 2))^2, the half of which is infinite no sooner than cosh(x)."""
    up, down = exp(x * 0.5), exp(x * -0.5)
    return up * 0.5 * up + down * 0.5 * down


def segments_in_order(kernel: str) -> Callable[..., Tensor]:
    """On a GPU each element of the result looks for its rows: by bisection, once their ids are in order."""

    def rule(k: Target, x: Tensor, ids: Tensor, *, count: Dim, batch: int) -> Tensor:
        few = isinstance(ids.dims[-1], int) and ids.dims[-1] <= 64
        return k.kernel(kernel, x, ids, None if few else ARGSORT(ids, descending=False), count=count, batchDims=batch)

    return rule
