"""MNIST as pages of tfjs fetch it: a PNG of 784 columns, a row an image, and the labels as bytes."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bml.datasets import mnist

__all__ = ["write_png", "write_sprite"]


def write_sprite(folder: Path) -> None:
    """`mnist.png` and `mnist.labels`, unless they are there."""
    if (folder / "mnist.labels").is_file():
        return
    images, labels = mnist()[0].source.load()
    write_png(folder / "mnist.png", images.reshape(len(images), -1))
    (folder / "mnist.labels").write_bytes(labels.tobytes())


def write_png(file: Path, pixels: NDArray[np.uint8]) -> None:
    """`pixels`: [height, width], from black to white."""
    height, width = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels], 1)  # before each row: 0, no filter
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b"")]
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
