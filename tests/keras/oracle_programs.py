"""The programs, each trained by Keras on TensorFlow.

Each step is computed in float64 from a state that is rounded to float32: Keras's own float32 is up to 5e-4 of an update
from it where a gradient's terms cancel, behind a batch normalization. How far it is after a free run, and how far with
the rows of each batch in reverse, is the spread that runs elsewhere may have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import tree
from programs import FREE, PROGRAMS, Program, made, optimizers_of, state_of


class _Read(keras.Variable):
    """A variable whose value is what it holds now: Keras 3.15 keeps one to read it before an update that came since."""

    @property
    def value(self) -> Any:
        return tf.identity(super().value)


class Training:
    """A program in float64 or float32."""

    def __init__(self, program: Program, floats: str, reverse: bool = False) -> None:
        keras.utils.clear_session(free_memory=False)
        keras.config.set_floatx(floats)
        self.model = made(program)
        self.state = state_of(self.model)
        for optimizer in optimizers_of(self.model):
            vars(optimizer)["apply"] = partial(_apply_dense, optimizer.apply)
            if isinstance(optimizer, keras.optimizers.ScheduleFreeAdamW):
                for momentum in optimizer._momentums:
                    momentum.__class__ = _Read
                vars(optimizer)["assign_sub"] = lambda variable, value: variable._value.assign_sub(value)
        self._step = tf.function(self.model.train_step, autograph=False)
        data = tree.map_structure(lambda x: x[::-1] if reverse else x, program.data)
        self._data = tree.map_structure(lambda x: tf.constant(x, floats if x.dtype == "float32" else x.dtype), data)

    def step(self) -> list[float]:
        """The logs of a step."""
        self.model.reset_metrics()
        return [float(value) for value in self._step(self._data).values()]

    def values(self) -> list[np.ndarray]:
        return [v.numpy().astype("float32" if v.dtype == "float64" else v.dtype) for v in self.state]


def _apply_dense(apply: Any, gradients: Any, variables: Any = None) -> None:
    """An embedding's gradient with the parts of a repeated row summed: some optimizers would square each by itself."""
    apply([tf.convert_to_tensor(gradient) for gradient in gradients], variables)


def taught(program: Program, steps: int) -> list[Any]:
    """The state before the first step and after each, and the logs of each."""
    training = Training(program, "float64")
    found: list[Any] = [([], training.values())]
    for _ in range(steps):
        logs = training.step()
        found.append((logs, training.values()))
        for variable, value in zip(training.state, found[-1][1], strict=True):
            variable.assign(value)
    return found


def free_runs(program: Program) -> Iterator[list[np.ndarray]]:
    """The state after the same steps in float32; then with the rows of batches in reverse, unless each has its draw."""
    for reverse in (False, True):
        training = Training(program, "float32", reverse)
        if reverse and any("seed_generator" in variable.path for variable in training.state):
            return
        for _ in range(program.steps):
            training.step()
        yield training.values()


def outcomes(names: Sequence[str], limit: int | None) -> dict[str, Any]:
    """Of these programs: the steps, and, if none is left out, the last states of free runs; or the text of an error."""
    found: dict[str, Any] = {}
    for name in names:
        program = PROGRAMS[name]
        try:
            steps = taught(program, limit or program.steps)
            found[name] = steps, list(free_runs(program)) if name in FREE and not limit else []
        except Exception as error:
            found[name] = f"{type(error).__name__}: {error}"
    keras.config.set_floatx("float32")
    return found
