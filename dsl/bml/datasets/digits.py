"""1,797 handwritten digits that scikit-learn ships, in the form of MNIST's: a data set that needs no download."""

from __future__ import annotations

import gzip
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bml.data import Dataset, Source
from bmlc.errors import UserError
from bmlc.ir import Loc, TensorType, caller_loc
from bmlc.random import philox

__all__ = ["digits", "like_mnist", "resize_bilinear"]

_SIZE = 1797
_TRAIN = 1500
_WHITE = 16  # the brightest value in the file
_SIDE, _BOX = 28, 20  # of an image, and of what holds its ink: MNIST's
_PAPER = 2  # as faint as this is no ink


def digits() -> tuple[Dataset, Dataset]:
    """Handwritten digits of scikit-learn, enlarged from 8x8 to 28x28: 1,500 to train on and 297 to test with.

    An element is (image, label): uint8[28, 28, 1], white on black from 0 to 255, and uint8[], from 0 to 9. As MNIST's
    images are, and as the page's drawing pad gives them, the ink is fitted into 20x20 pixels and has its centre of mass
    in the middle. Which digits the test set holds is drawn once and the same everywhere.

    Returns:
        The training and the test set.

    Raises:
        UserError: BML403 without scikit-learn.

    Example:
        >>> import bml
        >>> train, test = bml.datasets.digits()
        >>> len(train), len(test)
        (1500, 297)

    Source: Alpaydin and Kaynak 1998, test part of "Optical Recognition of Handwritten Digits", UCI repository.
    """
    loc = caller_loc()
    path = _packaged_file(loc)
    parts = (slice(0, _TRAIN), slice(_TRAIN, _SIZE))
    train, test = (_part(path, part, loc) for part in parts)
    return train, test


def _part(path: Path, part: slice, loc: Loc) -> Dataset:
    def load() -> tuple[npt.NDArray[np.uint8], ...]:
        images, labels = _read(path, loc)
        order = philox.permutation(_SIZE, seed=0, site=philox.site("datasets/digits"))[part]
        return np.stack([like_mnist(image) for image in images[order]])[..., None], labels[order]

    types = (TensorType((28, 28, 1), "uint8"), TensorType((), "uint8"))
    return Dataset(Source(part.stop - part.start, types, ("image", "label"), load, structure=(0, 1)))


def _packaged_file(loc: Loc) -> Path:
    # Found without importing scikit-learn, which takes longer than everything else here.
    spec = find_spec("sklearn")
    folder = next(iter(spec.submodule_search_locations or ()), None) if spec is not None else None
    if folder is None:
        raise UserError(
            "BML403",
            "bml.datasets.digits reads a file of scikit-learn, which is not installed",
            "pip install scikit-learn",
            loc,
        )
    return Path(folder) / "datasets" / "data" / "digits.csv.gz"


def _read(path: Path, loc: Loc) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    try:
        with gzip.open(path, "rt", encoding="ascii") as file:
            table = np.loadtxt(file, delimiter=",").astype(np.int64)
    except (OSError, EOFError, ValueError) as error:
        raise UserError("BML303", f"expected {path.name} of scikit-learn to be readable: {error}", None, loc) from error
    if table.shape != (_SIZE, 65):
        raise UserError(
            "BML303", f"expected {path.name} to hold {_SIZE} rows of 65 numbers, received {table.shape}", None, loc
        )
    return table[:, :64].reshape(_SIZE, 8, 8), table[:, 64].astype(np.uint8)


def like_mnist(image: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """A digit of grey values from 0 to 16 as MNIST has its digits; `normalizeDigit` of the page does it to drawings."""
    rows, columns = (np.flatnonzero((image > _PAPER).any(axis=axis)) for axis in (1, 0))
    ink = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    longest = max(ink.shape)
    height, width = ((2 * _BOX * size + longest) // (2 * longest) for size in ink.shape)  # rounded
    grey = resize_bilinear(ink[None] * 255, height, width, divisor=_WHITE)[0].astype(np.int64)
    # Enlarged strokes have wide grey edges, which drawn ones lack: what is fainter than a fifth goes.
    grey = np.clip((3 * grey - 153) // 2, 0, 255)
    mass = int(grey.sum())
    digit = np.zeros((_SIDE, _SIDE), np.uint8)
    top = _centred(int(grey.sum(axis=1) @ (2 * np.arange(height) + 1)), mass, height)
    left = _centred(int(grey.sum(axis=0) @ (2 * np.arange(width) + 1)), mass, width)
    digit[top : top + height, left : left + width] = grey
    return digit


def _centred(twice_moment: int, mass: int, size: int) -> int:
    """Where `size` pixels begin, whose mass has this moment, so that its centre is in the middle."""
    begin = (_SIDE * mass - twice_moment + mass) // (2 * mass)
    return min(max(begin, 0), _SIDE - size)


def resize_bilinear(images: npt.NDArray[np.int64], height: int, width: int, divisor: int = 1) -> npt.NDArray[np.uint8]:
    """Images [n, h, w] at another size, divided by `divisor` and rounded to whole grey values.

    Pixels are squares with their value at the centre, as in `tf.image.resize`; edges are continued. All of it is
    computed in integers, so that every machine gets the same bytes.
    """
    rows, columns = _weights(images.shape[1], height), _weights(images.shape[2], width)
    total: npt.NDArray[np.int64] = np.einsum("yh,nhw,xw->nyx", rows, images, columns)
    whole = 2 * height * 2 * width * divisor
    return ((2 * total + whole) // (2 * whole)).astype(np.uint8)


def _weights(old: int, new: int) -> npt.NDArray[np.int64]:
    """Row i: how much each old pixel counts for new pixel i, in shares of `2 * new`."""
    unit = 2 * new
    positions = np.clip((2 * np.arange(new) + 1) * old - new, 0, (old - 1) * unit)
    weights: npt.NDArray[np.int64] = np.maximum(0, unit - np.abs(positions[:, None] - np.arange(old) * unit))
    return weights
