"""Plain functions of the file, and of modules beside it: compiled in every script that calls them.

A script has functions of its own for them, so that they see its run and its objects of the program. They share nothing
with those of other scripts but what the module's objects hold.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
from collections.abc import Hashable
from pathlib import Path
from types import FunctionType as PythonFunction

from bmlc.errors import UserError
from bmlc.scripts.frame import Definition
from bmlc.scripts.functions.calls import DefinitionName, make_definition
from bmlc.scripts.program.resolving import resolved, resolves
from bmlc.scripts.program.world import FileFunction
from bmlc.scripts.source import SourceFile, parse_file
from bmlc.scripts.types import Function
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

_MADE = getattr(dataclasses, "_HAS_DEFAULT_FACTORY")  # noqa: B009  # of a field that each call makes anew

__all__ = ["add_python", "define_python", "source_of", "with_defaults"]


@resolves(FileFunction)
def _function(visit: Visit, node: ast.AST, found: FileFunction, text: str) -> Value:
    """A plain function of the file by its name."""
    definition = define_python(visit, node, found.function)
    visit.file_functions[definition.site] = definition
    return Value(frozenset({Function(definition.site)}), DefinitionName(definition))


def define_python(visit: Visit, node: ast.AST, function: PythonFunction, site: Hashable | None = None) -> Definition:
    """The definition of what Python made a function of; `node` names it, `site` tells it from others of it."""
    site = site or function
    if site not in visit.definitions:
        file, written = source_of(function)
        if written is None:
            what = f"{function.__name__}, whose source is not in {file.path.name}"
            raise visit.error("BML201", node, f"a script cannot use {what}", "write it as a def at the top of the file")
        _check(file, written)
        add_python(visit, function, site, written, file)
    return with_defaults(visit, node, function, site)


def add_python(
    visit: Visit, function: PythonFunction, site: Hashable, written: ast.FunctionDef | ast.Lambda, file: SourceFile
) -> None:
    """What Python made `function` of is defined at `site`."""
    definition = make_definition(written, function.__name__.strip("<>"), None, site, file)
    definition.function, definition.is_helper = function, True
    visit.definitions[site] = definition


def with_defaults(visit: Visit, node: ast.AST, function: PythonFunction, site: Hashable) -> Definition:
    """The definition at `site`, with its defaults as they are in this pass."""
    definition = visit.definitions[site]
    if visit.python_defaults.get(site) != visit.passes:
        visit.python_defaults[site] = visit.passes
        for name, each in inspect.signature(function, follow_wrapped=False).parameters.items():
            if each.default is not each.empty and each.default is not _MADE:
                definition.defaults[name] = resolved(visit, node, visit.world.describe(each.default, name), name)
    return definition


def source_of(function: PythonFunction) -> tuple[SourceFile, ast.FunctionDef | ast.Lambda | None]:
    """Where a function is written: by its name and its first line, of several lambdas of a line by their column."""
    code = function.__code__
    file = parse_file(Path(code.co_filename))
    found: list[ast.FunctionDef | ast.Lambda] = []
    for node in ast.walk(file.module):
        if isinstance(node, ast.Lambda) and code.co_name == "<lambda>" and node.lineno == code.co_firstlineno:
            found.append(node)
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if first == code.co_firstlineno:
                found.append(node)
    if len(found) > 1:
        places = {(line, column) for line, _, column, _ in code.co_positions() if column is not None}
        lambdas = [each for each in found if isinstance(each, ast.Lambda)]
        found = [each for each in lambdas if (each.body.lineno, each.body.col_offset) in places]
    return file, found[0] if len(found) == 1 else None


def _check(file: SourceFile, node: ast.FunctionDef | ast.Lambda) -> None:
    for each, star in ((node.args.vararg, "*"), (node.args.kwarg, "**")):
        if each is not None and not (isinstance(node, ast.FunctionDef) and node.name == "__exit__"):  # which ignores it
            hint = "write each parameter out"
            raise UserError("BML201", f"scripts do not call functions with {star}{each.arg}", hint, file.loc(each))
