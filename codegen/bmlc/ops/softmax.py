"""Softmax, its logarithm, and the cross-entropy of what it gives."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from collections.abc import Callable

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import all_batched, sum
from bmlc.ops.casting import as_float
from bmlc.ops.elementwise_unary import exp, log
from bmlc.ops.op import TF, Array, Gradients, Op1, Op2, Target, shifted
from bmlc.ops.reduction import max
from bmlc.ops.rules import check_float, misuse, normalize_axis, reduced_shape, same_shape
from bmlc.ops.shape import expand_dims
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["log_softmax", "softmax", "softmax_cross_entropy"]


def along_axis(name: str, gradient: Callable[..., Tensor], kernel: Callable[..., Tensor]) -> Op1[...]:
    """softmax or its logarithm: (g, y, x, axis) -> dx, and (x, axis) -> y by other ops."""

    def shape(x: TensorType, *, axis: int) -> TensorType:
        check_float(name, x)
        return x

    def rule(g: Tensor, y: Tensor, x: Tensor, *, axis: int) -> Gradients:
        return (gradient(g, y, x, axis),)

    def reference(tf: TF, x: Array, *, axis: int) -> Array:
        return getattr(tf.nn, name)(x, axis)

    def composed(k: Target, x: Tensor, *, axis: int) -> Tensor:
        return kernel(x, axis)

    return Op1(name=name, shape=shape, gradient=rule, batching=shifted, reference=reference, kernel=composed)


def softmax_gradient(g: Tensor, y: Tensor, x: Tensor, axis: int) -> Tensor:
    weighted = g * y  # y = exp(x) / sum(exp(x)):  dx = y (g - sum(g y))
    return weighted - y * sum(weighted, axis=axis, keepdims=True)


def softmax_of(x: Tensor, axis: int) -> Tensor:
    # tfjs's kernels are these five in turn, with intermediates that nothing else could share or free.
    powers = exp(x - max(x, axis=axis, keepdims=True))
    return powers / sum(powers, axis=axis, keepdims=True)


def log_softmax_gradient(g: Tensor, y: Tensor, x: Tensor, axis: int) -> Tensor:
    # y = x - ln(sum(exp(x))):  dx = g - exp(y) sum(g). exp(y) is softmax(x), which a model often has already.
    return g - SOFTMAX(x, axis=axis) * sum(g, axis=axis, keepdims=True)


def log_parts(x: Tensor, axis: int) -> tuple[Tensor, Tensor]:
    lower = x - max(x, axis=axis, keepdims=True)  # no overflow in exp
    return lower, log(sum(exp(lower), axis=axis, keepdims=True))


def log_softmax_of(x: Tensor, axis: int) -> Tensor:
    lower, log_sum = log_parts(x, axis)
    return lower - log_sum


def cross_entropy_shape(targets: TensorType, logits: TensorType, *, axis: int) -> TensorType:
    check_float("softmax_cross_entropy", targets, logits)
    if not same_shape("softmax_cross_entropy", targets.shape, logits.shape):
        raise misuse("softmax_cross_entropy", "a target for each logit", f"{targets} and {logits}")
    return logits.with_shape(reduced_shape(logits.shape, (axis,), keepdims=False))


def cross_entropy_gradient(g: Tensor, y: Tensor, targets: Tensor, logits: Tensor, *, axis: int) -> Gradients:
    # y = -sum(t ln(p)), p = softmax(x):  dt = -g ln(p), dx = g (p - t) as sum(t) = 1
    g = expand_dims(g, axis)
    return -g * LOG_SOFTMAX(logits, axis=axis), g * (SOFTMAX(logits, axis=axis) - targets)


def cross_entropy_of(k: Target, targets: Tensor, logits: Tensor, *, axis: int) -> Tensor:
    lower, log_sum = log_parts(logits, axis)
    return sum(targets * (log_sum - lower), axis=axis)


SOFTMAX = along_axis("softmax", softmax_gradient, softmax_of)
LOG_SOFTMAX = along_axis("log_softmax", log_softmax_gradient, log_softmax_of)
CROSS_ENTROPY = Op2(
    name="softmax_cross_entropy",
    shape=cross_entropy_shape,
    gradient=cross_entropy_gradient,
    batching=lambda op, xs, batched, axis: op.apply(all_batched(xs, batched), {"axis": axis + 1}),
    reference=lambda tf, targets, logits, *, axis: tf.nn.softmax_cross_entropy_with_logits(targets, logits, axis),
    kernel=cross_entropy_of,
)


def softmax(x: Operand, axis: int = -1) -> Tensor:
    """`exp(x) / sum(exp(x))` along `axis`: numbers from 0 to 1 that sum to 1."""
    (x,) = as_float(x)
    return SOFTMAX(x, axis=normalize_axis("softmax", axis, x.ndim))


def log_softmax(x: Operand, axis: int = -1) -> Tensor:
    """`log(softmax(x))` along `axis`, without the loss of precision."""
    (x,) = as_float(x)
    return LOG_SOFTMAX(x, axis=normalize_axis("log_softmax", axis, x.ndim))


def softmax_cross_entropy(targets: Operand, logits: Operand, axis: int = -1) -> Tensor:
    """`-sum(targets * log(softmax(logits)))` along `axis`.

    Its gradient for the logits is `softmax(logits) - targets`, as TensorFlow's, for targets that sum to 1.
    """
    t, x = as_float(targets, logits)
    return CROSS_ENTROPY(t, x, axis=normalize_axis("softmax_cross_entropy", axis, x.ndim))
