"""Integers as positions: one_hot, take and the sum by segments that is take's gradient."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from typing import Any

from bmlc.ir import Dim, DType, TensorType
from bmlc.ops.casting import cast
from bmlc.ops.constant import convert_to_tensor
from bmlc.ops.convert import Operand, as_arithmetic, as_tensors
from bmlc.ops.op import Op, no_gradient
from bmlc.ops.reduction import sum
from bmlc.ops.rules import Gradients, misuse, normalize_axis, product
from bmlc.ops.selection import where
from bmlc.ops.shape import expand_dims, reshape, swapaxes, transpose
from bmlc.ops.tensor import Tensor

__all__ = ["one_hot", "segment_sum", "take", "take_along_axis"]


def one_hot_shape(x: TensorType, *, num_classes: int) -> TensorType:
    if x.dtype != "int32":
        raise misuse("one_hot", "integers", x)
    return TensorType((*x.shape, num_classes), "float32")


def one_hot_batching(inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, num_classes: int) -> Any:
    return ONE_HOT(*inputs, num_classes=num_classes)


def one_hot_reference(tf: Any, x: Any, *, num_classes: int) -> Any:
    return tf.one_hot(x, num_classes, dtype=tf.float32)


def one_hot_kernel(k: Any, x: Tensor, *, num_classes: int) -> Any:
    flat = reshape(x, (product(x.shape),))
    of = k.out_types[0].with_shape((flat.shape[0], num_classes))
    attrs = {"depth": num_classes, "onValue": 1, "offValue": 0}
    if k.backend == "wasm":  # its float32 is garbage
        integers = k.kernel("OneHot", flat, types=(of.with_dtype("int32"),), dtype="int32", **attrs)
        hot = k.kernel("Cast", integers, types=(of,), dtype="float32")
    else:
        hot = k.kernel("OneHot", flat, types=(of,), dtype="float32", **attrs)
    return reshape(hot, k.out_types[0].shape)


ONE_HOT: Op = Op(
    name="one_hot",
    shape=one_hot_shape,
    gradient=no_gradient,
    batching=one_hot_batching,
    reference=one_hot_reference,
    kernel=one_hot_kernel,
)


def take_shape(x: TensorType, indices: TensorType, *, axis: int) -> TensorType:
    if indices.dtype != "int32":
        raise misuse("take", "integer indices", indices)
    return x.with_shape((*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :]))


def take_gradient(g: Tensor, y: Tensor, x: Tensor, indices: Tensor, *, axis: int) -> Gradients:
    # y = x[indices]:  dx = the sum of g over the places that took each element
    count = indices.ndim
    taken = range(axis, axis + count)
    front = (*taken, *(i for i in range(g.ndim) if i not in taken))
    rows = transpose(g, front)
    rows = reshape(rows, (product(indices.shape), *rows.shape[count:]))
    sums = segment_sum(rows, reshape(indices, (-1,)), x.shape[axis])
    return transpose(sums, (*range(1, axis + 1), 0, *range(axis + 1, x.ndim))), None


def take_batching(inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, axis: int) -> Any:
    x, indices = inputs
    if batched == (True, False):
        return TAKE(x, indices, axis=axis + 1)
    if batched == (False, True):
        y = TAKE(x, indices, axis=axis)  # the batch stands at `axis`
        return transpose(y, (axis, *(i for i in range(y.ndim) if i != axis)))
    raise misuse("take", "one table for all elements, or the same indices", "a table and indices for each element")


def take_reference(tf: Any, x: Any, indices: Any, *, axis: int) -> Any:
    return tf.gather(x, indices, axis=axis)


def take_kernel(k: Any, x: Tensor, indices: Tensor, *, axis: int) -> Any:
    return k.kernel("GatherV2", x, indices, axis=axis, batchDims=0)


TAKE: Op = Op(
    name="take",
    shape=take_shape,
    gradient=take_gradient,
    batching=take_batching,
    reference=take_reference,
    kernel=take_kernel,
)


def segment_sum_shape(x: TensorType, ids: TensorType, *, count: Dim) -> TensorType:
    if x.dtype != "float32" or ids.dtype != "int32" or ids.shape != x.shape[:1]:
        raise misuse("segment_sum", "float32 rows and an int32 id for each", f"{x} and {ids}")
    return x.with_shape((count, *x.shape[1:]))


def segment_sum_gradient(g: Tensor, y: Tensor, x: Tensor, ids: Tensor, *, count: Dim) -> Gradients:
    return TAKE(g, ids, axis=0), None  # y_s = sum of x_i with id s:  dx_i = g[ids_i]


def segment_sum_batching(inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, count: Dim) -> Any:
    x, ids = inputs
    if batched != (True, False):
        raise misuse("segment_sum", "the same ids for all elements", "ids for each element")
    rows = transpose(x, (1, 0, *range(2, x.ndim)))
    sums = SEGMENT_SUM(rows, ids, count=count)
    return transpose(sums, (1, 0, *range(2, x.ndim)))


def segment_sum_reference(tf: Any, x: Any, ids: Any, *, count: Any) -> Any:
    return tf.math.unsorted_segment_sum(x, ids, count)


def segment_sum_kernel(k: Any, x: Tensor, ids: Tensor, *, count: Dim) -> Any:
    if k.backend in (
        "cpu",
        "wasm",
    ):  # wasm has no UnsortedSegmentSum, cpu's multiplies all rows by a mask for each segment
        return k.kernel("ScatterNd", reshape(ids, (ids.shape[0], 1)), x, shape=k.out_types[0].shape)
    return k.kernel("UnsortedSegmentSum", x, ids, numSegments=count)


SEGMENT_SUM: Op = Op(
    name="segment_sum",
    shape=segment_sum_shape,
    gradient=segment_sum_gradient,
    batching=segment_sum_batching,
    reference=segment_sum_reference,
    kernel=segment_sum_kernel,
)


def one_hot(x: Operand, num_classes: int, axis: int = -1, dtype: DType | None = None) -> Tensor:
    """Class numbers as vectors of `num_classes` zeros with a 1 at the class; all zeros for a number out of range.

    Args:
        x: Integers of any shape.
        num_classes: The length of the new dimension.
        axis: Its place in the result.
        dtype: float32 by default.
    """
    if not isinstance(num_classes, int) or num_classes < 1:
        raise misuse("one_hot", "num_classes to be a positive int", f"num_classes={num_classes!r}", code="BML102")
    classes = as_tensors("int32", x)[0]
    hot: Tensor = ONE_HOT(classes, num_classes=num_classes)
    place = normalize_axis("one_hot", axis, hot.ndim)
    last = hot.ndim - 1
    if place != last:
        hot = transpose(hot, (*range(place), last, *range(place, last)))
    return hot if dtype is None else cast(hot, dtype)


def take(x: Operand, indices: Operand, axis: int | None = None) -> Tensor:
    """The elements of `x` at `indices` (at least 0, below the size) along `axis`, or of all elements in order."""
    table = convert_to_tensor(x)
    places = as_tensors("int32", indices)[0]
    if axis is None:
        return TAKE(reshape(table, (-1,)), places, axis=0)
    return TAKE(table, places, axis=normalize_axis("take", axis, table.ndim))


def take_along_axis(x: Operand, indices: Operand, axis: int = -1) -> Tensor:
    """The elements of `x` at `indices` along `axis`, each row by its own: `x[i, indices[i, j]]` for the last of two.

    Args:
        x: float32 or int32, of a size along `axis` that is known while tracing.
        indices: Integers of the rank of `x` that broadcast with it but for `axis`; negative ones count from the end.
        axis: The axis to take from.
    """
    (table,) = as_arithmetic(x)
    (places,) = as_tensors("int32", indices)
    along = normalize_axis("take_along_axis", axis, table.ndim)
    size = table.shape[along]
    if not isinstance(size, int) or places.ndim != table.ndim:
        raise misuse(
            "take_along_axis",
            f"a known size along axis {along} and indices of rank {table.ndim}",
            f"{table.type} and {places.type}",
        )
    rows, picks = swapaxes(table, along, -1), swapaxes(where(places < 0, places + size, places), along, -1)
    chosen = one_hot(picks, size, dtype="bool")
    # where, not a product: what is left out may be infinite.
    return swapaxes(sum(where(chosen, expand_dims(rows, -2), 0), axis=-1), along, -1)


def segment_sum(data: Operand, segment_ids: Operand, num_segments: Dim) -> Tensor:
    """The sums of the rows of `data` that share an id, for ids 0 to `num_segments - 1` in any order."""
    rows, ids = as_tensors("float32", data)[0], as_tensors("int32", segment_ids)[0]
    return SEGMENT_SUM(rows, ids, count=num_segments)
