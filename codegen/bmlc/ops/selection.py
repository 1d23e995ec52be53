"""`where`: choosing between two values, element by element."""

from __future__ import annotations

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import broadcast_to, with_batch
from bmlc.ops.casting import as_bool, as_tensors
from bmlc.ops.comparison import not_equal
from bmlc.ops.constant import zeros_like
from bmlc.ops.convert import Operand, highest
from bmlc.ops.op import Gradients, Op, Op3, Target
from bmlc.ops.rules import broadcast_shapes, misuse
from bmlc.ops.tensor import Tensor

__all__ = ["where"]


def where_shape(condition: TensorType, a: TensorType, b: TensorType) -> TensorType:
    if condition.dtype != "bool" or not condition.shape == a.shape == b.shape or a.dtype != b.dtype:
        raise misuse("where", "bool and two tensors, of one shape", f"{condition}, {a} and {b}")
    return a


def where_gradient(g: Tensor, y: Tensor, condition: Tensor, a: Tensor, b: Tensor) -> Gradients:
    zero = zeros_like(g)  # y = c ? a : b:  da = c ? g : 0, db = c ? 0 : g
    return None, where(condition, g, zero), where(condition, zero, g)


def where_batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...]) -> Tensor:
    n = inputs[batched.index(True)].shape[0]
    rank = inputs[0].ndim - batched[0]
    condition, a, b = (with_batch(x, is_batched, n, rank) for x, is_batched in zip(inputs, batched, strict=True))
    return WHERE(condition, a, b)


def where_kernel(k: Target, condition: Tensor, a: Tensor, b: Tensor) -> Tensor:
    if a.dtype == "bool":  # wasm selects no bytes
        a, b = as_tensors("int32", a, b)
        return not_equal(where(condition, a, b), 0)
    return k.kernel("Select", condition, a, b)


WHERE = Op3(
    name="where",
    shape=where_shape,
    gradient=where_gradient,
    batching=where_batching,
    reference=lambda tf, condition, a, b: tf.where(condition, a, b),
    kernel=where_kernel,
)


def where(condition: Operand, x1: Operand, x2: Operand) -> Tensor:
    """`x1` where `condition` holds, `x2` elsewhere; all three broadcast to one shape."""
    (chooser,) = as_bool(condition)
    dtype = highest(x1, x2)
    a, b = as_tensors("int32" if dtype == "uint8" else dtype, x1, x2)
    to = broadcast_shapes("where", chooser.shape, a.shape, b.shape)
    chooser, a, b = (broadcast_to(x, to) for x in (chooser, a, b))
    return WHERE(chooser, a, b)
