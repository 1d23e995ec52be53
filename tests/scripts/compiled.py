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
from bmlc.frontend import APP_MEMBERS, SCRIPT_GLOBALS, KeyedNames, check_script, generate_script, python_imports

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
            javascript[program.id] = _module(program, user)
        except (UserError, UserErrors) as error:
            refused[program.id] = str(error)
        except Exception:  # a bug, which the test of this program tells; the others go on
            broken[program.id] = traceback.format_exc()
    return Compiled(javascript, refused, broken)


def run_in_node(javascript: Mapping[str, str], folder: Path) -> dict[str, Outcome]:
    """Run modules that export `program`, one after another; `folder` is for what is linked from them."""
    table = ["export const programs = {"]
    imports = []
    for number, (name, code) in enumerate(javascript.items()):
        (folder / f"program{number}.js").write_text(code, encoding="utf-8")
        imports.append(f'import {{ program as program{number} }} from "./program{number}.js";')
        table.append(f"  {json.dumps(name)}: program{number},")
    (folder / "programs.js").write_text("\n".join([*imports, *table, "};", ""]), encoding="utf-8")
    linked = folder / "linked.mjs"
    subprocess.run(
        [
            vendor.esbuild(),
            HERE / "run_programs.ts",
            "--bundle",
            "--format=esm",
            "--platform=node",
            "--target=es2022",
            "--log-level=error",
            f"--alias:programs={folder / 'programs.js'}",
            *(f"--alias:{name}={path}" for name, path in vendor.aliases().items()),
            f"--outfile={linked}",
        ],
        check=True,
    )
    try:
        done = subprocess.run(
            ["node", linked], check=False, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS
        )
        lines, stderr = done.stdout.splitlines(), done.stderr
    except subprocess.TimeoutExpired as expired:
        lines = (expired.stdout or b"").decode("utf-8", "replace").splitlines()
        stderr = f"no end after {SECONDS} s"
    found: dict[str, Outcome] = {}
    for record in map(json.loads, lines):
        found[record["id"]] = Outcome(record["printed"], record["result"], record["error"])
    for name in javascript:  # the first that is missing is where it stopped
        found.setdefault(name, Outcome("", None, f"Node stopped here or before: {stderr.strip()[-2000:]}"))
    return found


def _module(program: Program, user: UserModule) -> str:
    """One script as a module that exports it as `program`."""
    name = KeyedNames(APP_MEMBERS | SCRIPT_GLOBALS)(program.name, program.name)
    generated = generate_script(check_script(function_of(program, user.module), name, ModuleWorld(user)))
    exported = js.Declare("const", js.name("program"), js.name(generated.name), export=True)
    return print_module([*python_imports(generated.helpers), generated.function, exported], program.path).code
