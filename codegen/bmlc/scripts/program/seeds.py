"""The seed of shuffles that name none: the program's, or what a script has set."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.program.making import of_run
from bmlc.scripts.source import SourceFile
from bmlc.scripts.visit import Visit

__all__ = ["default_seed"]


def default_seed(visit: Visit) -> dict[str, js.Expression]:
    """The seed as an option in JavaScript; none where it is 0, which the runtime takes."""
    if _sets_seed(visit.script_file):
        return {"seed": of_run(visit, "seedOf")}
    seed = visit.world.default_seed()
    return {"seed": js.Literal(seed)} if seed else {}


def _sets_seed(file: SourceFile) -> bool:
    """Whether a function of the scripts' file sets the seed of everything."""
    if not any("set_random_seed" in line for line in file.lines):
        return False
    functions = [each for each in ast.walk(file.module) if isinstance(each, ast.FunctionDef)]
    return any("set_random_seed" in ast.unparse(each) for each in functions)
