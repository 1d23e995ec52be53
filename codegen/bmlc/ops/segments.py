"""Extremes and products of rows that share an id; their sum stands beside `take`, whose gradient it is."""

from __future__ import annotations

from typing import SupportsIndex

from bmlc.ir import Poly
from bmlc.ops.casting import as_arithmetic, cast
from bmlc.ops.elementwise_binary import maximum
from bmlc.ops.gathering import SEGMENT_SUM, Segments, of_segments, segment_op
from bmlc.ops.op import Op2
from bmlc.ops.selection import equal, less, where
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["opposite", "segment_max", "segment_min", "segment_prod"]


def segment_max_gradient(g: Tensor, y: Tensor, x: Tensor, segments: Segments) -> Tensor:
    # y_s = the largest of the x_i with id s:  dx_i = g_s [x_i = y_s] / (how many are equal), as of `max`
    chosen = equal(x, segments.take(y))
    share = g / maximum(segments.fold(SEGMENT_SUM, cast(chosen, "float32")), 1.0)
    return where(chosen, segments.take(share), 0.0)


SEGMENT_MAX = segment_op("segment_max", segment_max_gradient, "SegmentMax")


def segment_prod_gradient(g: Tensor, y: Tensor, x: Tensor, segments: Segments) -> Tensor:
    # y_s = the product of the x_i with id s:  dx_i = g_s * (the product of the others), as of `prod`
    zero = equal(x, 0.0)
    safe = where(zero, 1.0, x)
    others = segments.take(segments.fold(SEGMENT_SUM, cast(zero, "float32"))) - cast(zero, "float32")
    return where(less(others, 1.0), segments.take(g * segments.fold(SEGMENT_PROD, safe)) / safe, 0.0)


SEGMENT_PROD: Op2[...] = segment_op("segment_prod", segment_prod_gradient, "SegmentProd")


def opposite(x: Tensor) -> Tensor:
    """`x` in the opposite order, with nothing lost: there is no 2**31 for -2**31."""
    return -1 - x if x.dtype == "int32" else -x


def segment_max(data: Operand, segment_ids: Operand, num_segments: SupportsIndex | Poly) -> Tensor:
    """The largest of the rows of `data` that share an id, as `segment_sum`; of none the smallest number there is."""
    return of_segments(SEGMENT_MAX, data, segment_ids, num_segments)


def segment_min(data: Operand, segment_ids: Operand, num_segments: SupportsIndex | Poly) -> Tensor:
    """The smallest of the rows of `data` that share an id, as `segment_sum`; of none the largest number there is."""
    return opposite(segment_max(opposite(as_arithmetic(data)[0]), segment_ids, num_segments))


def segment_prod(data: Operand, segment_ids: Operand, num_segments: SupportsIndex | Poly) -> Tensor:
    """The products of the rows of `data` that share an id, as `segment_sum`; of none 1."""
    return of_segments(SEGMENT_PROD, data, segment_ids, num_segments)
