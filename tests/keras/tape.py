"""TensorFlow's tape, for training steps of their own on the other side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

__all__ = ["value_and_grad"]


def value_and_grad(fn: Callable[..., Any], has_aux: bool = False, variables: Sequence[Any] = ()) -> Callable[..., Any]:
    def call(*args: Any) -> Any:
        with tf.GradientTape() as tape:
            result = fn(*args)
        return result, tape.gradient(result[0] if has_aux else result, list(variables))

    return call
