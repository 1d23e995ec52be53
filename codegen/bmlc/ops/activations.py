"""Activation functions. The gradients of those that are kernels are written in the output y where that frees x."""

from __future__ import annotations

import math

from bmlc.ir import TensorType
from bmlc.ops.casting import as_float, highest
from bmlc.ops.elementwise import composed, same_type, unary
from bmlc.ops.elementwise_binary import clip, maximum, minimum
from bmlc.ops.elementwise_unary import absolute, erf, expm1, sqrt, square, step
from bmlc.ops.op import Op1, Target, unchanged
from bmlc.ops.rules import bad_argument
from bmlc.ops.selection import where
from bmlc.ops.tensor import Operand, Tensor

__all__ = [
    "celu",
    "elu",
    "gelu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_tanh",
    "leaky_relu",
    "log_sigmoid",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softplus",
    "softsign",
    "squareplus",
    "tanh",
    "tanh_shrink",
    "threshold",
]


sigmoid = unary("sigmoid", "`1 / (1 + exp(-x))`.", lambda g, y, x: g * (y * (1.0 - y)), "Sigmoid")
tanh = unary("tanh", "The hyperbolic tangent.", lambda g, y, x: g * (1.0 - y * y), "Tanh")
softplus = unary("softplus", "`log(1 + exp(x))`.", lambda g, y, x: g * sigmoid(x), "Softplus")

RELU = unary("relu", "`max(x, 0)`.", lambda g, y, x: g * step(y), "Relu", reference="nn.relu")


def relu6_kernel(k: Target, x: Tensor) -> Tensor:
    return k.kernel("ClipByValue", x, clipValueMin=0.0, clipValueMax=6.0)


RELU6 = unary(
    "relu6", "`min(max(x, 0), 6)`.", lambda g, y, x: g * (step(y) * step(6.0 - y)), relu6_kernel, reference="nn.relu6"
)

# y = x, or exp(x) - 1 below 0:  dx = g, or g (y + 1)
ELU = unary("elu", "ELU of alpha 1.", lambda g, y, x: where(y < 0.0, g * (y + 1.0), g), "Elu", reference="nn.elu")

# Klambauer et al. 2017, https://arxiv.org/abs/1706.02515
SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717

selu = unary(
    "selu",
    "ELU scaled so that normally distributed activations stay so.",
    # y = s x, or s a (exp(x) - 1) below 0:  dx = g s, or g (y + s a)
    lambda g, y, x: where(y < 0.0, g * (y + SELU_SCALE * SELU_ALPHA), g * SELU_SCALE),
    "Selu",
    reference="nn.selu",
)


def leaky_relu_shape(x: TensorType, *, negative_slope: float) -> TensorType:
    return same_type("leaky_relu", "float32")(x)


LEAKY_RELU = Op1(
    name="leaky_relu",
    shape=leaky_relu_shape,
    # y = x, or a x below 0:  dx = g, or g a; y has the sign of x as a >= 0
    gradient=lambda g, y, x, *, negative_slope: (g * step(y, negative_slope),),
    batching=unchanged,
    reference=lambda tf, x, *, negative_slope: tf.nn.leaky_relu(x, negative_slope),
    kernel=lambda k, x, *, negative_slope: k.kernel("LeakyRelu", x, alpha=negative_slope),
)


def relu(x: Operand) -> Tensor:
    """`max(x, 0)`; integers stay integers."""
    return maximum(x, 0) if highest(x) in ("int32", "uint8") else RELU(x)


def relu6(x: Operand) -> Tensor:
    """`min(max(x, 0), 6)`; integers stay integers."""
    return minimum(maximum(x, 0), 6) if highest(x) in ("int32", "uint8") else RELU6(x)


def elu(x: Operand, alpha: float = 1.0) -> Tensor:
    """`x` above 0, `alpha * (exp(x) - 1)` below."""
    (x,) = as_float(x)
    y = ELU(x)
    return y if alpha == 1.0 else where(x > 0.0, x, y * alpha)


def leaky_relu(x: Operand, negative_slope: float = 0.2) -> Tensor:
    """`x` above 0, `negative_slope * x` below."""
    if not negative_slope >= 0:
        raise bad_argument("leaky_relu", "negative_slope >= 0", f"negative_slope={negative_slope!r}")
    return LEAKY_RELU(*as_float(x), negative_slope=float(negative_slope))


silu = composed("silu", "`x * sigmoid(x)`.", lambda x: x * sigmoid(x))
softsign = composed("softsign", "`x / (1 + |x|)`.", lambda x: x / (absolute(x) + 1.0))
# Written as Keras does: its gradient at -3 and 3 is 0.
hard_sigmoid = composed("hard_sigmoid", "`x / 6 + 1/2`, kept between 0 and 1.", lambda x: relu6(x + 3.0) / 6.0)
hard_silu = composed("hard_silu", "`x * hard_sigmoid(x)`.", lambda x: x * hard_sigmoid(x))
hard_tanh = composed("hard_tanh", "`x`, kept between -1 and 1.", lambda x: clip(x, -1.0, 1.0))
log_sigmoid = composed("log_sigmoid", "`log(sigmoid(x))`, without overflow.", lambda x: -softplus(-x))
tanh_shrink = composed("tanh_shrink", "`x - tanh(x)`.", lambda x: x - tanh(x))


def gelu(x: Operand, approximate: bool = True) -> Tensor:
    """`x * P(X <= x)` for a standard normal X (Hendrycks and Gimpel 2016), by tanh unless `approximate=False`."""
    (t,) = as_float(x)
    if approximate:
        return 0.5 * t * (1.0 + tanh(math.sqrt(2.0 / math.pi) * (t + 0.044715 * (t * square(t)))))
    return 0.5 * t * (1.0 + erf(t * math.sqrt(0.5)))


def celu(x: Operand, alpha: float = 1.0) -> Tensor:
    """`x` above 0, `alpha * (exp(x / alpha) - 1)` below."""
    (t,) = as_float(x)
    return maximum(t, 0.0) + alpha * expm1(minimum(t, 0.0) / alpha)


def hard_shrink(x: Operand, threshold: float = 0.5) -> Tensor:
    """`x`, and 0 where its absolute value is at most `threshold`."""
    (t,) = as_float(x)
    return where(absolute(t) > threshold, t, 0.0)


def soft_shrink(x: Operand, threshold: float = 0.5) -> Tensor:
    """`x` moved towards 0 by `threshold`, and 0 where that would change its sign."""
    (t,) = as_float(x)
    return relu(t - threshold) - relu(-t - threshold)


def squareplus(x: Operand, b: float = 4) -> Tensor:
    """`(x + sqrt(x^2 + b)) / 2`."""
    (t,) = as_float(x)
    return (t + sqrt(square(t) + b)) / 2.0


def threshold(x: Operand, threshold: float, default_value: float) -> Tensor:
    """`x` above `threshold`, `default_value` elsewhere."""
    (t,) = as_float(x)
    return where(t > threshold, t, default_value)
