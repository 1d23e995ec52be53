"""`Sequential`: layers one after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bml.arguments import did_you_mean, whole_number
from bml.data.mapped import with_batch
from bml.old.layers.input import Input
from bml.old.layers.layer import Layer
from bml.old.models.training import Trainable
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Builder, Dim, TensorType, building, symbol
from bmlc.ops.tensor import Tensor

__all__ = ["Sequential"]


class Sequential(Trainable):
    """A model whose layers follow one another; each gives its output to the next.

    Args:
        layers: Layers and models; `bml.Input` first makes their weights at once, without it the first call does.
        trainable: Whether the weights are changed by training; False freezes all layers.
        name: What the names of its steps begin with.

    Input shape:
        [n, *shape of the Input]; other dtypes are cast to the Input's. One example without the batch dimension is taken
        as a batch of one, and its output is given without the dimension.

    Output shape:
        That of the last layer.

    Raises:
        UserError: BML101 for shapes that a layer does not take, at the line of that layer; BML102 for other arguments.

    Example:
        >>> import bml, numpy as np
        >>> model = bml.Sequential([bml.Input((4,)), bml.layers.Dense(3), bml.layers.Dense(1)])
        >>> model(np.zeros((2, 4))).shape
        (2, 1)
        >>> model.count_params()
        19

    Source: `keras.Sequential`.
    """

    def __init__(self, layers: Iterable[Any] | None = None, trainable: bool = True, name: str | None = None) -> None:
        super().__init__(name=name, trainable=trainable)
        self._layers: list[Layer] = []
        self._names: set[str] = set()
        self._input: Input | None = None
        self.output_types: dict[Layer, TensorType] = {}
        if layers is not None and not isinstance(layers, Iterable):
            raise UserError.here("BML102", f"Sequential expects a list of layers, received {layers!r}")
        for layer in layers or ():
            self._append(layer)
        self._build_now()

    @property
    def layers(self) -> list[Layer]:
        """The layers in order, without the Input."""
        return list(self._layers)

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """One of the layers.

        Args:
            name: The layer's name.
            index: Its place among `layers`, in place of a name.

        Raises:
            UserError: BML102 for a layer that is not there, and unless one of the two is given.
        """
        if (name is None) == (index is None):
            raise UserError.here("BML102", f"get_layer expects a name or an index, received {name!r} and {index!r}")
        if name is None:
            return self._layers[whole_number("get_layer", "index", index, minimum=0, maximum=len(self._layers) - 1)]
        found = {layer.name: layer for layer in self._layers}
        if name not in found:
            listing = f"{did_you_mean(str(name), found)}its layers are {', '.join(found)}"
            raise UserError.here("BML102", f"{self.name} has no layer named {name!r}", listing)
        return found[name]

    def add(self, layer: Any) -> None:
        """Put a layer at the end.

        Args:
            layer: A layer, a model, or `bml.Input` before all others.

        Raises:
            UserError: As the constructor.
        """
        self._append(layer)
        self._build_now()

    @property
    def input_type(self) -> TensorType | None:
        """The type of one example, where an Input or the first call has said it."""
        return None if self._input is None else self._input.element

    def build(self, input_shape: tuple[Dim, ...]) -> None:
        """Make the weights for inputs of this shape, batch dimension included."""
        if self._input is None:
            self._input = Input(tuple(size for size in input_shape[1:] if isinstance(size, int)))
        self._build_now()

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        for layer in self._layers:
            inputs = layer(inputs, training=training)
        return inputs

    def _apply(self, inputs: Any, training: bool) -> Tensor:
        tensor = ops.convert_to_tensor(inputs)
        if not self._layers:
            raise UserError("BML102", f"{self.name} has no layers", "give Sequential a list of layers", self.loc)
        if self._input is None:
            if tensor.ndim == 0:
                raise UserError.here("BML101", f"{self.name} expects a batch of examples, received {tensor.type}")
            self.build(tensor.dims)
        assert self._input is not None
        element = self._input.element
        single = tensor.dims == element.shape
        if (not single and tensor.dims[1:] != element.shape) or tensor.ndim == 0:
            raise UserError.here(
                "BML101", f"{self.name} expects {with_batch(element)}, received {tensor.type}", self._hint(tensor.type)
            )
        tensor = ops.cast(tensor, element.dtype)
        output = super()._apply(ops.expand_dims(tensor, 0) if single else tensor, training)
        return ops.squeeze(output, 0) if single else output

    def _hint(self, tensor_type: TensorType) -> str | None:
        assert self._input is not None
        shape = self._input.shape
        if len(shape) > 1 and shape[-1] == 1 and tensor_type.shape[1:] == shape[:-1]:
            return "add the axis of the one channel: bml.ops.expand_dims(images, -1)"
        return None

    def _append(self, layer: Any) -> None:
        if isinstance(layer, Input):
            if self._layers or self._input is not None:
                raise UserError("BML102", "Sequential expects at most one Input, before all layers", None, layer.loc)
            self._input = layer
        elif isinstance(layer, Layer):
            if layer.name in self._names:
                raise UserError(
                    "BML102",
                    f"Sequential expects layers of different names, received two named {layer.name!r}",
                    None,
                    layer.loc,
                )
            if not self.trainable:
                layer.trainable = False
            self._layers.append(layer)
            self._names.add(layer.name)
        else:
            hint = "make one of it first: layers.Dense(10)" if isinstance(layer, type) else None
            raise UserError.here("BML102", f"Sequential expects a list of layers, received {layer!r}", hint)

    def _build_now(self) -> None:
        """Run the new layers on a symbolic batch: weights are made, and wrong shapes found where they are written."""
        if self._input is None or not self._layers:
            return
        of = next(reversed(self.output_types.values()), with_batch(self._input.element))
        builder = Builder(self.name, self.loc)
        with building(builder):
            tensor = Tensor(builder.param("x", of))
            for layer in self._layers[len(self.output_types) :]:
                tensor = layer(tensor)
                self.output_types[layer] = tensor.type
        self.built = True

    def summary(self, line_length: int | None = None) -> None:
        """Print a table of the layers, their output shapes and numbers of weights.

        Args:
            line_length: The table's width in characters; the terminal's by default.
        """
        from bml.old.models.summary import print_summary

        print_summary(self.name, self._rows(), self.trainable_variables, self.non_trainable_variables, line_length)

    def _rows(self) -> Sequence[tuple[str, str, str, int]]:
        return [
            (layer.name, type(layer).__name__, _shape_text(self.output_types.get(layer)), layer.count_params())
            for layer in self._layers
        ]

    def __repr__(self) -> str:
        return f"<bml.Sequential {self.name}: {len(self._layers)} layers>"


def _shape_text(tensor_type: TensorType | None) -> str:
    if tensor_type is None:
        return "? (not built yet)"
    n = symbol("n")
    return f"({', '.join('None' if size == n else str(size) for size in tensor_type.shape)})"
