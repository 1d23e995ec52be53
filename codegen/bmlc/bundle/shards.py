"""Numbers as files: little-endian values, cut into shards, compressed, named by their hash, which is checked."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bmlc.bundle.cache import BuildCache, key_of
from bmlc.program import Element

__all__ = ["SHARD_BYTES", "ShardWriter"]

SHARD_BYTES = 4 * 1024 * 1024  # before compression

# Arrays of the file have 64 bits, too: ints are float64, which holds them exactly within 2**53.
_DTYPES = {
    "float32": "<f4",
    "int32": "<i4",
    "bool": "u1",
    "uint8": "u1",
    **dict.fromkeys(("float64", "int64", "uint64"), "<f8"),
}

_CODE = Path(__file__).read_bytes()  # what other code made is another shard

# RFC 1952 without a name or a time, so that equal contents make equal files on every system.
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"


@dataclass(frozen=True)
class _Piece:
    values: npt.NDArray[Any]
    dtype: str


class ShardWriter:
    """Writes shards below a bundle's folder; equal contents are written once."""

    def __init__(self, folder: Path, cache: BuildCache) -> None:
        self._folder = folder
        self._cache = cache

    def element(self, element: Element) -> list[dict[str, Any]]:
        """All rows of one component of a data set, in `data/`; the entries that the runtime reads them by."""
        if element.origin is None:
            return self.rows(element.values, element.dtype)
        key = key_of(_CODE, element.origin, element.dtype, str(SHARD_BYTES))
        entries = self._made_before(key)
        if entries is None:
            entries = self.rows(element.values, element.dtype)
            self._cache.put("rows", key, json.dumps(entries).encode())
        return entries

    def _made_before(self, key: str) -> list[dict[str, Any]] | None:
        """The entries that an earlier build made under `key`, if all of their files are still known."""
        known = self._cache.get("rows", key)
        if known is None:
            return None
        entries: list[dict[str, Any]] = json.loads(known)
        for entry in entries:
            data = self._cache.get("files", Path(entry["file"]).stem)
            if data is None:
                return None
            self._write_file(entry["file"], data)
        return entries

    def rows(self, values: npt.NDArray[Any], dtype: str) -> list[dict[str, Any]]:
        """The same of an array."""
        row = max(1, values[:1].size) * np.dtype(_DTYPES[dtype]).itemsize
        rows = max(1, SHARD_BYTES // row)
        pieces = [_Piece(values[start : start + rows], dtype) for start in range(0, len(values), rows)]
        return [
            {**entry, "examples": len(piece.values)}
            for piece, entry in zip(pieces, self._write("data", pieces), strict=True)
        ]

    def weight(self, values: npt.NDArray[Any], dtype: str) -> dict[str, Any]:
        """One variable, in `weights/`."""
        return next(iter(self._write("weights", [_Piece(values, dtype)])))

    def _write(self, kind: str, pieces: Sequence[_Piece]) -> Iterable[dict[str, Any]]:
        with ThreadPoolExecutor() as threads:  # zlib and hashing let other threads run
            return list(threads.map(lambda piece: self._write_one(kind, piece), pieces))

    def _write_one(self, kind: str, piece: _Piece) -> dict[str, Any]:
        raw = np.ascontiguousarray(piece.values, dtype=_DTYPES[piece.dtype]).tobytes()
        key = key_of(_CODE, raw)
        name = self._cache.get("shards", key)
        data = None if name is None else self._cache.get("files", name.decode())
        if name is None or data is None:
            data = compress(raw)
            name = sha256(data).hexdigest()[:32].encode()
            self._cache.put("files", name.decode(), data)
            self._cache.put("shards", key, name)
        # Not `.gz`: some hosts would send that with Content-Encoding, and what arrives would not match its hash.
        file = f"{kind}/{name.decode()}.bin"
        self._write_file(file, data)
        return {"file": file, "bytes": len(data)}

    def _write_file(self, file: str, data: bytes) -> None:
        path = self._folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


def compress(raw: bytes) -> bytes:
    """`raw` as a gzip file, the same on every system."""
    deflate = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(raw) + deflate.flush()
    return b"".join(
        (_GZIP_HEADER, body, zlib.crc32(raw).to_bytes(4, "little"), (len(raw) % 2**32).to_bytes(4, "little"))
    )
