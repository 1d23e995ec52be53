"""What layers that slide windows over images check."""

from __future__ import annotations

from bml.old.layers.layer import Layer
from bmlc.errors import UserError
from bmlc.ir import TensorType

__all__ = ["IMAGES", "channels_last", "check_image", "check_window"]

IMAGES = "an input of rank 4 (batch, height, width, channels)"


def channels_last(owner: str, data_format: str | None) -> None:
    if data_format not in (None, "channels_last"):
        raise UserError.here(
            "BML102",
            f"{owner} expects data_format to be 'channels_last', received {data_format!r}",
            "move the channels to the end: bml.ops.transpose(images, (0, 2, 3, 1))",
        )


def check_image(layer: Layer, tensor_type: TensorType, hint: str) -> None:
    if tensor_type.rank != 4:
        raise layer.misuse(f"{layer.__class__.__name__} expects {IMAGES}, received {tensor_type}", hint)


def check_window(layer: Layer, tensor_type: TensorType, window: tuple[int, int], padding: str) -> None:
    """Without padding the window must fit into the image."""
    sizes = tensor_type.shape[1:3]
    if padding == "valid" and any(
        isinstance(size, int) and size < reach for size, reach in zip(sizes, window, strict=True)
    ):
        raise layer.misuse(
            f"{layer.__class__.__name__} slides a window of {window[0]}x{window[1]}, "
            f"received images smaller than that: {tensor_type}",
            'use padding="same", a smaller window or fewer pooling layers before it',
        )
