"""Sums, means, extremes and their positions, over some axes."""

# ruff: noqa: A001 - the names that Keras and NumPy give them

from __future__ import annotations

from typing import Any

from bmlc.ir import TensorType
from bmlc.ops.casting import cast
from bmlc.ops.comparison import equal, greater
from bmlc.ops.constant import dimension, full, ones_like, zeros_like
from bmlc.ops.convert import Operand, as_arithmetic, as_float, as_tensors, dtype_of
from bmlc.ops.op import Op, no_gradient
from bmlc.ops.rules import (
    Gradients,
    Shape,
    is_affine,
    misuse,
    normalize_axes,
    normalize_axis,
    product,
    reduced_shape,
)
from bmlc.ops.selection import where
from bmlc.ops.shape import broadcast_to, reshape, transpose
from bmlc.ops.tensor import Tensor

__all__ = ["all", "amax", "amin", "any", "argmax", "argmin", "max", "mean", "min", "prod", "sum"]

Axes = tuple[int, ...]


def keep(x: Tensor, like: Tensor, axis: Axes) -> Tensor:
    """A result of reducing `like` over `axis`, with those axes kept as size 1."""
    return reshape(x, reduced_shape(like.shape, axis, keepdims=True))


def spread(g: Tensor, x: Tensor, axis: Axes) -> Tensor:
    """The gradient of a sum over `axis`: every element gets what the sum got."""
    return broadcast_to(keep(g, x, axis), x.shape)


def reduction_shape(op: str, *dtypes: str) -> Any:
    def shape(x: TensorType, *, axis: Axes, keepdims: bool) -> TensorType:
        if x.dtype not in dtypes:
            raise misuse(op, " or ".join(dtypes), x)
        return x.with_shape(reduced_shape(x.shape, axis, keepdims))

    return shape


def reduction_batching(op: Any) -> Any:
    def batching(inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, axis: Axes, keepdims: bool) -> Any:
        return op()(*inputs, axis=tuple(i + 1 for i in axis), keepdims=keepdims)

    return batching


def reduction_reference(tf_name: str) -> Any:
    def reference(tf: Any, x: Any, *, axis: Axes, keepdims: bool) -> Any:
        return getattr(tf.math, tf_name)(x, axis=axis, keepdims=keepdims)

    return reference


def reduction_kernel(name: str, axis_name: str) -> Any:
    def kernel(k: Any, x: Tensor, *, axis: Axes, keepdims: bool) -> Any:
        if k.backend == "cpu" and name == "Sum" and x.dtype == "float32" and axis == tuple(range(len(axis))):
            rows, columns = product(x.shape[: len(axis)]), product(x.shape[len(axis) :])
            if columns != 1 and is_affine(rows) and is_affine(columns):
                # A row of ones times x, which needs no transpose: as slow there as ten sums.
                given = full((1, 1, rows), 1.0), reshape(x, (1, rows, columns))
                of = x.type.with_shape((1, 1, columns))
                sums = k.kernel("BatchMatMul", *given, types=(of,), transposeA=False, transposeB=False)
                return reshape(sums, k.out_types[0].shape)
        inner = innermost(x, axis)
        shape = reduced_shape(x.shape, axis, keepdims=False)
        axes = tuple(range(x.ndim - len(axis), x.ndim))
        of = x.type.with_shape(shape)
        kernel = "FloatSum" if name == "Sum" and k.backend == "wasm" and x.dtype == "float32" else name
        reduced = k.kernel(kernel, inner, types=(of,), **{axis_name: axes}, keepDims=False)
        return reshape(reduced, k.out_types[0].shape)

    return kernel


def innermost(x: Tensor, axis: Axes) -> Tensor:
    """`x` with `axis` as its last axes: kernels would transpose behind our back, where nothing can share the result."""
    return transpose(x, (*(i for i in range(x.ndim) if i not in axis), *axis))


def sum_gradient(g: Tensor, y: Tensor, x: Tensor, *, axis: Axes, keepdims: bool) -> Gradients:
    return (spread(g, x, axis),)  # y = sum(x):  dx = g for every element


SUM: Op = Op(
    name="sum",
    shape=reduction_shape("sum", "float32", "int32"),
    gradient=sum_gradient,
    batching=reduction_batching(lambda: SUM),
    reference=reduction_reference("reduce_sum"),
    kernel=reduction_kernel("Sum", "axis"),
)


def mean_gradient(g: Tensor, y: Tensor, x: Tensor, *, axis: Axes, keepdims: bool) -> Gradients:
    count = dimension(product(x.shape[i] for i in axis))
    return (spread(g / count, x, axis),)  # y = sum(x) / n:  dx = g / n for every element


def mean_kernel(k: Any, x: Tensor, *, axis: Axes, keepdims: bool) -> Any:
    if k.backend == "cpu":  # its Mean divides every element before it sums
        return sum(x, axis=axis, keepdims=keepdims) / dimension(product(x.shape[i] for i in axis))
    return reduction_kernel("Mean", "axis")(k, x, axis=axis, keepdims=keepdims)


MEAN: Op = Op(
    name="mean",
    shape=reduction_shape("mean", "float32"),
    gradient=mean_gradient,
    batching=reduction_batching(lambda: MEAN),
    reference=reduction_reference("reduce_mean"),
    kernel=mean_kernel,
)


def extreme_gradient(g: Tensor, y: Tensor, x: Tensor, *, axis: Axes, keepdims: bool) -> Gradients:
    # y = max(x):  dx = g [x = y] / (how many are equal), as TensorFlow shares it between ties
    chosen = cast(equal(x, keep(y, x, axis)), "float32")
    return (keep(g, x, axis) * chosen / sum(chosen, axis=axis, keepdims=True),)


MAX: Op = Op(
    name="max",
    shape=reduction_shape("max", "float32", "int32"),
    gradient=extreme_gradient,
    batching=reduction_batching(lambda: MAX),
    reference=reduction_reference("reduce_max"),
    kernel=reduction_kernel("Max", "reductionIndices"),
)

MIN: Op = Op(
    name="min",
    shape=reduction_shape("min", "float32", "int32"),
    gradient=extreme_gradient,
    batching=reduction_batching(lambda: MIN),
    reference=reduction_reference("reduce_min"),
    kernel=reduction_kernel("Min", "axis"),
)


def prod_gradient(g: Tensor, y: Tensor, x: Tensor, *, axis: Axes, keepdims: bool) -> Gradients:
    # y = prod(x):  dx_i = g * (the product of the others), which a single zero among them leaves to that zero alone
    zero = equal(x, 0.0)
    safe = where(zero, ones_like(x), x)
    others = prod(safe, axis=axis, keepdims=True) / safe
    count = sum(cast(zero, "float32"), axis=axis, keepdims=True)
    alive = equal(count, cast(zero, "float32"))  # no zeros, or this element is the only one
    return (where(alive, keep(g, x, axis) * others, zeros_like(x)),)


PROD: Op = Op(
    name="prod",
    shape=reduction_shape("prod", "float32", "int32"),
    gradient=prod_gradient,
    batching=reduction_batching(lambda: PROD),
    reference=reduction_reference("reduce_prod"),
    kernel=reduction_kernel("Prod", "axis"),
)


def logical_kernel(name: str, stand_in: Any) -> Any:
    reduce_bools = reduction_kernel(name, "axis")

    def kernel(k: Any, x: Tensor, *, axis: Axes, keepdims: bool) -> Any:
        if k.backend == "webgpu":
            return greater(stand_in(cast(x, "float32"), axis=axis, keepdims=keepdims), 0.0)
        return reduce_bools(k, x, axis=axis, keepdims=keepdims)

    return kernel


ALL: Op = Op(
    name="all",
    shape=reduction_shape("all", "bool"),
    gradient=no_gradient,
    batching=reduction_batching(lambda: ALL),
    reference=reduction_reference("reduce_all"),
    kernel=logical_kernel("All", MIN),
)

ANY: Op = Op(
    name="any",
    shape=reduction_shape("any", "bool"),
    gradient=no_gradient,
    batching=reduction_batching(lambda: ANY),
    reference=reduction_reference("reduce_any"),
    kernel=logical_kernel("Any", MAX),
)


def position(name: str, tf_name: str, kernel: str) -> Op:
    """argmax or argmin: the first position of the extreme along one axis."""

    def shape(x: TensorType, *, axis: int) -> TensorType:
        if x.dtype != "float32":
            raise misuse(name, "float32", x)
        return TensorType(reduced_shape(x.shape, (axis,), keepdims=False), "int32")

    def batching(inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, axis: int) -> Any:
        return op(*inputs, axis=axis + 1)

    def reference(tf: Any, x: Any, *, axis: int) -> Any:
        return getattr(tf.math, tf_name)(x, axis=axis, output_type=tf.int32)

    def rule(k: Any, x: Tensor, *, axis: int) -> Any:
        if x.ndim == 1:  # webgpu's result has rank 1 even then
            row = reshape(x, (1, x.shape[0]))
            return reshape(k.kernel(kernel, row, types=(TensorType((1,), "int32"),), axis=1), ())
        return k.kernel(kernel, innermost(x, (axis,)), axis=x.ndim - 1)

    op = Op(name=name, shape=shape, gradient=no_gradient, batching=batching, reference=reference, kernel=rule)
    return op


ARGMAX = position("argmax", "argmax", "ArgMax")
ARGMIN = position("argmin", "argmin", "ArgMin")


def reduce(op: Op, x: Tensor, axis: Any, keepdims: bool) -> Tensor:
    axes = normalize_axes(op.name, axis, x.ndim)
    if op in (MAX, MIN):
        check_elements(op.name, x, axes)
    return op(x, axis=axes, keepdims=keepdims) if axes else x


def check_elements(op: str, x: Tensor, axes: Axes) -> None:
    if 0 in [x.shape[axis] for axis in axes]:
        raise misuse(op, "at least one element to choose from", x.type)


def sum(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The sum over `axis` (all by default); integers and truth values sum as int32."""
    return reduce(SUM, as_arithmetic(x)[0], axis, keepdims)


def mean(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The arithmetic mean over `axis` (all by default), in float32."""
    return reduce(MEAN, as_float(x)[0], axis, keepdims)


def max(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The largest element over `axis` (all by default)."""
    return any(x, axis, keepdims) if dtype_of(x) == "bool" else reduce(MAX, as_arithmetic(x)[0], axis, keepdims)


def min(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The smallest element over `axis` (all by default)."""
    return all(x, axis, keepdims) if dtype_of(x) == "bool" else reduce(MIN, as_arithmetic(x)[0], axis, keepdims)


def amax(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Alias of `max`."""
    return max(x, axis, keepdims)


def amin(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Alias of `min`."""
    return min(x, axis, keepdims)


def prod(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The product over `axis` (all by default)."""
    return reduce(PROD, as_arithmetic(x)[0], axis, keepdims)


def all(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Whether every element over `axis` is true (or not 0)."""
    return reduce(ALL, as_tensors("bool", x)[0], axis, keepdims)


def any(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Whether some element over `axis` is true (or not 0)."""
    return reduce(ANY, as_tensors("bool", x)[0], axis, keepdims)


def argmax(x: Operand, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The first position of the largest element along `axis` (of all elements by default), int32."""
    return find(ARGMAX, x, axis, keepdims)


def argmin(x: Operand, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The first position of the smallest element along `axis` (of all elements by default), int32."""
    return find(ARGMIN, x, axis, keepdims)


def find(op: Op, x: Operand, axis: int | None, keepdims: bool) -> Tensor:
    (values,) = as_arithmetic(x)
    if values.dtype == "int32":  # a float may not tell two of them apart
        extreme = (max if op is ARGMAX else min)(values, axis=axis, keepdims=True)
        op, values = ARGMAX, cast(equal(values, extreme), "float32")
    kept: Shape = (1,) * values.ndim
    if axis is None:
        values, along = reshape(values, (-1,)), 0
    else:
        along = normalize_axis(op.name, axis, values.ndim)
        kept = reduced_shape(values.shape, (along,), keepdims=True)
    check_elements(op.name, values, (along,))
    found: Tensor = op(values, axis=along)
    return reshape(found, kept) if keepdims else found
