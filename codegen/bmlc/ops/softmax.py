"""Softmax and its logarithm."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from typing import Any

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import sum
from bmlc.ops.casting import as_float
from bmlc.ops.convert import Operand
from bmlc.ops.elementwise_unary import exp, log
from bmlc.ops.op import Gradients, Op, OpN
from bmlc.ops.reduction import max
from bmlc.ops.rules import misuse, normalize_axis
from bmlc.ops.shape import swapaxes
from bmlc.ops.tensor import Tensor

__all__ = ["log_softmax", "softmax"]


def softmax_shape(x: TensorType, *, axis: int) -> TensorType:
    if x.dtype != "float32":
        raise misuse("softmax", "float32", x)
    return x


def softmax_gradient(g: Tensor, y: Tensor, x: Tensor, *, axis: int) -> Gradients:
    weighted = g * y  # y = exp(x) / sum(exp(x)):  dx = y (g - sum(g y))
    return (weighted - y * sum(weighted, axis=axis, keepdims=True),)


def softmax_batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, axis: int) -> Any:
    return SOFTMAX(*inputs, axis=axis + 1)


def softmax_reference(tf: Any, x: Any, *, axis: int) -> Any:
    return tf.nn.softmax(x, axis)


def softmax_kernel(k: Any, x: Tensor, *, axis: int) -> Any:
    last = x.ndim - 1
    if k.backend == "wasm":
        if axis != last:
            return swapaxes(SOFTMAX(swapaxes(x, axis, last), axis=last), axis, last)
        return k.kernel("Softmax", x, dim=last)
    # Elsewhere the kernel is these five kernels, with intermediates that nothing else could share or free.
    powers = exp(x - max(x, axis=axis, keepdims=True))
    return powers / sum(powers, axis=axis, keepdims=True)


SOFTMAX = OpN(
    name="softmax",
    shape=softmax_shape,
    gradient=softmax_gradient,
    batching=softmax_batching,
    reference=softmax_reference,
    kernel=softmax_kernel,
)


def log_softmax_gradient(g: Tensor, y: Tensor, x: Tensor, *, axis: int) -> Gradients:
    # y = x - ln(sum(exp(x))):  dx = g - exp(y) sum(g). exp(y) is softmax(x), which a model often has already.
    return (g - SOFTMAX(x, axis=axis) * sum(g, axis=axis, keepdims=True),)


def log_softmax_batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, axis: int) -> Any:
    return LOG_SOFTMAX(*inputs, axis=axis + 1)


def log_softmax_reference(tf: Any, x: Any, *, axis: int) -> Any:
    return tf.nn.log_softmax(x, axis)


def log_softmax_kernel(k: Any, x: Tensor, *, axis: int) -> Any:
    shifted = x - max(x, axis=axis, keepdims=True)  # no overflow in exp; no backend has a kernel for the whole
    return shifted - log(sum(exp(shifted), axis=axis, keepdims=True))


LOG_SOFTMAX = OpN(
    name="log_softmax",
    shape=softmax_shape,
    gradient=log_softmax_gradient,
    batching=log_softmax_batching,
    reference=log_softmax_reference,
    kernel=log_softmax_kernel,
)


def softmax(x: Operand, axis: int = -1) -> Tensor:
    """`exp(x) / sum(exp(x))` along `axis`: numbers from 0 to 1 that sum to 1."""
    (x,) = as_float(x)
    return SOFTMAX(x, axis=normalize_axis("softmax", axis, x.ndim))


def log_softmax(x: Operand, axis: int = -1) -> Tensor:
    """`log(softmax(x))` along `axis`, without the loss of precision."""
    (x,) = as_float(x)
    return LOG_SOFTMAX(x, axis=normalize_axis("log_softmax", axis, x.ndim))
