"""`build`: a program as a folder, written whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from bmlc.bundle import vendor
from bmlc.bundle.ahead import entry_of, files_ahead, modules_of_page
from bmlc.bundle.cache import BuildCache
from bmlc.bundle.checks import write_checks
from bmlc.bundle.collector import without_collector
from bmlc.bundle.comparison import kept_parity, write_parity
from bmlc.bundle.compile import CompiledProgram, compile_program
from bmlc.bundle.declarations import declare_types
from bmlc.bundle.esbuild import Linker, Outputs
from bmlc.bundle.manifest import MANIFEST, list_files, manifest_text, package_text
from bmlc.bundle.modules import entry_points, print_program, write_backends, write_entry, write_session
from bmlc.bundle.options import BuildOptions
from bmlc.bundle.render import render
from bmlc.bundle.report import Report, render_report
from bmlc.bundle.shards import ShardWriter
from bmlc.bundle.sizes import measure_sizes
from bmlc.bundle.staging import staged
from bmlc.ir import Variable
from bmlc.kernels.kernel import Backend
from bmlc.program import Program

__all__ = ["build"]

Shards = Mapping[str, list[list[dict[str, Any]]]]
Weights = Mapping[Variable, dict[str, Any]]


def build(
    program: Program,
    out: Path,
    options: BuildOptions | None = None,
    *,
    bml_version: str = "0",
    parity: Mapping[str, Any] | None = None,
) -> Report:
    """Write the bundle of `program` to `out`.

    Args:
        program: What a file declares.
        out: Replaced if an earlier build made it; whole, or, after an error, not at all.
        options: Backends and the like.
        bml_version: Recorded in the manifest.
        parity: How the program compares with TensorFlow, for the report; what `out` says of the same program otherwise.

    Raises:
        UserError: BML305 for a folder that cannot be written or is not ours; BML401 for a backend that cannot run the
            program.
    """
    options = options or BuildOptions()
    out = out.absolute()
    with staged(out) as folder, without_collector():
        work = folder.parent / "work"
        sources = work / "src"
        sources.mkdir(parents=True)
        cache = BuildCache()
        linker = Linker(work, folder, options, cache)
        with ThreadPoolExecutor(1) as threads:  # zlib works while the compiler does
            data = threads.submit(_write_data, program, folder, cache)
            compiled = compile_program(program, options.targets, checked=options.check_numerics)
            options = replace(options, backends=tuple(compiled.backends))
            linked, chunks = _link_backends(linker, compiled, sources)
            shards, weights = data.result()
        module, version = print_program(program, compiled, shards, weights, bml_version)
        linked_as = {name: Path(path).name for name, path in chunks.items()}
        assets = sorted(file.relative_to(folder).as_posix() for file in folder.glob("*/*.bin"))
        if options.check_numerics:
            write_checks(compiled.checks, program.source, sources)
        of_session = write_session(program, module, linked_as, assets, sources, check_numerics=options.check_numerics)
        linked |= linker.split(of_session, linked_as.values(), hashed=True)
        session = entry_of(linked, "src/session.js")
        ahead = files_ahead(program, compiled, linked, chunks, weights)
        write_entry(program, version, session, ahead, sources)
        for name, source in entry_points(
            program, compiled
        ).items():  # each with what it needs: threads wait for one file
            linked |= linker.split({name: source}, [session])
        entry = f"{program.name}.js"
        modules = modules_of_page(program, linked, entry, session)
        _write_static(program, version, folder, compiled, session, [*modules, *ahead.named_by_page()])
        types = declare_types(program, compiled.optimized, options.backends)
        (folder / f"{program.name}.d.ts").write_text(types, encoding="utf-8")
        sizes = measure_sizes(folder, linked, [entry, session], chunks, cache)
        files = list_files(folder)
        parity = parity or kept_parity(out, version)
        report = render_report(program, compiled, sizes, folder, files, parity, cache)
        (folder / "report.html").write_text(report, encoding="utf-8")
        files |= list_files(folder, "report.html")
        manifest = manifest_text(program, version, bml_version, options, files)
        (folder / MANIFEST).write_text(manifest, encoding="utf-8")
        if parity is not None:
            write_parity(folder, version, parity)
        cache.trim()
    return Report(out, program, version, compiled, sizes, files)


def _link_backends(linker: Linker, compiled: CompiledProgram, sources: Path) -> tuple[Outputs, dict[Backend, str]]:
    """What the linker wrote, and the path of each backend's file."""
    outputs = linker.alone(write_backends(compiled, sources))
    by_module = {output["entryPoint"]: path for path, output in outputs.items() if "entryPoint" in output}
    return outputs, {backend: by_module[f"src/{backend}.js"] for backend in compiled.backends}


def _write_data(program: Program, folder: Path, cache: BuildCache) -> tuple[Shards, Weights]:
    writer = ShardWriter(folder, cache)
    shards = {name: [*map(writer.element, source.elements)] for name, source in program.sources.items()}
    weights = {variable: writer.weight(value, variable.type.dtype) for variable, value in program.values.items()}
    return shards, weights


def _write_static(
    program: Program, version: str, folder: Path, compiled: CompiledProgram, session: str, ahead: Sequence[str]
) -> None:
    """What is copied or rendered as it is."""
    page = render(
        "index.html.j2",
        element=program.tag,
        title=program.title,
        description=f"{program.title} Made with bml.",
        script=f"./{program.name}.js",
        ahead=list(dict.fromkeys(ahead)),
    )
    (folder / "index.html").write_text(page, encoding="utf-8")
    entries = [*entry_points(program, compiled), session.removesuffix(".js")]
    (folder / "package.json").write_text(package_text(program, version, entries), encoding="utf-8")
    shutil.copyfile(Path(__file__).parent / "templates" / "report.css", folder / "chunks" / "report.css")
    shutil.copyfile(vendor.third_party_notices(), folder / "THIRD_PARTY_NOTICES")
    for each in compiled.backends.values():
        for name in chain(*each.start.binaries):
            shutil.copyfile(vendor.binary(name), folder / "chunks" / name)
