"""`bml profile FILE`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from bml.cli.arguments import BACKENDS_TEXT, FileArgument, WasmKernelsOption, chosen_backends, host_for, on_cpus
from bml.cli.output import FormatOption, print_json
from bmlc.kernels.variants import with_kernels

__all__ = ["profile"]


_NARROWEST = 80  # columns: less would cut numbers


def profile(
    file: FileArgument,
    backends: Annotated[
        str | None,
        typer.Option(
            "--backend",
            "--backends",
            help=f"A list of {BACKENDS_TEXT}, with commas between. Backends without a GPU alone, as by default, run in "
            "Node, a list with others in Chromium.",
            metavar="LIST",
            show_default=False,
        ),
    ] = None,
    function: Annotated[
        str | None,
        typer.Option(
            "--function",
            help="The tensor function to measure; by default those that train.",
            metavar="NAME",
            show_default=False,
        ),
    ] = None,
    steps: Annotated[int, typer.Option("--steps", help="How many steps to measure.", min=1)] = 10,
    batch_size: Annotated[int, typer.Option("--batch-size", help="Examples in a batch.", min=1)] = 64,
    gpu: Annotated[
        Literal["hardware", "software"],
        typer.Option("--gpu", help="hardware, or software for a machine without a GPU: slow, but the same anywhere."),
    ] = "hardware",
    wasm_kernels: WasmKernelsOption = "ours",
    output: FormatOption = "text",
) -> int:
    """Show the time and the bytes that each line and layer of FILE takes in a training step, backend by backend.

    Kernels run one at a time, with a wait for the device after each: on a GPU, where they overlap otherwise, their sum
    is longer than the step, whose own time is printed beside it. Compare rows with each other, and the step's own time
    between versions of the program.
    """
    from rich.console import Console

    from bml.collect import collect
    from bmlc.profile import profiled_functions, run_profile
    from bmlc.profile.table import tables

    chosen = on_cpus() if backends is None else chosen_backends(backends)
    progress = Console(stderr=True)
    with progress.status("starting") as status:
        program = collect(file)
        functions = profiled_functions(program, function)
        engine, open_host = host_for(chosen, software_gpu=gpu == "software")
        report = run_profile(
            program,
            functions,
            with_kernels(chosen, wasm_kernels),
            steps=steps,
            batch=batch_size,
            engine=engine,
            open_host=open_host,
            progress=status.update,
        )
    if output == "json":
        print_json(report.to_json())
    else:
        console = Console()
        console.width = max(_NARROWEST, console.width)
        for table in tables(report, console.width):
            console.print(table)
    return report.exit_status
