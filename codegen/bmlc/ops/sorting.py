"""Elements in order, and the positions that put them there.

All orders are stable: of equal elements the one with the lower position comes first, from large to small too. NaN is
larger than every number: last in `sort`, first in `top_k`. Sorted elements are taken by their positions, so that
gradients go back to where they were.
"""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

import math

import numpy as np

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import broadcast_to, sum
from bmlc.ops.casting import as_arithmetic, as_float, as_tensors, cast, convert_to_tensor, type_of
from bmlc.ops.constant import size_as_int
from bmlc.ops.elementwise_unary import absolute
from bmlc.ops.gathering import TAKE
from bmlc.ops.op import TF, Array, Op1, Target, unchanged
from bmlc.ops.reduction import all
from bmlc.ops.rounding import isnan
from bmlc.ops.rules import bad_argument, misuse, normalize_axis
from bmlc.ops.selection import greater, greater_equal, less, less_equal, logical_and, where
from bmlc.ops.shape import expand_dims, reshape, swapaxes
from bmlc.ops.slicing import slice_along
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["argsort", "in_top_k", "searchsorted", "sort", "top_k"]


def argsort_shape(x: TensorType, *, descending: bool) -> TensorType:
    if x.dtype not in ("float32", "int32") or not x.rank:
        raise misuse("argsort", "float32 or int32 with an axis", x)
    return x.with_dtype("int32")


def argsort_reference(tf: TF, x: Array, *, descending: bool) -> Array:
    """NumPy's stable order, in which NaN is the largest too; backwards it would put equal elements backwards."""

    def order(values: np.ndarray) -> np.ndarray:
        places = np.argsort(values[..., ::-1] if descending else values, axis=-1, kind="stable")
        return (values.shape[-1] - 1 - places[..., ::-1] if descending else places).astype(np.int32)

    return tf.ensure_shape(tf.numpy_function(order, (x,), tf.int32), x.shape)


def argsort_kernel(k: Target, x: Tensor, *, descending: bool) -> Tensor:
    return k.kernel("ArgSort", x, descending=descending)


ARGSORT = Op1(
    name="argsort",
    shape=argsort_shape,
    gradient=None,
    batching=unchanged,
    reference=argsort_reference,
    kernel=argsort_kernel,
)


def argsort(x: Operand, axis: int | None = -1) -> Tensor:
    """The positions that sort `x` along `axis`, or all elements in order where it is None, from small to large."""
    rows, along = _rows(x, axis, "argsort")
    return swapaxes(_order(rows), along, -1)


def sort(x: Operand, axis: int | None = -1) -> Tensor:
    """`x` sorted along `axis`, or all its elements where it is None, from small to large."""
    rows, along = _rows(x, axis, "sort")
    return swapaxes(_taken(rows, _order(rows)), along, -1)


def top_k(x: Operand, k: int, sorted: bool = True) -> tuple[Tensor, Tensor]:  # noqa: A002 - as in Keras
    """The `k` largest elements along the last axis, from large to small, and their positions.

    Args:
        x: A tensor with an axis.
        k: An int from 1 to the size of that axis.
        sorted: Taken for Keras's sake: they always are.
    """
    (rows,) = as_arithmetic(x)
    size = rows.dims[-1] if rows.ndim else 0
    if not isinstance(k, int) or k < 1 or (isinstance(size, int) and k > size):
        raise bad_argument("top_k", f"k to be an int from 1 to {size}", f"k={k!r}")
    places = slice_along(ARGSORT(rows, descending=True), rows.ndim - 1, 0, k)
    return _taken(rows, places), places


def in_top_k(targets: Operand, predictions: Operand, k: int) -> Tensor:
    """Whether fewer than `k` predictions of a row are above that of its target; never if one of them is not finite.

    Args:
        targets: Class numbers, one a row; one that is no class is in no top k.
        predictions: float32[rows, classes].
        k: An int above 0.
    """
    (classes,), (rows,) = as_tensors("int32", targets), as_float(predictions)
    if rows.ndim != 2 or classes.ndim != 1:
        raise misuse(
            "in_top_k", "targets of rank 1 and predictions of rank 2", f"{type_of(classes)} and {type_of(rows)}"
        )
    known = logical_and(greater_equal(classes, 0), less(classes, size_as_int(rows.dims[1])))
    own = _taken(rows, expand_dims(where(known, classes, 0), 1))
    above = sum(cast(greater(rows, own), "int32"), axis=1)
    finite = all(less(absolute(rows), math.inf), axis=1)
    return logical_and(logical_and(known, finite), less(above, k))


def searchsorted(sorted_sequence: Operand, values: Operand, side: str = "left") -> Tensor:
    """The positions at which `values` keep `sorted_sequence` sorted: before those that are equal, or, "right", behind.

    Args:
        sorted_sequence: A vector of a size that is known while tracing, from small to large.
        values: Of any shape. NaN belongs behind all numbers.
        side: "left" or "right".
    """
    sequence, wanted = as_arithmetic(sorted_sequence, values)
    size = sequence.dims[0] if sequence.ndim == 1 else None
    if not isinstance(size, int) or side not in ("left", "right"):
        received = f"{type_of(sequence)}, side={side!r}"
        raise bad_argument("searchsorted", 'a vector of a known size, and "left" or "right"', received)
    before = less if side == "left" else less_equal
    place = broadcast_to(convert_to_tensor(0), wanted.dims)
    left = size
    while left:  # the result is one of `place` to `place + left`
        half = (left + 1) // 2
        found = TAKE(sequence, place + (half - 1), axis=0, batch=0)
        place = where(before(found, wanted), place + half, place)
        left -= half
    return where(isnan(wanted), size, place)


def _taken(rows: Tensor, places: Tensor) -> Tensor:
    return TAKE(rows, places, axis=rows.ndim - 1, batch=rows.ndim - 1)


def _order(rows: Tensor) -> Tensor:
    return ARGSORT(*as_arithmetic(rows), descending=False)


def _rows(x: Operand, axis: int | None, op: str) -> tuple[Tensor, int]:
    """`x` with `axis` last, and where it was."""
    values = convert_to_tensor(x)
    if axis is None:
        return reshape(values, (-1,)), 0
    along = normalize_axis(op, axis, values.ndim)
    return swapaxes(values, along, -1), along
