"""`value_and_grad` on TensorFlow's tape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

from bml.functions import TensorFunction
from bml.gradients import argument_places, by_argument, no_scalar, nothing_trainable
from bml.native.compiled import as_results
from bml.native.operators import keras_operators, type_of
from bml.native.tensorflow import reading, tensorflow
from bmlc.ops.tree import flatten, unflatten

__all__ = ["on_tape"]


def on_tape(
    fn: Callable[..., Any],
    args: Sequence[Any],
    *,
    argnums: int | Sequence[int] | None,
    variables: Sequence[Any] | None,
    has_aux: bool,
) -> Any:
    """`value_and_grad(fn, argnums, has_aux, variables)(*args)` while TensorFlow traces."""
    tf = tensorflow("value_and_grad")
    name = getattr(fn, "__name__", "loss")
    read: set[int] = set()

    def watch(variable: Any) -> None:
        behind = _behind(variable)
        if behind is not None and variable.trainable and behind.dtype.is_floating and id(behind) not in read:
            read.add(id(behind))
            tape.watch(behind)

    scope = "" if isinstance(fn, TensorFunction) else name  # which names its own operations
    with keras_operators(scope), tf.GradientTape(watch_accessed_variables=False) as tape:
        if argnums is not None:
            by = argument_places(args, argnums)
            args = [_watched(tape, arg) if place in by else arg for place, arg in enumerate(args)]
        for variable in variables or ():
            tape.watch(_behind(variable))
        with reading(watch) if argnums is None and variables is None else nullcontext():
            result = fn(*args)
        value, aux = result if has_aux else (result, ())
        (value,), aux = as_results((value,), name), as_results(aux, name)
        if not tf.is_tensor(value) or value.shape.rank != 0 or value.dtype.name != "float32":
            raise no_scalar(name, type_of(value) if tf.is_tensor(value) else type(value).__name__)

    if argnums is not None:
        sources = [leaf for place in by for leaf in flatten(args[place]) if tf.is_tensor(leaf)]
    elif variables is not None:
        sources = list(map(_behind, variables))
    else:  # in the order in which they were made
        sources = list(tape.watched_variables())
    if not sources:
        raise nothing_trainable(name)
    found = tape.gradient(value, sources, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    gradients: Any = list(map(tf.convert_to_tensor, found))  # those of embeddings are slices
    if argnums is not None:
        gradients = by_argument(gradients, args, argnums, tf.is_tensor)
    return ((value, aux) if has_aux else value), gradients


def _behind(variable: Any) -> Any:
    """TensorFlow's variable behind one of Keras's."""
    return getattr(variable, "_value", variable)


def _watched(tape: Any, arg: Any) -> Any:
    """The tensors of an argument as ones of their own: what else reads them is not differentiated."""
    tf = tensorflow("value_and_grad")

    def watched(leaf: Any) -> Any:
        if not tf.is_tensor(leaf):
            return leaf
        own = tf.identity(leaf)
        own.__dict__.update({key: mask for key, mask in vars(leaf).items() if key.startswith("_keras")})
        tape.watch(own)
        return own

    return unflatten(arg, iter(list(map(watched, flatten(arg)))))
