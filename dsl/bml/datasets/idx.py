"""The IDX format of MNIST: a magic number, the sizes of the axes, then bytes. Big-endian.

Source: "THE IDX FILE FORMAT" on the page of the MNIST database (LeCun, Cortes, Burges).
"""

from __future__ import annotations

import gzip
import zlib

import numpy as np
import numpy.typing as npt

from bmlc.errors import UserError
from bmlc.ir import Loc

__all__ = ["parse_idx"]

_UINT8 = 0x08


def parse_idx(name: str, content: bytes, loc: Loc | None) -> npt.NDArray[np.uint8]:
    """The array that a gzipped IDX file of bytes holds.

    Raises:
        UserError: BML303 for anything else.
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
