"""MNIST: 70,000 handwritten digits."""

from __future__ import annotations

import gzip
import zlib
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bml.data import Dataset, Source
from bml.datasets.files import Remote, read
from bmlc.errors import UserError
from bmlc.ir import Loc, TensorType, caller_loc

__all__ = ["mnist", "parse_idx"]

_URL = "https://storage.googleapis.com/cvdf-datasets/mnist/"

_CODE = sha256(Path(__file__).read_bytes()).hexdigest()  # what another version decodes is something else
_UINT8 = 0x08  # the dtype of an IDX file, in its third byte
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

    def origin() -> str:
        for file in files:
            read("mnist", file, _URL, loc)
        return " ".join((_CODE, *(file.sha256 for file in files)))

    types = (TensorType((28, 28, 1), "uint8"), TensorType((), "uint8"))
    return Dataset(Source(size, types, ("image", "label"), load, structure=(0, 1), origin=origin))


def parse_idx(name: str, content: bytes, loc: Loc | None) -> npt.NDArray[np.uint8]:
    """The array that a gzipped IDX file of bytes holds: a magic number, the sizes of the axes, then bytes. Big-endian.

    Raises:
        UserError: BML303 for anything else.

    Source: "THE IDX FILE FORMAT" on the page of the MNIST database (LeCun, Cortes, Burges).
    """
    try:
        data = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise UserError("BML303", f"expected {name} to be gzipped, received: {error}", None, loc) from error
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] != _UINT8:
        raise UserError(
            "BML303", f"expected {name} to hold bytes in IDX format, received {data[:4]!r} at its start", None, loc
        )
    start = 4 + 4 * data[3]
    shape = tuple(int.from_bytes(data[i : i + 4], "big") for i in range(4, start, 4))
    values = np.frombuffer(data, np.uint8, offset=start)
    if values.size != int(np.prod(shape)):
        raise UserError("BML303", f"expected {name} to hold {shape} bytes, received {values.size}", None, loc)
    return values.reshape(shape)
