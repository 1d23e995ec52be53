"""Two-dimensional transposed convolution."""

from __future__ import annotations

from typing import Any

from bml.arguments import choose, pair, whole_number
from bml.old import activations, initializers
from bml.old.layers.layer import Layer
from bml.old.layers.windows import IMAGES, channels_last, check_image
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Dim, TensorType
from bmlc.ops.tensor import Tensor

__all__ = ["Conv2DTranspose"]


class Conv2DTranspose(Layer):
    """Spreads every pixel by a window of weights: the way back of a convolution, to larger images.

    y[b, s i + d u, s j + d v, f] = activation(sum over i, j, u, v, c of x[b, i, j, c] kernel[u, v, f, c] + bias[f])

    Args:
        filters: The number of output channels.
        kernel_size: Height and width of the window, or one number for both.
        strides: Output pixels between the windows of neighbours, down and right, or one number for both.
        padding: `"valid"` ((size - 1) stride + window outputs, at least size stride) or `"same"` (size stride).
        output_padding: Rows and columns added below and to the right, fewer than the strides; with it there are
            (size - 1) stride + window + output_padding outputs for `"valid"`, and with `"same"` window % 2 in place of
            window. None leaves the numbers as above.
        data_format: `"channels_last"`, the only one that bml has.
        dilation_rate: The distance of a window's pixels; above 1 only with strides of 1.
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
        >>> bml.layers.Conv2DTranspose(8, 4, strides=2, padding="same")(np.zeros((2, 7, 7, 16))).shape
        (2, 14, 14, 8)

    Source: `keras.layers.Conv2DTranspose`.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple[int, int],
        strides: int | tuple[int, int] = (1, 1),
        padding: str = "valid",
        output_padding: int | tuple[int, int] | None = None,
        data_format: str | None = None,
        dilation_rate: int | tuple[int, int] = (1, 1),
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        name: str | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(name=name, trainable=trainable)
        self.filters = whole_number("Conv2DTranspose", "filters", filters, minimum=1)
        self.kernel_size = pair("Conv2DTranspose", "kernel_size", kernel_size)
        self.strides = pair("Conv2DTranspose", "strides", strides)
        self.padding = choose("paddings", padding, {"valid": "valid", "same": "same"})
        self.output_padding = self._checked_output_padding(output_padding)
        channels_last("Conv2DTranspose", data_format)
        self.dilation_rate = pair("Conv2DTranspose", "dilation_rate", dilation_rate)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise UserError.here(
                "BML102",
                "Conv2DTranspose takes strides or a dilation_rate, "
                f"received strides={strides}, dilation_rate={dilation_rate}",
            )
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)

    def build(self, input_shape: tuple[Dim, ...]) -> None:
        channels = input_shape[-1]
        if not isinstance(channels, int):
            raise self.misuse(f"Conv2DTranspose expects a fixed number of channels, received {channels}")
        self.kernel = self.add_weight(
            (*self.kernel_size, self.filters, channels), self.kernel_initializer, name="kernel"
        )
        self.bias = self.add_weight((self.filters,), self.bias_initializer, name="bias") if self.use_bias else None

    def call(self, inputs: Tensor) -> Tensor:
        y = ops.conv_transpose(
            ops.cast(inputs, "float32"),
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            output_padding=self.output_padding,
            dilation_rate=self.dilation_rate,
        )
        if self.bias is not None:
            y = y + self.bias
        output: Tensor = self.activation(y)
        return output

    def check_input(self, tensor_type: TensorType) -> None:
        check_image(self, tensor_type, "make images of vectors first: layers.Reshape((7, 7, 16))")
        if self.built and tensor_type.shape[-1] != self.kernel.shape[3]:
            raise self.misuse(
                f"Conv2DTranspose was built for {IMAGES} with {self.kernel.shape[3]} channels, received {tensor_type}"
            )

    def _checked_output_padding(self, value: Any) -> tuple[int, int] | None:
        if value is None:
            return None
        several = (value, value) if isinstance(value, int) else value
        whole = (
            isinstance(several, tuple | list)
            and len(several) == 2
            and all(isinstance(item, int) and not isinstance(item, bool) for item in several)
        )
        if not whole or not all(0 <= item < step for item, step in zip(several, self.strides, strict=True)):
            raise UserError.here(
                "BML102",
                "Conv2DTranspose expects output_padding to be a whole number or two, at least 0 and below the strides "
                f"{self.strides}, received output_padding={value!r}",
            )
        return (several[0], several[1])
