"""Python that scripts do not have, each with what to write instead."""

from __future__ import annotations

import ast

from bmlc.scripts.visit import Visit, lowers

__all__: list[str] = []

_NO_SETS = ("sets", "use a dictionary with values True, or a list")
_WITHOUT_AWAIT = "leave async out: await is put in where the browser needs it"
_REFUSED: dict[type[ast.AST], tuple[str, str]] = {
    ast.AsyncFor: ("async for", "write for"),
    ast.AsyncFunctionDef: ("async def", _WITHOUT_AWAIT),
    ast.AsyncWith: ("async with", "write with"),
    ast.Await: ("await", "it is put in where the browser needs it"),
    ast.ClassDef: ("classes inside functions", "define it at the top of the file"),
    ast.Global: ("global", "pass values as arguments and return them, or keep them in a list or dictionary"),
    ast.Import: ("import", "import at the top of the file"),
    ast.ImportFrom: ("import", "import at the top of the file"),
    ast.Match: ("match", "write if and elif"),
    ast.Nonlocal: ("nonlocal", "return the value, or keep it in a list or dictionary"),
    ast.Set: _NO_SETS,
    ast.SetComp: _NO_SETS,
    ast.Slice: ("slices beside other indices", "write ints, or one slice"),
    ast.Starred: ("* here", "write the values out"),
    ast.TryStar: ("except*", "write except"),
}


@lowers(*_REFUSED)
def _refuse(visit: Visit, node: ast.AST) -> None:
    what, hint = _REFUSED[type(node)]
    raise visit.error("BML201", node, f"scripts do not have {what}", hint)
