"""Links programs with `run_scripts.ts` and runs their scripts in Node, on the cpu backend."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bml.collect import collect
from bmlc.bundle import vendor
from bmlc.bundle.cache import BuildCache
from bmlc.bundle.compile import compile_program
from bmlc.bundle.modules import print_program, write_backends
from bmlc.bundle.shards import ShardWriter
from bmlc.ir import Variable
from bmlc.scripts.counting.verifier import verify

__all__ = ["ScriptOutcome", "run_scripts"]

_SECONDS, _SECONDS_EVERYWHERE = 120, 1800


@dataclass(frozen=True)
class ScriptOutcome:
    """What `run_scripts.ts` says of a script.

    `printed`, `result` and `error` are those of its first run, which nothing disturbed; `error` is empty at its end.
    `disturbed` is the number of runs that were.
    """

    program: str
    script: str
    printed: list[str]
    result: Any
    error: str
    calls: int
    steps: int
    disturbed: int
    live: list[float | None]
    leaks: list[str]
    frees: list[str]


def run_scripts(files: Sequence[Path], folder: Path, everywhere: bool = False) -> dict[str, ScriptOutcome]:
    """By `file.script`, in JavaScript's name; `everywhere` disturbs each script at each of its operations and steps."""
    imports: list[str] = []
    entries: list[str] = []
    for number, file in enumerate(files):
        _write_program(file, folder / f"p{number}")
        imports.append(f'import * as p{number} from "./p{number}/program.js";')
        imports.append(f'import {{ tensorFunctions as f{number} }} from "./p{number}/cpu.js";')
        base = (folder / f"p{number}").as_uri()
        entries.append(f'{{ ...p{number}, tensorFunctions: f{number}, base: "{base}/" }},')
    table = "\n".join([*imports, "export const programs = [", *entries, "];", ""])
    (folder / "programs.js").write_text(table, encoding="utf-8")
    linked = folder / "linked.mjs"
    command: list[str | Path] = [
        vendor.esbuild(),
        Path(__file__).parent / "run_scripts.ts",
        "--bundle",
        "--format=esm",
        "--platform=node",
        "--target=es2022",
        "--log-level=error",
        f"--alias:programs={folder / 'programs.js'}",
        *(f"--alias:{name}={path}" for name, path in vendor.aliases().items()),
        f"--outfile={linked}",
    ]
    subprocess.run(command, check=True)
    command = ["node", linked, *(["everywhere"] if everywhere else [])]
    seconds = _SECONDS_EVERYWHERE if everywhere else _SECONDS
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", timeout=seconds)
    assert done.returncode == 0, done.stderr[-3000:]
    outcomes = [ScriptOutcome(**json.loads(line)) for line in done.stdout.splitlines()]
    return {f"{outcome.program}.{outcome.script}": outcome for outcome in outcomes}


def _write_program(file: Path, folder: Path) -> None:
    folder.mkdir()
    program = collect(file)
    for script in program.scripts.values():
        for function in script.counted:
            verify(function)
    compiled = compile_program(program, ["cpu"])
    writer = ShardWriter(folder, BuildCache())
    shards = {name: [*map(writer.element, source.elements)] for name, source in program.sources.items()}
    weights: dict[Variable, dict[str, object]] = {
        variable: writer.weight(value, variable.type.dtype) for variable, value in program.values.items()
    }
    module, _ = print_program(program, compiled, shards, weights, "0")
    (folder / "program.js").write_text(module.code, encoding="utf-8")
    write_backends(compiled, folder)
