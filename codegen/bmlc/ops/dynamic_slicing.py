"""Parts that begin at tensors: the public slice, and slice_update."""

# ruff: noqa: A001 - the names that Keras and NumPy give them

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bmlc.ir import Dim, Poly
from bmlc.ops.casting import as_tensors, convert_to_tensor
from bmlc.ops.comparison import greater_equal, less, logical_and
from bmlc.ops.convert import Operand, unwrap
from bmlc.ops.elementwise_binary import maximum, minimum, subtract
from bmlc.ops.gathering import known_values, take
from bmlc.ops.ranges import arange, size_as_int
from bmlc.ops.rules import misuse, require_room
from bmlc.ops.selection import where
from bmlc.ops.shape import reshape
from bmlc.ops.slicing import getitem, part_of
from bmlc.ops.tensor import Tensor

__all__ = ["slice", "slice_update"]


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
        if isinstance(start, Tensor) and count != x.shape[axis]:
            x = take(x, _within(start, count, x, axis), axis)
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
    for axis, (start, count, whole) in enumerate(zip(starts, part.shape, x.shape, strict=True)):
        if count == whole and (isinstance(start, Tensor) or start == 0):
            continue
        start = size_as_int(start) if isinstance(start, Poly) else start  # noqa: PLW2901
        room = whole - count
        if isinstance(room, int) and room < 0:
            raise misuse("slice_update", f"updates within {x.type}", part.type)
        if isinstance(start, int):
            if start < 0 or (isinstance(room, int) and start > room):
                raise misuse("slice_update", f"a start from 0 to {room} on axis {axis}", start, code="BML102")
            room = room - start
        require_room("slice_update", room, f"updates {part.type} within {x.type}")
        first = minimum(maximum(start, 0), size_as_int(room)) if isinstance(start, Tensor) else start
        places = subtract(arange(whole), first)
        inside = logical_and(greater_equal(places, 0), less(places, size_as_int(count)))
        replaced = logical_and(replaced, reshape(inside, tuple(whole if i == axis else 1 for i in range(x.ndim))))
        part = take(part, minimum(maximum(places, 0), size_as_int(count - 1)), axis)
    return where(replaced, part, x)


def starts_of(op: str, starts: Operand, rank: int) -> tuple[Dim | Tensor, ...]:
    """A start for each axis: a dimension where it is known while tracing, else a scalar tensor."""
    known = known_values(starts) if hasattr(unwrap(starts), "shape") else None
    if known is not None:
        several: tuple[Operand, ...] = tuple(known.tolist())
    elif isinstance(unwrap(starts), Tensor):
        whole = unwrap(starts)
        if whole.shape != (rank,):
            raise misuse(op, f"a start for each of {rank} axes", whole.type)
        several = tuple(getitem(whole, i) for i in range(rank))
    elif isinstance(starts, Sequence) and not isinstance(starts, str):
        several = tuple(starts)
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


def _within(start: Tensor, count: Dim, x: Tensor, axis: int) -> Tensor:
    """The `count` positions from `start`, moved inside of the axis."""
    room = x.shape[axis] - count
    if isinstance(room, int) and room < 0:
        raise misuse("slice", f"at most {x.shape[axis]} elements on axis {axis}", count)
    require_room("slice", room, f"at most {x.shape[axis]} elements on axis {axis}, not {count}")
    return minimum(maximum(start, 0), size_as_int(room)) + arange(count)
