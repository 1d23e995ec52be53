"""`bml inspect FILE`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bml.cli.arguments import (
    ALL_BACKENDS,
    BackendsOption,
    FileArgument,
    WasmKernelsOption,
    chosen_backend,
    chosen_backends,
    on_cpus,
)
from bml.cli.build import javascript_sizes
from bml.cli.output import FormatOption, print_json, print_tables
from bml.cli.ownership import show_ownership
from bmlc.errors import UserError

if TYPE_CHECKING:
    from rich.table import Table

    from bmlc.bundle.report import Report
    from bmlc.ir import Function
    from bmlc.kernels.variants import Kernels
    from bmlc.program import Program

__all__ = ["inspect"]

_EXAMPLE = 64  # elements, for the example of a formula


def inspect(
    file: FileArgument,
    after: Annotated[
        str | None,
        typer.Option(
            "--after",
            help="Print the IR after this pass, or after each one with 'all'.",
            metavar="PASS",
            show_default=False,
        ),
    ] = None,
    backend: Annotated[
        str | None,
        typer.Option(
            "--backend",
            help="The backend that --after compiles for; by default the quickest without a GPU.",
            show_default=False,
        ),
    ] = None,
    function: Annotated[
        str | None, typer.Option("--function", help="Only this tensor function.", metavar="NAME", show_default=False)
    ] = None,
    backends: BackendsOption = ALL_BACKENDS,
    wasm_kernels: WasmKernelsOption = "ours",
    ownership: Annotated[
        bool, typer.Option("--ownership", help="Print which tensors each line of the scripts holds and frees.")
    ] = False,
    output: FormatOption = "text",
) -> None:
    """Show what FILE compiles to: functions, kernels, peak memory and sizes, the IR after a pass, or who owns what."""
    from bml.collect import collect

    program = collect(file)
    if ownership:
        show_ownership(program, output)
        return
    chosen = dict(program.functions) if function is None else {function: program.tensor_function(function)}
    if after is None:
        report = _built(program, backends, wasm_kernels)
        if output == "json":
            print_json(_summary(report, chosen))
        else:
            _print_summary(report, chosen)
    else:
        stages = list(_stages(chosen, after, backend, wasm_kernels))
        if output == "json":
            print_json({"ir": [{"function": fn, "pass": name, "text": text} for fn, name, text in stages]})
        else:
            for _, name, text in stages:
                print(f"# after {name}\n{text}" if after == "all" else text)


def _stages(
    functions: dict[str, Function], after: str, backend: str | None, wasm_kernels: Kernels
) -> Iterator[tuple[str, str, str]]:
    """Function, pass and IR."""
    from bmlc.ir import format_function
    from bmlc.kernels.tables import by_preference
    from bmlc.kernels.variants import with_kernels
    from bmlc.passes.pipeline import PASSES, stages

    if after != "all" and after not in PASSES:
        raise UserError("BML102", f"expected a pass, received {after!r}", f"the passes are {', '.join(PASSES)}", None)
    chosen = by_preference(on_cpus())[0] if backend is None else chosen_backend(backend)
    (target,) = with_kernels([chosen], wasm_kernels)
    for key, fn in functions.items():
        for name, stage in stages(fn, target):
            if after in (name, "all"):
                yield key, name, format_function(stage)


def _built(program: Program, backends: str, wasm_kernels: Kernels) -> Report:
    from bmlc.bundle.build import build
    from bmlc.bundle.options import BuildOptions

    with TemporaryDirectory(prefix="bml-inspect-") as folder:
        options = BuildOptions(backends=chosen_backends(backends), wasm_kernels=wasm_kernels)
        return build(program, Path(folder) / program.name, options)


def _summary(report: Report, functions: dict[str, Function]) -> dict[str, object]:
    backends = report.compiled.backends
    return {
        "functions": [
            {
                "name": name,
                "file": fn.loc.file,
                "line": fn.loc.line,
                "params": [{"name": var.name, "type": str(var.type)} for var in fn.params],
                "results": [str(out.type) for out in fn.outs],
                "peak_bytes": {backend: str(compiled.peak(name)) for backend, compiled in backends.items()},
            }
            for name, fn in functions.items()
        ],
        "kernels": {backend: [kernel.name for kernel in compiled.kernels()] for backend, compiled in backends.items()},
        "javascript": javascript_sizes(report),
    }


def _print_summary(report: Report, functions: dict[str, Function]) -> None:
    print_tables(
        _function_table(functions),
        _memory_table(report, functions),
        _kernel_table(report),
        _size_table(report),
    )


def _function_table(functions: dict[str, Function]) -> Table:
    rows = [
        (
            name,
            str(fn.loc),
            "\n".join(f"{var.name}: {var.type}" for var in fn.params),
            "\n".join(str(out.type) for out in fn.outs),
        )
        for name, fn in functions.items()
    ]
    return _table("Tensor functions", ("function", "from", "takes", "gives"), (), rows)


def _memory_table(report: Report, functions: dict[str, Function]) -> Table:
    rows = []
    for name in functions:
        for backend, compiled in report.compiled.backends.items():
            peak = compiled.peak(name)
            bindings = dict.fromkeys(report.compiled.optimized[name].symbols, _EXAMPLE)
            rows.append((name, backend, str(peak), f"{peak.evaluate(bindings):,}"))
    return _table("Peak memory in bytes", ("function", "backend", "formula"), (f"at {_EXAMPLE}",), rows)


def _kernel_table(report: Report) -> Table:
    rows = [
        (backend, ", ".join(kernel.name for kernel in compiled.kernels()))
        for backend, compiled in report.compiled.backends.items()
    ]
    return _table("Kernels", ("backend", "kernels"), (), rows)


def _size_table(report: Report) -> Table:
    rows = [
        (backend, str(len(size.files)), f"{size.raw:,}", f"{size.gzip:,}") for backend, size in report.sizes.items()
    ]
    return _table("JavaScript up to the first training step", ("backend",), ("files", "bytes", "gzip -9"), rows)


def _table(title: str, left: Sequence[str], right: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for column in left:
        table.add_column(column, overflow="fold")
    for column in right:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*map(Text, row))  # as plain text: rich takes the [n, 2] of a type for a style
    return table
