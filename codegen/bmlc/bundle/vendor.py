"""Where the pieces lie that `bml build` links bundles from: the runtime, tfjs's rewritten kernels, wasm files, esbuild.

They are made while the package is installed (`hatch_build.py`); in a checkout, `python tools/vendor` makes them.
"""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

__all__ = [
    "VendorError",
    "aliases",
    "binary",
    "esbuild",
    "node_modules",
    "runtime_hash",
    "runtime_sources",
    "third_party_notices",
    "toolchain_hash",
]

VENDOR = Path(__file__).parent.parent / "_vendor"
CHECKOUT_RUNTIME = Path(__file__).parents[3] / "runtime_js" / "src"


class VendorError(Exception):
    """The installation lacks a piece."""


def _piece(path: Path) -> Path:
    if not path.exists():
        raise VendorError(
            f"Expected {path.relative_to(VENDOR.parent)} in the installed bmlc package, found nothing there. "
            "In a checkout, run: python tools/vendor. Otherwise install bml again."
        )
    return path


def runtime_sources() -> Path:
    """The TypeScript of the runtime, imported as `@bml/runtime/*`; in a checkout the files that are edited there."""
    return CHECKOUT_RUNTIME if CHECKOUT_RUNTIME.is_dir() else _piece(VENDOR / "runtime")


@cache
def runtime_hash() -> str:
    """Changes with the runtime: two versions of it need not understand each other."""
    root = runtime_sources()
    files = sorted((path.relative_to(root).as_posix(), path) for path in root.rglob("*") if path.is_file())
    return sha256(b"\0".join(name.encode() + b"\0" + path.read_bytes() for name, path in files)).hexdigest()


@cache
def toolchain_hash() -> str:
    """Changes with all that bundles are linked from and by.

    The stamp stands for what the vendored files were made of; their sizes and times tell if one was changed by hand.
    """
    files = sorted((path.relative_to(VENDOR).as_posix(), path.stat()) for path in VENDOR.rglob("*") if path.is_file())
    known = [f"{name} {status.st_size} {status.st_mtime_ns}" for name, status in files]
    return sha256("\n".join([_piece(VENDOR / "stamp").read_text(), runtime_hash(), *known]).encode()).hexdigest()


def node_modules() -> Path:
    """The packages that bundles import: tfjs's rewritten modules, uplot."""
    return _piece(VENDOR / "node_modules")


def aliases() -> dict[str, Path]:
    """esbuild's `--alias:` for every package that a bundle imports.

    Resolution by folder would find the untouched tfjs in a checkout's own `node_modules` first.
    """
    packages = ("@tensorflow", "uplot")
    return {"@bml/runtime": runtime_sources(), **{name: _piece(node_modules() / name) for name in packages}}


def esbuild() -> Path:
    """The native esbuild binary."""
    return _piece(VENDOR / "bin" / ("esbuild.exe" if sys.platform == "win32" else "esbuild"))


def binary(name: str) -> Path:
    """A WebAssembly file, by the name under which the runtime looks for it in `chunks/`."""
    return _piece(VENDOR / "binaries" / name)


def third_party_notices() -> Path:
    """The licences of what a bundle carries."""
    return _piece(VENDOR / "THIRD_PARTY_NOTICES")
