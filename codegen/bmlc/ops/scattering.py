"""Parts and rows at positions that tensors have: read, added up and replaced.

Of `scatter` and its kind the last axis of `indices` has a position for each of the first axes of a tensor; the others
say which rows there are. Positions below 0 count from the end. A row whose positions lie outside is an error where they
are known while tracing. Elsewhere it is NaN (float32), 0 (int32) or False where it is read, and is left out where it is
written.
"""

# ruff: noqa: A001 - the names that Keras and NumPy give them

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from bmlc.ir import Dim, Poly
from bmlc.ops.casting import as_arithmetic, as_tensors, cast, convert_to_tensor, type_of, unwrap
from bmlc.ops.constant import arange, size_as_int
from bmlc.ops.elementwise_binary import maximum, minimum, multiply
from bmlc.ops.gathering import SEGMENT_SUM, TAKE, from_the_front, known_values, positions, take
from bmlc.ops.rules import bad_argument, misuse, product, require_room, same_shape
from bmlc.ops.segments import SEGMENT_MAX, SEGMENT_PROD, opposite
from bmlc.ops.selection import logical_and, where
from bmlc.ops.shape import reshape
from bmlc.ops.slicing import getitem, part_of, within
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["scatter", "scatter_update", "slice", "slice_update"]


def slice(inputs: Operand, start_indices: Operand, shape: Sequence[Dim]) -> Tensor:
    """The part of `inputs` that begins at `start_indices` and has `shape`.

    Args:
        inputs: A tensor.
        start_indices: A number for each axis: ints, scalars of int32, or all as one tensor. A part that begins at a
            tensor's value and would reach over an end is moved inside.
        shape: A size for each axis, known while tracing where the start is not.
    """
    x = convert_to_tensor(inputs)
    starts, size = starts_of("slice", start_indices, x.ndim), _sizes(shape, x)
    for axis, (start, count) in enumerate(zip(starts, size, strict=True)):
        if isinstance(start, Tensor) and count != x.dims[axis]:
            x = take(x, within(start, count, x, axis), axis)
    begin = tuple(0 if isinstance(start, Tensor) else start for start in starts)
    return part_of(x, begin, size)


def slice_update(inputs: Operand, start_indices: Operand, updates: Operand) -> Tensor:
    """`inputs` with `updates`, of the same rank, in place of the part that begins at `start_indices`, as in `slice`."""
    x = convert_to_tensor(inputs)
    (part,) = as_tensors(x.dtype, updates)
    if part.ndim != x.ndim:
        raise misuse("slice_update", f"updates of the rank of {x.type}", part.type)
    starts = starts_of("slice_update", start_indices, x.ndim)
    replaced = convert_to_tensor(True)
    for axis, (start, count, whole) in enumerate(zip(starts, part.dims, x.dims, strict=True)):
        if count == whole and (isinstance(start, Tensor) or start == 0):
            continue
        start = size_as_int(start) if isinstance(start, Poly) else start  # noqa: PLW2901
        room = whole - count
        if isinstance(room, int) and room < 0:
            raise misuse("slice_update", f"updates within {x.type}", part.type)
        if isinstance(start, int):
            if start < 0 or (isinstance(room, int) and start > room):
                raise bad_argument("slice_update", f"a start from 0 to {room} on axis {axis}", start)
            room = room - start
        require_room("slice_update", room, f"updates {part.type} within {x.type}")
        first = minimum(maximum(start, 0), size_as_int(room)) if isinstance(start, Tensor) else start
        places = arange(whole) - first
        inside = (places >= 0) & (places < size_as_int(count))
        replaced = replaced & reshape(inside, tuple(whole if i == axis else 1 for i in range(x.ndim)))
        part = take(part, minimum(maximum(places, 0), size_as_int(count - 1)), axis)
    return where(replaced, part, x)


def starts_of(op: str, starts: Operand, rank: int) -> tuple[Dim | Tensor, ...]:
    """A start for each axis: a dimension where it is known while tracing, else a scalar tensor."""
    if isinstance(starts, Sequence) and not isinstance(starts, str):
        several: tuple[Operand, ...] = tuple(starts)
    elif (known := known_values(starts) if hasattr(unwrap(starts), "shape") else None) is not None:
        several = tuple(known.tolist())
    elif isinstance(whole := unwrap(starts), Tensor):
        if whole.shape != (rank,):
            raise misuse(op, f"a start for each of {rank} axes", whole.type)
        several = tuple(getitem(whole, i) for i in range(rank))
    else:
        raise misuse(op, f"a start for each of {rank} axes", repr(starts))
    if len(several) != rank:
        raise misuse(op, f"a start for each of {rank} axes", f"{len(several)}")
    return tuple(_start(op, each) for each in several)


def _sizes(shape: Operand, x: Tensor) -> tuple[Dim, ...]:
    sizes = tuple(shape) if isinstance(shape, Sequence | np.ndarray) and not isinstance(shape, str) else ()
    known = all(isinstance(size, int | np.integer | Poly) and not isinstance(size, bool) for size in sizes)
    if len(sizes) != x.ndim or not known or any(isinstance(size, int) and size < 0 for size in sizes):
        raise misuse("slice", f"a size for each axis of {x.type}, known while tracing", f"shape={shape!r}")
    return tuple(size if isinstance(size, Poly) else int(size) for size in sizes)


def _start(op: str, start: Operand) -> Dim | Tensor:
    if isinstance(start, Poly):
        return start
    known = known_values(start)
    size = unwrap(start).type.size if known is None else known.size
    dtype = unwrap(start).dtype if known is None else known.dtype.name
    if size != 1 or dtype not in ("int32", "uint8"):
        raise misuse(op, "starts that are scalars of int32", f"{dtype} of {size} elements")
    return reshape(as_tensors("int32", start)[0], ()) if known is None else known.item()


def scatter(indices: Operand, values: Operand, shape: Sequence[Dim]) -> Tensor:
    """Zeros of `shape` to which `values` are added at `indices`, those at one place to each other.

    Args:
        indices: Ints; the last axis has a position for each of the first axes of `shape`.
        values: A row for each of them.
        shape: That of the result.
    """
    (rows,) = as_arithmetic(values)
    ids, count, rest = _numbers("scatter", indices, tuple(shape))
    rows, ids = _flat("scatter", rows, ids, rest)
    return reshape(SEGMENT_SUM(rows, ids, count=count, batch=0), tuple(shape))


def scatter_update(
    inputs: Operand, indices: Operand, updates: Operand, reduction: Literal["add", "max", "min", "mul"] | None = None
) -> Tensor:
    """`inputs` with `updates` at `indices`, the last one where several are for one place.

    Args:
        inputs: A tensor.
        indices: Ints; the last axis has a position for each of the first axes of `inputs`.
        updates: A row for each of them, of the dtype of `inputs`.
        reduction: "add", "max", "min" or "mul": what is made of a row and of all updates for it.
    """
    x = convert_to_tensor(inputs)
    (rows,) = as_tensors(x.dtype, updates)
    ids, count, rest = _numbers("scatter_update", indices, x.dims)
    rows, ids = _flat("scatter_update", rows, ids, rest)
    old = reshape(x, (count, *rest))
    match reduction:
        case "add":
            new = old + SEGMENT_SUM(rows, ids, count=count, batch=0)
        case "mul":
            new = old * SEGMENT_PROD(rows, ids, count=count, batch=0)
        case None | "max" | "min":
            order = cast(arange(rows.dims[0]), "float32") + 1.0
            last = maximum(SEGMENT_MAX(order, ids, count=count, batch=0), 0.0)  # from 1 on; 0 of rows that stay
            if reduction is None:
                place = maximum(minimum(cast(last, "int32"), size_as_int(rows.dims[0])) - 1, 0)
                new = TAKE(rows, place, axis=0, batch=0)
            else:
                low = reduction == "min"
                largest = SEGMENT_MAX(opposite(rows) if low else rows, ids, count=count, batch=0)
                new = opposite(maximum(opposite(old), largest)) if low else maximum(old, largest)
            new = where(reshape(last >= 1.0, (count, *(1,) * len(rest))), new, old)
        case _:
            raise bad_argument("scatter_update", "add, max, min, mul or None", f"{reduction=}")
    return reshape(new, x.dims)


def _numbers(op: str, indices: Operand, shape: tuple[Dim, ...]) -> tuple[Tensor, Dim, tuple[Dim, ...]]:
    """The number of each row among all rows, how many there are, and the shape of one; outside it is beyond them."""
    (places,) = as_tensors("int32", indices)
    depth = places.dims[-1] if places.ndim else 0
    if not isinstance(depth, int) or not 1 <= depth <= len(shape):
        raise misuse(op, f"indices with a last axis of 1 to {len(shape)} positions", type_of(places))
    known = known_values(indices)
    inside: Tensor | bool = True
    number: Tensor | int = 0
    for axis, size in enumerate(shape[:depth]):
        if known is not None:
            positions(op, known[..., axis], size)
        whole = size_as_int(size)
        # Moved to just outside: products with other sizes stay small.
        place = minimum(maximum(from_the_front(getitem(places, (..., axis)), size), -1), whole)
        inside = logical_and(inside, (place >= 0) & (place < whole))
        number = multiply(number, whole) + place
    count = product(shape[:depth])
    return where(inside, number, size_as_int(count)), count, shape[depth:]


def _flat(op: str, rows: Tensor, ids: Tensor, rest: tuple[Dim, ...]) -> tuple[Tensor, Tensor]:
    if not same_shape(op, rows.dims, (*ids.dims, *rest)):
        raise misuse(op, f"a row of [{', '.join(map(str, rest))}] for each of {type_of(ids)}", type_of(rows))
    return reshape(rows, (product(ids.dims), *rest)), reshape(ids, (-1,))
