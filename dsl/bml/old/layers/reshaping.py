"""Layers that give the same elements another shape."""

from __future__ import annotations

from math import prod
from typing import Any

from bml.old.layers.layer import Layer
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import TensorType
from bmlc.ops.tensor import Tensor

__all__ = ["Flatten", "Reshape"]


class Flatten(Layer):
    """All axes but the first made one.

    Args:
        name: As in `Layer`.

    Input shape:
        [n, ...].

    Output shape:
        [n, product of the rest].

    Raises:
        UserError: BML101 for a scalar.

    Example:
        >>> import bml, numpy as np
        >>> bml.layers.Flatten()(np.zeros((2, 4, 4, 16))).shape
        (2, 256)

    Source: `keras.layers.Flatten`.
    """

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name)

    def call(self, inputs: Tensor) -> Tensor:
        batch, *rest = inputs.dims
        return ops.reshape(inputs, (batch, prod(rest)))

    def check_input(self, tensor_type: TensorType) -> None:
        if tensor_type.rank < 1:
            raise self.misuse(f"Flatten expects an input of rank 1 or more (batch, ...), received {tensor_type}")


class Reshape(Layer):
    """All axes but the first given another shape.

    Args:
        target_shape: Whole numbers, without the batch dimension; one of them may be -1: what is left of the elements.
        name: As in `Layer`.

    Input shape:
        [n, ...].

    Output shape:
        [n, *target_shape].

    Raises:
        UserError: BML101 for inputs of another number of elements, BML102 for other arguments.

    Example:
        >>> import bml, numpy as np
        >>> bml.layers.Reshape((4, 4, -1))(np.zeros((2, 256))).shape
        (2, 4, 4, 16)

    Source: `keras.layers.Reshape`.
    """

    def __init__(self, target_shape: Any, name: str | None = None) -> None:
        super().__init__(name=name)
        sizes = tuple(target_shape) if isinstance(target_shape, tuple | list) else (target_shape,)
        whole = all(isinstance(size, int) and not isinstance(size, bool) for size in sizes)
        if not whole or any(size < 1 and size != -1 for size in sizes) or sizes.count(-1) > 1:
            raise UserError.here(
                "BML102",
                "Reshape expects target_shape to be positive whole numbers, one of which may be -1, "
                f"received target_shape={target_shape!r}",
                "leave the batch dimension out: layers.Reshape((28, 28, 1))",
            )
        self.target_shape: tuple[int, ...] = sizes

    def call(self, inputs: Tensor) -> Tensor:
        batch, *rest = inputs.dims
        elements = prod(size for size in rest if isinstance(size, int))  # all are, as check_input has seen
        known = prod(size for size in self.target_shape if size != -1)
        return ops.reshape(inputs, (batch, *(elements // known if size == -1 else size for size in self.target_shape)))

    def check_input(self, tensor_type: TensorType) -> None:
        if tensor_type.rank < 1:
            raise self.misuse(f"Reshape expects an input of rank 1 or more (batch, ...), received {tensor_type}")
        elements = prod(tensor_type.shape[1:])
        known = prod(size for size in self.target_shape if size != -1)
        if not isinstance(elements, int):
            raise self.misuse(f"Reshape expects fixed sizes behind the batch dimension, received {tensor_type}")
        if elements % known if -1 in self.target_shape else elements != known:
            raise self.misuse(
                f"Reshape to {self.target_shape} expects {'a multiple of ' if -1 in self.target_shape else ''}{known} "
                f"elements an example, received {elements}: {tensor_type}"
            )
