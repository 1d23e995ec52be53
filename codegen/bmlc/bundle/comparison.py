"""`parity.json`: what `bml parity` found of a program, beside the bundle of the same program.

It is not in the manifest, being written later, and it goes once the program is another one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["PARITY", "kept_parity", "write_parity"]

PARITY = "parity.json"


def kept_parity(out: Path, version: str) -> Mapping[str, Any] | None:
    """What an earlier build in `out` was found to be, if that was the same program."""
    with suppress(OSError, ValueError):
        table = json.loads((out / PARITY).read_text(encoding="utf-8"))
        if isinstance(table, dict) and table.get("version") == version:
            return table
    return None


def write_parity(folder: Path, version: str, table: Mapping[str, Any]) -> None:
    text = json.dumps({"version": version, **table}, indent=2, ensure_ascii=False)
    (folder / PARITY).write_text(text + "\n", encoding="utf-8")
