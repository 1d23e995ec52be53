"""`bml parity FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bml.cli.arguments import (
    ALL_BACKENDS,
    BackendsOption,
    FileArgument,
    WasmKernelsOption,
    chosen_backends,
    default_output,
    host_for,
    on_cpus,
)
from bml.cli.output import Format, FormatOption, print_json, print_tables
from bmlc.errors import UserError
from bmlc.extras import install_command
from bmlc.kernels.variants import with_kernels

if TYPE_CHECKING:
    from bmlc.kernels.kernel import Backend
    from bmlc.kernels.variants import Kernels
    from bmlc.program import Program

__all__ = ["parity"]


def parity(
    file: FileArgument,
    backends: BackendsOption = ALL_BACKENDS,
    steps: Annotated[
        int, typer.Option("--steps", help="Training steps to compare where no GPU is needed.", min=1)
    ] = 100,
    json: Annotated[
        Path | None, typer.Option("--json", help="Write the rows there too.", metavar="FILE", show_default=False)
    ] = None,
    bisect: Annotated[
        bool,
        typer.Option(
            "--bisect",
            help="Find the kernels that differ instead: each operation of the tensor functions is run by itself, on "
            "TensorFlow's values. Backends without a GPU run in Node.",
        ),
    ] = False,
    function: Annotated[
        str | None,
        typer.Option("--function", help="The one to bisect; by default all.", metavar="NAME", show_default=False),
    ] = None,
    wasm_kernels: WasmKernelsOption = "ours",
    output: FormatOption = "text",
) -> int:
    """Compare FILE in a browser with FILE on Keras and TensorFlow, backend by backend; exit 1 if a bound does not hold.

    Keras runs the file itself, in a process of its own.
    """
    if function is not None and not bisect:
        raise typer.BadParameter("it says what to bisect: add --bisect", param_hint="--function")
    chosen = chosen_backends(backends)
    _require("tensorflow", "tf")
    if not (bisect and set(chosen) <= set(on_cpus())):
        _require("playwright", "parity")
    if json is not None and (json.is_dir() or not json.parent.is_dir()):  # known before minutes of comparing
        reason = "it is a folder" if json.is_dir() else f"there is no folder {json.parent}"
        raise UserError("BML305", f"cannot write {json}: {reason}", None, None)
    if bisect:
        return _bisect(file, chosen, wasm_kernels, function, json, output)
    from rich.console import Console

    from bml.collect import collect_with_models
    from bml.parity.oracle import Keras
    from bmlc.parity.run import run_parity

    progress = Console(stderr=True)
    with progress.status("starting") as status, Keras() as keras:
        collected = collect_with_models(file)
        keras.load(collected.program.source, collected.origins)
        targets = with_kernels(chosen, wasm_kernels)
        report = run_parity(collected.program, targets, steps, oracle=keras, progress=status.update)
    if output == "json":
        print_json(report.to_json())
    else:
        print_tables(report.to_table())
    if json is not None:
        _write(json, report.to_json())
    _tell_bundle(collected.program, default_output(file), wasm_kernels, report.to_json())
    return report.exit_status


def _bisect(
    file: Path,
    backends: tuple[Backend, ...],
    wasm_kernels: Kernels,
    function: str | None,
    json: Path | None,
    output: Format,
) -> int:
    from rich.console import Console

    from bml.collect import collect
    from bmlc.parity.bisect import run_bisect

    engine, open_host = host_for(backends)
    targets = with_kernels(backends, wasm_kernels)
    with Console(stderr=True).status("starting") as status:
        program = collect(file)
        report = run_bisect(program, targets, function, engine=engine, open_host=open_host, progress=status.update)
    if output == "json":
        print_json(report.to_json())
    else:
        print(report.to_text())
    if json is not None:
        _write(json, report.to_json())
    return report.exit_status


def _tell_bundle(program: Program, folder: Path, wasm_kernels: Kernels, parity: dict[str, Any]) -> None:
    """Build a bundle of these kernels that stands in `folder` again, so that its report shows `parity`."""
    from bml import __version__
    from bmlc.bundle.build import build
    from bmlc.bundle.options import BuildOptions

    options = BuildOptions.of_bundle(folder)
    if options is not None and options.wasm_kernels == wasm_kernels:
        build(program, folder, options, bml_version=__version__, parity=parity)


def _require(module: str, extra: str) -> None:
    from importlib.util import find_spec

    if find_spec(module) is None:
        hint = install_command(extra)
        raise UserError("BML403", f"bml parity needs {module}, which is not installed", hint, None)


def _write(path: Path, table: object) -> None:
    import json

    try:
        path.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError("BML305", f"cannot write {path}: {error.strerror or error}", None, None) from error
