"""`manifest.json` and `package.json`: what the folder holds, for tools and for npm."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bmlc.bundle.options import BuildOptions
from bmlc.names import package_name
from bmlc.program import Program

__all__ = ["MANIFEST", "File", "list_files", "manifest_text", "package_text"]

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class File:
    bytes: int
    sha256: str


def list_files(folder: Path, pattern: str = "*") -> dict[str, File]:
    """Every file below `folder` with such a name but the manifest, by its path there."""
    paths = sorted(path for path in folder.rglob(pattern) if path.is_file())
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {name: File(len(data), sha256(data).hexdigest()) for name, data in files.items() if name != MANIFEST}


def manifest_text(
    program: Program, version: str, bml_version: str, options: BuildOptions, files: Mapping[str, File]
) -> str:
    table: dict[str, Any] = {
        "bml": bml_version,
        "name": program.name,
        "title": program.title,
        "source": program.source.name,
        "program": version,
        "backends": list(options.backends),
        "minify": options.minify,
        "source_maps": options.source_maps,
        **({"check_numerics": True} if options.check_numerics else {}),
        **({"wasm_kernels": options.wasm_kernels} if options.wasm_kernels != "ours" else {}),
        "files": {name: {"bytes": file.bytes, "sha256": file.sha256} for name, file in sorted(files.items())},
    }
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def package_text(program: Program, version: str, entries: Iterable[str]) -> str:
    """`entries`: the files with a fixed name, by their paths without the ending."""
    entry, types = f"./{program.name}.js", f"./{program.name}.d.ts"
    table = {
        "name": package_name(program.source.stem),
        # Changes with the build: package managers and bundlers keep what they made of a version.
        "version": f"0.0.0-b{version}",
        "description": program.title,
        "type": "module",
        "main": entry,
        "types": types,
        "exports": {".": {"types": types, "default": entry}, "./*": "./*"},
        # The entry defines an element, the others are workers; the chunks only export.
        "sideEffects": [f"./{path}.js" for path in entries],
    }
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"
