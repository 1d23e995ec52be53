"""What a build may be told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS
from bmlc.kernels.variants import Kernels, with_kernels

__all__ = ["BuildOptions", "SourceMaps"]

# What the folder says of the user's file: nothing; which line each place comes from; the whole text besides.
SourceMaps: TypeAlias = Literal["none", "lines", "full"]


@dataclass(frozen=True)
class BuildOptions:
    """
    Args:
        backends: The ones to compile for; the page offers these.
        minify: Whether esbuild shortens the code; without it the chunks can be read.
        check_numerics: Whether the first NaN or infinity ends a run with the Python line that made it.
        source_maps: Whether errors can name Python lines, and whether the user's file itself is shipped.
        wasm_kernels: Whose the kernels of WebAssembly are: ours, or tfjs's alone.
        alias: Import specifiers of runtime modules to link other files in their place (tests plant wrong kernels).
    """

    backends: tuple[Backend, ...] = BACKENDS
    minify: bool = True
    check_numerics: bool = False
    source_maps: SourceMaps = "lines"
    wasm_kernels: Kernels = "ours"
    alias: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def targets(self) -> tuple[Backend, ...]:
        """What to compile for."""
        return with_kernels(self.backends, self.wasm_kernels)

    @classmethod
    def of_bundle(cls, folder: Path) -> BuildOptions | None:
        """What the bundle in `folder` was built with; None where there is none."""
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            return cls(
                backends=tuple(manifest["backends"]),
                minify=manifest["minify"],
                check_numerics=manifest.get("check_numerics", False),
                source_maps=manifest["source_maps"],
                wasm_kernels=manifest.get("wasm_kernels", "ours"),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
