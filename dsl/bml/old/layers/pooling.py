"""Pooling over windows of images."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from bml.arguments import choose, pair
from bml.old.layers.layer import Layer
from bml.old.layers.windows import channels_last, check_image, check_window
from bmlc import ops
from bmlc.ir import TensorType
from bmlc.ops.tensor import Tensor

__all__ = ["AveragePooling2D", "MaxPooling2D"]


class _Pooling2D(Layer):
    pool: ClassVar[Callable[..., Tensor]]

    def __init__(
        self,
        pool_size: int | tuple[int, int] = (2, 2),
        strides: int | tuple[int, int] | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        kind = type(self).__name__
        self.pool_size = pair(kind, "pool_size", pool_size)
        self.strides = self.pool_size if strides is None else pair(kind, "strides", strides)
        self.padding = choose("paddings", padding, {"valid": "valid", "same": "same"})
        channels_last(kind, data_format)

    def call(self, inputs: Any) -> Tensor:
        x = ops.cast(inputs, "float32")
        return type(self).pool(x, pool_size=self.pool_size, strides=self.strides, padding=self.padding)

    def check_input(self, tensor_type: TensorType) -> None:
        check_image(self, tensor_type, "pool before layers.Flatten, not after it")
        check_window(self, tensor_type, self.pool_size, self.padding)


class MaxPooling2D(_Pooling2D):
    """The largest value of each window.

    Args:
        pool_size: Height and width of the window, or one number for both.
        strides: Steps of the window; its own size by default.
        padding: `"valid"` (windows inside the image only) or `"same"` (windows may stand over its edge).
        data_format: `"channels_last"`, the only one that bml has.
        name: As in `Layer`.

    Input shape:
        [n, height, width, channels], float32; other dtypes are cast.

    Output shape:
        [n, new height, new width, channels], float32.

    Raises:
        UserError: BML101 for other inputs, BML102 for other arguments.

    Example:
        >>> import bml, numpy as np
        >>> bml.layers.MaxPooling2D(2)(np.arange(16.0).reshape(1, 4, 4, 1)).ravel().tolist()
        [5.0, 7.0, 13.0, 15.0]

    Source: `keras.layers.MaxPooling2D`.
    """

    pool = ops.max_pool


class AveragePooling2D(_Pooling2D):
    """The mean of each window; with `padding="same"` only the pixels inside the image count.

    Args:
        pool_size, strides, padding, data_format, name: As in `MaxPooling2D`.

    Input shape:
        [n, height, width, channels], float32; other dtypes are cast.

    Output shape:
        [n, new height, new width, channels], float32.

    Raises:
        UserError: BML101 for other inputs, BML102 for other arguments.

    Example:
        >>> import bml, numpy as np
        >>> bml.layers.AveragePooling2D(2)(np.arange(16.0).reshape(1, 4, 4, 1)).ravel().tolist()
        [2.5, 4.5, 10.5, 12.5]

    Source: `keras.layers.AveragePooling2D`.
    """

    pool = ops.average_pool
