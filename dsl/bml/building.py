"""`bml.build`: what `bml build` does, for a program of Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from bmlc.errors import Note, UserError, UserErrors
from bmlc.ir import Loc

__all__ = ["build"]

_MAIN = "from bml.cli import main; main()"
_INSIDE = "BML_BUILDING"  # tells a build that another one, of `build`, asked for it


def build(
    file: str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    *,
    backends: Sequence[str] | None = None,
    minify: bool = True,
    check_numerics: bool = False,
    source_maps: Literal["none", "lines", "full"] = "lines",
    wasm_kernels: Literal["ours", "tfjs"] = "ours",
) -> Path:
    """Compile a file into a folder that any web server can serve, as `bml build` does.

    It runs in a process of its own: in this one Keras may be imported on any backend.

    Args:
        file: The Python file.
        out: The folder; `dist/NAME` by default.
        backends: Of cpu, wasm, webgl and webgpu; all by default.
        minify: Whether the code is shortened.
        check_numerics: Whether a run ends at the first NaN or infinity.
        source_maps: What the folder says of the file.
        wasm_kernels: Whose kernels run in WebAssembly.

    Returns:
        The folder.

    Raises:
        UserError: What is wrong in the file.
        UserErrors: Several things that are.
    """
    if os.environ.get(_INSIDE):
        raise UserError.here(
            "BML301",
            "bml.build was called by a file that is being built",
            "call it from another file, or below `if __name__ == '__main__':`",
        )
    words = [str(file), "--format", "json", f"--{'' if minify else 'no-'}minify", "--source-maps", source_maps]
    words += ["--out", str(out)] if out is not None else []
    words += ["--backends", ",".join(backends)] if backends is not None else []
    words += ["--wasm-kernels", wasm_kernels]
    words += ["--check-numerics"] if check_numerics else []
    child = subprocess.run(
        [sys.executable, "-c", _MAIN, "build", *words],
        env={**os.environ, _INSIDE: "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    answer = json.loads(child.stdout) if child.stdout.strip() else {}
    if child.returncode == 0:
        return Path(answer["folder"])
    errors = [_error(record) for record in answer.get("errors", ())]
    if not errors:  # a bug of bml's, whose traceback the child printed, or a misuse of the options
        raise RuntimeError(f"bml build {' '.join(words)} ended with {child.returncode}")
    raise errors[0] if len(errors) == 1 else UserErrors(errors)


def _error(record: Mapping[str, Any]) -> UserError:
    notes = tuple(Note(_loc(note), note["message"]) for note in record["notes"])
    return UserError(record["code"], record["message"], record["hint"], _loc(record), notes)


def _loc(record: Mapping[str, Any]) -> Loc | None:
    """The place in a record, which counts columns from 1."""
    if record["file"] is None:
        return None
    columns = record["column"] - 1, record["end_column"] - 1
    return Loc(record["file"], record["line"], columns[0], record["end_line"], columns[1])
