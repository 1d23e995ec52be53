"""What is fetched ahead: all that a session is going to ask for, at once and not one file after the other.

A page names it in its HTML, so that only the HTML comes before it; `load` begins with it while the worker starts.
What a GPU needs is fetched once an adapter has answered, unless the backend is asked for by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bmlc.bundle.compile import CompiledProgram
from bmlc.bundle.esbuild import Outputs
from bmlc.bundle.sizes import static_closure
from bmlc.ir import Variable
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import FACTS, by_preference
from bmlc.program import Program

__all__ = ["Ahead", "entry_of", "files_ahead", "modules_of_page"]

# The parts of a session and of an app that a call of an exported function imports, and of a page what shows its answer.
_PARTS = "training/parts.ts"
_CALLS = ("app/call.ts", _PARTS, "page/answer.ts")


# A path in the bundle, or two of which a page that shares memory with threads takes the second.
Choice: TypeAlias = str | tuple[str, str]


@dataclass(frozen=True)
class Ahead:
    """What `load` begins with."""

    always: tuple[str, ...]
    calls: bool  # the code that calls functions
    backends: Mapping[Backend, tuple[Choice, ...]]
    first: tuple[Choice, ...]  # of the backend that "auto" begins with, unless it runs on a GPU

    def table(self) -> dict[str, list[Choice]]:
        """By the name that a backend is asked for; "" where none is."""
        named = {"": self.first, **self.backends}
        return {name: [*self.always, *files] for name, files in named.items() if self.always or files}

    def named_by_page(self) -> list[str]:
        """HTML cannot ask whether the page shares memory; most do not."""
        return [*self.always, *(each if isinstance(each, str) else each[0] for each in self.first)]


def files_ahead(
    program: Program,
    compiled: CompiledProgram,
    outputs: Outputs,
    chunks: Mapping[Backend, str],
    weights: Mapping[Variable, Mapping[str, Any]],
) -> Ahead:
    """
    Args:
        program: What a file declares.
        compiled: Its backends.
        outputs: What the linker wrote of backends and session.
        chunks: The path of each backend's file.
        weights: The files of variables that have one.
    """
    always = sorted({str(shard["file"]) for shard in weights.values()})
    if calls_first(program):
        always += sorted(static_closure([entry_of(outputs, _PARTS)], outputs))
    backends: dict[Backend, tuple[Choice, ...]] = {}
    for backend, path in chunks.items():
        pairs = compiled.backends[backend].start.likely()
        binaries = ((f"chunks/{one}", f"chunks/{other}") if one != other else f"chunks/{one}" for one, other in pairs)
        backends[backend] = (*sorted(static_closure([path], outputs)), *binaries)
    first = by_preference(backends)[0]
    return Ahead(tuple(always), calls_first(program), backends, () if FACTS[first].gpu else backends[first])


def calls_first(program: Program) -> bool:
    """Whether a function is likely called before a script runs: there is none, or the program has been trained."""
    return _functions(program) and (not program.scripts or bool(program.values))


def modules_of_page(program: Program, outputs: Outputs, entry: str, session: str) -> list[str]:
    """The modules that a page needs besides its entry."""
    starts = [entry, entry_of(outputs, "src/page.js"), session]
    if _functions(program):
        starts += [entry_of(outputs, name) for name in _CALLS]
    return sorted(static_closure(starts, outputs) - {entry})


def entry_of(outputs: Outputs, module: str) -> str:
    """The linked file of a module that is an entry, or imported when it is needed."""
    (path,) = (path for path, output in outputs.items() if f"/{output.get('entryPoint', '')}".endswith(f"/{module}"))
    return path


def _functions(program: Program) -> bool:
    return any(export.kind == "function" for export in program.exports.values())
