"""Two-dimensional convolution."""

from __future__ import annotations

from typing import Any

from bml.arguments import choose, pair, whole_number
from bml.old import activations, initializers
from bml.old.layers.layer import Layer
from bml.old.layers.windows import IMAGES, channels_last, check_image, check_window
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Dim, TensorType
from bmlc.ops.tensor import Tensor

__all__ = ["Conv2D"]


class Conv2D(Layer):
    """Slides windows of weights over images.

    y[b, i, j, f] = activation(sum over u, v, c of x[b, s i + d u, s j + d v, c] kernel[u, v, c, f] + bias[f])

    Args:
        filters: The number of output channels.
        kernel_size: Height and width of the window, or one number for both.
        strides: Steps of the window, down and right, or one number for both.
        padding: `"valid"` (windows inside the image only) or `"same"` (zeros around it: ceil(size / stride)
            outputs).
        data_format: `"channels_last"`, the only one that bml has.
        dilation_rate: The distance of a window's pixels; above 1 only with strides of 1.
        groups: 1, the only one that bml has.
        activation: Name of an activation, or a function.
        use_bias: Whether a bias is added.
        kernel_initializer, bias_initializer: Names of initializers, or initializers.
        name, trainable: As in `Layer`.

    Input shape:
        [n, height, width, channels], float32; other dtypes are cast.

    Output shape:
        [n, new height, new width, filters], float32.

    Raises:
        UserError: BML101 for other inputs, BML102 for other arguments.

    Example:
        >>> import bml, numpy as np
        >>> bml.layers.Conv2D(8, 5, activation="relu")(np.zeros((2, 28, 28, 1))).shape
        (2, 24, 24, 8)

    Source: `keras.layers.Conv2D`.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple[int, int],
        strides: int | tuple[int, int] = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: int | tuple[int, int] = (1, 1),
        groups: int = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        name: str | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(name=name, trainable=trainable)
        self.filters = whole_number("Conv2D", "filters", filters, minimum=1)
        self.kernel_size = pair("Conv2D", "kernel_size", kernel_size)
        self.strides = pair("Conv2D", "strides", strides)
        self.padding = choose("paddings", padding, {"valid": "valid", "same": "same"})
        channels_last("Conv2D", data_format)
        self.dilation_rate = pair("Conv2D", "dilation_rate", dilation_rate)
        whole_number("Conv2D", "groups", groups, minimum=1, maximum=1)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise UserError.here(
                "BML102",
                f"Conv2D takes strides or a dilation_rate, received strides={strides}, dilation_rate={dilation_rate}",
            )
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)

    def build(self, input_shape: tuple[Dim, ...]) -> None:
        shape = (*self.kernel_size, self._channels(input_shape), self.filters)
        self.kernel = self.add_weight(shape, self.kernel_initializer, name="kernel")
        self.bias = self.add_weight((self.filters,), self.bias_initializer, name="bias") if self.use_bias else None

    def call(self, inputs: Tensor) -> Tensor:
        y = ops.conv(
            ops.cast(inputs, "float32"),
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            dilation_rate=self.dilation_rate,
        )
        if self.bias is not None:
            y = y + self.bias
        output: Tensor = self.activation(y)
        return output

    def check_input(self, tensor_type: TensorType) -> None:
        check_image(self, tensor_type, "use layers.Dense for inputs without height and width")
        reach = tuple((k - 1) * d + 1 for k, d in zip(self.kernel_size, self.dilation_rate, strict=True))
        check_window(self, tensor_type, (reach[0], reach[1]), self.padding)
        if self.built and tensor_type.shape[-1] != self.kernel.shape[2]:
            raise self.misuse(
                f"Conv2D was built for {IMAGES} with {self.kernel.shape[2]} channels, received {tensor_type}"
            )

    def _channels(self, input_shape: tuple[Dim, ...]) -> int:
        channels = input_shape[-1]
        if not isinstance(channels, int):
            raise self.misuse(f"Conv2D expects a fixed number of channels, received {channels}")
        return channels
