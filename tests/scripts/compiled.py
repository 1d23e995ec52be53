"""Compiles programs as a build does, and runs them all in one Node process."""

from __future__ import annotations

import json
import subprocess
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bml.collect.loading import UserModule
from bml.collect.world import ModuleWorld
from bmlc.bundle import vendor
from bmlc.emit import js
from bmlc.emit.printer import print_module
from bmlc.errors import UserError, UserErrors
from bmlc.scripts import SCRIPT_GLOBALS, CompiledScript, compile_script
from bmlc.scripts.counting.verifier import verify
from bmlc.scripts.printing.names import APP_MEMBERS, KeyedNames
from bmlc.scripts.printing.runtime import python_imports

from .outcomes import Outcome
from .programs import HERE, Program, function_of, load

SECONDS = 60  # for all programs of one process


@dataclass(frozen=True)
class Compiled:
    """`javascript` by the program's id; or why it was refused, or how the compiler broke."""

    javascript: Mapping[str, str]
    refused: Mapping[str, str]
    broken: Mapping[str, str]


def compile_programs(programs: Iterable[Program]) -> Compiled:
    """Compile each program, on its own."""
    javascript: dict[str, str] = {}
    refused: dict[str, str] = {}
    broken: dict[str, str] = {}
    worlds: dict[Path, UserModule] = {}
    for program in programs:
        if program.path not in worlds:
            worlds[program.path] = UserModule(program.path, load(program.path))
        user = worlds[program.path]
        try:
            script, javascript[program.id] = compiled_module(program, user)
            for function in script.counted:
                verify(function)
        except (UserError, UserErrors) as error:
            refused[program.id] = str(error)
        except Exception:  # a bug, which the test of this program tells; the others go on
            broken[program.id] = traceback.format_exc()
    return Compiled(javascript, refused, broken)


def run_in_node(javascript: Mapping[str, str], folder: Path) -> dict[str, Outcome]:
    """Run modules that export `program`, one after another; `folder` is for what is linked from them."""
    files = {f"program{number}.js": name for number, name in enumerate(javascript)}
    for file, name in files.items():
        (folder / file).write_text(javascript[name], encoding="utf-8")
    found: dict[str, Outcome] = {}
    while errors := _link(files, folder):
        refused = {file for file in files if f"/{file}:" in errors}
        assert refused, errors
        found.update({files.pop(file): Outcome("", None, f"no JavaScript: {errors}") for file in refused})
    try:
        command: list[str | Path] = ["node", folder / "linked.mjs"]
        done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS)
        lines, stderr = done.stdout.splitlines(), done.stderr
    except subprocess.TimeoutExpired as expired:
        lines = (expired.stdout or b"").decode("utf-8", "replace").splitlines()
        stderr = f"no end after {SECONDS} s"
    for record in map(json.loads, lines):
        found[record["id"]] = Outcome(record["printed"], record["result"], record["error"])
    for name in javascript:  # the first that is missing is where it stopped
        found.setdefault(name, Outcome("", None, f"Node stopped here or before: {stderr.strip()[-2000:]}"))
    return found


def _link(files: Mapping[str, str], folder: Path) -> str:
    """Link the modules for Node; returns esbuild's errors."""
    imports = [f'import {{ program as p{number} }} from "./{file}";' for number, file in enumerate(files)]
    table = [f"  {json.dumps(name)}: p{number}," for number, name in enumerate(files.values())]
    text = "\n".join([*imports, "export const programs = {", *table, "};", ""])
    (folder / "programs.js").write_text(text, encoding="utf-8")
    command: list[str | Path] = [
        vendor.esbuild(),
        HERE / "run_programs.ts",
        "--bundle",
        "--format=esm",
        "--platform=node",
        "--target=es2022",
        "--log-level=error",
        "--log-limit=0",
        f"--alias:compiled={folder / 'programs.js'}",
        *(f"--alias:{name}={path}" for name, path in vendor.aliases().items()),
        f"--outfile={folder / 'linked.mjs'}",
    ]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8").stderr


def compiled_module(program: Program, user: UserModule) -> tuple[CompiledScript, str]:
    """One script, and a module of JavaScript that exports it as `program`."""
    name = KeyedNames(APP_MEMBERS | SCRIPT_GLOBALS)(program.name, program.name)
    script = compile_script(function_of(program, user.module), name, ModuleWorld(user))
    exported = js.Declare("const", js.name("program"), js.name(script.name), export=True)
    shared = [script.shared] if script.shared is not None else []
    module: list[js.Statement] = [*python_imports(script.helpers), *shared, script.exported, exported]
    return script, print_module(module, program.path).code
