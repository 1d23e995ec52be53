"""What training needs of a model: the loss, optimizer and metrics, and its steps as tensor functions.

The steps are what Python runs on TensorFlow and what the compiler emits for the browser:

    train_step(x, y):  loss, gradients of the trainable weights, optimizer, metrics  ->  the running logs
    test_step(x, y):   loss, metrics                                                  ->  the running logs
    predict_step(x):   the predictions

The logs are one float32 vector, in the order of `logs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bml.arguments import checked
from bml.context import name_scope
from bml.data.mapped import with_batch
from bml.gradients import gradients_of
from bml.old import losses, metrics, optimizers
from bml.old.layers.layer import Layer
from bml.old.losses.loss import Loss
from bml.old.metrics.metric import Mean, Metric
from bml.old.optimizers.optimizer import Optimizer
from bml.old.variable import Variable
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import UNKNOWN, Function, Loc, TensorType, caller_loc, scoped
from bmlc.ops.tensor import Tensor

__all__ = ["Model"]


class Model(Layer):
    """Base of models: a layer that can be compiled and trained. See `Sequential`."""

    loss: Loss | None = None
    optimizer: Optimizer | None = None

    def __init__(self, *, name: str | None = None, trainable: bool = True) -> None:
        super().__init__(name=name, trainable=trainable)
        self._metrics: list[Metric] = []  # resolved by the first step, which knows the shapes
        self._metric_identifiers: list[Any] = []
        self._compile_loc: Loc = UNKNOWN

    def compile(self, optimizer: Any = "adam", loss: Any = None, metrics: Any = None) -> None:
        """Say how the model is trained.

        Args:
            optimizer: A name (`"adam"`, `"sgd"`), or an optimizer.
            loss: A name, a loss, or a function (y_true, y_pred) -> one value an example.
            metrics: A list of names, metrics or functions; `"accuracy"` is chosen by the shapes.

        Raises:
            UserError: BML102 for unknown names.

        Example:
            >>> import bml
            >>> model = bml.Sequential([bml.Input((4,)), bml.layers.Dense(1)])
            >>> model.compile(optimizer="sgd", loss="mse")
        """
        self._compile_loc = caller_loc()
        self.optimizer = optimizers.get(optimizer)
        self.loss = None if loss is None else losses.get(loss)
        listed = metrics if isinstance(metrics, list | tuple) else [] if metrics is None else [metrics]
        self._metric_identifiers = [_known_metric(identifier) for identifier in listed]
        self._metrics = []

    @property
    def metrics(self) -> list[Metric]:
        """The loss's running mean, then the metrics; empty before the first step was made."""
        return self._metrics

    @property
    def logs(self) -> tuple[str, ...]:
        """Names of the values that `train_step` and `test_step` give, in order."""
        return tuple(metric.name for metric in self._metrics)

    @property
    def metric_variables(self) -> list[Variable]:
        """Set to zero when an epoch or an evaluation begins."""
        return [variable for metric in self._metrics for variable in metric.variables]

    def train_step(self, element_types: Sequence[TensorType], name: str | None = None) -> Function:
        """One step of training, for batches of `n` elements.

        Args:
            element_types: The types of one example's input and target, without the batch dimension.
            name: The function's name; `<model>_train_step` by default.
        """
        self._make_weights(element_types)

        def step(x: Tensor, y: Tensor) -> Tensor:
            optimizer = self.compiled_optimizer()
            weights = self.trainable_variables
            if not weights:
                raise UserError(
                    "BML102",
                    f"{self.name} has no trainable weights to train",
                    "begin it with bml.Input(shape), which gives its layers their weights",
                    self.loc,
                )
            (loss, y_pred), gradients = gradients_of(
                self._loss_and_predictions, (x, y), variables=weights, has_aux=True
            )
            with scoped("optimizer", self._compile_loc):
                optimizer.apply(gradients, weights)
            return self._logged(loss, y, y_pred)

        return self._traced(step, element_types, name or f"{self.name}_train_step")

    def test_step(self, element_types: Sequence[TensorType], name: str | None = None) -> Function:
        """One step of evaluation, for batches of `n` elements; arguments as in `train_step`."""

        def step(x: Tensor, y: Tensor) -> Tensor:
            loss, y_pred = self._loss_and_predictions(x, y, training=False)
            return self._logged(loss, y, y_pred)

        return self._traced(step, element_types, name or f"{self.name}_test_step")

    def predict_step(self, element_types: Sequence[TensorType], name: str | None = None) -> Function:
        """The predictions for a batch of `n` elements.

        Args:
            element_types: The type of one example's input first; what follows it is left out.
            name: The function's name; `<model>_predict_step` by default.
        """
        return self._traced(self.__call__, element_types[:1], name or f"{self.name}_predict_step")

    def compiled_optimizer(self) -> Optimizer:
        """The optimizer, or an error that says what is missing."""
        if self.optimizer is None or self.loss is None:
            missing = "compile was not called" if self.optimizer is None else "compile was called without a loss"
            raise UserError.here(
                "BML102",
                f"{self.name} cannot be trained or evaluated yet: {missing}",
                'call model.compile(optimizer="adam", loss="categorical_crossentropy")',
            )
        return self.optimizer

    def _make_weights(self, element_types: Sequence[TensorType]) -> None:
        """The weights of a model that no Input and no call has given a shape yet."""
        if not self.built and element_types:
            self.build(with_batch(element_types[0]).shape)
            self.built = True

    def _traced(self, step: Any, element_types: Sequence[TensorType], name: str) -> Function:
        from bmlc.passes.trace import trace

        if len(element_types) not in (1, 2):
            raise UserError.here(
                "BML102",
                f"{self.name} expects elements of an input and a target, received {len(element_types)} components",
            )
        params = list(zip(("x", "y"), map(with_batch, element_types), strict=False))
        return trace(step, params, name, self._compile_loc if self._compile_loc != UNKNOWN else self.loc)

    def _loss_and_predictions(self, x: Tensor, y: Tensor, training: bool = True) -> tuple[Tensor, Tensor]:
        self.compiled_optimizer()
        assert self.loss is not None
        y_pred = self(x, training=training)
        with scoped("loss", self._compile_loc):
            return self.loss(y, y_pred), y_pred

    def _logged(self, loss: Tensor, y: Tensor, y_pred: Tensor) -> Tensor:
        """Update the metrics and stack their running values."""
        with scoped("metrics", self._compile_loc):
            if not self._metrics:
                self._resolve_metrics(y.type, y_pred.type)
            tracker, *others = self._metrics
            tracker.update_state(
                loss, ops.dimension(y_pred.dims[0])
            )  # a mean over examples: a smaller batch weighs less
            for metric in others:
                metric.update_state(y, y_pred)
            return ops.stack([metric.result() for metric in self._metrics])

    def _resolve_metrics(self, y_true: TensorType, y_pred: TensorType) -> None:
        with name_scope(self.name), name_scope("metrics"):
            tracker = Mean("loss")
            others = [metrics.get(identifier, y_true, y_pred) for identifier in self._metric_identifiers]
        self._metrics = [tracker, *others]


def _known_metric(identifier: Any) -> Any:
    """An unknown name is an error where `compile` was called, not where the first step needs it."""
    if isinstance(identifier, str):
        metrics.check_name(identifier)
    return identifier


Model.compile = checked(Model.compile, "compile")  # type: ignore[method-assign]
