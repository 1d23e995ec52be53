"""Compiles the wasm kernels of `runtime_js/wasm` with the clang that the Python package ziglang carries.

An sdist has them built, in `runtime_js/wasm/built`: whoever installs it needs no compiler.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from importlib.util import find_spec
from os import environ
from pathlib import Path

__all__ = ["BUILT", "COMPILER", "MODULES", "CompilerError", "are_built", "build_modules", "compile_modules"]

# This one version: another may give other bytes, and round otherwise.
COMPILER = "ziglang==0.17.1"
BUILT = "built"
STAMP = "bml.stamp"

# What common networks need, and what is loaded only where a program asks for it.
MODULES: Mapping[str, tuple[str, ...]] = {
    "common": (
        *("run", "chain", "conv", "gather", "gemm", "math", "move", "pool"),
        *("products", "random", "reduce", "segments", "softmax", "tile"),
    ),
    "rest": ("cumulative", "integers", "nonfinite", "rare_math", "resize", "sorting"),
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


class CompilerError(Exception):
    """The kernels could not be compiled."""


def build_modules(sources: Path, target: Path, before: Path) -> None:
    """Puts `bml-<module>-<variant>.wasm` into `target` for each module and variant.

    They are those of an sdist or those of an earlier build, in `before`, if made of the same sources; else compiled.
    """
    stamp = _stamp(sources)
    for folder in (sources / BUILT, before):
        if _stamp_in(folder) == stamp:
            for path in (folder / STAMP, *folder.glob("bml-*.wasm")):
                shutil.copyfile(path, target / path.name)
            return
    compile_modules(sources, target)


def are_built(sources: Path) -> bool:
    """Whether `sources` has modules that were made of what it holds now."""
    return _stamp_in(sources / BUILT) == _stamp(sources)


def _stamp_in(folder: Path) -> str:
    return (folder / STAMP).read_text("utf-8") if (folder / STAMP).is_file() else ""


def compile_modules(sources: Path, target: Path) -> None:
    """Compiles the modules into `target`, with the stamp of what they are made of."""
    target.mkdir(parents=True, exist_ok=True)
    for module, names in MODULES.items():
        files = [str(sources / f"{name}.c") for name in names]
        for variant, parts in _VARIANTS.items():
            out = target / f"bml-{module}-{variant}.wasm"
            features = "".join((_FEATURES, *(feature for feature, *_ in parts)))
            options = [option for _, *more in parts for option in more]
            _zig("cc", *_OPTIONS, features, *options, "-o", str(out), *files)
            _check(out)
    (target / STAMP).write_text(_stamp(sources), "utf-8")


def _stamp(sources: Path) -> str:
    """A hash of the sources, and of this file, which names the compiler and its options."""
    digest = sha256()
    for path in (*sorted(path for path in sources.iterdir() if path.suffix in (".c", ".h")), Path(__file__)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def _zig(*arguments: str) -> None:
    if find_spec("ziglang") is None:
        raise CompilerError(
            "Expected the Python package ziglang, whose clang compiles runtime_js/wasm, found none. "
            f"Run: pip install {COMPILER}"
        )
    with tempfile.TemporaryDirectory() as cache:
        places = {"ZIG_LOCAL_CACHE_DIR": cache, "ZIG_GLOBAL_CACHE_DIR": cache}
        command = [sys.executable, "-m", "ziglang", *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env={**environ, **places})
    if done.returncode:
        raise CompilerError(f"Expected clang to compile {arguments[-1]}, received:\n{done.stderr}")


_DATA_SECTION = 11


def _check(path: Path) -> None:
    """Raises unless a module is without data: it may be loaded anywhere in a memory."""
    binary = path.read_bytes()
    at = 8
    while at < len(binary):
        section = binary[at]
        size, at = _leb128(binary, at + 1)
        if section == _DATA_SECTION:
            raise CompilerError(
                f"Expected {path.name} to have no constants or variables in memory, found {size} bytes."
            )
        at += size


def _leb128(binary: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = binary[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
