"""1,797 handwritten digits that scikit-learn ships: a data set that needs no download."""

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

__all__ = ["digits", "resize_bilinear"]

_SIZE = 1797
_TRAIN = 1500
_WHITE = 16  # the brightest value in the file


def digits() -> tuple[Dataset, Dataset]:
    """Handwritten digits of scikit-learn, enlarged from 8x8 to 28x28: 1,500 to train on and 297 to test with.

    An element is (image, label): uint8[28, 28, 1], white on black from 0 to 255, and uint8[], from 0 to 9. Which digits
    the test set holds is drawn once and the same everywhere.

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
        return resize_bilinear(images[order] * 255, 28, 28, divisor=_WHITE)[..., None], labels[order]

    types = (TensorType((28, 28, 1), "uint8"), TensorType((), "uint8"))
    return Dataset(Source(part.stop - part.start, types, ("image", "label"), load, single=False))


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
