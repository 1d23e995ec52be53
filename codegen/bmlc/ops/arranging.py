"""Tensors arranged anew: repeated, rolled, with axes moved, put together; written with ops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bmlc.ir import Dim, DType, Poly
from bmlc.ops.broadcasting import broadcast_to
from bmlc.ops.casting import cast, convert_to_tensor
from bmlc.ops.comparison import equal
from bmlc.ops.convert import Operand, highest
from bmlc.ops.joining import concatenate
from bmlc.ops.ranges import arange, size_as_int
from bmlc.ops.rules import misuse, normalize_axis
from bmlc.ops.shape import expand_dims, ravel, reshape, transpose
from bmlc.ops.slicing import getitem
from bmlc.ops.tensor import Tensor

__all__ = [
    "eye",
    "hstack",
    "identity",
    "linspace",
    "moveaxis",
    "ndim",
    "outer",
    "roll",
    "shape",
    "size",
    "tile",
    "vstack",
]


def shape(x: Operand) -> tuple[Dim, ...]:
    """The sizes of `x`: ints, and dimensions that are known when the program runs."""
    return convert_to_tensor(x).shape


def ndim(x: Operand) -> int:
    """How many axes `x` has."""
    return convert_to_tensor(x).ndim


def size(x: Operand) -> Dim:
    """How many elements `x` has."""
    count: Dim = 1
    for each in convert_to_tensor(x).shape:
        count = count * each
    return count


def tile(x: Operand, repeats: Dim | Sequence[Dim]) -> Tensor:
    """`x` repeated as a whole, `repeats` times along each axis; one number is for the last of them."""
    tensor = convert_to_tensor(x)
    counts = (repeats,) if isinstance(repeats, int | Poly) else tuple(repeats)
    if not all(isinstance(count, Poly) or (isinstance(count, int) and count > 0) for count in counts):
        raise misuse("tile", "ints above 0", f"repeats={repeats!r}", code="BML102")
    rank = max(len(counts), tensor.ndim)
    counts = (1,) * (rank - len(counts)) + counts
    wide = reshape(tensor, (1,) * (rank - tensor.ndim) + tensor.shape)
    repeated = [axis for axis, count in enumerate(counts) if count != 1]
    for axes in (repeated[i : i + 2] for i in range(0, len(repeated), 2)):
        # Two at a time: there are limits to the ranks that broadcast, TensorFlow's own the lowest.
        apart = [part for axis, each in enumerate(wide.shape) for part in ((1, each) if axis in axes else (each,))]
        stretched = [
            part for axis, each in enumerate(wide.shape) for part in ((counts[axis], each) if axis in axes else (each,))
        ]
        shape = [counts[axis] * each if axis in axes else each for axis, each in enumerate(wide.shape)]
        wide = reshape(broadcast_to(reshape(wide, apart), stretched), shape)
    return wide


def roll(x: Operand, shift: int, axis: int | None = None) -> Tensor:
    """`x` shifted along `axis` by `shift` places, what leaves at the end coming back at the front; flat by default."""
    tensor = convert_to_tensor(x)
    if axis is None:
        return reshape(roll(ravel(tensor), shift, 0), tensor.shape)
    axis = normalize_axis("roll", axis, tensor.ndim)
    along = tensor.shape[axis]
    places = shift % along if isinstance(along, int) and along else shift
    if not places:
        return tensor
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
        raise misuse("moveaxis", "as many places as axes, each once", received, code="BML102")
    order = [axis for axis in range(tensor.ndim) if axis not in taken]
    for place, axis in sorted(zip(places, taken, strict=True)):
        order.insert(place, axis)
    return transpose(tensor, tuple(order))


def vstack(xs: Sequence[Operand]) -> Tensor:
    """Tensors one below the other: along the first axis, vectors as rows."""
    return concatenate([expand_dims(x, 0) if x.ndim == 1 else x for x in _with_an_axis(xs)], 0)


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
    return cast(equal(expand_dims(arange(N), 1) + size_as_int(k), arange(columns)), dtype)


def identity(n: Dim, dtype: DType = "float32") -> Tensor:
    """`eye(n)`."""
    return eye(n, dtype=dtype)


def linspace(start: float, stop: float, num: int = 50, endpoint: bool = True, dtype: DType = "float32") -> Tensor:
    """`num` numbers at equal distances from `start` to `stop`, without `stop` if not `endpoint`, of Python numbers."""
    if not all(isinstance(number, int | float) for number in (start, stop)) or not isinstance(num, int) or num < 0:
        received = f"start={start!r}, stop={stop!r}, num={num!r}"
        raise misuse("linspace", "Python numbers, and an int for num", received, code="BML102")
    return convert_to_tensor(np.linspace(start, stop, num, endpoint), dtype)
