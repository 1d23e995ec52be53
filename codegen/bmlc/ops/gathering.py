"""Elements by their positions: take, and the sum by segments that is its gradient.

Positions count from the front, or, below 0, from the end. One that lies outside of both is an error where it is known
while tracing. Elsewhere its element is NaN (float32), 0 (int32) or False, and has no gradient.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import SupportsIndex, TypeAlias

import numpy as np

from bmlc.errors import UserError
from bmlc.ir import Dim, Poly, TensorType, active_builder
from bmlc.ops.broadcasting import all_batched, broadcast_to
from bmlc.ops.casting import as_arithmetic, as_array, as_tensors, convert_to_tensor, unwrap
from bmlc.ops.constant import size_as_int
from bmlc.ops.op import TF, Array, Gradients, Op, Op2, Target
from bmlc.ops.rules import bad_argument, broadcast_shapes, misuse, normalize_axis, product, same_shape
from bmlc.ops.selection import where
from bmlc.ops.shape import reshape, swapaxes, transpose
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["segment_sum", "take", "take_along_axis"]


def take_shape(x: TensorType, indices: TensorType, *, axis: int, batch: int) -> TensorType:
    leading = same_shape("take", x.shape[:batch], indices.shape[:batch], x.shape, indices.shape)
    if indices.dtype != "int32" or not leading:
        raise misuse("take", "integer indices", f"{x} and {indices}")
    return x.with_shape((*x.shape[:axis], *indices.shape[batch:], *x.shape[axis + 1 :]))


def take_gradient(g: Tensor, y: Tensor, x: Tensor, indices: Tensor, *, axis: int, batch: int) -> Gradients:
    # y = x[indices]:  dx = the sum of g over the places that took each element
    count = indices.ndim - batch
    taken = range(axis, axis + count)
    rest = (i for i in range(batch, g.ndim) if i not in taken)
    rows = transpose(g, (*range(batch), *taken, *rest))
    flat = (*x.dims[:batch], product(indices.dims[batch:]))
    rows = reshape(rows, (*flat, *rows.dims[batch + count :]))
    ids = reshape(from_the_front(indices, x.dims[axis]), flat)
    sums = SEGMENT_SUM(rows, ids, count=x.dims[axis], batch=batch)
    back = (*range(batch), *range(batch + 1, axis + 1), batch, *range(axis + 1, x.ndim))
    return transpose(sums, back), None


def take_batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, axis: int, batch: int) -> Tensor:
    x, indices = inputs
    if batched == (True, False) and not batch:
        return TAKE(x, indices, axis=axis + 1, batch=0)
    if batched == (False, True) and not batch:
        y = TAKE(x, indices, axis=axis, batch=0)  # the batch stands at `axis`
        return transpose(y, (axis, *(i for i in range(y.ndim) if i != axis)))
    return TAKE(*all_batched(inputs, batched), axis=axis + 1, batch=batch + 1)


def take_reference(tf: TF, x: Array, indices: Array, *, axis: int, batch: int) -> Array:
    size = tf.shape(x)[axis]
    places = tf.where(indices < 0, indices + size, indices)
    inside = (places >= 0) & (places < size)
    y = tf.gather(x, tf.where(inside, places, 0), axis=axis, batch_dims=batch)
    shape = tf.shape(indices)
    aligned = [shape[:batch], [1] * (axis - batch), shape[batch:], [1] * (len(x.shape) - axis - 1)]
    aligned = [tf.cast(part, tf.int32) for part in aligned]
    missing = tf.cast(float("nan") if x.dtype.is_floating else 0, x.dtype)
    return tf.where(tf.reshape(inside, tf.concat(aligned, 0)), y, missing)


TAKE = Op2(
    name="take",
    shape=take_shape,
    gradient=take_gradient,
    batching=take_batching,
    reference=take_reference,
    kernel=lambda k, x, indices, *, axis, batch: k.kernel("Gather", x, indices, axis=axis, batchDims=batch),
)


@dataclass(frozen=True)
class Segments:
    """Which rows belong together, of each element of a batch."""

    ids: Tensor
    count: Dim
    batch: int

    @property
    def inside(self) -> Tensor:
        return (self.ids >= 0) & (self.ids < size_as_int(self.count))

    def fold(self, op: Op2[...], rows: Tensor) -> Tensor:
        return op(rows, self.ids, count=self.count, batch=self.batch)

    def take(self, folds: Tensor) -> Tensor:
        """For each row what its segment has; for one with an id outside what any has."""
        return TAKE(folds, where(self.inside, self.ids, 0), axis=self.batch, batch=self.batch)


SegmentGradient: TypeAlias = Callable[[Tensor, Tensor, Tensor, Segments], Tensor]


def segment_op(name: str, gradient: SegmentGradient, kernel: str) -> Op2[...]:
    """What the rows of a tensor that share an id are folded to; rows with an id outside are left out.

    Args:
        name: That of TensorFlow's function, too.
        gradient: (g, y, x, segments) -> the gradient for x; anything for rows with an id outside.
        kernel: A kernel of ours.
    """

    def shape(x: TensorType, ids: TensorType, *, count: Dim, batch: int) -> TensorType:
        fits = x.dtype in ("float32", "int32") and ids.dtype == "int32"
        if not fits or not same_shape(name, ids.shape, x.shape[: batch + 1], ids.shape, x.shape):
            raise misuse(name, "rows of numbers and an int32 id for each", f"{x} and {ids}")
        return x.with_shape((*x.shape[:batch], count, *x.shape[batch + 1 :]))

    def rule(g: Tensor, y: Tensor, x: Tensor, ids: Tensor, *, count: Dim, batch: int) -> Gradients:
        segments = Segments(ids, count, batch)
        inside = reshape(segments.inside, (*ids.dims, *(1,) * (x.ndim - ids.ndim)))
        return where(inside, gradient(g, y, x, segments), 0.0), None

    def batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, count: Dim, batch: int) -> Tensor:
        x, ids = inputs
        if batched == (True, False) and not batch:
            rows = transpose(x, (1, 0, *range(2, x.ndim)))
            return transpose(folded(rows, ids, count=count, batch=0), (1, 0, *range(2, x.ndim)))
        return folded(*all_batched(inputs, batched), count=count, batch=batch + 1)

    def reference(tf: TF, x: Array, ids: Array, *, count: Dim, batch: int) -> Array:
        shape = tf.shape(x)
        several = tf.reduce_prod(shape[:batch])
        first = tf.reshape(tf.range(several) * count, tf.concat([shape[:batch], [1]], 0))
        inside = (ids >= 0) & (ids < count)
        rows = tf.reshape(x, tf.concat([[-1], shape[batch + 1 :]], 0))
        places = tf.reshape(tf.where(inside, ids + first, -1), [-1])
        folds = getattr(tf.math, f"unsorted_{name}")(rows, places, several * count)
        return tf.reshape(folds, tf.concat([shape[:batch], [count], shape[batch + 1 :]], 0))

    def segment_kernel(k: Target, x: Tensor, ids: Tensor, *, count: Dim, batch: int) -> Tensor:
        return k.kernel(kernel, x, ids, count=count, batchDims=batch)

    folded = Op2(name=name, shape=shape, gradient=rule, batching=batching, reference=reference, kernel=segment_kernel)
    return folded


SEGMENT_SUM = segment_op(
    "segment_sum",
    lambda g, y, x, segments: segments.take(g),  # y_s = the sum of the x_i with id s:  dx_i = g[ids_i]
    "SegmentSum",
)


def from_the_front(places: Tensor, size: Dim) -> Tensor:
    """Positions below 0, which count from the end, counted from the front."""
    return where(places < 0, places + size_as_int(size), places)


def take(x: Operand, indices: Operand, axis: int | None = None) -> Tensor:
    """The elements of `x` at `indices` along `axis`, or of all elements in order.

    Args:
        x: A tensor.
        indices: Integers from `-size` to `size - 1`; negative ones count from the end. Those that are known while
            tracing are checked; elsewhere one out of range gives NaN (float32), 0 (int32) or False.
        axis: The axis to take from.
    """
    table = convert_to_tensor(x)
    if axis is None:
        table = reshape(table, (-1,))
    along = 0 if axis is None else normalize_axis("take", axis, table.ndim)
    places = positions("take", indices, table.dims[along])
    return TAKE(table, places, axis=along, batch=0)


def take_along_axis(x: Operand, indices: Operand, axis: int | None = -1) -> Tensor:
    """The elements of `x` at `indices` along `axis`, each row by its own: `x[i, indices[i, j]]` for the last of two.

    Args:
        x: A tensor.
        indices: Integers as those of `take`, of the rank of `x`, that broadcast with it but for `axis`.
        axis: The axis to take from; None for all elements in order.
    """
    table = convert_to_tensor(x)
    if axis is None:
        table, along = reshape(table, (-1,)), 0
    else:
        along = normalize_axis("take_along_axis", axis, table.ndim)
    places = positions("take_along_axis", indices, table.dims[along])
    if axis is None:
        places = reshape(places, (-1,))
    if places.ndim != table.ndim:
        raise misuse("take_along_axis", f"indices of rank {table.ndim}", f"{table.type} and {places.type}")
    rows, picks = swapaxes(table, along, -1), swapaxes(places, along, -1)
    leading = broadcast_shapes("take_along_axis", rows.dims[:-1], picks.dims[:-1])
    rows, picks = (broadcast_to(t, (*leading, t.dims[-1])) for t in (rows, picks))
    return swapaxes(TAKE(rows, picks, axis=len(leading), batch=len(leading)), along, -1)


def segment_sum(data: Operand, segment_ids: Operand, num_segments: SupportsIndex | Poly) -> Tensor:
    """The sums of the rows of `data` that share an id, for ids 0 to `num_segments - 1` in any order.

    Rows with an id out of this range are left out. Integers stay integers.
    """
    return of_segments(SEGMENT_SUM, data, segment_ids, num_segments)


def of_segments(op: Op2[...], data: Operand, ids: Operand, num_segments: SupportsIndex | Poly) -> Tensor:
    try:
        count = num_segments if isinstance(num_segments, Poly) else operator.index(num_segments)
    except (TypeError, UserError):  # the second of a traced tensor
        count = 0
    if isinstance(count, int) and count < 1:
        raise bad_argument(op.name, "num_segments to be a positive int", f"{num_segments=}")
    return op(as_arithmetic(data)[0], as_tensors("int32", ids)[0], count=count, batch=0)


def positions(op: str, indices: Operand, size: Dim) -> Tensor:
    """`indices` as int32, checked against `size` where both are known."""
    known = known_values(indices)
    if known is not None and not isinstance(size, Poly):
        outside = known[~((known >= -size) & (known < size) & (known == np.floor(known)))]
        if outside.size:
            within = f"indices from {-size} to {size - 1}" if size else "no indices into an axis of size 0"
            raise bad_argument(op, within, outside.ravel()[0])
    return as_tensors("int32", indices)[0]


def known_values(x: Operand) -> np.ndarray | None:
    """The values of `x` where they are known: an array, numbers, or a constant of the function being traced."""
    x = unwrap(x)
    if not isinstance(x, Tensor):
        return as_array(x)
    builder = active_builder()
    for eqn in builder.body if builder is not None else ():
        if x.var in eqn.outs:
            return eqn.attrs["value"] if eqn.op.name == "constant" else None
    return None
