"""Learning rates that change with the number of steps, computed inside the step."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bml.arguments import checked, number, whole_number
from bml.running import runs_anywhere
from bmlc import ops
from bmlc.errors import UserError

__all__ = ["CosineDecay", "ExponentialDecay", "LearningRateSchedule", "PiecewiseConstantDecay"]


def _of_any_step(rate: Callable[..., Any]) -> Callable[..., Any]:
    """A schedule's `__call__` for tensors, also for numbers, as one tensor each: all steps share a trace."""
    anywhere = runs_anywhere(rate)

    @functools.wraps(rate)
    def call(self: LearningRateSchedule, step: Any) -> Any:
        return anywhere(self, np.asarray(step) if isinstance(step, int | float) else step)

    return call


class LearningRateSchedule:
    """Base of all schedules, and of your own: say in `__call__` what the learning rate of a step is.

    Args of `__call__`:
        step: The number of steps before this one, an int32 scalar tensor; outside a trace any number.

    Example:
        >>> import bml
        >>> class Inverse(bml.optimizers.schedules.LearningRateSchedule):
        ...     def __call__(self, step):
        ...         return 0.1 / (bml.ops.cast(step, "float32") + 1.0)
        >>> round(float(Inverse()(4)), 6)
        0.02
        >>> optimizer = bml.optimizers.SGD(Inverse())

    Source: `keras.optimizers.schedules.LearningRateSchedule`.
    """

    def __init_subclass__(cls) -> None:
        if "__init__" in cls.__dict__:
            cls.__init__ = checked(cls.__init__, cls.__name__)  # type: ignore[method-assign]
        if "__call__" in cls.__dict__:
            cls.__call__ = _of_any_step(cls.__call__)  # type: ignore[method-assign]

    def __call__(self, step: Any) -> Any:
        """The learning rate of the step that `step` steps went before."""
        raise NotImplementedError(f"{type(self).__name__} says what the learning rate of a step is in __call__")


class ExponentialDecay(LearningRateSchedule):
    """Falls by the factor `decay_rate` every `decay_steps` steps.

    rate = initial_learning_rate decay_rate^(step / decay_steps)

    Args:
        initial_learning_rate: That of the first step.
        decay_steps: How many steps a factor takes.
        decay_rate: The factor.
        staircase: Whether the rate stays the same between whole factors.
        name: For readers.

    Raises:
        UserError: BML102 for arguments that are out of range.

    Example:
        >>> import bml
        >>> schedule = bml.optimizers.schedules.ExponentialDecay(0.5, decay_steps=10, decay_rate=0.25)
        >>> [float(schedule(step)) for step in (0, 5, 10)]
        [0.5, 0.25, 0.125]

    Source: `keras.optimizers.schedules.ExponentialDecay`.
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
        name: str = "ExponentialDecay",
    ) -> None:
        self.initial_learning_rate = _rate("ExponentialDecay", "initial_learning_rate", initial_learning_rate)
        self.decay_steps = whole_number("ExponentialDecay", "decay_steps", decay_steps, minimum=1)
        self.decay_rate = number("ExponentialDecay", "decay_rate", decay_rate, minimum=0.0)
        self.staircase = staircase
        self.name = name

    def __call__(self, step: Any) -> Any:
        factors = ops.cast(step, "float32") / self.decay_steps
        factors = ops.floor(factors) if self.staircase else factors
        return ops.power(self.decay_rate, factors) * self.initial_learning_rate


class PiecewiseConstantDecay(LearningRateSchedule):
    """One rate up to the first boundary, another up to the second, and so on.

    Args:
        boundaries: The last step of each rate but the last, in rising order.
        values: The rates, one more than there are boundaries.
        name: For readers.

    Raises:
        UserError: BML102 for numbers of values and boundaries that do not fit, or boundaries out of order.

    Example:
        >>> import bml
        >>> schedule = bml.optimizers.schedules.PiecewiseConstantDecay([10, 20], [1.0, 0.5, 0.25])
        >>> [float(schedule(step)) for step in (10, 11, 21)]
        [1.0, 0.5, 0.25]

    Source: `keras.optimizers.schedules.PiecewiseConstantDecay`.
    """

    def __init__(self, boundaries: Sequence[int], values: Sequence[float], name: str = "PiecewiseConstant") -> None:
        kind = "PiecewiseConstantDecay"
        if len(boundaries) != len(values) - 1 or not boundaries:
            raise UserError.here(
                "BML102",
                f"{kind} expects at least one boundary and one value more than that, "
                f"received {len(boundaries)} boundaries and {len(values)} values",
            )
        self.boundaries = [number(kind, "boundaries", boundary) for boundary in boundaries]
        if self.boundaries != sorted(set(self.boundaries)):
            raise UserError.here("BML102", f"{kind} expects boundaries in rising order, received {list(boundaries)}")
        self.values = [_rate(kind, "values", value) for value in values]
        self.name = name

    def __call__(self, step: Any) -> Any:
        reached = ops.cast(step, "float32")
        rate = ops.convert_to_tensor(self.values[0], "float32")
        for boundary, value in zip(self.boundaries, self.values[1:], strict=True):
            rate = ops.where(reached > boundary, value, rate)
        return rate


class CosineDecay(LearningRateSchedule):
    """Falls along half a cosine to `alpha` times the rate, after a linear rise where `warmup_target` says so.

    rate = initial_learning_rate ((1 - alpha) (1 + cos(pi min(step, decay_steps) / decay_steps)) / 2 + alpha)

    With a `warmup_target` the rate goes from `initial_learning_rate` to that in `warmup_steps` steps, then falls.

    Args:
        initial_learning_rate: That of the first step.
        decay_steps: How many steps the fall takes.
        alpha: The last rate, as a share of the highest.
        name: For readers.
        warmup_target: The rate at the end of the rise; None for no rise.
        warmup_steps: How many steps the rise takes.

    Raises:
        UserError: BML102 for arguments that are out of range.

    Example:
        >>> import bml
        >>> schedule = bml.optimizers.schedules.CosineDecay(0.5, decay_steps=10, alpha=0.5)
        >>> [float(schedule(step)) for step in (0, 5, 10, 100)]
        [0.5, 0.375, 0.25, 0.25]

    Source: `keras.optimizers.schedules.CosineDecay`; Loshchilov and Hutter 2016; Goyal et al. 2017 (the rise).
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        alpha: float = 0.0,
        name: str = "CosineDecay",
        warmup_target: float | None = None,
        warmup_steps: int = 0,
    ) -> None:
        self.initial_learning_rate = _rate("CosineDecay", "initial_learning_rate", initial_learning_rate)
        self.decay_steps = whole_number("CosineDecay", "decay_steps", decay_steps, minimum=1)
        self.alpha = number("CosineDecay", "alpha", alpha)
        self.name = name
        self.warmup_target = None if warmup_target is None else _rate("CosineDecay", "warmup_target", warmup_target)
        self.warmup_steps = whole_number("CosineDecay", "warmup_steps", warmup_steps, minimum=0)

    def __call__(self, step: Any) -> Any:
        reached = ops.cast(step, "float32")
        if self.warmup_target is None:
            return self._fall(reached, self.initial_learning_rate)
        fall = self._fall(reached - self.warmup_steps, self.warmup_target)
        if not self.warmup_steps:
            return fall
        rise = (self.warmup_target - self.initial_learning_rate) * (reached / self.warmup_steps)
        return ops.where(reached < self.warmup_steps, rise + self.initial_learning_rate, fall)

    def _fall(self, step: Any, highest: float) -> Any:
        done = ops.minimum(step, self.decay_steps) / self.decay_steps
        cosine = 0.5 * (1.0 + ops.cos(math.pi * done))
        return ((1.0 - self.alpha) * cosine + self.alpha if self.alpha else cosine) * highest


def _rate(owner: str, name: str, value: Any) -> float:
    return number(owner, name, value, minimum=0.0)
