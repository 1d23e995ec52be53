"""The build hook: puts tfjs, the runtime and esbuild into the package, and tags the wheel with esbuild's platform."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "tools"))

from vendoring.assemble import assemble  # the folder is on the path only now
from vendoring.esbuild import wheel_platform


class VendorHook(BuildHookInterface[Any]):
    """Runs for wheels, editable ones included; an sdist carries what this needs instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Assembles `codegen/bmlc/_vendor`; nothing is done when its inputs did not change."""
        if self.target_name != "wheel":
            return
        assemble(Path(self.root))
        # A binary inside, but no extension module: any Python 3, one platform.
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{wheel_platform()}"
