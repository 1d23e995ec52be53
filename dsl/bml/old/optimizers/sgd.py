"""Stochastic gradient descent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bml.arguments import fraction
from bml.old.optimizers.optimizer import Optimizer
from bml.old.optimizers.schedules import LearningRateSchedule
from bml.old.variable import Variable
from bmlc.ops.tensor import Tensor

__all__ = ["SGD"]


class SGD(Optimizer):
    """Gradient descent, with momentum where asked for.

    w = w - learning_rate g                                       without momentum
    m = momentum m - learning_rate g;  w = w + m                  with momentum
    m = momentum m - learning_rate g;  w = w + momentum m - learning_rate g    with Nesterov's

    Args:
        momentum: The share of the last step that goes on, from 0 to 1.
        nesterov: Whether the gradient is applied ahead of the momentum.
        learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, name: As in `Optimizer`.

    Raises:
        UserError: BML102 for arguments that are unknown or out of range.

    Example:
        >>> import bml
        >>> w = bml.Variable([1.0])
        >>> bml.optimizers.SGD(0.5).apply([[1.0]], [w])
        >>> w.numpy().tolist()
        [0.5]

    Source: `keras.optimizers.SGD`; Sutskever et al. 2013.
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Variable = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, name)
        self.momentum = fraction("SGD", "momentum", momentum)
        self.nesterov = nesterov
        self.momentums: list[Variable] = []

    def build(self, trainable_variables: Sequence[Variable]) -> None:
        super().build(trainable_variables)
        if self.momentum:
            (self.momentums,) = self.add_slots("momentum")

    def update_step(self, gradient: Tensor, variable: Variable, position: int, step: Any) -> None:
        change = gradient * step
        if not self.momentum:
            variable.assign(variable - change)
            return
        m = self.momentums[position]
        m.assign(m * self.momentum - change)
        variable.assign(variable + (m * self.momentum - change) if self.nesterov else variable + m)
