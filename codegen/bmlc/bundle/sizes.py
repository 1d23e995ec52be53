"""What a browser fetches: for each backend, the JavaScript of `load()` and a first training step.

The files of the entry, of the session (which is the worker too) and of the backend's chunk, with everything that
these import statically. The page and its charts, the reports and the other backends are imported when asked for.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bmlc.bundle.cache import BuildCache, key_of
from bmlc.kernels.kernel import Backend

__all__ = ["Size", "compressed_size", "measure_sizes", "static_closure"]


@dataclass(frozen=True)
class Size:
    """Bytes of the files as they are, and each one after `gzip -9`."""

    raw: int
    gzip: int
    files: tuple[str, ...]


def compressed_size(data: bytes, level: int, cache: BuildCache) -> int:
    """The bytes of `data` after `gzip -<level>`."""
    key = key_of(zlib.ZLIB_RUNTIME_VERSION, str(level), data)
    known = cache.get("sizes", key)
    if known is None:
        known = str(len(gzip.compress(data, level, mtime=0))).encode()
        cache.put("sizes", key, known)
    return int(known)


def measure_sizes(
    folder: Path,
    outputs: Mapping[str, Mapping[str, Any]],
    entries: Sequence[str],
    backends: Mapping[Backend, str],
    cache: BuildCache,
) -> dict[Backend, Size]:
    """The size of each backend.

    Args:
        folder: The bundle.
        outputs: What esbuild wrote, by path in `folder`.
        entries: Paths of the entry and of the session.
        backends: Path of each backend's file.
        cache: Of builds.
    """
    code = [path for path in outputs if path.endswith(".js")]
    compressed = {path: compressed_size((folder / path).read_bytes(), 9, cache) for path in code}
    sizes: dict[Backend, Size] = {}
    for backend, path in backends.items():
        starts = [*entries, path]
        files = sorted(static_closure(starts, outputs))
        raw = sum((folder / path).stat().st_size for path in files)
        sizes[backend] = Size(raw, sum(compressed[path] for path in files), tuple(files))
    return sizes


def static_closure(starts: Iterable[str], outputs: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """These files, and what they import at once."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        waiting += [imported["path"] for imported in outputs[path]["imports"] if imported["kind"] == "import-statement"]
    return found
