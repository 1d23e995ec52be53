"""Copies what a bundle can need from the installed packages: tfjs's kernels, rewritten, its wasm files, libraries."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from .rewrite import rewrite_module
from .rewrite.errors import RewriteError
from .rewrite.source_maps import strip_source_map

__all__ = ["backend_packages", "copy_binaries", "copy_libraries", "copy_tfjs"]

# Entry points and what they register, flags that became constants, pre-built bundles, tests.
LEFT_OUT = re.compile(
    r"(?:^|/)(?:index|base|version|register_all_kernels|flags_\w+|webgl|webgpu|test_util|setup_test|\w+_test_registry"
    r"|tf-backend-[\w.]+|.*_test|.*externs)\.js$|(?:^|/)miniprogram/"
)
# Kernels that lean on the engine, on another random generator than ours, on canvases, or on synchronous reads
# from webgpu.
KERNELS_LEFT_OUT = re.compile(
    r"/kernels/(?:RaggedTensorToTensor(?:_impl)?|Multinomial|FromPixels|Draw)\.js$"
    r"|^tfjs-backend-webgpu/dist/kernels?\w*/(?:NonMaxSuppressionV\d|SparseToDense|SparseSegment\w+"
    r"|sparse_segment_reduce|StringNGrams)\.js$"
)
# The module that is bundled, then what else is copied.
LIBRARIES = {
    "uplot": ["dist/uPlot.esm.js", "dist/uPlot.min.css", "LICENSE"],
}
IMPORT = re.compile(r"^(?:import|export)\s+(?:[^;'\"()=]*?\bfrom\s*)?'([^']+)'", re.MULTILINE)


def backend_packages(modules: Path) -> list[str]:
    """Those of tfjs's that package.json asks for."""
    return sorted(path.name for path in (modules / "@tensorflow").glob("tfjs-backend-*"))


def copy_tfjs(modules: Path, target: Path) -> None:
    """Writes the backends' modules, rewritten, and those of tfjs-core that they reach."""
    scope = modules / "@tensorflow"
    wanted: set[str] = set()
    backends = backend_packages(modules)
    for package in backends:
        for path in sorted((scope / package / "dist").rglob("*.js")):
            name = path.relative_to(scope).as_posix()
            if not _left_out(name):
                wanted.add(name)
    written: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in written:
            continue
        text = rewrite_module(name, (scope / name).read_text("utf-8"))
        out = target / "@tensorflow" / name
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, "utf-8")
        written.add(name)
        wanted |= {reached for reached in _reached(scope, name, text) if reached not in written}
    for package in ["tfjs-core", *backends]:
        note = {"description": "Rewritten for bml; see tools/vendoring/rewrite."}
        _write_package(scope / package, target / "@tensorflow" / package, note)


def copy_binaries(modules: Path, target: Path) -> None:
    """Copies the WebAssembly files of tfjs that run on one thread: its others brought nothing."""
    target.mkdir(parents=True, exist_ok=True)
    for package in backend_packages(modules):
        for file in (modules / "@tensorflow" / package / "dist").glob("*.wasm"):
            if "threaded" not in file.name:
                shutil.copyfile(file, target / file.name)


def copy_libraries(modules: Path, target: Path) -> None:
    """Copies uPlot: the module that is bundled, its style sheet and its licence."""
    for library, files in LIBRARIES.items():
        for file in files:
            out = target / library / file
            out.parent.mkdir(parents=True, exist_ok=True)
            if file.endswith((".js", ".mjs")):
                text = (modules / library / file).read_text("utf-8")
                out.write_text(strip_source_map(file, text), "utf-8")
            else:
                shutil.copyfile(modules / library / file, out)
        # Its own manifest names builds that are not copied.
        _write_package(modules / library, target / library, {"main": files[0]})


def _left_out(name: str) -> bool:
    package, path = name.split("/dist/")
    return package != "tfjs-core" and bool(LEFT_OUT.search(path) or KERNELS_LEFT_OUT.search(name))


def _reached(scope: Path, name: str, text: str) -> list[str]:
    """The modules of tfjs that `text` imports, as names below `scope`."""
    names = []
    for specifier in IMPORT.findall(text):
        if specifier.startswith("@bml/runtime/"):
            continue
        if specifier.startswith("@tensorflow/"):
            path = scope / specifier.removeprefix("@tensorflow/")
        elif specifier.startswith("."):
            path = (scope / name).parent / specifier
        else:
            raise RewriteError(name, f"no import of the package {specifier}")
        path = path if path.suffix == ".js" else path.with_name(path.name + ".js")
        if not path.is_file():
            raise RewriteError(name, f"the imported module {specifier}")
        reached = path.resolve().relative_to(scope.resolve()).as_posix()
        if _left_out(reached):
            raise RewriteError(name, f"no import of {specifier}, which is not shipped")
        names.append(reached)
    return names


def _write_package(source: Path, target: Path, fields: dict[str, str]) -> None:
    """A manifest of our own: what is here are ES modules without side effects."""
    manifest = json.loads((source / "package.json").read_text("utf-8"))
    kept = {key: manifest[key] for key in ("name", "version", "license")}
    text = json.dumps({**kept, "type": "module", "sideEffects": False, **fields}, indent=2)
    (target / "package.json").write_text(text + "\n", "utf-8")
