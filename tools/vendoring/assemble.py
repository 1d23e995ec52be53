"""Makes `codegen/bmlc/_vendor`: everything that `bml build` needs and Python does not bring.

_vendor/node_modules/   tfjs, rewritten; uPlot
_vendor/binaries/       WebAssembly files: tfjs's, and ours compiled
_vendor/runtime/        a copy of runtime_js/src (a development checkout bundles from runtime_js/src itself)
_vendor/bin/esbuild     the native binary of this platform
_vendor/THIRD_PARTY_NOTICES
_vendor/stamp           a hash of what it was made of
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from .esbuild import esbuild_binary
from .notices import third_party_notices
from .npm import install
from .packages import copy_binaries, copy_libraries, copy_tfjs
from .wasm_modules import build_modules

__all__ = ["assemble"]

VENDOR = Path("codegen/bmlc/_vendor")


def assemble(root: Path) -> Path:
    """Brings `root`'s vendor folder up to date and returns it; does nothing when its inputs did not change."""
    target = root / VENDOR
    stamp = _stamp(root)
    if (target / "stamp").is_file() and (target / "stamp").read_text("utf-8") == stamp:
        return target
    modules = install(root, dev=False)
    # A failed build leaves the folder that was there: it is replaced by a finished one or not at all.
    draft = target.with_name("_vendor.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    copy_tfjs(modules, draft / "node_modules")
    copy_libraries(modules, draft / "node_modules")
    copy_binaries(modules, draft / "binaries")
    build_modules(root / "runtime_js/wasm", draft / "binaries", target / "binaries")
    shutil.copytree(root / "runtime_js/src", draft / "runtime")
    binary = esbuild_binary(modules)
    (draft / "bin").mkdir()
    shutil.copy(binary, draft / "bin" / binary.name)
    (draft / "bin" / binary.name).chmod(0o755)
    (draft / "THIRD_PARTY_NOTICES").write_text(third_party_notices(modules), "utf-8")
    (draft / "stamp").write_text(stamp, "utf-8")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    return target


def _stamp(root: Path) -> str:
    """A hash of the pins, of this package and of the runtime, on this platform."""
    digest = hashlib.sha256(sys.platform.encode())
    inputs = [root / "package-lock.json"]
    for folder in ("tools/vendoring", "runtime_js/src", "runtime_js/wasm"):
        inputs += [path for path in sorted((root / folder).rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    for path in inputs:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
