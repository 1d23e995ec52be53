"""Metrics: running values whose state lives in variables, so that a training step updates them where it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bml.arguments import checked
from bml.context import current_context, name_scope, snake_case
from bml.old.losses.loss import same_rank
from bml.old.variable import Variable
from bml.running import runs_anywhere
from bmlc import ops
from bmlc.ops.tensor import Tensor

__all__ = ["Mean", "MeanMetricWrapper", "Metric", "Sum"]


class Metric:
    """Base of all metrics: variables, and how a batch changes them.

    Args:
        name: What the logs call it.

    Example:
        >>> import bml
        >>> mean = bml.metrics.Mean()
        >>> mean.update_state([1.0, 3.0])
        >>> float(mean.result())
        2.0
    """

    def __init_subclass__(cls) -> None:
        if "__init__" in cls.__dict__:
            cls.__init__ = checked(cls.__init__, cls.__name__)  # type: ignore[method-assign]

    def __init__(self, name: str | None = None) -> None:
        self.name = name or current_context().auto_name(snake_case(type(self).__name__))
        self.variables: list[Variable] = []
        self._calls: dict[str, Callable[..., Any]] = {}

    def _anywhere(self, method: str) -> Callable[..., Any]:
        """A method, written for tensors, also for arrays."""
        if method not in self._calls:
            self._calls[method] = runs_anywhere(getattr(self, method))
        return self._calls[method]

    def add_variable(self, name: str) -> Variable:
        """A float32 scalar that starts at 0 and returns to it at each reset."""
        with name_scope(self.name):
            variable = Variable("zeros", (), trainable=False, name=name)
        self.variables.append(variable)
        return variable

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Take in a batch."""
        raise NotImplementedError(f"{type(self).__name__} says how a batch changes it in update_state")

    def result(self) -> Any:
        """The value over all batches since the last reset: a float32 scalar."""
        raise NotImplementedError(f"{type(self).__name__} says what it measures in result")

    def reset_state(self) -> None:
        """Forget all batches."""
        for variable in self.variables:
            variable.reset()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Take in a batch and give the running value."""
        self.update_state(*args, **kwargs)
        return self.result()

    def __repr__(self) -> str:
        return f"<bml.metrics.{type(self).__name__} {self.name}>"


class Sum(Metric):
    """sum(values * weights) over all batches; arguments as in `Metric`."""

    def __init__(self, name: str | None = "sum") -> None:
        super().__init__(name)
        self.total = self.add_variable("total")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add the values, each times its weight."""
        self._anywhere("_update")(values, *(() if sample_weight is None else (sample_weight,)))

    def _update(self, values: Any, sample_weight: Any = None) -> None:
        values, _ = _by_example(values, sample_weight, ops.sum)
        self.total.assign(self.total + ops.sum(values))

    def result(self) -> Any:
        return self._anywhere("_result")()

    def _result(self) -> Any:
        return self.total + 0.0


class Mean(Metric):
    """sum(values * weights) / sum(weights) over all batches, 0 before the first; arguments as in `Metric`.

    Input shape:
        values: any; weights: the same, or one for each example.

    Output shape:
        A scalar.
    """

    def __init__(self, name: str | None = "mean") -> None:
        super().__init__(name)
        self.total = self.add_variable("total")
        self.count = self.add_variable("count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add the values, each times its weight."""
        self._anywhere("_update")(values, *(() if sample_weight is None else (sample_weight,)))

    def _update(self, values: Any, sample_weight: Any = None) -> None:
        values, weight = _by_example(values, sample_weight, ops.mean)
        count = ops.dimension(values.type.size) if weight is None else ops.sum(weight)
        self.total.assign(self.total + ops.sum(values))
        self.count.assign(self.count + count)

    def result(self) -> Any:
        return self._anywhere("_result")()

    def _result(self) -> Tensor:
        empty = ops.equal(self.count, 0.0)
        return ops.where(empty, 0.0, self.total / ops.where(empty, 1.0, self.count))


class MeanMetricWrapper(Mean):
    """The mean of a function of targets and predictions, one value an example.

    Args:
        fn: (y_true, y_pred, **settings) -> [n, ...].
        name: What the logs call it; the function's name by default.
        settings: Passed on to `fn`.
    """

    def __init__(self, fn: Callable[..., Any], name: str | None = None, **settings: Any) -> None:
        super().__init__(name or getattr(fn, "__name__", None))
        self.fn, self.settings = fn, settings

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take in the targets and predictions of a batch."""
        self._anywhere("_compare")(y_true, y_pred, *(() if sample_weight is None else (sample_weight,)))

    def _compare(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self._update(self.fn(y_true, y_pred, **self.settings), sample_weight)


def _by_example(values: Any, sample_weight: Any, reduce: Callable[..., Tensor]) -> tuple[Tensor, Tensor | None]:
    """One value and one weight an example, as Keras's `reduce_to_samplewise_values` makes them."""
    values = ops.cast(values, "float32")
    weight = None
    if sample_weight is not None:
        values, weight = same_rank(values, ops.cast(sample_weight, "float32"))
        if values.ndim > weight.ndim:
            values = reduce(values, axis=tuple(range(weight.ndim, values.ndim)))
        weight = ops.broadcast_to(weight, values.shape)
        values = values * weight
        if weight.ndim > 1:
            weight = reduce(weight, axis=tuple(range(1, weight.ndim)))
    return (reduce(values, axis=tuple(range(1, values.ndim))) if values.ndim > 1 else values), weight
