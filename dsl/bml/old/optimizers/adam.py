"""Adam."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bml.arguments import fraction, number
from bml.old.optimizers.optimizer import Optimizer
from bml.old.optimizers.schedules import LearningRateSchedule
from bml.old.variable import Variable
from bmlc import ops
from bmlc.ops.tensor import Tensor

__all__ = ["Adam"]


class Adam(Optimizer):
    """Steps scaled by running means of the gradient and of its square.

    m = m + (1 - beta_1) (g - m);  v = v + (1 - beta_2) (g^2 - v)
    w = w - alpha m / (sqrt(v) + epsilon),  alpha = learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t)

    Args:
        beta_1: How slowly the mean of gradients moves, from 0 to 1.
        beta_2: How slowly the mean of squares moves, from 0 to 1.
        epsilon: Keeps the divisor from 0.
        amsgrad: Whether v is replaced by its largest value so far.
        learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, name: As in `Optimizer`.

    Raises:
        UserError: BML102 for arguments that are unknown or out of range.

    Example:
        >>> import bml
        >>> w = bml.Variable([1.0])
        >>> bml.optimizers.Adam(0.1).apply([[2.0]], [w])
        >>> [round(x, 4) for x in w.numpy().tolist()]
        [0.9]

    Source: `keras.optimizers.Adam`; Kingma and Ba 2014; Reddi et al. 2018 (amsgrad).
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Variable = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, name)
        self.beta_1 = fraction("Adam", "beta_1", beta_1)
        self.beta_2 = fraction("Adam", "beta_2", beta_2)
        self.epsilon = number("Adam", "epsilon", epsilon, minimum=0.0)
        self.amsgrad = amsgrad
        self.momentums: list[Variable] = []
        self.velocities: list[Variable] = []
        self.velocity_hats: list[Variable] = []

    def build(self, trainable_variables: Sequence[Variable]) -> None:
        super().build(trainable_variables)
        self.momentums, self.velocities = self.add_slots("momentum", "velocity")
        if self.amsgrad:
            (self.velocity_hats,) = self.add_slots("velocity_hat")

    def prepare(self, learning_rate: Any) -> Tensor:
        t = ops.cast(self.iterations + 1, "float32")
        correction_1 = 1.0 - ops.power(self.beta_1, t)
        correction_2 = 1.0 - ops.power(self.beta_2, t)
        alpha: Tensor = ops.sqrt(correction_2) * learning_rate / correction_1
        return alpha

    def update_step(self, gradient: Tensor, variable: Variable, position: int, step: Any) -> None:
        m, v = self.momentums[position], self.velocities[position]
        m.assign(m + (gradient - m) * (1.0 - self.beta_1))
        v.assign(v + (ops.square(gradient) - v) * (1.0 - self.beta_2))
        scale = v
        if self.amsgrad:
            scale = self.velocity_hats[position]
            scale.assign(ops.maximum(scale, v))
        variable.assign(variable - m * step / (ops.sqrt(scale) + self.epsilon))
