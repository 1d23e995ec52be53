"""Activation functions: those that are kernels, with gradients written in the output y where that frees the input."""

from __future__ import annotations

from typing import Any

from bmlc.ir import TensorType
from bmlc.ops.convert import Operand, as_float, highest
from bmlc.ops.elementwise_binary import maximum, minimum
from bmlc.ops.elementwise_unary import step
from bmlc.ops.op import Op
from bmlc.ops.rules import Gradients, call_kernel, elementwise_batching, misuse, same_type, tf_call
from bmlc.ops.selection import where
from bmlc.ops.tensor import Tensor

__all__ = ["elu", "leaky_relu", "relu", "relu6", "selu", "sigmoid", "softplus", "tanh"]


def relu_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * step(y),)  # y = max(x, 0):  dx = g [y > 0]


RELU: Op = Op(
    name="relu",
    shape=same_type("relu", "float32"),
    gradient=relu_gradient,
    batching=elementwise_batching(lambda: RELU),
    reference=tf_call("nn.relu"),
    kernel=call_kernel("Relu"),
)


def relu6_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * (step(y) * step(6.0 - y)),)  # y = min(max(x, 0), 6):  dx = g [0 < y < 6]


RELU6: Op = Op(
    name="relu6",
    shape=same_type("relu6", "float32"),
    gradient=relu6_gradient,
    batching=elementwise_batching(lambda: RELU6),
    reference=tf_call("nn.relu6"),
    kernel=call_kernel("ClipByValue", clipValueMin=0.0, clipValueMax=6.0),
)


def elu_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (where(y < 0.0, g * (y + 1.0), g),)  # y = x, or exp(x) - 1 below 0:  dx = g, or g (y + 1)


ELU: Op = Op(
    name="elu",
    shape=same_type("elu", "float32"),
    gradient=elu_gradient,
    batching=elementwise_batching(lambda: ELU),
    reference=tf_call("nn.elu"),
    kernel=call_kernel("Elu"),
)

# Klambauer et al. 2017, https://arxiv.org/abs/1706.02515
SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717


def selu_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    # y = s x, or s a (exp(x) - 1) below 0:  dx = g s, or g (y + s a)
    return (where(y < 0.0, g * (y + SELU_SCALE * SELU_ALPHA), g * SELU_SCALE),)


SELU: Op = Op(
    name="selu",
    shape=same_type("selu", "float32"),
    gradient=selu_gradient,
    batching=elementwise_batching(lambda: SELU),
    reference=tf_call("nn.selu"),
    kernel=call_kernel("Selu"),
)


def leaky_relu_shape(x: TensorType, *, negative_slope: float) -> TensorType:
    return same_type("leaky_relu", "float32")(x)


def leaky_relu_gradient(g: Tensor, y: Tensor, x: Tensor, *, negative_slope: float) -> Gradients:
    return (g * step(y, negative_slope),)  # y = x, or a x below 0:  dx = g, or g a; y has the sign of x as a >= 0


def leaky_relu_reference(tf: Any, x: Any, *, negative_slope: float) -> Any:
    return tf.nn.leaky_relu(x, negative_slope)


def leaky_relu_kernel(k: Any, x: Tensor, *, negative_slope: float) -> Any:
    return k.kernel("LeakyRelu", x, alpha=negative_slope)


LEAKY_RELU: Op = Op(
    name="leaky_relu",
    shape=leaky_relu_shape,
    gradient=leaky_relu_gradient,
    batching=elementwise_batching(lambda: LEAKY_RELU),
    reference=leaky_relu_reference,
    kernel=leaky_relu_kernel,
)


def sigmoid_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * (y * (1.0 - y)),)  # y = 1 / (1 + exp(-x)):  dx = g y (1 - y)


SIGMOID: Op = Op(
    name="sigmoid",
    shape=same_type("sigmoid", "float32"),
    gradient=sigmoid_gradient,
    batching=elementwise_batching(lambda: SIGMOID),
    reference=tf_call("math.sigmoid"),
    kernel=call_kernel("Sigmoid"),
)


def tanh_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * (1.0 - y * y),)  # y = tanh(x):  dx = g (1 - y^2)


TANH: Op = Op(
    name="tanh",
    shape=same_type("tanh", "float32"),
    gradient=tanh_gradient,
    batching=elementwise_batching(lambda: TANH),
    reference=tf_call("math.tanh"),
    kernel=call_kernel("Tanh"),
)


def softplus_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * sigmoid(x),)  # y = ln(1 + exp(x)):  dx = g sigmoid(x)


SOFTPLUS: Op = Op(
    name="softplus",
    shape=same_type("softplus", "float32"),
    gradient=softplus_gradient,
    batching=elementwise_batching(lambda: SOFTPLUS),
    reference=tf_call("math.softplus"),
    kernel=call_kernel("Softplus"),
)


def relu(x: Operand) -> Tensor:
    """`max(x, 0)`; integers stay integers."""
    if highest(x) in ("int32", "uint8"):
        return maximum(x, 0)
    return RELU(*as_float(x))


def relu6(x: Operand) -> Tensor:
    """`min(max(x, 0), 6)`; integers stay integers."""
    if highest(x) in ("int32", "uint8"):
        return minimum(maximum(x, 0), 6)
    return RELU6(*as_float(x))


def elu(x: Operand, alpha: float = 1.0) -> Tensor:
    """`x` above 0, `alpha * (exp(x) - 1)` below."""
    (x,) = as_float(x)
    y: Tensor = ELU(x)
    return y if alpha == 1.0 else where(x > 0.0, x, y * alpha)


def selu(x: Operand) -> Tensor:
    """ELU scaled so that normally distributed activations stay so."""
    return SELU(*as_float(x))


def leaky_relu(x: Operand, negative_slope: float = 0.2) -> Tensor:
    """`x` above 0, `negative_slope * x` below."""
    if not negative_slope >= 0:
        raise misuse("leaky_relu", "negative_slope >= 0", f"negative_slope={negative_slope!r}", code="BML102")
    return LEAKY_RELU(*as_float(x), negative_slope=float(negative_slope))


def sigmoid(x: Operand) -> Tensor:
    """`1 / (1 + exp(-x))`."""
    return SIGMOID(*as_float(x))


def tanh(x: Operand) -> Tensor:
    return TANH(*as_float(x))


def softplus(x: Operand) -> Tensor:
    """`log(1 + exp(x))`."""
    return SOFTPLUS(*as_float(x))
