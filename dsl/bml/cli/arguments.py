"""Arguments that several commands take."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from bmlc.errors import UserError
from bmlc.kernels.backends import BACKENDS
from bmlc.kernels.variants import Kernels
from bmlc.names import file_name

if TYPE_CHECKING:
    from bmlc.kernels.kernel import Backend
    from bmlc.parity.run import OpenHost
    from bmlc.parity.workbench import Engine

__all__ = [
    "ALL_BACKENDS",
    "BACKENDS_TEXT",
    "BackendsOption",
    "FileArgument",
    "SourceMapsOption",
    "WasmKernelsOption",
    "chosen_backend",
    "chosen_backends",
    "default_output",
    "host_for",
    "on_cpus",
    "shell_word",
]

FileArgument: TypeAlias = Annotated[Path, typer.Argument(help="The Python file.", metavar="FILE", show_default=False)]
ALL_BACKENDS = ",".join(BACKENDS)
BACKENDS_TEXT = f"{', '.join(BACKENDS[:-1])} and {BACKENDS[-1]}"
BackendsOption: TypeAlias = Annotated[
    str, typer.Option("--backends", help=f"A list of {BACKENDS_TEXT}, with commas between.", metavar="LIST")
]


WasmKernelsOption: TypeAlias = Annotated[
    Kernels,
    typer.Option(
        "--wasm-kernels",
        help="Whose kernels run in WebAssembly: ours; or tfjs's, as stock "
        "TensorFlow.js has them where they are right, to compare with.",
    ),
]


SourceMapsOption: TypeAlias = Annotated[
    Literal["none", "lines", "full"],  # `SourceMaps` of `bmlc.bundle.options`
    typer.Option(
        "--source-maps",
        help="What the folder says of FILE: none; lines, so that errors name the Python line; full, the whole text of "
        "FILE, comments and secrets too, for the debugger of a browser.",
    ),
]


def chosen_backends(text: str) -> tuple[Backend, ...]:
    """A list with commas between as backends, in the compiler's order."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    chosen = {chosen_backend(name) for name in names}
    if not chosen:
        raise UserError(
            "BML102", f"expected one of {', '.join(BACKENDS)} or several of them, received {text!r}", None, None
        )
    return tuple(backend for backend in BACKENDS if backend in chosen)


def chosen_backend(name: str) -> Backend:
    """`name` as a backend."""
    for backend in BACKENDS:
        if backend == name:
            return backend
    close = get_close_matches(name, BACKENDS, n=1)
    hint = f"did you mean {close[0]}?" if close else None
    raise UserError("BML102", f"expected one of the backends {', '.join(BACKENDS)}, received {name!r}", hint, None)


def on_cpus() -> tuple[Backend, ...]:
    """The backends that need no GPU and run in Node."""
    from bmlc.kernels.tables import FACTS  # with the ops behind it, which --help does not need

    return tuple(backend for backend in BACKENDS if not FACTS[backend].gpu)


def host_for(backends: Sequence[Backend], *, software_gpu: bool = True) -> tuple[Engine, OpenHost]:
    """Where functions run: in Node, where no backend needs a GPU, else in Chromium."""
    from bmlc.parity.chromium_host import open_chromium
    from bmlc.parity.node_host import open_node

    if set(backends) <= set(on_cpus()):
        return "node", open_node
    return "page", partial(open_chromium, software_gpu=software_gpu)


def default_output(file: Path) -> Path:
    """`dist/<name>` below the current folder."""
    return Path("dist") / file_name(file.stem)


def shell_word(path: Path) -> str:
    """`path` as a shell takes it for one word that is no option."""
    text = str(path)
    return shlex.quote(f"./{text}" if text.startswith("-") else text)
