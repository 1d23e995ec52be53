"""Compiles the wasm kernels of `runtime_js/wasm` with the clang that the Python package ziglang carries."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from os import environ
from pathlib import Path

__all__ = ["MODULES", "compile_modules"]

# What common networks need, and what is loaded only where a program asks for it.
MODULES: Mapping[str, tuple[str, ...]] = {
    "common": ("run", "move", "pool", "gather", "random", "segments"),
    "rest": ("sort",),
}
_FEATURES = "-mcpu=generic+simd128+bulk_memory+mutable_globals"
_RELAXED = ("+relaxed_simd", "-DRELAXED")
_THREADS = ("+atomics", "-DTHREADS", "-Wl,--shared-memory", "-Wl,--max-memory=4294901760")
# Each: what is added to the features, then options.
_VARIANTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "simd": (),
    "fma": (_RELAXED,),
    "simd-threads": (_THREADS,),
    "fma-threads": (_RELAXED, _THREADS),
}
# `env` gives the memory and the table of functions; the caller gives each module a stack.
_OPTIONS = (
    "-target", "wasm32-freestanding", "-O3", "-nostdlib", "-s", "-std=c17", "-Wall", "-Wextra", "-Werror",
    "-Wno-unused-parameter", "-fno-strict-aliasing", "-Wl,--no-entry", "-Wl,--import-memory", "-Wl,--import-table",
    "-Wl,--gc-sections", "-Wl,--export=__stack_pointer",
)  # fmt: skip


def compile_modules(sources: Path, target: Path) -> None:
    """Writes `bml-<module>-<variant>.wasm` to `target` for each module and variant."""
    for module, names in MODULES.items():
        files = [str(sources / f"{name}.c") for name in names]
        for variant, parts in _VARIANTS.items():
            out = target / f"bml-{module}-{variant}.wasm"
            features = "".join((_FEATURES, *(feature for feature, *_ in parts)))
            options = [option for _, *more in parts for option in more]
            _zig("cc", *_OPTIONS, features, *options, "-o", str(out), *files)
            _check(out)


def _zig(*arguments: str) -> None:
    with tempfile.TemporaryDirectory() as cache:
        places = {"ZIG_LOCAL_CACHE_DIR": cache, "ZIG_GLOBAL_CACHE_DIR": cache}
        command = [sys.executable, "-m", "ziglang", *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env={**environ, **places})
    if done.returncode:
        raise SystemExit(f"Expected clang to compile {arguments[-1]}, received:\n{done.stderr}")


_DATA_SECTION = 11


def _check(path: Path) -> None:
    """Raises unless a module is without data: it may be loaded anywhere in a memory."""
    binary = path.read_bytes()
    at = 8
    while at < len(binary):
        section = binary[at]
        size, at = _leb128(binary, at + 1)
        if section == _DATA_SECTION:
            raise SystemExit(f"Expected {path.name} to have no constants or variables in memory, found {size} bytes.")
        at += size


def _leb128(binary: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = binary[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
