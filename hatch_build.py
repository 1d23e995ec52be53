"""The build hook: puts tfjs, the runtime, wasm modules and esbuild into the package, whose platform is esbuild's."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "tools"))

from vendoring.assemble import assemble  # the folder is on the path only now
from vendoring.esbuild import wheel_platform
from vendoring.wasm_modules import BUILT, COMPILER, are_built, compile_modules

WASM = "runtime_js/wasm"


class VendorHook(BuildHookInterface[Any]):
    """A wheel, an editable one too, is assembled; an sdist carries what that takes, with the wasm modules built."""

    _compiled: TemporaryDirectory[str] | None = None

    def dependencies(self) -> list[str]:
        """A compiler of 100 MB, for a checkout alone."""
        return [] if are_built(Path(self.root, WASM)) else [COMPILER]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Assembles `codegen/bmlc/_vendor`; nothing is done when its inputs did not change."""
        if self.target_name != "wheel":
            self._carry_modules(build_data)
            return
        assemble(Path(self.root))
        # A binary inside, but no extension module: any Python 3, one platform.
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{wheel_platform()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self._compiled is not None:
            self._compiled.cleanup()

    def _carry_modules(self, build_data: dict[str, Any]) -> None:
        """Has an sdist carry the compiled modules; that of an unpacked sdist finds them among its files."""
        sources = Path(self.root, WASM)
        if not are_built(sources):
            self._compiled = TemporaryDirectory(prefix="bml-wasm-")
            compile_modules(sources, Path(self._compiled.name))
            build_data["force_include"][self._compiled.name] = f"{WASM}/{BUILT}"
