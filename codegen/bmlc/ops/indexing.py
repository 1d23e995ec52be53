"""Class numbers as vectors."""

from __future__ import annotations

from bmlc.ir import Dim, DType, Poly, TensorType
from bmlc.ops.casting import as_tensors, cast
from bmlc.ops.op import Op1, Target, unchanged
from bmlc.ops.rules import bad_argument, misuse, normalize_axis, product
from bmlc.ops.shape import reshape, transpose
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["one_hot"]


def one_hot_shape(x: TensorType, *, num_classes: Dim) -> TensorType:
    if x.dtype != "int32":
        raise misuse("one_hot", "integers", x)
    return TensorType((*x.shape, num_classes), "float32")


def hot(k: Target, x: Tensor, num_classes: Dim, dtype: DType) -> Tensor:
    flat = reshape(x, (product(x.dims),))
    of = TensorType((*flat.dims, num_classes), dtype)
    rows = k.kernel("OneHot", flat, types=(of,), dtype=dtype, depth=num_classes, onValue=1, offValue=0)
    return reshape(rows, k.out_types[0].shape)


ONE_HOT = Op1(
    name="one_hot",
    shape=one_hot_shape,
    gradient=None,
    batching=unchanged,
    reference=lambda tf, x, *, num_classes: tf.one_hot(x, num_classes, dtype=tf.float32),
    kernel=lambda k, x, *, num_classes: hot(k, x, num_classes, "float32"),
)


def one_hot(x: Operand, num_classes: Dim, axis: int = -1, dtype: DType | None = None) -> Tensor:
    """Class numbers as vectors of `num_classes` zeros with a 1 at the class; all zeros for a number out of range.

    Args:
        x: Integers of any shape.
        num_classes: The length of the new dimension.
        axis: Its place in the result.
        dtype: float32 by default.
    """
    if not isinstance(num_classes, int | Poly) or (isinstance(num_classes, int) and num_classes < 1):
        raise bad_argument("one_hot", "num_classes to be a positive int", f"num_classes={num_classes!r}")
    classes = as_tensors("int32", x)[0]
    rows = ONE_HOT(classes, num_classes=num_classes)
    place = normalize_axis("one_hot", axis, rows.ndim)
    last = rows.ndim - 1
    if place != last:
        rows = transpose(rows, (*range(place), last, *range(place, last)))
    return rows if dtype is None else cast(rows, dtype)
