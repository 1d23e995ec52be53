"""`bml build FILE`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bml.cli.arguments import (
    ALL_BACKENDS,
    BackendsOption,
    FileArgument,
    SourceMapsOption,
    WasmKernelsOption,
    chosen_backends,
    default_output,
    shell_word,
)
from bml.cli.output import FormatOption, print_json
from bmlc.errors import UserError

if TYPE_CHECKING:
    from bmlc.bundle.options import SourceMaps
    from bmlc.bundle.report import Report
    from bmlc.kernels.variants import Kernels

__all__ = ["build", "build_file", "javascript_sizes"]


def build(
    file: FileArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Where to write; dist/NAME by default.", metavar="FOLDER", show_default=False),
    ] = None,
    backends: BackendsOption = ALL_BACKENDS,
    minify: Annotated[
        bool, typer.Option("--minify/--no-minify", help="Shorten the code; --no-minify keeps it readable.")
    ] = True,
    check_numerics: Annotated[
        bool,
        typer.Option(
            "--check-numerics",
            help="For debugging: end a run at the first NaN or infinity and name the Python line, op and layer that "
            "made it. Slower, and the step that made it is committed.",
        ),
    ] = False,
    source_maps: SourceMapsOption = "lines",
    wasm_kernels: WasmKernelsOption = "ours",
    output: FormatOption = "text",
) -> None:
    """Compile FILE into a folder that any web server can serve."""
    began = time.perf_counter()
    report = build_file(file, out, backends, minify, check_numerics, source_maps, wasm_kernels)
    seconds = time.perf_counter() - began
    if output == "json":
        print_json(_summary(report, seconds))
        return
    shown = shell_word(_relative(report.folder))
    print(f"{shown}  {report.bytes / 1e6:.1f} MB in {len(report.files) + 1} files, {seconds:.1f} s")
    for backend, size in report.sizes.items():
        print(f"  {backend:<7}{size.gzip / 1000:6.1f} kB of JavaScript (gzip) up to the first training step")
    for backend, error in report.compiled.left_out.items():
        place = f"{error.loc.file}:{error.loc.line}" if error.loc else file.name
        print(f"note: without {backend}, at {place}: {error.message}")
    print(f"Open it with: bml serve {shown}")


def build_file(
    file: Path,
    out: Path | None,
    backends: str,
    minify: bool = True,
    check_numerics: bool = False,
    source_maps: SourceMaps = "lines",
    wasm_kernels: Kernels = "ours",
) -> Report:
    """Collect and build."""
    from bml import __version__
    from bml.collect import collect_with_models
    from bmlc.bundle.build import build as build_bundle
    from bmlc.bundle.options import BuildOptions

    options = BuildOptions(
        backends=chosen_backends(backends),
        minify=minify,
        check_numerics=check_numerics,
        source_maps=source_maps,
        wasm_kernels=wasm_kernels,
    )
    folder = _absolute(out or default_output(file))  # before the file runs, which may go elsewhere
    collected = collect_with_models(file)
    for warning in collected.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    return build_bundle(collected.program, folder, options, bml_version=__version__)


def _summary(report: Report, seconds: float) -> dict[str, object]:
    return {
        "folder": str(report.folder),
        "files": len(report.files) + 1,
        "bytes": report.bytes,
        "seconds": round(seconds, 3),
        "javascript": javascript_sizes(report),
        "left_out": {backend: error.message for backend, error in report.compiled.left_out.items()},
    }


def javascript_sizes(report: Report) -> dict[str, object]:
    """For each backend, what a browser fetches up to the first training step."""
    return {
        backend: {"files": sorted(size.files), "bytes": size.raw, "gzip": size.gzip}
        for backend, size in report.sizes.items()
    }


def _absolute(folder: Path) -> Path:
    try:
        return folder.absolute()
    except FileNotFoundError:
        raise UserError("BML305", f"cannot write {folder}: the current folder is gone", None, None) from None


def _relative(folder: Path) -> Path:
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
