"""Counting values that are not finite, as float32[2]: NaN, and infinite. `--check-numerics` adds it to a program."""

# ruff: noqa: A004 - the name that Keras gives it

from __future__ import annotations

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import sum
from bmlc.ops.op import TF, Array, NotDifferentiable, Op1, Target, refused
from bmlc.ops.rules import check_float
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Tensor

__all__ = ["nonfinite_counts"]


def nonfinite_counts_shape(x: TensorType) -> TensorType:
    check_float("nonfinite_counts", x)
    return TensorType((2,), "float32")


def nonfinite_counts_reference(tf: TF, x: Array) -> Array:
    found = (tf.math.is_nan(x), tf.math.is_inf(x))
    return tf.stack([tf.cast(tf.math.count_nonzero(each), x.dtype) for each in found])


def nonfinite_counts_kernel(k: Target, x: Tensor, lanes: int = 1) -> Tensor:
    """`lanes`: how many count a part each, where a device has them; their counts are added up."""
    counts = k.kernel("NonFiniteCounts", x, types=(TensorType((2, lanes), "float32"),), lanes=lanes)
    return reshape(counts, (2,)) if lanes == 1 else sum(counts, axis=1)


nonfinite_counts = Op1(
    name="nonfinite_counts",
    shape=nonfinite_counts_shape,
    gradient=NotDifferentiable("it counts"),
    batching=refused("nonfinite_counts", "a tensor that is counted as a whole", "one for each element of a batch"),
    reference=nonfinite_counts_reference,
    kernel=nonfinite_counts_kernel,
)
