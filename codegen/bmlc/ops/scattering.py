"""Elements and rows at positions on several axes: read, added up and replaced.

The last axis of `indices` has a position for each of the first axes of a tensor; the others say which rows there are.
Positions below 0 count from the end. A row whose positions lie outside is an error where they are known while tracing.
Elsewhere it is NaN (float32), 0 (int32) or False where it is read, and is left out where it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bmlc.ir import Dim
from bmlc.ops.casting import as_arithmetic, as_tensors, cast, convert_to_tensor
from bmlc.ops.comparison import greater_equal, less, logical_and
from bmlc.ops.convert import Operand, type_of
from bmlc.ops.elementwise_binary import maximum, minimum, multiply
from bmlc.ops.gathering import SEGMENT_SUM, TAKE, from_the_front, known_values, positions
from bmlc.ops.ranges import arange, size_as_int
from bmlc.ops.rules import misuse, product, same_shape
from bmlc.ops.segments import SEGMENT_MAX, SEGMENT_PROD
from bmlc.ops.selection import where
from bmlc.ops.shape import reshape
from bmlc.ops.slicing import getitem
from bmlc.ops.tensor import Tensor

__all__ = ["gather_nd", "scatter", "scatter_update"]


def gather_nd(params: Operand, indices: Operand) -> Tensor:
    """The rows of `params` at `indices`: `params[i, j]` for each pair of positions.

    Args:
        params: A tensor.
        indices: Ints; the last axis has a position for each of the first axes of `params`.
    """
    x = convert_to_tensor(params)
    ids, count, rest = _numbers("gather_nd", indices, x.shape)
    return TAKE(reshape(x, (count, *rest)), ids, axis=0, batch=0)


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
    inputs: Operand,
    indices: Operand,
    updates: Operand,
    reduction: Literal["add", "max", "min", "mul"] | None = None,
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
    ids, count, rest = _numbers("scatter_update", indices, x.shape)
    rows, ids = _flat("scatter_update", rows, ids, rest)
    old = reshape(x, (count, *rest))
    match reduction:
        case "add":
            new = old + SEGMENT_SUM(rows, ids, count=count, batch=0)
        case "mul":
            new = old * SEGMENT_PROD(rows, ids, count=count, batch=0)
        case None | "max" | "min":
            order = cast(arange(rows.shape[0]), "float32") + 1.0
            last = maximum(SEGMENT_MAX(order, ids, count=count, batch=0), 0.0)  # from 1 on; 0 of rows that stay
            if reduction is None:
                place = maximum(minimum(cast(last, "int32"), size_as_int(rows.shape[0])) - 1, 0)
                new = TAKE(rows, place, axis=0, batch=0)
            else:
                sign = 1 if reduction == "max" else -1
                new = maximum(old * sign, SEGMENT_MAX(rows * sign, ids, count=count, batch=0)) * sign
            new = where(reshape(greater_equal(last, 1.0), (count, *(1,) * len(rest))), new, old)
        case _:
            raise misuse("scatter_update", "add, max, min, mul or None", f"{reduction=}", code="BML102")
    return reshape(new, x.shape)


def _numbers(op: str, indices: Operand, shape: tuple[Dim, ...]) -> tuple[Tensor, Dim, tuple[Dim, ...]]:
    """The number of each row among all rows, how many there are, and the shape of one; outside it is beyond them."""
    (places,) = as_tensors("int32", indices)
    depth = places.shape[-1] if places.ndim else 0
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
        inside = logical_and(inside, logical_and(greater_equal(place, 0), less(place, whole)))
        number = multiply(number, whole) + place
    count = product(shape[:depth])
    return where(inside, number, size_as_int(count)), count, shape[depth:]


def _flat(op: str, rows: Tensor, ids: Tensor, rest: tuple[Dim, ...]) -> tuple[Tensor, Tensor]:
    if not same_shape(op, rows.shape, (*ids.shape, *rest)):
        raise misuse(op, f"a row of [{', '.join(map(str, rest))}] for each of {type_of(ids)}", type_of(rows))
    return reshape(rows, (product(ids.shape), *rest)), reshape(ids, (-1,))
