"""The generated modules and entry files, written where esbuild links them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from bmlc.bundle import vendor
from bmlc.bundle.ahead import Ahead
from bmlc.bundle.compile import CompiledProgram
from bmlc.bundle.render import render
from bmlc.emit.printer import Printed
from bmlc.emit.program import emit_program
from bmlc.ir import Variable
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import FACTS, by_preference
from bmlc.program import Program
from bmlc.scripts.printing.runtime import python_imports

__all__ = ["entry_points", "print_program", "write_backends", "write_entry", "write_session"]


def print_program(
    program: Program,
    compiled: CompiledProgram,
    shards: Mapping[str, Sequence[Sequence[Mapping[str, Any]]]],
    weights: Mapping[Variable, Mapping[str, Any]],
    bml_version: str,
) -> tuple[Printed, str]:
    """`program.js`, and the hash that identifies the build: of everything that decides what it computes,
    and of the runtime that its parts talk to each other through."""
    imports = python_imports(helper for script in program.scripts.values() for helper in script.helpers)

    def printed(version: str) -> Printed:
        scripts = program.scripts
        functions = {name: script.exported for name, script in scripts.items()}
        shared = [each for each in {id(script.shared): script.shared for script in scripts.values()}.values() if each]
        return emit_program(program, compiled.optimized, functions, shards, weights, version, imports, shared)

    modules = [printed("").code, *(backend.module.code for backend in compiled.backends.values())]
    version = sha256("\0".join([bml_version, vendor.runtime_hash(), *modules]).encode()).hexdigest()[:16]
    return printed(version), version


def write_backends(compiled: CompiledProgram, folder: Path) -> dict[str, str]:
    """Write a module a backend into `folder`; returns their entries for the linker."""
    for backend in compiled.backends.values():
        binaries = [
            sha256(vendor.binary(name).read_bytes()).hexdigest()[:16] for name in chain(*backend.start.binaries)
        ]
        end = f"export const binaries = {json.dumps(binaries)};\n" if binaries else ""
        _write_printed(folder / f"{backend.backend}.js", backend.module, end)
    return {f"chunks/{backend}": f"src/{backend}.js" for backend in compiled.backends}


def write_session(
    program: Program,
    module: Printed,
    backends: Mapping[Backend, str],
    assets: Sequence[str],
    folder: Path,
    *,
    check_numerics: bool,
) -> dict[str, str]:
    """Write `program.js` and the session, which brings it and the backends together; returns its entry for the linker.

    Args:
        program: What a file declares.
        module: `program.js`.
        backends: The name of each backend's linked file.
        assets: The files of numbers, by their paths in the bundle.
        folder: Where to write.
        check_numerics: Whether `checks.js` stands there, for the session to look at.
    """
    _write_printed(folder / "program.js", module)
    (folder / "assets.js").write_text(render("assets.js.j2", files=assets), encoding="utf-8")
    uses_run = any(script.uses_run or script.converts for script in program.scripts.values())
    files = {backend: backends[backend] for backend in by_preference(backends)}
    drawn = {str(each.initializer["name"]) for each in program.variables if "stddev" in each.initializer}
    normals = drawn and ("orthogonal" if "orthogonal" in drawn else "normals")
    given = {"assets": assets, "backends": files, "uses_run": uses_run, "normals": normals}
    text = render("session.js.j2", **given, check_numerics=check_numerics)
    (folder / "session.js").write_text(text, encoding="utf-8")
    return {"chunks/session": "src/session.js"}


def write_entry(program: Program, version: str, session: str, ahead: Ahead, folder: Path) -> None:
    """Write the entry, and the page that it imports.

    Args:
        program: What a file declares.
        version: Identifies the build.
        session: The path of the linked session.
        ahead: What `load` fetches beside it.
        folder: Where to write.
    """
    titles = {backend: FACTS[backend].title for backend in by_preference(ahead.backends)}
    for template in ("entry", "page"):
        text = render(
            f"{template}.js.j2",
            name=program.name,
            tag=program.tag,
            build=version,
            session=session,
            titles=titles,
            ahead=ahead.table(),
            calls=ahead.calls,
        )
        (folder / f"{template}.js").write_text(text, encoding="utf-8")


def entry_points(program: Program, compiled: CompiledProgram) -> dict[str, str]:
    """What has a fixed name in the bundle, without its ending -> the module."""
    threads = {f"chunks/{backend}_thread": each.start.thread for backend, each in compiled.backends.items()}
    return {program.name: "src/entry.js"} | {name: module for name, module in threads.items() if module is not None}


def _write_printed(path: Path, printed: Printed, end: str = "") -> None:
    path.write_text(f"{printed.code}{end}//# sourceMappingURL={path.name}.map\n", encoding="utf-8")
    path.with_name(f"{path.name}.map").write_text(printed.source_map.to_json(path.name), encoding="utf-8")
