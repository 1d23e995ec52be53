"""The base of all layers: a name, weights, the user's line, and a call that is attributed to both."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bml.arguments import checked
from bml.arrays import as_array
from bml.context import current_context, name_scope, snake_case
from bml.old.variable import Variable
from bml.running import runs_anywhere
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Dim, DType, TensorType, caller_loc, scoped
from bmlc.ops.tensor import Tensor

__all__ = ["Layer"]


class Layer:
    """Base of all layers, and of your own: make weights in `build`, use them in `call`.

    Args:
        name: What its weights' names begin with; the class's name, numbered, by default.
        trainable: Whether its weights are changed by training.

    Raises:
        UserError: BML101 for inputs that the layer does not take, BML102 for unknown arguments; both at the line that
            made the layer.

    Example:
        >>> import bml
        >>> class Scale(bml.layers.Layer):
        ...     def build(self, input_shape):
        ...         self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="scale")
        ...     def call(self, inputs):
        ...         return inputs * self.scale
        >>> Scale()([[1.0, 2.0]]).tolist()
        [[1.0, 2.0]]
    """

    _takes_training = False

    def __init_subclass__(cls) -> None:
        if "__init__" in cls.__dict__:
            cls.__init__ = checked(cls.__init__, cls.__name__)  # type: ignore[method-assign]
        if "build" in cls.__dict__:
            cls.build = _once_built(cls.build)  # type: ignore[method-assign]
        cls._takes_training = "training" in inspect.signature(cls.call).parameters

    def __init__(self, *, name: str | None = None, trainable: bool = True) -> None:
        self.loc = caller_loc()
        self._anywhere = runs_anywhere(self._apply)
        self.name = name or current_context().auto_name(snake_case(type(self).__name__))
        self._trainable = trainable
        self.built = False
        self._trained: list[Variable] = []  # by training, unless the layer is frozen
        self._kept: list[Variable] = []

    def build(self, input_shape: tuple[Dim, ...]) -> None:
        """Make the weights for inputs of this shape, batch dimension included; called once, before the first call."""

    def call(self, inputs: Any) -> Any:
        """The layer's output; may take `training` as well."""
        raise NotImplementedError(f"{type(self).__name__} says what it computes in call")

    def add_weight(
        self,
        shape: Sequence[int] = (),
        initializer: Any = "glorot_uniform",
        dtype: DType = "float32",
        trainable: bool = True,
        name: str = "weight",
    ) -> Variable:
        """A new variable of this layer, `<layer>/<name>`.

        Args:
            shape: Ints.
            initializer: Name of an initializer, an initializer, or the value.
            dtype: float32, int32 or bool.
            trainable: Whether training changes it.
            name: Within the layer.
        """
        with name_scope(self.name):
            variable = Variable(initializer, tuple(shape), dtype, trainable and self.trainable, name)
        (self._trained if trainable else self._kept).append(variable)
        return variable

    def __call__(self, inputs: Any, training: bool = False) -> Any:
        """The output for `inputs`: a tensor inside a trace, an array outside one.

        Args:
            inputs: A tensor or an array, as the layer's class says.
            training: Whether layers that behave differently in training (Dropout) do so.
        """
        return self._anywhere(inputs, training=training)

    def _apply(self, inputs: Any, training: bool) -> Tensor:
        tensor = ops.convert_to_tensor(inputs)
        with scoped(self.name, self.loc):
            self.check_input(tensor.type)
            if not self.built:
                self.build(tensor.dims)
                self.built = True
            options = {"training": training} if self._takes_training else {}
            output: Tensor = self.call(tensor, **options)
        return output

    def check_input(self, tensor_type: TensorType) -> None:
        """Raise `misuse` for inputs that the layer does not take."""

    def misuse(self, message: str, hint: str | None = None) -> UserError:
        """An error of shapes at the line that made this layer."""
        return UserError("BML101", message, hint, self.loc)

    @property
    def trainable(self) -> bool:
        """Whether training changes the weights. Setting it sets that of all layers inside, too, as in Keras.

        It counts for functions and models' steps that are traced afterwards.
        """
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise UserError.here("BML102", f"{self.name} expects trainable to be True or False, received {value!r}")
        self._trainable = value
        for weight in self._trained:
            weight.trainable = value
        for layer in self.inner_layers:
            layer.trainable = value

    @property
    def inner_layers(self) -> list[Layer]:
        """The layers that this one keeps in its attributes, by themselves or in lists, in the order of assignment."""
        kept = (value if isinstance(value, list | tuple) else [value] for value in vars(self).values())
        return [layer for values in kept for layer in values if isinstance(layer, Layer)]

    # A layer that stands in two places, here and in a layer inside, is listed once.

    @property
    def weights(self) -> list[Variable]:
        """All variables: its own, those that training may change first, then those of the layers inside."""
        inner = (weight for layer in self.inner_layers for weight in layer.weights)
        return list(dict.fromkeys([*self._trained, *self._kept, *inner]))

    @property
    def variables(self) -> list[Variable]:
        """The weights and what else the layer remembers (the counter of a Dropout)."""
        inner = (variable for layer in self.inner_layers for variable in layer.variables)
        return list(dict.fromkeys([*self._trained, *self._kept, *inner]))

    @property
    def trainable_variables(self) -> list[Variable]:
        return [weight for weight in self.weights if weight.trainable] if self.trainable else []

    @property
    def non_trainable_variables(self) -> list[Variable]:
        return [weight for weight in self.weights if not (weight.trainable and self.trainable)]

    @property
    def trainable_weights(self) -> list[Variable]:
        return self.trainable_variables

    @property
    def non_trainable_weights(self) -> list[Variable]:
        return self.non_trainable_variables

    def count_params(self) -> int:
        """The number of elements of all weights."""
        return sum(int(np.prod(weight.shape)) for weight in self.weights)

    def get_weights(self) -> list[npt.NDArray[Any]]:
        """Copies of the weights' values, in the order of `weights`."""
        return [weight.numpy().copy() for weight in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Replace the weights' values.

        Args:
            weights: Arrays of the shapes and in the order of `get_weights`.

        Raises:
            UserError: BML101 for another number of arrays or another shape; then no weight was changed.
        """
        variables = self.weights
        if len(weights) != len(variables):
            raise UserError.here("BML101", f"{self.name} has {len(variables)} weights, received {len(weights)} arrays")
        arrays = [as_array(value, variable.dtype) for value, variable in zip(weights, variables, strict=True)]
        for array, variable in zip(arrays, variables, strict=True):
            if array.shape != variable.shape:
                raise UserError.here(
                    "BML101", f"{variable.name} expects shape {variable.shape}, received {array.shape}"
                )
        for array, variable in zip(arrays, variables, strict=True):
            variable.assign(array)

    def __repr__(self) -> str:
        return f"<bml.layers.{type(self).__name__} {self.name}>"


def _once_built(build: Callable[..., None]) -> Callable[..., None]:
    """A layer that was built by who holds it, before its first call, is not built again by that."""

    @functools.wraps(build)
    def call(self: Layer, input_shape: tuple[Dim, ...]) -> None:
        build(self, input_shape)
        self.built = True

    return call
