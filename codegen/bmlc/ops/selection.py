"""`where` and `clip`: choosing between values, element by element."""

from __future__ import annotations

from typing import Any

from bmlc.ir import TensorType
from bmlc.ops import comparison, elementwise_binary
from bmlc.ops.constant import zeros_like
from bmlc.ops.convert import Operand, as_arithmetic, as_tensors, dtype_of, highest, unwrap
from bmlc.ops.op import Op
from bmlc.ops.rules import Gradients, broadcast_shapes, misuse, with_batch
from bmlc.ops.shape import broadcast_to, reshape
from bmlc.ops.tensor import Tensor

__all__ = ["clip", "where"]


def where_shape(condition: TensorType, a: TensorType, b: TensorType) -> TensorType:
    if condition.dtype != "bool" or not condition.shape == a.shape == b.shape or a.dtype != b.dtype:
        raise misuse("where", "bool and two tensors, of one shape", f"{condition}, {a} and {b}")
    return a


def where_gradient(g: Tensor, y: Tensor, condition: Tensor, a: Tensor, b: Tensor) -> Gradients:
    zero = zeros_like(g)  # y = c ? a : b:  da = c ? g : 0, db = c ? 0 : g
    return None, where(condition, g, zero), where(condition, zero, g)


def where_batching(inputs: tuple[Tensor, ...], batched: tuple[bool, ...]) -> Any:
    n = inputs[batched.index(True)].shape[0]
    rank = inputs[0].ndim - batched[0]
    return WHERE(*(with_batch(x, b, n, rank) for x, b in zip(inputs, batched, strict=True)))


def where_kernel(k: Any, condition: Tensor, a: Tensor, b: Tensor) -> Any:
    if a.dtype == "bool":  # wasm selects no bytes
        a, b = as_tensors("int32", a, b)
        return comparison.not_equal(where(condition, a, b), 0)
    if k.backend in ("webgl", "webgpu") and a.ndim < 2:  # a condition of rank 1 selects whole rows there
        condition, a, b = (reshape(x, (1, a.type.size)) for x in (condition, a, b))
        return reshape(k.kernel("Select", condition, a, b, types=(a.type,)), k.out_types[0].shape)
    return k.kernel("Select", condition, a, b)


WHERE: Op = Op(
    name="where",
    shape=where_shape,
    gradient=where_gradient,
    batching=where_batching,
    reference=lambda tf, condition, a, b: tf.where(condition, a, b),
    kernel=where_kernel,
)


def clip_shape(x: TensorType, *, x_min: float, x_max: float) -> TensorType:
    if x.dtype != "float32":
        raise misuse("clip", "float32", x)
    return x


def clip_gradient(g: Tensor, y: Tensor, x: Tensor, *, x_min: float, x_max: float) -> Gradients:
    inside = comparison.logical_and(x >= x_min, x <= x_max)  # y = min(max(x, lo), hi):  dx = g [lo <= x <= hi]
    return (where(inside, g, zeros_like(g)),)


def clip_batching(inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, x_min: float, x_max: float) -> Any:
    return CLIP(*inputs, x_min=x_min, x_max=x_max)


def clip_reference(tf: Any, x: Any, *, x_min: float, x_max: float) -> Any:
    return tf.clip_by_value(x, x_min, x_max)


def clip_kernel(k: Any, x: Tensor, *, x_min: float, x_max: float) -> Any:
    return k.kernel("ClipByValue", x, clipValueMin=x_min, clipValueMax=x_max)


CLIP: Op = Op(
    name="clip",
    shape=clip_shape,
    gradient=clip_gradient,
    batching=clip_batching,
    reference=clip_reference,
    kernel=clip_kernel,
)


def where(condition: Operand, x1: Operand, x2: Operand) -> Tensor:
    """`x1` where `condition` holds, `x2` elsewhere; all three broadcast to one shape."""
    (chooser,) = as_tensors("bool", condition)
    dtype = highest(x1, x2)
    a, b = as_tensors("int32" if dtype == "uint8" else dtype, x1, x2)
    to = broadcast_shapes("where", chooser.shape, a.shape, b.shape)
    chooser, a, b = (broadcast_to(x, to) for x in (chooser, a, b))
    return WHERE(chooser, a, b)


def clip(x: Operand, x_min: Operand, x_max: Operand) -> Tensor:
    """`x`, but not above `x_max` and not below `x_min`."""
    low, high = unwrap(x_min), unwrap(x_max)
    if isinstance(low, int | float) and isinstance(high, int | float):
        if not low <= high:  # nor where one is NaN
            raise misuse("clip", "x_min <= x_max", f"x_min={low}, x_max={high}", code="BML102")
        if dtype_of(x) == "float32":
            return CLIP(*as_arithmetic(x), x_min=float(low), x_max=float(high))
    # In TensorFlow's order: x_min counts where it is above x_max.
    return elementwise_binary.maximum(elementwise_binary.minimum(x, high), low)
