"""Results of earlier builds, in the user's cache folder, each under a hash of all that it depends on.

    cache = BuildCache()
    data = cache.get("shards", key)
    if data is None:
        data = compress(raw)
        cache.put("shards", key, data)

A file holds the SHA-256 of its contents before these, so that a damaged one is noticed, ignored and written anew. Each
appears whole, and several processes may share the folder. What was not used for longest goes once all takes more than
a gigabyte. A cache that cannot be read or written, or is switched off, only costs time.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["BuildCache", "key_of"]

_MOST_BYTES = 10**9
_DIGEST = sha256().digest_size


def key_of(*parts: str | bytes) -> str:
    """A hash over `parts` and where each of them ends."""
    whole = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "little") + data)
    return whole.hexdigest()


class BuildCache:
    """
    Args:
        folder: `BML_CACHE_DIR` or the user's cache folder by default.
        most_bytes: What is kept at most; a build that has written may exceed it until its end.
    """

    def __init__(self, folder: Path | None = None, most_bytes: int = _MOST_BYTES) -> None:
        base = folder or Path(os.environ.get("BML_CACHE_DIR") or user_cache_path("bml", appauthor=False))
        self._folder = base / "builds"
        self._most_bytes = most_bytes
        self._on = not os.environ.get("BML_NO_CACHE")
        self._written = False

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put there; None if nothing was, or the file is damaged."""
        path = self._folder / kind / key
        if self._on:
            with suppress(OSError):
                content = path.read_bytes()
                data = content[_DIGEST:]
                if sha256(data).digest() == content[:_DIGEST]:
                    os.utime(path)  # it was used
                    return data
        return None

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep `data`, of one of the few `kind`s, under `key`."""
        if not self._on:
            return
        with suppress(OSError):
            folder = self._folder / kind
            folder.mkdir(parents=True, exist_ok=True)
            # A reader must never find half a file: written beside, then renamed.
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(sha256(data).digest() + data)
                os.replace(temporary, folder / key)
                self._written = True
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise

    def trim(self) -> None:
        """Remove what was used longest ago while there is too much, if this build has added something."""
        if not self._written:
            return
        self._written = False
        kept = 0
        for path, size in _newest_first(self._folder.glob("*/*")):
            kept += size
            if kept > self._most_bytes:
                with suppress(OSError):  # another process may have been quicker
                    path.unlink()


def _newest_first(paths: Iterable[Path]) -> list[tuple[Path, int]]:
    found = []
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            found.append((status.st_mtime_ns, path, status.st_size))
    return [(path, size) for _, path, size in sorted(found, reverse=True)]
