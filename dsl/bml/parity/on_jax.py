"""The user's file on JAX: the training steps of its models, where TensorFlow's optimizers err."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import jax
import keras
import numpy as np

from bml.parity.keras_file import Array, KerasFile
from bml.parity.origins import Step
from bmlc.oracle import Answer, IncomparableError

__all__ = ["OnJax"]


class OnJax(KerasFile):
    """Keras on JAX, whose random numbers are its own."""

    def __init__(self) -> None:
        super().__init__(f"JAX {jax.__version__}")

    def call(
        self, function: str, inputs: Sequence[Array], state: Mapping[str, Array], updates: Sequence[str]
    ) -> Answer:
        """See `bmlc.oracle.Oracle`."""
        origin = self.origin(function)
        if not isinstance(origin, Step):
            raise IncomparableError("not comparable: on JAX, Keras runs the steps of models alone")
        model = origin.model
        if type(model).train_step is not keras.Model.train_step:
            raise IncomparableError("not comparable: on JAX, Keras calls a train_step of the file's own in another way")
        model._symbolic_build(data_batch=tuple(inputs))
        if any(self.variables.counts(name) for name in updates):
            raise IncomparableError("not comparable: the step draws random numbers, which are others on JAX")
        self.set_state(state, updates)
        object.__setattr__(model, "reset_metrics", lambda: None)  # they go on from their state
        logs = model.train_on_batch(*inputs, return_dict=True)
        outs = np.array([logs[name] for name in origin.logs], "float32")
        return Answer((outs,), (None,), (), self.variables.read(updates), (), None, "JAX")
