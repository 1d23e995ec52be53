"""What parameters and results of exported functions are, for the page and for calls from JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bml.arguments import whole_number
from bmlc.errors import UserError
from bmlc.ir import TensorType

__all__ = ["Image", "Probabilities"]


@dataclass(frozen=True)
class Image:
    """Annotates a parameter that is one image: the page offers a drawing pad, an upload and a webcam.

    Args:
        height: In pixels.
        width: In pixels.
        channels: 1 (grey), 3 (RGB) or 4 (RGBA).

    Input shape:
        uint8[height, width, channels], values from 0 to 255.

    Raises:
        UserError: BML102 for other sizes.

    Example:
        >>> import bml
        >>> @bml.function
        ... def brightness(image: bml.Image(28, 28, 1)):
        ...     return bml.ops.mean(image / 255.0)
    """

    height: int
    width: int
    channels: int = 1

    def __post_init__(self) -> None:
        whole_number("Image", "height", self.height, minimum=1)
        whole_number("Image", "width", self.width, minimum=1)
        if self.channels not in (1, 3, 4):
            raise UserError.here("BML102", f"Image expects 1, 3 or 4 channels, received channels={self.channels!r}")

    @property
    def type(self) -> TensorType:
        return TensorType((self.height, self.width, self.channels), "uint8")

    def convert(self, value: Any) -> npt.NDArray[np.uint8]:
        """An image as Python has it: of the annotated shape, or without the axis of its one channel."""
        array = np.asarray(value)
        shape = (self.height, self.width, self.channels)
        if array.shape == shape[:2] and self.channels == 1:
            array = array[:, :, None]
        if array.shape != shape or array.dtype.kind not in "biuf":
            raise UserError.here(
                "BML101", f"expected an image of {self.type}, received {array.dtype}{list(array.shape)}"
            )
        levels: npt.NDArray[np.uint8] = np.clip(np.rint(array), 0, 255).astype(np.uint8)
        return levels


@dataclass(frozen=True, init=False)
class Probabilities:
    """Annotates a result that gives each label its probability: the page draws a bar chart.

    Args:
        labels: One a class: a list of texts, or one text of which each character is a label.

    Output shape:
        float32[number of labels].

    Example:
        >>> import bml
        >>> bml.Probabilities("012").labels
        ('0', '1', '2')
    """

    labels: tuple[str, ...]

    def __init__(self, labels: Sequence[Any]) -> None:
        object.__setattr__(self, "labels", tuple(str(label) for label in labels))
