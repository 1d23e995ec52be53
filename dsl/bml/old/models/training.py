"""`fit`, `evaluate` and `predict` in Python: the model's steps on TensorFlow, over a data set or arrays."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from bml.arguments import checked, fraction, whole_number
from bml.data import Dataset
from bml.divergence import watch
from bml.old.layers.layer import Layer
from bml.old.models.history import History
from bml.old.models.labels import check_labels, untouched_labels
from bml.old.models.model import Model
from bml.old.models.progress import follow, logs_text, verbosity
from bml.running import Runner
from bmlc.errors import UserError
from bmlc.ir import TensorType

__all__ = ["Trainable"]

_DEFAULT_BATCH = 32  # Keras's


class Trainable(Model):
    """A model with its training loop."""

    def __init__(self, *, name: str | None = None, trainable: bool = True) -> None:
        super().__init__(name=name, trainable=trainable)
        self._runners: dict[Any, Runner] = {}

    def compile(self, optimizer: Any = "adam", loss: Any = None, metrics: Any = None) -> None:
        super().compile(optimizer, loss, metrics)
        self._runners = {}

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: str | int = "auto",
        *,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
    ) -> History:
        """Train for a number of epochs.

        Args:
            x: A `Dataset` of batches of (input, target), or an array [n, ...] of inputs.
            y: The targets [n, ...], where `x` is an array.
            batch_size: For arrays; 32 by default.
            epochs: How often all data is gone through.
            verbose: 0 silent, 1 a bar, 2 a line an epoch; "auto" is 1 on a terminal, else 2.
            validation_split: The share of the arrays' end that is kept for validation.
            validation_data: A `Dataset` of batches, or (x, y), evaluated after each epoch.
            shuffle: Whether arrays are shuffled, anew each epoch; a Dataset says so itself.

        Returns:
            The logs of each epoch.

        Raises:
            UserError: BML101 for shapes that do not belong together, BML102 for other arguments.
        """
        epochs = whole_number("fit", "epochs", epochs, minimum=1)
        verbose = verbosity(verbose)
        share = fraction("fit", "validation_split", validation_split)
        if share and validation_data is None:
            x, y, validation_data = _split_end(x, y, share)
        data = _batches("fit", x, y, batch_size, shuffle)
        validation = None if validation_data is None else _validation(validation_data, batch_size)
        step = self._runner("train", self.train_step, data)
        history = History()
        for epoch in range(epochs):
            if verbose == 2 or verbose == 1:
                print(f"Epoch {epoch + 1}/{epochs}")
            began = time.monotonic()
            logs = self._run_epoch(step, data, verbose, "fit", epoch + 1)
            if validation is not None:
                test = self._runner("test", self.test_step, validation)
                logs |= {f"val_{name}": value for name, value in self._run_epoch(test, validation, 0, "fit").items()}
            watch(logs, f"at the end of epoch {epoch + 1}")
            history.append(epoch, logs)
            if verbose:
                print(f"{len(data)}/{len(data)} - {time.monotonic() - began:.0f}s - {logs_text(logs)}")
        return history

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        return_dict: bool = True,
    ) -> Any:
        """The loss and the metrics over all data.

        Args:
            x: A `Dataset` of batches of (input, target), or an array of inputs.
            y: The targets, where `x` is an array.
            batch_size: For arrays; 32 by default.
            verbose: As in `fit`.
            return_dict: Whether values come by name (the default, as in the browser) or as a list (Keras's default).

        Raises:
            UserError: As in `fit`.
        """
        data = _batches("evaluate", x, y, batch_size, shuffle=False)
        verbose = verbosity(verbose)
        logs = self._run_epoch(self._runner("test", self.test_step, data), data, verbose, "evaluate")
        if verbose == 2:
            print(f"{len(data)}/{len(data)} - {logs_text(logs)}")
        return logs if return_dict else list(logs.values())

    def predict(self, x: Any, batch_size: int | None = None, verbose: str | int = 0) -> npt.NDArray[Any]:
        """The outputs for all inputs.

        Args:
            x: An array [n, ...] of inputs, or a `Dataset` of batches of inputs (targets are left out).
            batch_size: For arrays; 32 by default.
            verbose: As in `fit`.

        Returns:
            [n, ...], float32.

        Raises:
            UserError: BML101 for inputs that the model does not take.
        """
        data = (
            x if isinstance(x, Dataset) else Dataset.from_tensor_slices(_array("predict", x)).batch(_size(batch_size))
        )
        run = self._runner("predict", self.predict_step, _expect_batches("predict", data))
        batches = follow(data.batches(), len(data), "predict", verbosity(verbose), dict)
        outputs = [np.asarray(run.tensors(batch[0])[0]) for batch in batches]
        if not outputs:
            raise UserError.here("BML303", "predict expects at least one example, received none")
        return np.concatenate(outputs)

    def reset_metrics(self) -> None:
        """Set the running loss and metrics to zero."""
        for metric in self.metrics:
            metric.reset_state()

    def _run_epoch(self, run: Runner, data: Dataset, verbose: int, title: str, epoch: int = 0) -> dict[str, float]:
        """The logs of one pass over the data; those of an epoch of a fit (from 1) are watched batch by batch."""
        self.reset_metrics()
        values: Any = None

        def logs() -> dict[str, float]:
            return dict(zip(self.logs, np.asarray(values).tolist(), strict=True))

        steps = 0
        for steps, batch in enumerate(follow(data.batches(), len(data), title, verbose, logs), 1):
            if epoch and steps > 1:  # the step before this one, so that no read holds up the next
                watch(logs(), f"in epoch {epoch}, batch {steps - 1}")
            values = run.tensors(*batch)[0]
        if values is None:
            raise UserError.here("BML303", f"{title} expects at least one batch, received a data set without any")
        if epoch:
            watch(logs(), f"in epoch {epoch}, batch {steps}")
        return logs()

    def _runner(self, kind: str, step: Callable[..., Any], data: Dataset) -> Runner:
        """The compiled step for data of these types; made anew where a layer or the learning rate was changed since."""
        types: tuple[TensorType, ...] = data.element_types
        rate: Any = None
        if kind != "predict":
            optimizer = self.compiled_optimizer()
            rate = optimizer.schedule or optimizer.learning_rate
            if len(types) != 2:
                raise UserError.here(
                    "BML102",
                    f"{self.name} is trained on pairs of input and target, "
                    f"received elements of {len(types)} components",
                    "map the data set to (input, target)",
                )
        self._make_weights(types)
        if kind != "predict" and (labels := untouched_labels(data)) is not None:
            check_labels(self, labels, types)
        key = (kind, types, rate, _trainable_flags(self))
        if key not in self._runners:
            self._runners[key] = Runner(step(types))
        return self._runners[key]


for _name in ("fit", "evaluate", "predict"):
    setattr(Trainable, _name, checked(getattr(Trainable, _name), _name))


def _trainable_flags(layer: Layer) -> tuple[Any, ...]:
    """What a step depends on besides the types: which weights it trains, which layers normalize by the batch."""
    flags = (weight.trainable for weight in layer.weights)
    return layer.trainable, *flags, *map(_trainable_flags, layer.inner_layers)


def _batches(owner: str, x: Any, y: Any, batch_size: int | None, shuffle: bool) -> Dataset:
    if isinstance(x, Dataset):
        if y is not None or batch_size is not None:
            raise UserError.here(
                "BML102",
                f"{owner} takes targets and batch_size with arrays; a Dataset has both",
                "use dataset.batch(32)",
            )
        return _expect_batches(owner, x)
    if y is None:
        raise UserError.here("BML102", f"{owner} expects a Dataset, or arrays x and y, received no y")
    data = Dataset.from_tensor_slices((_array(owner, x), _array(owner, y)))
    return (data.shuffle() if shuffle else data).batch(_size(batch_size))


def _validation(data: Any, batch_size: int | None) -> Dataset:
    if isinstance(data, tuple | list) and len(data) == 2:
        return _batches("validation_data", data[0], data[1], batch_size, shuffle=False)
    return _batches("validation_data", data, None, None, shuffle=False)


def _expect_batches(owner: str, data: Dataset) -> Dataset:
    if not data.batched:
        raise UserError.here(
            "BML102", f"{owner} expects a Dataset of batches, received single elements", "add .batch(32)"
        )
    return data


def _size(batch_size: int | None) -> int:
    return _DEFAULT_BATCH if batch_size is None else batch_size


def _array(owner: str, value: Any) -> Any:
    if value is None or isinstance(value, tuple) or callable(value):
        raise UserError.here("BML102", f"{owner} expects an array or a Dataset, received {type(value).__name__}")
    return np.asarray(value)


def _split_end(x: Any, y: Any, share: float) -> tuple[Any, Any, Any]:
    """Keras's rule: the last share of the arrays, before any shuffle."""
    if isinstance(x, Dataset):
        raise UserError.here("BML102", "validation_split is for arrays, received a Dataset", "use dataset.split(0.8)")
    x, y = _array("fit", x), _array("fit", y)
    kept = int(len(x) * (1.0 - share))
    return x[:kept], y[:kept], (x[kept:], y[kept:])
