"""Layers without windows: Dense, Activation, Dropout."""

from __future__ import annotations

from typing import Any

from bml.arguments import fraction, whole_number
from bml.context import current_context, name_scope
from bml.old import activations, initializers
from bml.old.layers.layer import Layer
from bml.old.variable import Variable
from bmlc import ops
from bmlc.ir import Dim, TensorType
from bmlc.ops.tensor import Tensor
from bmlc.random import philox

__all__ = ["Activation", "Dense", "Dropout"]


class Dense(Layer):
    """Every output is connected to every input: y = activation(x kernel + bias).

    Args:
        units: The number of outputs.
        activation: Name of an activation, or a function.
        use_bias: Whether a bias is added.
        kernel_initializer, bias_initializer: Names of initializers, or initializers.
        name, trainable: As in `Layer`.

    Input shape:
        [n, ..., inputs], float32; other dtypes are cast.

    Output shape:
        [n, ..., units], float32.

    Raises:
        UserError: BML101 for other inputs, BML102 for other arguments.

    Example:
        >>> import bml
        >>> bml.layers.Dense(2, kernel_initializer="ones")([[1.0, 2.0, 3.0]]).tolist()
        [[6.0, 6.0]]

    Source: `keras.layers.Dense`.
    """

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        name: str | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(name=name, trainable=trainable)
        self.units = whole_number("Dense", "units", units, minimum=1)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)

    def build(self, input_shape: tuple[Dim, ...]) -> None:
        inputs = input_shape[-1]
        if not isinstance(inputs, int):
            raise self.misuse(f"Dense expects a fixed number of inputs, received {inputs}")
        self.kernel = self.add_weight((inputs, self.units), self.kernel_initializer, name="kernel")
        self.bias = self.add_weight((self.units,), self.bias_initializer, name="bias") if self.use_bias else None

    def call(self, inputs: Tensor) -> Tensor:
        y = ops.matmul(ops.cast(inputs, "float32"), self.kernel)
        if self.bias is not None:
            y = y + self.bias
        output: Tensor = self.activation(y)
        return output

    def check_input(self, tensor_type: TensorType) -> None:
        if tensor_type.rank < 2:
            raise self.misuse(f"Dense expects an input of rank 2 or more (batch, ..., inputs), received {tensor_type}")
        if self.built and tensor_type.shape[-1] != self.kernel.shape[0]:
            raise self.misuse(f"Dense was built for inputs of {self.kernel.shape[0]} values, received {tensor_type}")


class Activation(Layer):
    """Applies an activation function.

    Args:
        activation: Name of an activation, or a function.
        name: As in `Layer`.

    Input shape:
        Any.

    Output shape:
        The same.

    Raises:
        UserError: BML102 for an unknown activation.

    Example:
        >>> import bml
        >>> bml.layers.Activation("relu")([[-1.0, 2.0]]).tolist()
        [[0.0, 2.0]]

    Source: `keras.layers.Activation`.
    """

    def __init__(self, activation: Any, name: str | None = None) -> None:
        super().__init__(name=name)
        self.activation = activations.get(activation)

    def call(self, inputs: Tensor) -> Tensor:
        output: Tensor = self.activation(inputs)
        return output


class Dropout(Layer):
    """In training, sets a random share of the inputs to 0 and scales the others up, so that the mean stays.

    y = x / (1 - rate) where uniform() >= rate, else 0;  y = x outside training

    Args:
        rate: The share that is dropped, from 0 to 1.
        noise_shape: The mask's shape where it is shared along axes of size 1: `(None, 1, 1, 16)`; None stands for the
            input's own size.
        seed: From 0 to 2**32 - 1; the program's seed by default.
        name: As in `Layer`.

    Input shape:
        Any, float32; other dtypes are cast.

    Output shape:
        The same.

    Raises:
        UserError: BML102 for other arguments.

    Example:
        >>> import bml, numpy as np
        >>> bml.layers.Dropout(0.5)(np.ones((1, 4))).tolist()
        [[1.0, 1.0, 1.0, 1.0]]

    Source: `keras.layers.Dropout`; Srivastava et al. 2014. The mask comes from bml's own generator, keyed by seed,
    layer and the number of training calls before this one, and is the same in the browser.
    """

    def __init__(
        self,
        rate: float,
        noise_shape: tuple[int | None, ...] | None = None,
        seed: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        self.rate = fraction("Dropout", "rate", rate)
        self.noise_shape = noise_shape
        given = current_context().seed if seed is None else seed
        self.seed = whole_number("Dropout", "seed", given, minimum=0, maximum=2**32 - 1)
        with name_scope(self.name):
            self.counter = Variable(0, dtype="int32", trainable=False, name="counter")

    @property
    def variables(self) -> list[Variable]:
        # Keras, too, keeps a generator's state out of `weights`.
        return [*self.weights, self.counter]

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        if not training or self.rate == 0:
            return inputs
        x = ops.cast(inputs, "float32")
        if self.rate == 1:
            return ops.zeros_like(x)
        uniform = ops.random_uniform(
            self.counter, shape=self._mask_shape(x), seed=self.seed, site=philox.site(self.counter.name)
        )
        self.counter.assign(self.counter + 1)
        return ops.where(uniform >= self.rate, x * (1.0 / (1.0 - self.rate)), 0.0)

    def _mask_shape(self, x: Tensor) -> tuple[Dim, ...]:
        if self.noise_shape is None:
            return x.dims
        if len(self.noise_shape) != x.ndim:
            raise self.misuse(
                f"Dropout expects an input of the rank of noise_shape={self.noise_shape}, received {x.type}"
            )
        return tuple(size if own is None else own for own, size in zip(self.noise_shape, x.dims, strict=True))
