"""Ops that hold a function."""

from __future__ import annotations

from bmlc.ir import Function, TensorType
from bmlc.ops.op import TF, Array, NotDifferentiable, OpN, refused
from bmlc.ops.rules import misuse
from bmlc.ops.tensor import Tensor

__all__ = ["value_and_grad"]


def value_and_grad_shape(*inputs: TensorType, body: Function, wrt: tuple[int, ...]) -> tuple[TensorType, ...]:
    outs = tuple(out.type for out in body.outs)
    if outs[0] != TensorType((), "float32"):
        raise misuse(
            "value_and_grad",
            "a function whose (first) result is a float32 scalar",
            outs[0],
            "take the mean of the losses",
        )
    return (*outs, *(inputs[i] for i in wrt))


def value_and_grad_reference(tf: TF, *inputs: Array, body: Function, wrt: tuple[int, ...]) -> Array:
    """TensorFlow's own tape over the body: independent of our gradient rules."""
    from bmlc.reference import evaluate

    watched = [tf.identity(inputs[i]) for i in wrt]  # each parameter by itself, as the compiler takes them
    with tf.GradientTape() as tape:
        tape.watch(watched)
        operands = list(inputs)
        for i, x in zip(wrt, watched, strict=True):
            operands[i] = x
        outs, _ = evaluate(body, operands, ())
    gradients = tape.gradient(outs[0], watched, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return (*outs, *(tf.convert_to_tensor(g) for g in gradients))


VALUE_AND_GRAD = OpN(
    name="value_and_grad",
    shape=value_and_grad_shape,
    gradient=NotDifferentiable("a gradient of a gradient is not available"),
    batching=refused("value_and_grad", "to be called outside `map`", "a call for each element"),
    reference=value_and_grad_reference,
    kernel=None,  # differentiate replaces it before legalize
)


def value_and_grad(*inputs: Tensor, body: Function, wrt: tuple[int, ...]) -> tuple[Tensor, ...]:
    """The results of `body` (the loss first), then the gradients of the loss for the inputs `wrt`."""
    return VALUE_AND_GRAD.several(*inputs, body=body, wrt=wrt)
