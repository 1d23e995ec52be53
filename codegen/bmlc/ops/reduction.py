"""Means, extremes, norms and the like over some axes; `sum` stands beside the broadcasting that it takes back."""

# ruff: noqa: A001, A004 - the names that Keras and NumPy give them

from __future__ import annotations

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import broadcast_to, sum
from bmlc.ops.casting import (
    as_arithmetic,
    as_bytes,
    as_float,
    cast,
    convert_to_tensor,
    dtype_of,
    stop_gradient,
    type_of,
)
from bmlc.ops.constant import dimension, ones_like, zeros_like
from bmlc.ops.elementwise_unary import absolute, exp, log, sqrt, square
from bmlc.ops.op import Op1, Target, shifted
from bmlc.ops.reducing import Reduction, innermost, reduction
from bmlc.ops.rounding import LARGEST
from bmlc.ops.rules import (
    Axes,
    Axis,
    Shape,
    check_float,
    misuse,
    normalize_axes,
    normalize_axis,
    product,
    reduced_shape,
)
from bmlc.ops.selection import equal, not_equal, where
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Operand, Tensor

__all__ = [
    "all",
    "amax",
    "amin",
    "any",
    "argmax",
    "argmin",
    "count_nonzero",
    "logsumexp",
    "max",
    "mean",
    "min",
    "norm",
    "prod",
    "std",
    "var",
]


def mean_gradient(g: Tensor, y: Tensor, x: Tensor, axis: Axes) -> Tensor:
    # y = sum(x) / n:  dx = g / n for every element
    return broadcast_to(g / dimension(product(x.dims[i] for i in axis)), x.dims)


mean = reduction(
    "mean", "The arithmetic mean over `axis` (all by default), in float32.", mean_gradient, "Mean", of="float"
)


def extreme_gradient(g: Tensor, y: Tensor, x: Tensor, axis: Axes) -> Tensor:
    chosen = cast(equal(x, y), "float32")  # y = max(x):  dx = g [x = y] / (how many are equal), as in TensorFlow
    return g * chosen / sum(chosen, axis=axis, keepdims=True)


MAX = reduction("max", "The largest element over `axis`.", extreme_gradient, "Max")
MIN = reduction("min", "The smallest element over `axis`.", extreme_gradient, "Min")


def prod_gradient(g: Tensor, y: Tensor, x: Tensor, axis: Axes) -> Tensor:
    # y = prod(x):  dx_i = g * (the product of the others), which a single zero among them leaves to that zero alone
    zero = equal(x, 0.0)
    safe = where(zero, ones_like(x), x)
    others = prod(safe, axis=axis, keepdims=True) / safe
    count = sum(cast(zero, "float32"), axis=axis, keepdims=True)
    alive = equal(count, cast(zero, "float32"))  # no zeros, or this element is the only one
    return where(alive, g * others, zeros_like(x))


prod = reduction("prod", "The product over `axis` (all by default).", prod_gradient, "Prod")
all = reduction("all", "Whether every element over `axis` is true (or not 0).", None, "All", of="bool")
any = reduction("any", "Whether some element over `axis` is true (or not 0).", None, "Any", of="bool")


def position(name: str, kernel: str) -> Op1[...]:
    """argmax or argmin: the first position of the extreme along one axis."""

    def shape(x: TensorType, *, axis: int) -> TensorType:
        check_float(name, x)
        return TensorType(reduced_shape(x.shape, (axis,), keepdims=False), "int32")

    def rule(k: Target, x: Tensor, *, axis: int) -> Tensor:
        if x.ndim == 1:  # webgpu's result has rank 1 even then
            row = reshape(x, (1, x.dims[0]))
            return reshape(k.kernel(kernel, row, types=(TensorType((1,), "int32"),), axis=1), ())
        return k.kernel(kernel, innermost(x, (axis,)), axis=x.ndim - 1)

    return Op1(
        name=name,
        shape=shape,
        gradient=None,
        batching=shifted,
        reference=lambda tf, x, *, axis: getattr(tf.math, name)(x, axis=axis, output_type=tf.int32),
        kernel=rule,
    )


ARGMAX = position("argmax", "ArgMax")
ARGMIN = position("argmin", "ArgMin")


def check_elements(op: str, x: TensorType, axes: Axes) -> None:
    if 0 in [x.shape[axis] for axis in axes]:
        raise misuse(op, "at least one element to choose from", x)


def max(x: Operand, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The largest element over `axis` (all by default)."""
    return extreme(MAX, any, x, axis, keepdims)


def min(x: Operand, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The smallest element over `axis` (all by default)."""
    return extreme(MIN, all, x, axis, keepdims)


def extreme(op: Reduction, of_bools: Reduction, x: Operand, axis: Axis, keepdims: bool) -> Tensor:
    if dtype_of(x) == "bool":
        return of_bools(x, axis, keepdims)
    of = type_of(x)
    check_elements(op.name, of, normalize_axes(op.name, axis, of.rank))
    return as_bytes(op(x, axis, keepdims), x)


amax, amin = max, min


def argmax(x: Operand, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The first position of the largest element along `axis` (of all elements by default), int32."""
    return find(ARGMAX, x, axis, keepdims)


def argmin(x: Operand, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The first position of the smallest element along `axis` (of all elements by default), int32."""
    return find(ARGMIN, x, axis, keepdims)


def find(op: Op1[...], x: Operand, axis: int | None, keepdims: bool) -> Tensor:
    (values,) = as_arithmetic(x)
    if values.dtype == "int32":  # a float may not tell two of them apart
        chosen = (max if op is ARGMAX else min)(values, axis=axis, keepdims=True)
        op, values = ARGMAX, cast(equal(values, chosen), "float32")
    kept: Shape = (1,) * values.ndim
    if axis is None:
        values, along = reshape(values, (-1,)), 0
    else:
        along = normalize_axis(op.name, axis, values.ndim)
        kept = reduced_shape(values.dims, (along,), keepdims=True)
    check_elements(op.name, values.type, (along,))
    found = op(values, axis=along)
    return reshape(found, kept) if keepdims else found


def norm(x: Operand, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The root of the sum of squares over `axis` (all by default): the length of vectors."""
    (t,) = as_float(x)
    return sqrt(sum(square(t), axis=axis, keepdims=keepdims))


def count_nonzero(x: Operand, axis: Axis = None) -> Tensor:
    """How many elements over `axis` (all by default) are not 0, as int32."""
    return sum(cast(not_equal(convert_to_tensor(x), 0), "int32"), axis=axis)


def var(x: Operand, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The mean squared distance from the mean over `axis` (all by default)."""
    (t,) = as_float(x)
    return mean(square(t - mean(t, axis=axis, keepdims=True)), axis=axis, keepdims=keepdims)


def std(x: Operand, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The square root of `var`."""
    return sqrt(var(x, axis, keepdims))


def logsumexp(x: Operand, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """`log(sum(exp(x)))` over `axis` (all by default), without overflow."""
    (t,) = as_float(x)
    most = max(t, axis=axis, keepdims=True)
    # An infinity minus itself would be NaN; the logarithm of the sum is infinite by itself.
    largest = stop_gradient(where(absolute(most) <= LARGEST, most, 0.0))
    result = log(sum(exp(t - largest), axis=axis, keepdims=True)) + largest
    return reshape(result, reduced_shape(t.dims, normalize_axes("logsumexp", axis, t.ndim), keepdims))
