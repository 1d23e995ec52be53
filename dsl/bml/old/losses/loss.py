"""What all losses share: the reduction over a batch, and shapes that differ by a trailing 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Literal, TypeAlias

from bml.arguments import checked, choose
from bml.context import snake_case
from bml.running import runs_anywhere
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ops.rules import same_shape
from bmlc.ops.tensor import Tensor

__all__ = ["Loss", "LossFunction", "Reduction", "expect_same_shape", "same_rank", "targets_and_predictions"]

Reduction: TypeAlias = Literal["sum_over_batch_size", "mean", "sum", "none"] | None
LossFunction: TypeAlias = Callable[..., Tensor]

_REDUCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "sum_over_batch_size": ops.mean,
    "mean": ops.mean,
    "sum": ops.sum,
    "none": lambda values: values,
}


class Loss:
    """A loss with its settings: called with targets and predictions, gives one number.

    loss = mean over the batch (and further axes) of `call(y_true, y_pred)`

    Args:
        name: For messages and names in emitted code.
        reduction: `"sum_over_batch_size"` (the mean), `"mean"`, `"sum"`, or `None` for one value an example.

    Input shape:
        y_true and y_pred: of the same shape [n, ...], float32, unless the loss says otherwise.

    Output shape:
        A scalar; [n] without a reduction.

    Raises:
        UserError: BML101 for shapes that do not belong together, BML102 for unknown arguments.

    Example:
        >>> import bml, numpy as np
        >>> loss = bml.losses.MeanSquaredError()
        >>> float(loss(np.array([[0.0, 1.0]]), np.array([[1.0, 1.0]])))
        0.5
    """

    function: ClassVar[LossFunction]

    def __init_subclass__(cls) -> None:
        if "__init__" in cls.__dict__:
            cls.__init__ = checked(cls.__init__, cls.__name__)  # type: ignore[method-assign]

    def __init__(self, name: str | None = None, reduction: Reduction = "sum_over_batch_size", **settings: Any) -> None:
        self.name = name or snake_case(type(self).__name__)
        self.reduction = choose("reductions", reduction or "none", _REDUCTIONS)
        self.settings = settings

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """The loss of each example: [n]."""
        return type(self).function(y_true, y_pred, **self.settings)

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """The reduced loss; each example counts `sample_weight` times where given."""
        weights = () if sample_weight is None else (sample_weight,)
        return runs_anywhere(self._reduced)(y_true, y_pred, *weights)

    def _reduced(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor | None = None) -> Tensor:
        values = self.call(y_true, y_pred)
        if sample_weight is not None:
            values, weight = same_rank(values, ops.cast(sample_weight, "float32"))
            values = values * weight
        return self.reduction(values)

    def __repr__(self) -> str:
        return f"<bml.losses.{type(self).__name__}>"


def targets_and_predictions(y_true: Any, y_pred: Any) -> tuple[Tensor, Tensor]:
    """Both as float32 tensors of one rank."""
    return same_rank(ops.cast(y_true, "float32"), ops.cast(y_pred, "float32"))


def same_rank(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Keras's rule: [n] against [n, 1] becomes [n, 1]; otherwise a trailing 1 that only one of them has is dropped."""
    if a.ndim == b.ndim + 1 and a.dims[-1] == 1:
        return (a, ops.expand_dims(b, -1)) if b.ndim == 1 else (ops.squeeze(a, -1), b)
    if b.ndim == a.ndim + 1 and b.dims[-1] == 1:
        return (ops.expand_dims(a, -1), b) if a.ndim == 1 else (a, ops.squeeze(b, -1))
    return a, b


def expect_same_shape(loss: str, y_true: Tensor, y_pred: Tensor, hint: str | None = None) -> None:
    """An error that names the loss where targets and predictions differ in shape."""
    if not same_shape(loss, y_true.dims, y_pred.dims):
        raise UserError.here(
            "BML101", f"{loss} expects targets of the predictions' shape, {y_pred.type}, received {y_true.type}", hint
        )
