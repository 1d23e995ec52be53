"""Cross-entropies, from logits where a softmax or sigmoid made the probabilities, as on Keras's TensorFlow backend."""

from __future__ import annotations

from typing import Any

from keras.src.backend.config import epsilon

from bml.keras.dispatch import traced
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ops.rules import must_agree

from .core import cast, convert_to_tensor

__all__ = ["binary_crossentropy", "categorical_crossentropy", "remember_logits", "sparse_categorical_crossentropy"]


def remember_logits(output: Any, logits: Any) -> Any:
    """`output`, from which a loss can tell the logits that it was made of."""
    output._keras_logits = logits
    return output


def _logits(output: Any, from_logits: bool) -> tuple[Any, bool]:
    behind = getattr(output, "_keras_logits", None)
    return (output, from_logits) if behind is None else (behind, True)


@traced
def categorical_crossentropy(target: Any, output: Any, from_logits: bool = False, axis: int = -1) -> Any:
    target, output = convert_to_tensor(target, "float32"), convert_to_tensor(output)
    _same_sizes("categorical_crossentropy", target, output)
    output, from_logits = _logits(output, from_logits)
    if from_logits:
        return ops.softmax_cross_entropy(target, output, axis)
    output = output / ops.sum(output, axis, keepdims=True)
    return -ops.sum(target * ops.log(_inside(output)), axis)


@traced
def sparse_categorical_crossentropy(target: Any, output: Any, from_logits: bool = False, axis: int = -1) -> Any:
    """The loss of the classes that `target` numbers; NaN for a number that is no class, as TensorFlow on a GPU has it.

    Of probabilities it takes the logarithms as logits, as TensorFlow does: they need not sum to 1.
    """
    target, output = cast(target, "int32"), convert_to_tensor(output)
    if axis not in (-1, output.ndim - 1):
        raise UserError.here("BML102", f"sparse_categorical_crossentropy expected axis=-1, received axis={axis}")
    if target.ndim == output.ndim and target.shape[-1] == 1:
        target = ops.squeeze(target, -1)
    _same_sizes("sparse_categorical_crossentropy", target, output, output.ndim - 1)
    logits, from_logits = _logits(output, from_logits)
    hot = ops.one_hot(target, output.dims[-1])  # all zeros for a number that is no class
    loss = ops.softmax_cross_entropy(hot, logits if from_logits else ops.log(_inside(logits)), axis)
    return loss / ops.sum(hot, axis)


@traced
def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Any:
    target, output = convert_to_tensor(target, "float32"), convert_to_tensor(output)
    _same_sizes("binary_crossentropy", target, output)
    output, from_logits = _logits(output, from_logits)
    if from_logits:
        return sigmoid_cross_entropy(target, output)
    output = _inside(output)
    return -(target * ops.log(output) + (1.0 - target) * ops.log(1.0 - output))


@ops.custom_gradient
def sigmoid_cross_entropy(target: Any, logits: Any) -> Any:
    """max(z, 0) - z t + log(1 + exp(-|z|)), whose gradient is sigmoid(z) - t, to the last digit near 0."""
    lower = ops.minimum(-logits, logits)

    def gradient(g: Any) -> tuple[Any, Any]:
        rest = ops.sigmoid(lower)
        return -g * logits, g * ops.where(logits >= 0.0, 1.0 - target - rest, rest - target)

    return ops.maximum(logits, 0.0) - logits * target + ops.softplus(lower), gradient


def _same_sizes(op: str, target: Any, output: Any, axes: int | None = None) -> None:
    """Keras broadcasts no targets: a mistake in their shape would train on something else."""
    given, expected = (getattr(x, "dims", x.shape) for x in (target, output))
    expected = expected[:axes]
    pairs = zip(given, expected, strict=False)
    if len(given) != len(expected) or not all(must_agree(op, *pair, given, expected) for pair in pairs):
        raise UserError.here("BML101", f"{op} expected targets of shape {output.shape[:axes]}, received {target.shape}")


def _inside(output: Any) -> Any:
    return ops.clip(output, epsilon(), 1.0 - epsilon())
