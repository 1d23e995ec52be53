"""What all optimizers share: slots, the counter of iterations, clipping and weight decay, in Keras 3's order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bml.arguments import checked, number
from bml.context import current_context, name_scope, snake_case
from bml.old.optimizers.schedules import LearningRateSchedule
from bml.old.variable import Variable
from bml.running import runs_anywhere
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import TensorType, scoped
from bmlc.ops.tensor import Tensor

__all__ = ["Optimizer"]


class Optimizer:
    """Base of all optimizers.

    Args:
        learning_rate: The size of a step: a number, a `schedules.LearningRateSchedule`, which the number of steps so
            far is given to, or a float32 scalar `Variable`, whose value each step takes.
        weight_decay: The share of each weight, times the learning rate, that is taken off before each step.
        clipnorm: The largest Euclidean norm of each gradient by itself; a larger one is scaled down to it.
        clipvalue: The largest absolute value of an element of a gradient.
        global_clipnorm: The largest Euclidean norm of all gradients together.
        name: What the names of its variables begin with.

    Raises:
        UserError: BML102 for arguments that are unknown, out of range or exclude each other.
    """

    def __init_subclass__(cls) -> None:
        if "__init__" in cls.__dict__:
            cls.__init__ = checked(cls.__init__, cls.__name__)  # type: ignore[method-assign]

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Variable,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        name: str | None = None,
    ) -> None:
        kind = type(self).__name__
        self.name = current_context().auto_name(name or snake_case(kind))
        self._learning_rate = _checked_rate(kind, learning_rate)
        self.weight_decay = None if weight_decay is None else number(kind, "weight_decay", weight_decay, minimum=0.0)
        clips = {"clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm}
        given = {name: number(kind, name, value, minimum=0.0) for name, value in clips.items() if value is not None}
        if len(given) > 1:
            raise UserError.here("BML102", f"{kind} expects one of {', '.join(clips)} at most, received {given}")
        self.clipnorm, self.clipvalue, self.global_clipnorm = map(given.get, clips)
        with name_scope(self.name):
            self.iterations = Variable(0, dtype="int32", trainable=False, name="iteration")
        self.slots: list[Variable] = []
        self._steps: dict[Any, Callable[..., None]] = {}  # of `apply` outside a trace
        self._positions: dict[Variable, int] = {}

    @property
    def learning_rate(self) -> Any:
        """The size of the next step: a number or a variable as it was given, what a schedule makes of `iterations`.

        A number or a variable may be replaced: for steps that are traced afterwards, and the value of a variable, by a
        number, for all.
        """
        rate = self._learning_rate
        return rate(self.iterations) if isinstance(rate, LearningRateSchedule) else rate

    @learning_rate.setter
    def learning_rate(self, value: float | Variable) -> None:
        rate = _checked_rate(type(self).__name__, value)
        if isinstance(self._learning_rate, LearningRateSchedule) or isinstance(rate, LearningRateSchedule):
            raise UserError.here(
                "BML102",
                f"the learning rate of {self.name} is set to a number where it was made with one, "
                f"received {value!r} in place of {self._learning_rate!r}",
                "give a schedule to the optimizer when it is made",
            )
        if isinstance(self._learning_rate, Variable) and isinstance(rate, float):
            self._learning_rate.assign(rate)
        else:
            self._learning_rate = rate

    @property
    def schedule(self) -> LearningRateSchedule | None:
        """The schedule that the optimizer was made with, if any."""
        return self._learning_rate if isinstance(self._learning_rate, LearningRateSchedule) else None

    @property
    def built(self) -> bool:
        return bool(self._positions)

    @property
    def variables(self) -> list[Variable]:
        """The counter of iterations, then the slots."""
        return [self.iterations, *self.slots]

    def build(self, trainable_variables: Sequence[Variable]) -> None:
        """Make the slots of these variables.

        Args:
            trainable_variables: All that `apply` will be called with.
        """
        self._positions = {variable: index for index, variable in enumerate(trainable_variables)}

    def add_slots(self, *names: str) -> list[list[Variable]]:
        """For each name, a list with a variable of zeros for each trainable variable, of its shape."""
        with name_scope(self.name):
            slots = [
                [
                    Variable("zeros", variable.shape, trainable=False, name=f"{variable.name.replace('/', '_')}_{name}")
                    for name in names
                ]
                for variable in self._positions
            ]
        self.slots += [slot for of_variable in slots for slot in of_variable]  # in Keras's order
        return [list(of_name) for of_name in zip(*slots, strict=True)]

    def apply(self, grads: Sequence[Any], trainable_variables: Sequence[Variable] | None = None) -> None:
        """Change the variables by one step: inside a trace as part of it, outside one at once.

        Args:
            grads: A gradient of each variable's own shape.
            trainable_variables: The variables; those of the first call by default.

        Raises:
            UserError: BML102 where gradients and variables do not match, or for variables unknown at the first call.
        """
        variables = list(self._positions) if trainable_variables is None else list(trainable_variables)
        if len(grads) != len(variables):
            raise UserError.here(
                "BML102",
                f"{self.name}.apply expects a gradient for each variable, "
                f"received {len(grads)} gradients for {len(variables)} variables",
            )
        if not self.built:
            self.build(variables)
        unknown = [variable.name for variable in variables if variable not in self._positions]
        if unknown:
            raise UserError.here(
                "BML102",
                f"{self.name} was built for {len(self._positions)} variables, received others: {', '.join(unknown)}",
                "make an optimizer of its own for other variables",
            )
        # Traced anew for other variables, and for a learning rate that was set from outside: a number is a constant.
        key = (tuple(map(id, variables)), repr(self._learning_rate))
        if key not in self._steps:
            self._steps[key] = runs_anywhere(lambda *gradients: self._step(gradients, variables))
        self._steps[key](*grads)

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Variable]]) -> None:
        """`apply`, with each gradient beside its variable: `zip(gradients, model.trainable_variables)`.

        Args:
            grads_and_vars: Pairs of a gradient and its variable.

        Raises:
            UserError: BML102 for variables unknown at the first call.
        """
        pairs = list(grads_and_vars)
        self.apply([gradient for gradient, _ in pairs], [variable for _, variable in pairs])

    def _step(self, grads: Sequence[Tensor], variables: Sequence[Variable]) -> None:
        with scoped(self.name):
            grads = self._clip([ops.cast(gradient, "float32") for gradient in grads])
            learning_rate = self.learning_rate
            if self.weight_decay is not None:
                for variable in variables:
                    variable.assign(variable - variable * self.weight_decay * learning_rate)
            step = self.prepare(learning_rate)
            for gradient, variable in zip(grads, variables, strict=True):
                with scoped(variable.name.replace("/", "_")):
                    self.update_step(gradient, variable, self._positions[variable], step)
            self.iterations.assign(self.iterations + 1)

    def prepare(self, learning_rate: Any) -> Any:
        """What all variables' updates of one step share, handed to `update_step`: the learning rate by default."""
        return learning_rate

    def update_step(self, gradient: Tensor, variable: Variable, position: int, step: Any) -> None:
        """Assign the variable and its slots, which stand at `position` of each list that `add_slots` gave."""
        raise NotImplementedError(f"{type(self).__name__} says how a gradient changes a variable in update_step")

    def _clip(self, grads: list[Tensor]) -> list[Tensor]:
        if self.clipnorm:
            return [_clip_by_norm(gradient, self.clipnorm) for gradient in grads]
        if self.clipvalue:
            return [ops.clip(gradient, -self.clipvalue, self.clipvalue) for gradient in grads]
        if self.global_clipnorm:
            squares = [ops.sum(ops.square(gradient)) for gradient in grads]
            total = squares[0]
            for square in squares[1:]:
                total = total + square
            norm = ops.sqrt(total)
            scale = ops.minimum(1.0 / norm, 1.0 / self.global_clipnorm) * self.global_clipnorm
            return [gradient * scale for gradient in grads]
        return grads

    def __repr__(self) -> str:
        rate = self._learning_rate
        return (
            f"<bml.optimizers.{type(self).__name__} learning_rate={f'{rate:g}' if isinstance(rate, float) else rate!r}>"
        )


def _checked_rate(owner: str, value: Any) -> float | LearningRateSchedule | Variable:
    if isinstance(value, LearningRateSchedule):
        return value
    if isinstance(value, Variable):
        if value.type != TensorType((), "float32"):
            raise UserError.here(
                "BML101", f"{owner} expects learning_rate to be a float32 scalar, received the variable {value!r}"
            )
        return value
    return number(owner, "learning_rate", value, minimum=0.0)


def _clip_by_norm(gradient: Tensor, limit: float) -> Tensor:
    # tf.clip_by_norm: g * limit / max(norm, limit), the norm taken as 1 where it is 0 so that its root is not 0.
    square = ops.sum(ops.square(gradient))
    norm = ops.sqrt(ops.where(square > 0.0, square, 1.0))
    return gradient * limit / ops.maximum(ops.where(square > 0.0, norm, square), limit)
