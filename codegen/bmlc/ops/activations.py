"""Activation functions: those that are kernels, with gradients written in the output y where that frees the input."""

from __future__ import annotations

from bmlc.ir import TensorType
from bmlc.ops.casting import as_float
from bmlc.ops.convert import Operand, highest
from bmlc.ops.elementwise import same_type, unary
from bmlc.ops.elementwise_binary import maximum, minimum
from bmlc.ops.elementwise_unary import step
from bmlc.ops.op import Op1, Target, unchanged
from bmlc.ops.rules import misuse
from bmlc.ops.selection import where
from bmlc.ops.tensor import Tensor

__all__ = ["elu", "leaky_relu", "relu", "relu6", "selu", "sigmoid", "softplus", "tanh"]

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
        raise misuse("leaky_relu", "negative_slope >= 0", f"negative_slope={negative_slope!r}", code="BML102")
    return LEAKY_RELU(*as_float(x), negative_slope=float(negative_slope))
