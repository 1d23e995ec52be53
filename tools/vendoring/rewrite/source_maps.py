"""Drops the inlined source map, which is most of every file of tfjs."""

from __future__ import annotations

import re

__all__ = ["strip_source_map"]


def strip_source_map(name: str, source: str) -> str:
    """`code //# sourceMappingURL=data:...`  =>  `code`."""
    return re.sub(r"^//# sourceMappingURL=.*\n?", "", source, flags=re.MULTILINE)
