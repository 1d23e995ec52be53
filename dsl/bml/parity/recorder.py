"""What Keras and TensorFlow compute on the way through a step: gradients, and whether their rows repeat."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any

import keras
import tensorflow as tf

from bml.tape import is_compared

__all__ = ["Recorder"]


@dataclass
class _Tape:
    value: Any
    sources: list[Any]
    gradients: list[Any]


@dataclass
class Recorder:
    """Listens to `GradientTape.gradient` and to optimizers while a function is traced.

    Optimizers are given sparse gradients with their rows summed. Where nothing repeats, or nothing is squared, that is
    what they would make of them; elsewhere it is what they should.
    """

    tapes: list[_Tape] = field(default_factory=list)
    repeated: list[Any] = field(default_factory=list)  # whether an optimizer is given rows that repeat

    def __post_init__(self) -> None:
        self._listen_to_tapes()
        self._listen_to_optimizers()

    def begin(self) -> None:
        self.tapes, self.repeated = [], []

    def _listen_to_tapes(self) -> None:
        """Listen to those that no other tape records: the gradients of a loss, not the ones that it computes."""
        original, enter, leave = tf.GradientTape.gradient, tf.GradientTape.__enter__, tf.GradientTape.__exit__
        opened: list[tf.GradientTape] = []

        def entered(tape: Any) -> Any:
            opened.append(tape)
            return enter(tape)

        def left(tape: Any, *error: Any) -> None:
            opened.remove(tape)
            leave(tape, *error)

        @functools.wraps(original)
        def gradient(tape: Any, target: Any, sources: Any, *args: Any, **kwargs: Any) -> Any:
            found = original(tape, target, sources, *args, **kwargs)
            if any(other is not tape for other in opened) or not is_compared(target, sources):
                return found
            leaves = tf.nest.flatten(sources)
            gradients = tf.nest.flatten(found, expand_composites=False)
            dense = [_dense(*pair) for pair in zip(gradients, leaves, strict=True)]
            self.tapes.append(_Tape(target, leaves, dense))
            return found

        tf.GradientTape.gradient, tf.GradientTape.__enter__, tf.GradientTape.__exit__ = gradient, entered, left

    def _listen_to_optimizers(self) -> None:
        base = keras.optimizers.Optimizer
        original = base.apply

        @functools.wraps(original)
        def apply(optimizer: Any, grads: Any, *args: Any, **kwargs: Any) -> Any:
            slices = [each for each in grads if isinstance(each, tf.IndexedSlices)]
            if not _is_linear(optimizer):
                self.repeated += [tf.size(each.indices) > tf.size(tf.unique(each.indices)[0]) for each in slices]
            summed = [tf.convert_to_tensor(each) if isinstance(each, tf.IndexedSlices) else each for each in grads]
            return original(optimizer, summed, *args, **kwargs)

        base.apply = apply


def _dense(gradient: Any, source: Any) -> Any:
    value = getattr(source, "value", source)
    value = value() if callable(value) else value
    return tf.zeros_like(value) if gradient is None else tf.convert_to_tensor(gradient)


def _is_linear(optimizer: Any) -> bool:
    """Whether an update by parts of a gradient, one after another, is the update by their sum."""
    clips = (optimizer.clipnorm, optimizer.global_clipnorm, optimizer.clipvalue)
    return type(optimizer) is keras.optimizers.SGD and not any(clips)
