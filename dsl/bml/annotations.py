"""What parameters and results of exported functions are, for the page and for calls from JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from bml.arguments import whole_number
from bml.arrays import as_array
from bml.plain import plain
from bmlc.errors import UserError
from bmlc.ir import DTYPES, Dim, DType, TensorType, symbol

__all__ = ["KNOWN", "Image", "Probabilities", "TensorSpec", "declared_types", "fits"]

# What an annotation makes of a number.
_SCALARS: dict[Any, TensorType] = {
    float: TensorType((), "float32"),
    int: TensorType((), "int32"),
    bool: TensorType((), "bool"),
}

KNOWN = "bml.Image(...), bml.TensorSpec(...), float, int and bool"


@dataclass(frozen=True)
class Image:
    """Annotates a parameter or a result that is one image: the page offers a drawing pad and an upload, or draws it.

    Args:
        height: In pixels.
        width: In pixels.
        channels: 1 (grey), 3 (RGB) or 4 (RGBA).

    Input shape:
        uint8[height, width, channels], values from 0 to 255.

    Output shape:
        float32[height, width, channels], values from 0 (black) to 1 (white), or uint8 or int32 of that shape, values
        from 0 to 255; what lies beyond is drawn as the nearest of them. A leading axis may stand for a batch of one.

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
        object.__setattr__(self, "height", whole_number("Image", "height", self.height, minimum=1))
        object.__setattr__(self, "width", whole_number("Image", "width", self.width, minimum=1))
        object.__setattr__(self, "channels", plain(self.channels))
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
class TensorSpec:
    """Annotates a parameter that is a tensor: lists of numbers become one of this type.

    A function whose parameters all have annotations is exported: JavaScript calls it with nested arrays of numbers, and
    the page asks for the numbers where one element, a batch axis of open size apart, is a list of up to 16.

    Args:
        shape: An int an axis; None where any size will do, a name where sizes of several parameters are the same:
            `("n", 4)`.
        dtype: float32, int32, bool or uint8.

    Input shape:
        `shape`.

    Raises:
        UserError: BML102 for another shape or dtype.

    Example:
        >>> import bml
        >>> @bml.function
        ... def total(x: bml.TensorSpec((None, 2))):
        ...     return bml.ops.sum(x, axis=1)
        >>> total([[1, 2], [3, 4]]).tolist()
        [3.0, 7.0]

    Source: `tf.TensorSpec`.
    """

    shape: tuple[int | str | None, ...]
    dtype: DType

    def __init__(self, shape: Sequence[int | str | None], dtype: Any = "float32") -> None:
        sizes = plain(tuple(shape)) if isinstance(shape, tuple | list) else None
        if sizes is None or not all(_is_size(size) for size in sizes):
            raise UserError.here(
                "BML102",
                f"TensorSpec expects a shape of ints, names and None, received shape={shape!r}",
                'as in bml.TensorSpec((None, 28, 28)) or bml.TensorSpec(("n", 4), "int32")',
            )
        name = getattr(dtype, "name", None) or getattr(dtype, "__name__", None) or dtype
        if name not in DTYPES:
            raise UserError.here(
                "BML102", f"TensorSpec expects dtype to be one of {', '.join(DTYPES)}, received dtype={dtype!r}"
            )
        object.__setattr__(self, "shape", sizes)
        object.__setattr__(self, "dtype", name)

    def convert(self, owner: str, name: str, value: Any, type: TensorType, sizes: dict[str, int]) -> npt.NDArray[Any]:
        """`value` as an array of `type`, this annotation's; `sizes` holds those of its names so far, and gets more."""
        given = np.asarray(value.__bml_tensor__() if hasattr(value, "__bml_tensor__") else value)
        shape = [size if isinstance(size, int) else sizes.get(str(size), size) for size in type.shape]
        if not fits(shape, given.shape) or given.dtype.kind not in "biuf":
            bound = "".join(f", {key} = {sizes[key]}" for key in sorted(type.symbols & sizes.keys()))
            received = f"{given.dtype}{list(given.shape)}" if given.dtype.kind in "biuf" else repr(value)
            raise UserError.here("BML101", f"{owner} expects {name} of {type}{bound}, received {received}")
        for size, own in zip(type.shape, given.shape, strict=True):
            if not isinstance(size, int):
                sizes[str(size)] = own
        if type.dtype == "float32":
            return as_array(given, "float32")
        with np.errstate(invalid="ignore"):
            array = given.astype(type.dtype)
        wrong = given[array != given]
        if wrong.size:
            raise UserError.here("BML101", f"{owner} expects {name} of {type}, received {wrong.ravel()[0]}")
        return array


def fits(sizes: Sequence[object], shape: Sequence[object]) -> bool:
    """Whether `shape` has these sizes, of which those that are no ints may be any."""
    return len(sizes) == len(shape) and all(
        size == own for size, own in zip(sizes, shape, strict=True) if isinstance(size, int)
    )


def _is_size(size: Any) -> bool:
    if isinstance(size, str):
        return size.isidentifier()
    return size is None or (isinstance(size, int) and not isinstance(size, bool) and size >= 0)


def declared_types(annotations: Mapping[str, Any]) -> dict[str, TensorType]:
    """The types that annotations give to parameters; those that others have are left out.

    Each None of a shape is a size of its own: n, m, k, ... in the order of the parameters.
    """
    taken = {size for spec in annotations.values() if isinstance(spec, TensorSpec) for size in spec.shape}
    free = (name for name in _names() if name not in taken)
    types: dict[str, TensorType] = {}
    for name, annotation in annotations.items():
        if isinstance(annotation, TensorSpec):
            shape: list[Dim] = []
            for size in annotation.shape:
                shape.append(size if isinstance(size, int) else symbol(size if size is not None else next(free)))
            types[name] = TensorType(tuple(shape), annotation.dtype)
        elif isinstance(annotation, Image):
            types[name] = annotation.type
        elif isinstance(annotation, TensorType):
            types[name] = annotation
        elif isinstance(annotation, type) and annotation in _SCALARS:
            types[name] = _SCALARS[annotation]
    return types


def _names() -> Iterator[str]:
    yield from "nmkpqrstuvw"
    yield from (f"n{i}" for i in count())


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
