"""A folder that an engine can run: emitted functions, one module a backend, linked with the harness.

    folder/main.js            the harness; loads a backend's chunk when it is started
    folder/chunks/            the rest, with the .wasm files, where the runtime looks for them
    folder/index.html         for Chromium

One build and one start serve any number of functions.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Literal, TypeAlias

from bmlc.bundle import vendor
from bmlc.bundle.esbuild import Linker
from bmlc.bundle.options import BuildOptions
from bmlc.kernels.start import all_binaries
from bmlc.kernels.variants import backend_of

__all__ = ["Engine", "build_workbench"]

Engine: TypeAlias = Literal["node", "page"]

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>bml parity</title>
<link rel="icon" href="data:,">
<script type="module" src="main.js"></script>
</html>
"""


def build_workbench(
    modules: Mapping[str, str],
    folder: Path,
    engine: Engine,
    *,
    substitutes: Mapping[str, Path] = MappingProxyType({}),
) -> Path:
    """Write what `engine` runs into `folder`, which is created.

    Args:
        modules: Backend, or a variant of one -> text of its `functions.<backend>.js`.
        substitutes: Import specifier -> the file linked in its place; a test plants a wrong kernel this way.
    """
    folder.mkdir(parents=True)
    with TemporaryDirectory(prefix="bml-workbench-") as temporary:
        work = Path(temporary)
        for target, code in modules.items():
            (work / f"functions.{backend_of(target)}.js").write_text(code, encoding="utf-8")
        (work / "main.js").write_text(_entry(sorted(map(backend_of, modules)), engine), encoding="utf-8")
        Linker(work, folder, BuildOptions(minify=False, alias=substitutes)).split({"main": "./main.js"}, ())
    for target in modules:
        for name in all_binaries(target):
            shutil.copy(vendor.binary(name), folder / "chunks" / name)
    if engine == "page":
        (folder / "index.html").write_text(_PAGE, encoding="utf-8")
    else:
        (folder / "package.json").write_text('{ "type": "module" }\n', encoding="utf-8")
    return folder


def _entry(backends: list[str], engine: Engine) -> str:
    loaders = "".join(f'  {backend}: () => import("./functions.{backend}.js"),\n' for backend in backends)
    return f'import {{ main }} from "@bml/runtime/parity/{engine}_main.js";\n\nmain({{\n{loaders}}});\n'
