"""What a build made: for the command line, and as the page `report.html`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bmlc.bundle.cache import BuildCache
from bmlc.bundle.compile import CompiledProgram
from bmlc.bundle.manifest import File
from bmlc.bundle.render import render
from bmlc.bundle.sizes import Size, compressed_size
from bmlc.kernels.kernel import Backend
from bmlc.program import Program

__all__ = ["Report", "render_report", "sizes"]

_EXAMPLE = 64  # what the symbols of a formula stand for in the report's example
_COMPRESSIBLE = (".js", ".html", ".css", ".json", ".ts", ".wasm")


@dataclass(frozen=True)
class Report:
    """
    Args:
        folder: The bundle.
        program: What was built.
        version: The hash that identifies the build.
        compiled: Its functions, lowered.
        sizes: What a browser fetches for each backend.
        files: The files, without the manifest.
    """

    folder: Path
    program: Program
    version: str
    compiled: CompiledProgram
    sizes: Mapping[Backend, Size]
    files: Mapping[str, File]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())


def sizes(report: Report) -> Mapping[Backend, Size]:
    """For each backend, the JavaScript that `load()` and `train()` fetch up to the first step."""
    return report.sizes


def render_report(
    program: Program,
    compiled: CompiledProgram,
    sizes: Mapping[Backend, Size],
    folder: Path,
    files: Mapping[str, File],
    parity: Mapping[str, Any] | None,
    cache: BuildCache,
) -> str:
    """The text of `report.html`; `folder` holds the files, `parity` what `parity.json` will."""
    return render(
        "report.html.j2",
        title=program.title,
        source=program.source.name,
        stylesheet="chunks/report.css",
        files=[_file(folder, path, file, cache) for path, file in sorted(files.items())],
        backends=[_backend(name, compiled, sizes[name], files) for name in compiled.backends],
        functions=[_function(name, compiled) for name in compiled.optimized],
        parity=parity,
    )


def _backend(name: Backend, compiled: CompiledProgram, size: Size, files: Mapping[str, File]) -> dict[str, Any]:
    each = compiled.backends[name]
    fetched = [group[0] for group in each.start.binaries]
    return {
        "name": name,
        "gzip": size.gzip,
        "binary": sum(files[f"chunks/{binary}"].bytes for binary in fetched) if fetched else None,
        "kernels": [
            {"name": kernel.name, "functions": users, "own": kernel.module.startswith("@bml/")}
            for kernel, users in each.kernels().items()
        ],
    }


def _function(name: str, compiled: CompiledProgram) -> dict[str, Any]:
    fn = compiled.optimized[name]
    peaks = []
    for backend, each in compiled.backends.items():
        peak = each.peak(name)
        bindings = dict.fromkeys(fn.symbols, _EXAMPLE)
        peaks.append(
            {
                "backend": backend,
                "formula": str(peak),
                "example": ", ".join(f"{symbol} = {value}" for symbol, value in bindings.items()),
                "bytes": peak.evaluate(bindings),
            }
        )
    return {"name": name, "location": str(fn.loc), "equations": len(fn.body), "peaks": peaks}


def _file(folder: Path, path: str, file: File, cache: BuildCache) -> dict[str, Any]:
    compressible = path.endswith(_COMPRESSIBLE)
    compressed = compressed_size((folder / path).read_bytes(), 6, cache) if compressible else None
    return {"path": path, "bytes": file.bytes, "gzip": compressed, "what": _what(path)}


def _what(path: str) -> str:
    match path.split("/"):
        case ["data", _]:
            return "training data"
        case ["weights", _]:
            return "weights"
        case [*_, name] if name.endswith(".map"):
            return "source map"
        case [*_, name] if name.endswith(".wasm"):
            return f"kernels {'of bml' if name.startswith('bml-') else 'of tfjs'} in WebAssembly"
        case ["chunks", name] if name.startswith("session-"):
            return "the session: the worker, or a module"
        case ["chunks", name] if name.endswith("_thread.js"):
            return f"a thread of the {name.removesuffix('_thread.js')} backend"
        case ["chunks", "report.css"]:
            return "the look of this report"
        case ["chunks", name] if name.endswith(".js"):
            return f"code: {name.rsplit('-', 1)[0]}"
        case ["index.html"]:
            return "the page"
        case ["package.json"]:
            return "for npm"
        case ["THIRD_PARTY_NOTICES"]:
            return "licences of what the code contains"
        case [name] if name.endswith(".d.ts"):
            return "types"
        case [name] if name.endswith(".js"):
            return "the entry: load()"
        case _:
            return ""
