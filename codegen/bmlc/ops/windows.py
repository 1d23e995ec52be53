"""Windows that slide over images: sizes, strides and padding, shared by convolutions and pooling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypedDict

from bmlc.ir import Dim, TensorType
from bmlc.ops.broadcasting import all_batched
from bmlc.ops.op import TF, Array, Outs
from bmlc.ops.rules import bad_argument, misuse, require_room
from bmlc.ops.shape import reshape, transpose
from bmlc.ops.tensor import Tensor

__all__ = [
    "Numbers",
    "Pads",
    "Pair",
    "Size",
    "Sizes",
    "Steps",
    "Window",
    "blank_images",
    "both",
    "is_unpadded",
    "kernel_pad",
    "known",
    "known_window",
    "on_images",
    "pad_images",
    "resolve_padding",
    "resolved_steps",
    "spatial_rank",
    "vjp",
    "window_outputs",
    "with_channels_last",
]

Pair: TypeAlias = tuple[int, int]  # height, width
Size: TypeAlias = tuple[Dim, Dim]
Numbers: TypeAlias = tuple[int, ...]  # one for each size
Pads: TypeAlias = tuple[Size, Size]  # (top, bottom), (left, right)
Sizes: TypeAlias = int | Sequence[int]  # an argument given once or for height and width


class Steps(TypedDict):
    """How a kernel slides: the attributes of a convolution."""

    strides: Pair
    pads: Pads
    dilations: Pair


class Window(TypedDict):
    """The attributes of pooling."""

    window: Pair
    strides: Pair
    pads: Pads


def both(sizes: Numbers) -> Pair:
    """What is given of an image."""
    height, width = sizes
    return height, width


def known(op: str, size: Dim) -> int:
    """A size that has to be a number."""
    if not isinstance(size, int):
        raise misuse(op, "sizes that are known while tracing", f"{size}")
    return size


def known_window(op: str, kernel: TensorType) -> Pair:
    """How many taps a kernel of images has."""
    return known(op, kernel.shape[0]), known(op, kernel.shape[1])


def with_channels_last(
    op: str, x: Tensor, data_format: str | None, fn: Callable[[Tensor], Tensor], axis: int = 1
) -> Tensor:
    """`fn` of `x` with its channels last; they go back to `axis` if `data_format` says that they were there."""
    if data_format in (None, "channels_last"):
        return fn(x)
    if data_format != "channels_first":
        raise bad_argument(op, 'data_format="channels_last" or "channels_first"', f"data_format={data_format!r}")
    y = fn(transpose(x, (*range(axis), *range(axis + 1, x.ndim), axis)))
    return transpose(y, (*range(axis), y.ndim - 1, *range(axis, y.ndim - 1)))


def spatial_rank(op: str, x: Tensor, kernel: Tensor, most: int = 3, form: str = "(*taps, channels, filters)") -> int:
    """Along how many dimensions a kernel slides."""
    rank = x.ndim - 2
    if kernel.ndim != x.ndim or not 1 <= rank <= most:
        sizes = "one or two" if most == 2 else "one to three"
        raise misuse(
            op,
            f"inputs (batch, *sizes, channels) of {sizes} sizes and a kernel {form} of the same rank",
            f"{x.type} and {kernel.type}",
        )
    return rank


def on_images(op: Callable[..., Tensor], inputs: Sequence[Tensor], batched: Sequence[bool], **attrs: object) -> Outs:
    """Batching of an op on images: a batch of batches is one larger batch, where what is the same for all repeats."""
    whole = all_batched(inputs, batched)
    y = op(*(reshape(x, (x.dims[0] * x.dims[1], *x.dims[2:])) for x in whole), **attrs)
    return reshape(y, (*whole[0].dims[:2], *y.dims[1:]))


def window_outputs(
    op: str, sizes: tuple[Dim, Dim], window: Size, strides: Pair, pads: Pads, dilations: Pair
) -> tuple[Dim, Dim]:
    """How many positions the window has along height and width."""
    counts: list[Dim] = []
    for size, extent, stride, (before, after), dilation in zip(sizes, window, strides, pads, dilations, strict=True):
        room = size + before + after - ((extent - 1) * dilation + 1)
        least = size - room
        expected = f"images of at least {least if isinstance(least, int) else 1} pixels a side"
        if isinstance(room, int) and room < 0:
            raise misuse(op, expected, f"{size}")
        require_room(op, room, f"{expected}, of {size}")
        counts.append(room // stride + 1)
    return counts[0], counts[1]


def resolve_padding(op: str, padding: str, x: TensorType, window: Pair, strides: Pair, dilations: Pair) -> Pads:
    """The pixels around the image: none for "valid"; for "same", so many that size / stride outputs (rounded up) fit,
    the odd one below and to the right, as in TensorFlow."""
    name = padding.lower() if isinstance(padding, str) else padding
    if name not in ("valid", "same"):
        raise bad_argument(op, 'padding="valid" or "same"', f"padding={padding!r}")
    if name == "valid":
        return (0, 0), (0, 0)
    pads: list[Size] = []
    for size, extent, stride, dilation in zip(x.shape[1:3], window, strides, dilations, strict=True):
        reach = (extent - 1) * dilation + 1
        rest = (size - 1) % stride
        total: Dim = reach - 1 - rest
        if reach < stride:  # how many of 0, ..., reach - 2 are at least the rest: none, if it is larger
            total = sum((1 - (rest + stride - 1 - i) // stride for i in range(reach - 1)), 0)
        pads.append((total // 2, total - total // 2))
    return pads[0], pads[1]


def resolved_steps(op: str, x: Tensor, kernel: Tensor, strides: Numbers, padding: str, dilations: Numbers) -> Steps:
    """The attributes of the convolution of images `x` with `kernel`, of which all is checked but the sizes."""
    steps, spread = both(strides), both(dilations)
    pads = resolve_padding(op, padding, x.type, known_window(op, kernel.type), steps, spread)
    return {"strides": steps, "pads": pads, "dilations": spread}


def is_unpadded(pads: Pads) -> bool:
    return all(isinstance(n, int) and n == 0 for around in pads for n in around)


def kernel_pad(pads: Pads) -> str | tuple[Size, ...]:
    """The attribute `pad` of tfjs's window kernels."""
    return "valid" if is_unpadded(pads) else ((0, 0), *pads, (0, 0))


def pad_images(tf: TF, x: Array, pads: Pads, value: float) -> Array:
    return x if is_unpadded(pads) else tf.pad(x, ((0, 0), *pads, (0, 0)), constant_values=tf.cast(value, x.dtype))


def blank_images(tf: TF, dy: Array, kernel: Array, size: Size) -> Array:
    """The images whose convolution with `kernel` has the shape of `dy`."""
    return tf.zeros(tf.stack((tf.shape(dy)[0], *size, kernel.shape[2])), dy.dtype)


def vjp(tf: TF, fn: Callable[[Array], Array], x: Array, g: Array) -> Array:
    """The gradient of `fn` at `x` for `g` by TensorFlow's tape: the reference of ops that are gradients themselves."""
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = fn(x)
    return tape.gradient(y, x, output_gradients=g)
