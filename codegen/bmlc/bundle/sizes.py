"""What a browser fetches: for each backend, the JavaScript of `load()` and a first training step.

The files of the entry, of the session (which is the worker too) and of the backend's chunk, with everything that
these import statically. The page and its charts, the reports and the other backends are imported when asked for.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bmlc.kernels.kernel import Backend

__all__ = ["Size", "measure_sizes"]


@dataclass(frozen=True)
class Size:
    """Bytes of the files as they are, and each one after `gzip -9`."""

    raw: int
    gzip: int
    files: tuple[str, ...]


def measure_sizes(
    folder: Path, outputs: Mapping[str, Mapping[str, Any]], entry: str, backends: Mapping[Backend, str]
) -> dict[Backend, Size]:
    """The size of each backend.

    Args:
        folder: The bundle.
        outputs: What esbuild wrote, by path in `folder`.
        entry: Path of the entry.
        backends: Path of each backend's file.
    """
    compressed = {
        path: len(gzip.compress((folder / path).read_bytes(), 9, mtime=0)) for path in outputs if path.endswith(".js")
    }
    sizes: dict[Backend, Size] = {}
    for backend, path in backends.items():
        starts = [entry, "chunks/session.js", path]
        files = sorted(_static_closure(starts, outputs))
        raw = sum((folder / path).stat().st_size for path in files)
        sizes[backend] = Size(raw, sum(compressed[path] for path in files), tuple(files))
    return sizes


def _static_closure(starts: Iterable[str], outputs: Mapping[str, Mapping[str, Any]]) -> set[str]:
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        waiting += [imported["path"] for imported in outputs[path]["imports"] if imported["kind"] == "import-statement"]
    return found
