"""A folder that an engine can run: emitted functions, one module a backend, linked with the harness.

    folder/main.js            the harness; loads a backend's chunk when it is started
    folder/*.wasm             beside it, where the runtime looks for them
    folder/index.html         for Chromium

One build and one start serve any number of functions.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from bmlc.bundle import vendor

__all__ = ["Engine", "WorkbenchError", "build_workbench"]

Engine: TypeAlias = Literal["node", "page"]

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>bml parity</title>
<link rel="icon" href="data:,">
<script type="module" src="main.js"></script>
</html>
"""


class WorkbenchError(Exception):
    """esbuild refused what we emitted: our own bug."""


def build_workbench(
    modules: Mapping[str, str],
    folder: Path,
    engine: Engine,
    *,
    substitutes: Mapping[str, Path] = MappingProxyType({}),
) -> Path:
    """Write what `engine` runs into `folder`, which is created.

    Args:
        modules: Backend -> text of its `functions.<backend>.js`.
        substitutes: Import specifier -> the file linked in its place; a test plants a wrong kernel this way.
    """
    sources = folder / "sources"
    sources.mkdir(parents=True)
    for backend, code in modules.items():
        (sources / f"functions.{backend}.js").write_text(code, encoding="utf-8")
    entry = sources / "main.js"
    entry.write_text(_entry(sorted(modules), engine), encoding="utf-8")
    for name, file in vendor.wasm_files().items():
        shutil.copy(file, folder / name)
    if engine == "page":
        (folder / "index.html").write_text(_PAGE, encoding="utf-8")
    _run_esbuild(entry, folder, substitutes)
    return folder


def _entry(backends: list[str], engine: Engine) -> str:
    loaders = "".join(f'  {backend}: () => import("./functions.{backend}.js"),\n' for backend in backends)
    return f'import {{ main }} from "@bml/runtime/parity/{engine}_main.js";\n\nmain({{\n{loaders}}});\n'


def _run_esbuild(entry: Path, folder: Path, substitutes: Mapping[str, Path]) -> None:
    command: list[str | Path] = [
        vendor.esbuild(),
        entry,
        "--bundle",
        "--splitting",
        "--format=esm",
        "--platform=browser",  # in Node too: what runs there is what bundles ship
        "--external:node:*",
        "--target=es2022",
        f"--outdir={folder}",
        "--sourcemap",
        "--log-level=warning",
        f"--alias:@bml/runtime={vendor.runtime_sources()}",
        # In a checkout the runtime's own imports would find npm's packages; bundles carry the rewritten ones.
        f"--alias:@tensorflow={vendor.node_modules() / '@tensorflow'}",
        *(f"--alias:{name}={file}" for name, file in substitutes.items()),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise WorkbenchError(done.stderr.strip())
    (folder / "package.json").write_text('{ "type": "module" }\n', encoding="utf-8")  # Node reads main.js as a module
