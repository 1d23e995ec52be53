"""Tensors arranged anew: repeated, rolled, turned, put together; triangles, diagonals and grids. Written with ops."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from bmlc.ir import Dim, DType
from bmlc.ops.broadcasting import broadcast_to, sum
from bmlc.ops.casting import cast, convert_to_tensor, highest, type_of
from bmlc.ops.constant import arange, size_as_int, zeros_like
from bmlc.ops.elementwise import Binary
from bmlc.ops.gathering import TAKE
from bmlc.ops.joining import concatenate, pad
from bmlc.ops.rules import as_shape, bad_argument, misuse, normalize_axis, require_room
from bmlc.ops.selection import greater_equal, less_equal, where
from bmlc.ops.shape import expand_dims, ravel, reshape, swapaxes, transpose
from bmlc.ops.slicing import flip, getitem
from bmlc.ops.tensor import Operand, Tensor

__all__ = [
    "diag",
    "diagflat",
    "diagonal",
    "eye",
    "hstack",
    "identity",
    "meshgrid",
    "moveaxis",
    "ndim",
    "outer",
    "repeat",
    "roll",
    "rot90",
    "shape",
    "size",
    "tile",
    "trace",
    "tri",
    "tril",
    "triu",
]


def shape(x: Operand) -> tuple[Dim, ...]:
    """The sizes of `x`: ints, and dimensions that are known when the program runs."""
    return type_of(x).shape


def ndim(x: Operand) -> int:
    """How many axes `x` has."""
    return type_of(x).rank


def size(x: Operand) -> Dim:
    """How many elements `x` has."""
    return type_of(x).size


def tile(x: Operand, repeats: Dim | Sequence[Dim]) -> Tensor:
    """`x` repeated as a whole, `repeats` times along each axis; one number is for the last of them."""
    tensor = convert_to_tensor(x)
    counts = as_shape("tile", repeats)
    if any(isinstance(count, int) and count < 1 for count in counts):
        raise bad_argument("tile", "ints above 0", f"repeats={repeats!r}")
    rank = max(len(counts), tensor.ndim)
    counts = (1,) * (rank - len(counts)) + counts
    wide = reshape(tensor, (1,) * (rank - tensor.ndim) + tensor.dims)
    repeated = [axis for axis, count in enumerate(counts) if count != 1]
    for axes in (repeated[i : i + 2] for i in range(0, len(repeated), 2)):
        # Two at a time: there are limits to the ranks that broadcast, TensorFlow's own the lowest.
        apart = [part for axis, each in enumerate(wide.dims) for part in ((1, each) if axis in axes else (each,))]
        stretched = [
            part for axis, each in enumerate(wide.dims) for part in ((counts[axis], each) if axis in axes else (each,))
        ]
        shape = [counts[axis] * each if axis in axes else each for axis, each in enumerate(wide.dims)]
        wide = reshape(broadcast_to(reshape(wide, apart), stretched), shape)
    return wide


def roll(x: Operand, shift: int, axis: int | None = None) -> Tensor:
    """`x` shifted along `axis` by `shift` places, what leaves at the end coming back at the front; flat by default."""
    tensor = convert_to_tensor(x)
    if axis is None:
        return reshape(roll(ravel(tensor), shift, 0), tensor.dims)
    axis = normalize_axis("roll", axis, tensor.ndim)
    along = tensor.dims[axis]
    places = shift % along if isinstance(along, int) and along else shift
    if not places:
        return tensor
    if isinstance(places, int):
        require_room(
            "roll", along - abs(places), f"at least {abs(places)} elements on axis {axis}, to shift by {shift}"
        )
    before = (slice(None),) * axis
    return concatenate(
        [getitem(tensor, (*before, slice(-places, None))), getitem(tensor, (*before, slice(None, -places)))], axis
    )


def moveaxis(x: Operand, source: int | Sequence[int], destination: int | Sequence[int]) -> Tensor:
    """`x` with the axes `source` at the places `destination`, the others in their order."""
    tensor = convert_to_tensor(x)
    taken, places = (
        tuple(normalize_axis("moveaxis", axis, tensor.ndim) for axis in ([axes] if isinstance(axes, int) else axes))
        for axes in (source, destination)
    )
    if len(set(taken)) != len(taken) or len(set(places)) != len(places) or len(taken) != len(places):
        received = f"source={source!r}, destination={destination!r}"
        raise bad_argument("moveaxis", "as many places as axes, each once", received)
    order = [axis for axis in range(tensor.ndim) if axis not in taken]
    for place, axis in sorted(zip(places, taken, strict=True)):
        order.insert(place, axis)
    return transpose(tensor, tuple(order))


def hstack(xs: Sequence[Operand]) -> Tensor:
    """Tensors beside each other: along the second axis, vectors along their own."""
    tensors = _with_an_axis(xs)
    return concatenate(tensors, 0 if tensors[0].ndim == 1 else 1)


def _with_an_axis(xs: Sequence[Operand]) -> list[Tensor]:
    return [reshape(x, (1,)) if x.ndim == 0 else x for x in map(convert_to_tensor, xs)]


def outer(x1: Operand, x2: Operand) -> Tensor:
    """The products of all elements of `x1`, one a row, with all of `x2`, one a column."""
    products: Tensor = expand_dims(ravel(x1), 1) * expand_dims(ravel(x2), 0)
    return cast(products, "bool") if highest(x1, x2) == "bool" else products


def eye(N: Dim, M: Dim | None = None, k: Dim = 0, dtype: DType = "float32") -> Tensor:  # noqa: N803 - as in Keras
    """`N` rows of `M` zeros (`N` by default) with ones on the diagonal, or `k` places to the right of it."""
    columns = N if M is None else M
    if isinstance(N, int) and isinstance(columns, int) and isinstance(k, int):
        return convert_to_tensor(np.eye(N, columns, k), dtype)
    return cast(_rows(N) + size_as_int(k) == arange(columns), dtype)


def identity(n: Dim, dtype: DType = "float32") -> Tensor:
    """`eye(n)`."""
    return eye(n, dtype=dtype)


def tri(N: Dim, M: Dim | None = None, k: int = 0, dtype: DType = "float32") -> Tensor:  # noqa: N803 - as in Keras
    """`N` rows of `M` zeros (`N` by default), with ones on the diagonal `k` places to the right and to its left."""
    return cast(_rows(N) + k >= arange(N if M is None else M), dtype)


def tril(x: Operand, k: int = 0) -> Tensor:
    """The matrices of the last two axes with zeros to the right of the diagonal that is `k` places to the right."""
    return _triangle("tril", x, k, greater_equal)


def triu(x: Operand, k: int = 0) -> Tensor:
    """The matrices of the last two axes with zeros to the left of the diagonal that is `k` places to the right."""
    return _triangle("triu", x, k, less_equal)


def _triangle(op: str, x: Operand, k: int, kept: Binary) -> Tensor:
    matrix = convert_to_tensor(x)
    if matrix.ndim < 2:
        raise misuse(op, "at least two axes", f"rank {matrix.ndim}")
    rows, columns = matrix.dims[-2:]
    return _where(kept(_rows(rows) + k, arange(columns)), matrix)


def diag(x: Operand, k: int = 0) -> Tensor:
    """A matrix with the vector `x` on the diagonal `k` places to the right; or that diagonal of a matrix."""
    tensor = convert_to_tensor(x)
    if tensor.ndim == 2:
        return diagonal(tensor, k)
    if tensor.ndim != 1:
        raise misuse("diag", "a vector or a matrix", f"rank {tensor.ndim}")
    values = pad(tensor, (abs(k), 0))
    size = values.dims[0]
    line = _rows(size) + k == arange(size)
    return _where(line, broadcast_to(values if k >= 0 else expand_dims(values, 1), (size, size)))


def diagflat(x: Operand, k: int = 0) -> Tensor:
    """`diag` of all elements of `x` in order."""
    return diag(ravel(x), k)


def diagonal(x: Operand, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The elements whose position on `axis2` is that on `axis1` plus `offset`, as a last axis."""
    moved = _with_last("diagonal", x, axis1, axis2)
    *outer, rows, columns = moved.dims
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
    rows, columns = moved.dims[-2:]
    return sum(_where(_rows(rows) + offset == arange(columns), moved), axis=(-2, -1))


def meshgrid(*x: Operand, indexing: Literal["xy", "ij"] = "xy") -> list[Tensor]:
    """For vectors the coordinates of the points of their grid: one axis a vector, the first two exchanged for "xy"."""
    vectors = [ravel(each) for each in x]
    shape = tuple(each.dims[0] for each in vectors)
    grids = [
        broadcast_to(reshape(each, (1,) * i + (each.dims[0],) + (1,) * (len(vectors) - i - 1)), shape)
        for i, each in enumerate(vectors)
    ]
    if indexing not in ("xy", "ij"):
        raise bad_argument("meshgrid", '"xy" or "ij"', f"{indexing=}")
    return [swapaxes(each, 0, 1) for each in grids] if indexing == "xy" and len(grids) > 1 else grids


def rot90(array: Operand, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Tensor:
    """`array` turned `k` times by 90 degrees in the plane of `axes`, from the first towards the second."""
    tensor = convert_to_tensor(array)
    first, second = (normalize_axis("rot90", axis, tensor.ndim) for axis in axes)
    if first == second:
        raise bad_argument("rot90", "two different axes", f"{axes=}")
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
    before, size, after = tensor.dims[:axis], tensor.dims[axis], tensor.dims[axis + 1 :]
    if isinstance(repeats, Sequence | np.ndarray):
        counts = np.asarray(repeats)
        if (
            not isinstance(size, int)
            or counts.shape not in ((size,), (1,))
            or counts.dtype.kind not in "iu"
            or (counts < 0).any()
        ):
            raise bad_argument("repeat", f"{size} ints from 0", f"{repeats=}")
        places = np.repeat(np.arange(size), counts).astype(np.int32)
        return TAKE(tensor, convert_to_tensor(places), axis=axis, batch=0)
    if isinstance(repeats, bool) or (isinstance(repeats, int) and repeats < 0):
        raise bad_argument("repeat", "repeats from 0", f"{repeats=}")
    wide = broadcast_to(expand_dims(tensor, axis + 1), (*before, size, repeats, *after))
    return reshape(wide, (*before, size * repeats, *after))


def _rows(size: Dim) -> Tensor:
    return expand_dims(arange(size), 1)


def _with_last(op: str, x: Operand, axis1: int, axis2: int) -> Tensor:
    tensor = convert_to_tensor(x)
    last = tuple(normalize_axis(op, axis, tensor.ndim) for axis in (axis1, axis2))
    if last[0] == last[1]:
        raise bad_argument(op, "two different axes", f"{axis1=}, {axis2=}")
    return transpose(tensor, (*(axis for axis in range(tensor.ndim) if axis not in last), *last))


def _where(kept: Tensor, x: Tensor) -> Tensor:
    return where(kept, x, zeros_like(x))
