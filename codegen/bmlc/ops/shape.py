"""The same elements under another shape: reshape, transpose and what is made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import SupportsIndex

from bmlc.ir import Dim, TensorType
from bmlc.ops.casting import convert_to_tensor as convert
from bmlc.ops.op import Gradients, Op1, Target
from bmlc.ops.rules import (
    Axis,
    Shape,
    Sizes,
    as_shape,
    bad_argument,
    may_equal,
    misuse,
    normalize_axes,
    normalize_axis,
    permuted,
    product,
)
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["expand_dims", "ravel", "reshape", "squeeze", "swapaxes", "transpose"]


def reshape_shape(x: TensorType, *, shape: Shape) -> TensorType:
    if not may_equal("reshape", product(shape), x.size, shape, x.shape):
        raise misuse("reshape", f"a shape of {x.size} elements", f"[{', '.join(map(str, shape))}] for {x}")
    return x.with_shape(shape)


RESHAPE = Op1(
    name="reshape",
    shape=reshape_shape,
    gradient=lambda g, y, x, *, shape: (reshape(g, x.dims),),  # y = reshape(x):  dx = reshape(g, shape of x)
    batching=lambda op, xs, batched, shape: reshape(xs[0], (xs[0].dims[0], *shape)),
    reference=lambda tf, x, *, shape: tf.reshape(x, tf.stack(shape) if shape else []),
    kernel=lambda k, x, *, shape: k.kernel("Reshape", x, shape=shape),
)


def transpose_shape(x: TensorType, *, axes: tuple[int, ...]) -> TensorType:
    return x.with_shape(permuted(x.shape, axes))


def transpose_gradient(g: Tensor, y: Tensor, x: Tensor, *, axes: tuple[int, ...]) -> Gradients:
    inverse = tuple(axes.index(i) for i in range(len(axes)))
    return (transpose(g, inverse),)  # y = transpose(x, p):  dx = transpose(g, p^-1)


def transpose_kernel(k: Target, x: Tensor, *, axes: tuple[int, ...]) -> Tensor:
    moved = [axis for axis in axes if x.dims[axis] != 1]
    if moved == sorted(moved):  # only dimensions of size 1 change places: no element moves
        return reshape(x, k.out_types[0].shape)
    return k.kernel("Transpose", x, perm=axes)


def neighbours(axes: tuple[int, ...]) -> list[tuple[int, ...]]:
    """`axes` in runs of consecutive ones."""
    runs: list[tuple[int, ...]] = []
    for axis in axes:
        longer = (*runs[-1], axis) if runs and runs[-1][-1] + 1 == axis else (axis,)
        if len(longer) > 1:
            runs[-1] = longer
        else:
            runs.append((axis,))
    return runs


TRANSPOSE = Op1(
    name="transpose",
    shape=transpose_shape,
    gradient=transpose_gradient,
    batching=lambda op, xs, batched, axes: op(*xs, axes=(0, *(axis + 1 for axis in axes))),
    reference=lambda tf, x, *, axes: tf.transpose(x, axes),
    kernel=transpose_kernel,
)


def reshape(x: Operand, newshape: Sizes) -> Tensor:
    """The elements of `x`, in order, under another shape; one size may be -1 and follows from the others."""
    tensor = convert(x)
    shape = as_shape("reshape", newshape)
    for size in shape:
        if isinstance(size, int) and size < -1:
            raise bad_argument("reshape", "sizes that are ints or dimensions of a shape", f"{size!r}")
    if shape.count(-1) > 1:
        raise bad_argument("reshape", "at most one size of -1", f"{shape}")
    if -1 in shape:
        shape = tuple(_missing_size(tensor, shape) if size == -1 else size for size in shape)
    if shape == tuple(tensor.dims):
        return tensor
    return RESHAPE(tensor, shape=shape)


def _missing_size(x: Tensor, shape: Shape) -> Dim:
    """What -1 stands for: the sizes of `x` divided by the others, after the sizes that both have are struck out."""
    left: Counter[Dim] = Counter(x.dims)
    divisor: Dim = 1
    for size in shape:
        if left[size] > 0:
            left[size] -= 1
        elif size != -1:
            divisor = divisor * size
    total = product(left.elements())
    if divisor != 0 and may_equal("reshape", total // divisor * divisor, total, shape, x.dims):
        return total // divisor
    received = f"({', '.join(map(str, shape))}) for [{', '.join(map(str, x.dims))}]"
    raise misuse("reshape", "sizes that divide the number of elements", received)


def transpose(x: Operand, axes: Sequence[SupportsIndex] | None = None) -> Tensor:
    """The dimensions of `x` in the order `axes`, reversed by default."""
    x = convert(x)
    order = (
        tuple(reversed(range(x.ndim))) if axes is None else tuple(normalize_axis("transpose", a, x.ndim) for a in axes)
    )
    if sorted(order) != list(range(x.ndim)):
        raise bad_argument("transpose", f"a permutation of {x.ndim} axes", f"axes={axes!r}")
    return x if order == tuple(range(x.ndim)) else TRANSPOSE(x, axes=order)


def swapaxes(x: Operand, axis1: int, axis2: int) -> Tensor:
    """`x` with two dimensions exchanged."""
    x = convert(x)
    first, second = (normalize_axis("swapaxes", axis, x.ndim) for axis in (axis1, axis2))
    order = list(range(x.ndim))
    order[first], order[second] = second, first
    return transpose(x, order)


def expand_dims(x: Operand, axis: Axis) -> Tensor:
    """`x` with new dimensions of size 1 at the positions `axis` of the result."""
    x = convert(x)
    count = len(axis) if isinstance(axis, Sequence) else 1
    axes = normalize_axes("expand_dims", axis, x.ndim + count)
    sizes = iter(x.dims)
    return reshape(x, tuple(1 if i in axes else next(sizes) for i in range(x.ndim + count)))


def squeeze(x: Operand, axis: Axis = None) -> Tensor:
    """`x` without the dimensions `axis`, or without any of size 1."""
    x = convert(x)
    if axis is None:
        axes = tuple(i for i, size in enumerate(x.dims) if size == 1)
    else:
        axes = normalize_axes("squeeze", axis, x.ndim)
    for i in axes:
        if x.dims[i] != 1:
            raise misuse("squeeze", "dimensions of size 1", f"size {x.dims[i]} along axis {i}")
    return reshape(x, tuple(size for i, size in enumerate(x.dims) if i not in axes))


def ravel(x: Operand) -> Tensor:
    """All elements of `x` in one dimension."""
    return reshape(x, (-1,))
