"""Triangles, diagonals, grids and quarter turns of matrices, and repeated elements; written with ops."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from bmlc.ir import Dim, DType
from bmlc.ops.broadcasting import broadcast_to, sum
from bmlc.ops.casting import cast, convert_to_tensor
from bmlc.ops.comparison import equal, greater_equal, less_equal
from bmlc.ops.constant import zeros_like
from bmlc.ops.convert import Operand
from bmlc.ops.gathering import TAKE
from bmlc.ops.padding import pad
from bmlc.ops.ranges import arange, size_as_int
from bmlc.ops.rules import misuse, normalize_axis
from bmlc.ops.selection import where
from bmlc.ops.shape import expand_dims, ravel, reshape, swapaxes, transpose
from bmlc.ops.slicing import flip
from bmlc.ops.tensor import Tensor

__all__ = ["diag", "diagflat", "diagonal", "meshgrid", "repeat", "rot90", "trace", "tri", "tril", "triu"]


def tri(N: Dim, M: Dim | None = None, k: int = 0, dtype: DType = "float32") -> Tensor:  # noqa: N803 - as in Keras
    """`N` rows of `M` zeros (`N` by default), with ones on the diagonal `k` places to the right and to its left."""
    return cast(greater_equal(_rows(N) + k, arange(N if M is None else M)), dtype)


def tril(x: Operand, k: int = 0) -> Tensor:
    """The matrices of the last two axes with zeros to the right of the diagonal that is `k` places to the right."""
    matrix = _matrix("tril", x)
    rows, columns = matrix.shape[-2:]
    return _where(greater_equal(_rows(rows) + k, arange(columns)), matrix)


def triu(x: Operand, k: int = 0) -> Tensor:
    """The matrices of the last two axes with zeros to the left of the diagonal that is `k` places to the right."""
    matrix = _matrix("triu", x)
    rows, columns = matrix.shape[-2:]
    return _where(less_equal(_rows(rows) + k, arange(columns)), matrix)


def diag(x: Operand, k: int = 0) -> Tensor:
    """A matrix with the vector `x` on the diagonal `k` places to the right; or that diagonal of a matrix."""
    tensor = convert_to_tensor(x)
    if tensor.ndim == 2:
        return diagonal(tensor, k)
    if tensor.ndim != 1:
        raise misuse("diag", "a vector or a matrix", f"rank {tensor.ndim}")
    values = pad(tensor, (abs(k), 0))
    size = values.shape[0]
    line = equal(_rows(size) + k, arange(size))
    return _where(line, broadcast_to(values if k >= 0 else expand_dims(values, 1), (size, size)))


def diagflat(x: Operand, k: int = 0) -> Tensor:
    """`diag` of all elements of `x` in order."""
    return diag(ravel(x), k)


def diagonal(x: Operand, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The elements whose position on `axis2` is that on `axis1` plus `offset`, as a last axis."""
    moved = _with_last("diagonal", x, axis1, axis2)
    *outer, rows, columns = moved.shape
    length: Dim
    if isinstance(rows, int) and isinstance(columns, int):
        length = max(0, min(rows + min(offset, 0), columns - max(offset, 0)))
    elif rows == columns:
        length = rows - abs(offset)
    else:
        raise misuse("diagonal", "two axes of one size, or of known sizes", f"[{rows}, {columns}]")
    start = offset if offset >= 0 else size_as_int(-offset * columns)
    places = arange(length) * size_as_int(columns + 1) + start
    return TAKE(reshape(moved, (*outer, rows * columns)), places, axis=len(outer), batch=0)


def trace(x: Operand, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The sum of a diagonal."""
    moved = _with_last("trace", x, axis1, axis2)
    rows, columns = moved.shape[-2:]
    return sum(_where(equal(_rows(rows) + offset, arange(columns)), moved), axis=(-2, -1))


def meshgrid(*x: Operand, indexing: Literal["xy", "ij"] = "xy") -> list[Tensor]:
    """For vectors the coordinates of the points of their grid: one axis a vector, the first two exchanged for "xy"."""
    vectors = [ravel(each) for each in x]
    shape = tuple(each.shape[0] for each in vectors)
    grids = [
        broadcast_to(reshape(each, (1,) * i + (each.shape[0],) + (1,) * (len(vectors) - i - 1)), shape)
        for i, each in enumerate(vectors)
    ]
    if indexing not in ("xy", "ij"):
        raise misuse("meshgrid", '"xy" or "ij"', f"{indexing=}", code="BML102")
    return [swapaxes(each, 0, 1) for each in grids] if indexing == "xy" and len(grids) > 1 else grids


def rot90(array: Operand, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Tensor:
    """`array` turned `k` times by 90 degrees in the plane of `axes`, from the first towards the second."""
    tensor = convert_to_tensor(array)
    first, second = (normalize_axis("rot90", axis, tensor.ndim) for axis in axes)
    if first == second:
        raise misuse("rot90", "two different axes", f"{axes=}", code="BML102")
    match k % 4:
        case 1:
            return swapaxes(flip(tensor, second), first, second)
        case 2:
            return flip(tensor, (first, second))
        case 3:
            return flip(swapaxes(tensor, first, second), second)
    return tensor


def repeat(x: Operand, repeats: Dim | Sequence[int], axis: int | None = None) -> Tensor:
    """Each element of `x` along `axis` (of all elements in order by default) `repeats` times, side by side.

    Args:
        x: A tensor.
        repeats: A size for all, or an int for each element along the axis.
        axis: The axis that grows.
    """
    tensor = convert_to_tensor(x)
    if axis is None:
        tensor, axis = ravel(tensor), 0
    axis = normalize_axis("repeat", axis, tensor.ndim)
    before, size, after = tensor.shape[:axis], tensor.shape[axis], tensor.shape[axis + 1 :]
    if isinstance(repeats, Sequence | np.ndarray):
        counts = np.asarray(repeats)
        if (
            not isinstance(size, int)
            or counts.shape not in ((size,), (1,))
            or counts.dtype.kind not in "iu"
            or (counts < 0).any()
        ):
            raise misuse("repeat", f"{size} ints from 0", f"{repeats=}", code="BML102")
        places = np.repeat(np.arange(size), counts).astype(np.int32)
        return TAKE(tensor, convert_to_tensor(places), axis=axis, batch=0)
    if isinstance(repeats, bool) or (isinstance(repeats, int) and repeats < 0):
        raise misuse("repeat", "repeats from 0", f"{repeats=}", code="BML102")
    wide = broadcast_to(expand_dims(tensor, axis + 1), (*before, size, repeats, *after))
    return reshape(wide, (*before, size * repeats, *after))


def _rows(size: Dim) -> Tensor:
    return expand_dims(arange(size), 1)


def _matrix(op: str, x: Operand) -> Tensor:
    tensor = convert_to_tensor(x)
    if tensor.ndim < 2:
        raise misuse(op, "at least two axes", f"rank {tensor.ndim}")
    return tensor


def _with_last(op: str, x: Operand, axis1: int, axis2: int) -> Tensor:
    tensor = convert_to_tensor(x)
    last = tuple(normalize_axis(op, axis, tensor.ndim) for axis in (axis1, axis2))
    if last[0] == last[1]:
        raise misuse(op, "two different axes", f"{axis1=}, {axis2=}", code="BML102")
    return transpose(tensor, (*(axis for axis in range(tensor.ndim) if axis not in last), *last))


def _where(kept: Tensor, x: Tensor) -> Tensor:
    return where(kept, x, zeros_like(x))
