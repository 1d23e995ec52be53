"""Comparisons and logic, where numbers count as true unless they are 0; and `where`, which chooses by truth values."""

from __future__ import annotations

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import all_batched, broadcast_to
from bmlc.ops.casting import as_bool, as_tensors, highest
from bmlc.ops.constant import zeros_like
from bmlc.ops.elementwise import binary
from bmlc.ops.op import Gradients, Op3, Target
from bmlc.ops.rules import broadcast_shapes, misuse
from bmlc.ops.tensor import Operand, Tensor

__all__ = [
    "equal",
    "greater",
    "greater_equal",
    "less",
    "less_equal",
    "logical_and",
    "logical_or",
    "logical_xor",
    "not_equal",
    "where",
]

equal = binary("equal", "`x1 == x2`.", None, "Equal", out="bool")
not_equal = binary("not_equal", "`x1 != x2`.", None, "NotEqual", out="bool")
greater = binary("greater", "`x1 > x2`.", None, "Greater", out="bool")
greater_equal = binary("greater_equal", "`x1 >= x2`.", None, "GreaterEqual", out="bool")
less = binary("less", "`x1 < x2`.", None, "Less", out="bool")
less_equal = binary("less_equal", "`x1 <= x2`.", None, "LessEqual", out="bool")
logical_and = binary("logical_and", "Whether both are true.", None, "LogicalAnd", of="bool")
logical_or = binary("logical_or", "Whether at least one is true.", None, "LogicalOr", of="bool")


def logical_xor(x1: Operand, x2: Operand) -> Tensor:
    """Whether exactly one is true."""
    return not_equal(*as_bool(x1, x2))


def where_shape(condition: TensorType, a: TensorType, b: TensorType) -> TensorType:
    if condition.dtype != "bool" or not condition.shape == a.shape == b.shape or a.dtype != b.dtype:
        raise misuse("where", "bool and two tensors, of one shape", f"{condition}, {a} and {b}")
    return a


def where_gradient(g: Tensor, y: Tensor, condition: Tensor, a: Tensor, b: Tensor) -> Gradients:
    zero = zeros_like(g)  # y = c ? a : b:  da = c ? g : 0, db = c ? 0 : g
    return None, where(condition, g, zero), where(condition, zero, g)


def where_kernel(k: Target, condition: Tensor, a: Tensor, b: Tensor) -> Tensor:
    if a.dtype == "bool":  # wasm selects no bytes
        a, b = as_tensors("int32", a, b)
        return not_equal(where(condition, a, b), 0)
    return k.kernel("Select", condition, a, b)


WHERE = Op3(
    name="where",
    shape=where_shape,
    gradient=where_gradient,
    batching=lambda op, xs, batched: op.apply(all_batched(xs, batched), {}),
    reference=lambda tf, condition, a, b: tf.where(condition, a, b),
    kernel=where_kernel,
)


def where(condition: Operand, x1: Operand, x2: Operand) -> Tensor:
    """`x1` where `condition` holds, `x2` elsewhere; all three broadcast to one shape."""
    (chooser,) = as_bool(condition)
    dtype = highest(x1, x2)
    a, b = as_tensors(dtype, x1, x2)
    to = broadcast_shapes("where", chooser.dims, a.dims, b.dims)
    chooser, a, b = (broadcast_to(x, to) for x in (chooser, a, b))
    return WHERE(chooser, a, b)
