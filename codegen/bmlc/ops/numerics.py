"""Counting values that are not finite: what `--check-numerics` adds to a program."""

from __future__ import annotations

from typing import Any

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import sum as sum_
from bmlc.ops.op import NotDifferentiable, Op, OpN
from bmlc.ops.rules import check_float, misuse
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Tensor

__all__ = ["nonfinite_counts"]

# On a GPU so many invocations share the counting; their counts are added up afterwards.
_LANES = 64


def nonfinite_counts_shape(x: TensorType) -> TensorType:
    check_float("nonfinite_counts", x)
    return TensorType((2,), "float32")


def nonfinite_counts_batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...]) -> Any:
    raise misuse("nonfinite_counts", "a tensor that is counted as a whole", "one for each element of a batch")


def nonfinite_counts_reference(tf: Any, x: Any) -> Any:
    found = (tf.math.is_nan(x), tf.math.is_inf(x))
    return tf.stack([tf.cast(tf.math.count_nonzero(each), x.dtype) for each in found])


def nonfinite_counts_kernel(k: Any, x: Tensor) -> Any:
    lanes = _LANES if k.backend in ("webgl", "webgpu") else 1
    counts = k.kernel("NonFiniteCounts", x, types=(TensorType((2, lanes), "float32"),), lanes=lanes)
    return reshape(counts, (2,)) if lanes == 1 else sum_(counts, axis=1)


NONFINITE_COUNTS = OpN(
    name="nonfinite_counts",
    shape=nonfinite_counts_shape,
    gradient=NotDifferentiable("it counts"),
    batching=nonfinite_counts_batching,
    reference=nonfinite_counts_reference,
    kernel=nonfinite_counts_kernel,
)


def nonfinite_counts(x: Tensor) -> Tensor:
    """float32[2]: how many values of `x` are NaN, and how many are infinite."""
    return NONFINITE_COUNTS(x)
