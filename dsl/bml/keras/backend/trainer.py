"""The trainer that `keras.Model` inherits: its steps, which a build traces as `fit` in a script asks for them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, NoReturn

from keras.src import losses, metrics, tree
from keras.src.saving.serialization_lib import deserialize_keras_object
from keras.src.trainers import trainer as base_trainer
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight

from bml.gradients import value_and_grad
from bml.keras.seam import keep_tracebacks
from bmlc.errors import UserError
from bmlc.ir import Loc, scoped

__all__ = ["NumpyTrainer"]

_BY_SHAPE = ("accuracy", "acc", "crossentropy", "ce")  # metrics that Keras chooses by the shape of the targets


def _while_read(name: str) -> Callable[..., NoReturn]:
    """A method that trains or computes, refused while the file is read."""

    @functools.wraps(getattr(base_trainer.Trainer, name))
    def method(self: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise UserError.here(
            "BML301",
            f"model.{name} runs in the browser, and this file is only read for what it declares",
            f"call it in a @bml.script; to train in Python: bml run FILE, or {name} below `if __name__ == '__main__':`",
        )

    return method


class NumpyTrainer(base_trainer.Trainer):
    """The mixin, under the name by which Keras imports it. A model of the user's may have steps of its own."""

    def train_step(self, data: Any) -> Any:
        """An update of the weights by one batch, and the metrics so far."""
        x, y, sample_weight = unpack_x_y_sample_weight(data)

        def loss_and_predictions(x: Any, y: Any, sample_weight: Any) -> Any:
            predictions = self._predicted(x, training=True)
            loss = self._tracked_loss(x, y, predictions, sample_weight, training=True)
            return loss if self.optimizer is None else self.optimizer.scale_loss(loss), predictions

        weights = self.trainable_variables
        if weights:
            step = value_and_grad(loss_and_predictions, has_aux=True, variables=weights)
            (_, predictions), gradients = step(x, y, sample_weight)
            with self._scoped("optimizer"):
                self.optimizer.apply(gradients, weights)
        else:
            _, predictions = loss_and_predictions(x, y, sample_weight)
        with self._scoped("metrics"):
            return self.compute_metrics(x, y, predictions, sample_weight=sample_weight)

    def test_step(self, data: Any) -> Any:
        """The loss and the metrics of one batch, and of those before it."""
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        predictions = self._predicted(x, training=False)
        self._tracked_loss(x, y, predictions, sample_weight, training=False)
        with self._scoped("metrics"):
            return self.compute_metrics(x, y, predictions, sample_weight=sample_weight)

    def predict_step(self, data: Any) -> Any:
        """What the model gives for one batch."""
        x, _, _ = unpack_x_y_sample_weight(data)
        return self._predicted(x, training=False)

    def _tracked_loss(self, x: Any, y: Any, predictions: Any, sample_weight: Any, training: bool) -> Any:
        with self._scoped("loss"):
            loss = self._compute_loss(x=x, y=y, y_pred=predictions, sample_weight=sample_weight, training=training)
        with self._scoped("metrics"):
            self._loss_tracker.update_state(loss, sample_weight=_examples(x))
        return loss

    @property
    def _bml_compiled(self) -> Loc:
        """The line of `compile`, which made the tracker of the loss."""
        tracker = self._loss_tracker if self.compiled else None
        return self._bml_loc if tracker is None else tracker.variables[0].state.loc

    def _scoped(self, name: str) -> AbstractContextManager[object]:
        """What no layer computes is attributed to the line of `compile`."""
        return scoped(name, self._bml_compiled)

    def _predicted(self, x: Any, training: bool) -> Any:
        return self(x, training=training) if self._call_has_training_arg else self(x)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        keep_tracebacks()
        if args:
            _refuse_one_example(self, args[0])
        return super().__call__(*args, **kwargs)

    @functools.wraps(base_trainer.Trainer.compile)
    def compile(self, *args: Any, **kwargs: Any) -> None:
        """Keras's; the names are looked up now, where Keras does so at the first batch."""
        super().compile(*args, **kwargs)
        given = inspect.signature(super().compile).bind(*args, **kwargs).arguments
        for kind, module in (("loss", losses), ("metrics", metrics)):
            for name in tree.flatten(given.get(kind)):
                if isinstance(name, str) and name not in _BY_SHAPE and name not in module.ALL_OBJECTS_DICT:
                    module.get(name)  # raises; what it has would be made twice, and numbered
        for weight in tree.flatten(given.get("loss_weights")):
            if isinstance(weight, str | metrics.Metric):
                raise UserError.here(
                    "BML102",
                    f"compile expects numbers for loss_weights, its third argument, received {weight!r}",
                    "name what is meant: metrics=[...]",
                )

    def compile_from_config(self, config: Any) -> None:
        """Of a model that is loaded: as Keras's own, which knows a `compile` of its own alone."""
        if type(self).compile is not NumpyTrainer.compile:
            super().compile_from_config(config)
            return
        self.compile(**deserialize_keras_object(config))
        if self.built:
            self.optimizer.build(self.trainable_variables)

    fit, evaluate, predict = map(_while_read, ("fit", "evaluate", "predict"))
    train_on_batch, test_on_batch, predict_on_batch = map(
        _while_read, ("train_on_batch", "test_on_batch", "predict_on_batch")
    )


def _refuse_one_example(model: NumpyTrainer, given: Any) -> None:
    """Keras takes an example of one channel for a batch, without a word."""
    try:
        expected = model.input_shape
    except (AttributeError, ValueError):  # it is not built, or has several inputs
        return
    shape = tuple(getattr(given, "shape", ()))
    if not isinstance(expected, tuple) or len(shape) != len(expected) - 1 or None in shape or set(shape) <= {1}:
        return
    if all(wanted in (None, size) for size, wanted in zip(shape, expected[1:], strict=True)):
        message = f"{model.name} expects batches of shape {expected}, received one example of shape {shape}"
        raise UserError.here("BML101", message, "a batch of one: x[None]")


def _examples(x: Any) -> Any:
    from keras import ops

    return ops.shape(next(tensor for tensor in tree.flatten(x) if tensor is not None))[0]
