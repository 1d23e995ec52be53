"""What both sides do with a case: make it, give it its weights, call it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from case import Case, inputs_of, numbers

RATE = 0.1  # of the step of SGD


def made(case: Case) -> Any:
    """The layer, built for the case's inputs, its weights set to numbers that both sides make."""
    keras.utils.clear_session(free_memory=False)  # collecting garbage takes longer than a case
    keras.utils.set_random_seed(0)
    subject = case.make()
    if isinstance(subject, keras.layers.Layer):
        if not (subject.built and subject.weights):
            batch = None if case.unknown else inputs_of(case)[0].shape[0]
            called(case, subject, [keras.KerasTensor((batch, *x.shape[1:]), x.dtype.name) for x in inputs_of(case)])
        subject.set_weights([_weight(case, i, w) for i, w in enumerate(subject.weights)])
    return subject


def _weight(case: Case, place: int, weight: Any) -> np.ndarray:
    if "variance" in weight.path or (not weight.trainable and weight.dtype != "float32"):
        return np.ones(weight.shape, "float32") if "variance" in weight.path else np.asarray(weight)
    return numbers(f"{case.id}/weight{place}", tuple(weight.shape), -0.5, 0.5)


def called(case: Case, subject: Any, inputs: Sequence[Any]) -> list[Any]:
    """The tensors that come out, then the losses that a layer adds."""
    if case.how is not None:
        result = case.how(subject, *inputs, **case.call)
    else:
        result = subject(list(inputs), **case.call) if case.together else subject(*inputs, **case.call)
    return [*keras.tree.flatten(result), *getattr(subject, "losses", ())]


def weights_of(subject: Any) -> tuple[list[Any], list[Any]]:
    """Those that are trained, and those that a call sets."""
    if not isinstance(subject, keras.layers.Layer):
        return [], []
    return list(subject.trainable_variables), [v for v in subject.non_trainable_variables if v.dtype == "float32"]


def total(case: Case, outs: Sequence[Any]) -> Any:
    """A number with a gradient of its own for each element, whatever the sizes are: the sum of `y^3 + y / 2`."""
    floats = [keras.ops.cast(y, "float32") for y in outs]
    parts = [keras.ops.sum(y * (y * y + 0.5)) for y in floats]
    return sum(parts[1:], parts[0])


def stepped(weight: Any, gradient: Any) -> Any:
    """A weight after a step of SGD, inside of its constraint."""
    value = weight.value - RATE * gradient
    return value if weight.constraint is None else weight.constraint(value)
