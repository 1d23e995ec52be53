"""Compressed shards of earlier builds, by the hash of their contents, in the user's cache folder.

A shard of 4 MB takes longer to compress than to find again. Entries are named `<hash of the contents>-<hash of the
file>.gz`, so that a damaged one is noticed. A cache that cannot be read or written only costs time.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["ShardCache"]


class ShardCache:
    """
    Args:
        folder: `BML_CACHE_DIR` or the user's cache folder by default.
    """

    def __init__(self, folder: Path | None = None) -> None:
        base = folder or Path(os.environ.get("BML_CACHE_DIR") or user_cache_path("bml", appauthor=False))
        self._folder = base / "shards"

    def get(self, contents_hash: str) -> bytes | None:
        """The compressed file of these contents."""
        with suppress(OSError):
            for path in self._folder.glob(f"{contents_hash}-*.gz"):
                data = path.read_bytes()
                if path.stem.endswith(sha256(data).hexdigest()[:32]):
                    return data
                path.unlink()
        return None

    def put(self, contents_hash: str, data: bytes) -> None:
        name = f"{contents_hash}-{sha256(data).hexdigest()[:32]}.gz"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            # A reader must never find half a file: written beside, then renamed.
            handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".shard-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                os.replace(temporary, self._folder / name)
            except OSError:
                Path(temporary).unlink(missing_ok=True)
                raise
