"""Rectifiers with settings: ReLU and LeakyReLU."""

from __future__ import annotations

from bml.arguments import number
from bml.old import activations
from bml.old.layers.layer import Layer
from bmlc.ops.tensor import Tensor

__all__ = ["LeakyReLU", "ReLU"]


class ReLU(Layer):
    """The rectified linear unit.

    y = max_value where x >= max_value;  x where threshold <= x < max_value;  negative_slope (x - threshold) elsewhere

    Args:
        max_value: The largest output, at least 0; None for no bound.
        negative_slope: The slope below the threshold, at least 0.
        threshold: Where the output begins to be x, at least 0.
        name: As in `Layer`.

    Input shape:
        Any, float32; other dtypes are cast.

    Output shape:
        The same.

    Raises:
        UserError: BML102 for other arguments.

    Example:
        >>> import bml
        >>> bml.layers.ReLU(max_value=10, negative_slope=0.5)([[-10.0, -5.0, 0.0, 5.0, 20.0]]).tolist()
        [[-5.0, -2.5, 0.0, 5.0, 10.0]]

    Source: `keras.layers.ReLU`.
    """

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        self.max_value = None if max_value is None else number("ReLU", "max_value", max_value, minimum=0.0)
        self.negative_slope = number("ReLU", "negative_slope", negative_slope, minimum=0.0)
        self.threshold = number("ReLU", "threshold", threshold, minimum=0.0)

    def call(self, inputs: Tensor) -> Tensor:
        output: Tensor = activations.relu(inputs, self.negative_slope, self.max_value, self.threshold)
        return output


class LeakyReLU(Layer):
    """A rectifier that lets a part of the negative values through.

    y = x where x >= 0;  negative_slope x elsewhere

    Args:
        negative_slope: The slope below 0, at least 0.
        name: As in `Layer`.

    Input shape:
        Any, float32; other dtypes are cast.

    Output shape:
        The same.

    Raises:
        UserError: BML102 for other arguments.

    Example:
        >>> import bml
        >>> bml.layers.LeakyReLU(0.5)([[-10.0, -5.0, 0.0, 5.0]]).tolist()
        [[-5.0, -2.5, 0.0, 5.0]]

    Source: `keras.layers.LeakyReLU`; Maas et al. 2013.
    """

    def __init__(self, negative_slope: float = 0.3, name: str | None = None) -> None:
        super().__init__(name=name)
        self.negative_slope = number("LeakyReLU", "negative_slope", negative_slope, minimum=0.0)

    def call(self, inputs: Tensor) -> Tensor:
        output: Tensor = activations.leaky_relu(inputs, self.negative_slope)
        return output
