"""What the linker wrote, as one piece of bytes for the cache of builds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["pack", "unpack"]


def pack(folder: Path, outputs: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The files of `folder` that `outputs` names by their paths there, and what it says of each."""
    contents = [(folder / path).read_bytes() for path in outputs]
    table = [[path, len(content), output] for content, (path, output) in zip(contents, outputs.items(), strict=True)]
    return b"\n".join([json.dumps(table).encode(), b"".join(contents)])


def unpack(packed: bytes, folder: Path) -> dict[str, dict[str, Any]]:
    """Write the files into `folder`; returns what is said of each."""
    end = packed.index(b"\n")
    outputs: dict[str, dict[str, Any]] = {}
    start = end + 1
    for path, size, output in json.loads(packed[:end]):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(packed[start : start + size])
        outputs[path] = output
        start += size
    return outputs
