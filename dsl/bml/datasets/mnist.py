"""MNIST: 70,000 handwritten digits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bml.data import Dataset, Source
from bml.datasets.files import Remote, read
from bml.datasets.idx import parse_idx
from bmlc.ir import TensorType, caller_loc

__all__ = ["mnist"]

_URL = "https://storage.googleapis.com/cvdf-datasets/mnist/"

_TRAIN = (
    Remote("train-images-idx3-ubyte.gz", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", 9912422),
    Remote("train-labels-idx1-ubyte.gz", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", 28881),
)
_TEST = (
    Remote("t10k-images-idx3-ubyte.gz", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", 1648877),
    Remote("t10k-labels-idx1-ubyte.gz", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", 4542),
)


def mnist() -> tuple[Dataset, Dataset]:
    """The MNIST data set: 60,000 digits to train on and 10,000 to test with, in their original order.

    An element is (image, label): uint8[28, 28, 1], white on black from 0 to 255, and uint8[], from 0 to 9. When
    something is read from the data set for the first time, the files are looked for in the folder that BML_DATA_DIR
    names, then in the user's cache, then downloaded (11.6 MB); their SHA-256 is checked always.

    Returns:
        The training and the test set.

    Raises:
        UserError: BML303 for damaged files, BML304 for a download that failed; when the data is first read.

    Example:
        >>> import bml
        >>> train, test = bml.datasets.mnist()
        >>> len(train), len(test)
        (60000, 10000)

    Source: LeCun, Bottou, Bengio, Haffner 1998.
    """
    return _half(_TRAIN, 60000), _half(_TEST, 10000)


def _half(files: tuple[Remote, Remote], size: int) -> Dataset:
    loc = caller_loc()

    def load() -> tuple[npt.NDArray[np.uint8], ...]:
        images, labels = (parse_idx(file.name, read("mnist", file, _URL, loc), loc) for file in files)
        return images[..., None], labels

    types = (TensorType((28, 28, 1), "uint8"), TensorType((), "uint8"))
    return Dataset(Source(size, types, ("image", "label"), load, single=False))
