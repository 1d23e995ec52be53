"""`bml serve FOLDER_OR_FILE`."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from bml.cli.arguments import ALL_BACKENDS, SourceMapsOption, shell_word
from bml.cli.output import FormatOption, print_json

__all__ = ["serve"]


def serve(
    target: Annotated[
        Path,
        typer.Argument(
            help="A bundle's folder, or a Python file to build first.", metavar="FOLDER_OR_FILE", show_default=False
        ),
    ],
    port: Annotated[
        int, typer.Option("--port", "-p", help="Where to listen; 0 takes a free port.", min=0, max=65535)
    ] = 8000,
    source_maps: SourceMapsOption = "lines",
    output: FormatOption = "text",
) -> None:
    """Serve a bundle to the browsers of this machine, with the headers that threads need."""
    from bml.cli.build import build_file
    from bmlc.browser.server import serve as serve_folder
    from bmlc.errors import UserError

    folder = target
    if target.suffix == ".py":
        folder = build_file(target, None, ALL_BACKENDS, source_maps=source_maps).folder
    if not (folder / "manifest.json").is_file() or not (folder / "index.html").is_file():
        found = (
            "received a folder without manifest.json and index.html"
            if folder.is_dir()
            else "received a file"
            if folder.exists()
            else "found nothing there"
        )
        raise UserError("BML306", f"expected a bundle at {folder}, {found}", "make one with: bml build FILE", None)
    with ExitStack() as stack:
        try:
            serving = stack.enter_context(serve_folder(folder.resolve(), port=port))
        except OSError as error:
            other = port + 1 if port < 65535 else 8000
            hint = f"choose another one: bml serve {shell_word(target)} --port {other}"
            raise UserError("BML405", f"cannot listen on port {port}: {error.strerror or error}", hint, None) from error
        if output == "json":
            print_json({"folder": str(folder), "url": serving.url})
        else:
            print(f"Serving {folder} at {serving.url}  (Ctrl-C to stop)", flush=True)
        while True:
            time.sleep(3600)
