"""`clip`: values kept between two bounds."""

from __future__ import annotations

from bmlc.ir import TensorType
from bmlc.ops.casting import as_float
from bmlc.ops.comparison import logical_and
from bmlc.ops.constant import zeros_like
from bmlc.ops.convert import Operand, dtype_of, unwrap
from bmlc.ops.elementwise import same_type
from bmlc.ops.elementwise_binary import maximum, minimum
from bmlc.ops.op import Gradients, Op1, unchanged
from bmlc.ops.rules import misuse
from bmlc.ops.selection import where
from bmlc.ops.tensor import Tensor

__all__ = ["clip"]


def clip_shape(x: TensorType, *, x_min: float, x_max: float) -> TensorType:
    return same_type("clip", "float32")(x)


def clip_gradient(g: Tensor, y: Tensor, x: Tensor, *, x_min: float, x_max: float) -> Gradients:
    inside = logical_and(x >= x_min, x <= x_max)  # y = min(max(x, lo), hi):  dx = g [lo <= x <= hi]
    return (where(inside, g, zeros_like(g)),)


CLIP = Op1(
    name="clip",
    shape=clip_shape,
    gradient=clip_gradient,
    batching=unchanged,
    reference=lambda tf, x, *, x_min, x_max: tf.clip_by_value(x, x_min, x_max),
    kernel=lambda k, x, *, x_min, x_max: k.kernel("ClipByValue", x, clipValueMin=x_min, clipValueMax=x_max),
)


def clip(x: Operand, x_min: Operand, x_max: Operand) -> Tensor:
    """`x`, but not above `x_max` and not below `x_min`."""
    low, high = unwrap(x_min), unwrap(x_max)
    if isinstance(low, int | float) and isinstance(high, int | float):
        if not low <= high:  # nor where one is NaN
            raise misuse("clip", "x_min <= x_max", f"x_min={low}, x_max={high}", code="BML102")
        if dtype_of(x) == "float32":
            return CLIP(*as_float(x), x_min=float(low), x_max=float(high))
    # In TensorFlow's order: x_min counts where it is above x_max.
    return maximum(minimum(x, high), low)
