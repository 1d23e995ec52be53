"""The user's file as Python's own parser sees it, with the place of every node."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bmlc.ir.loc import Loc
from bmlc.source_text import source_text

__all__ = ["SourceFile", "parse_file", "set_names"]

Located = ast.expr | ast.stmt | ast.arg | ast.keyword | ast.alias | ast.excepthandler


@dataclass(frozen=True, eq=False)
class SourceFile:
    """A parsed file."""

    path: Path
    module: ast.Module
    lines: list[str]
    _locs: dict[ast.AST, Loc] = field(default_factory=dict)

    def loc(self, node: ast.AST) -> Loc:
        """The span of `node`; of a statement with a block, its head."""
        if node not in self._locs:
            self._locs[node] = self._span(node)
        return self._locs[node]

    def name_loc(self, node: ast.AST) -> Loc:
        """The span of the name that an attribute asks for, or a function is given; of other code the whole."""
        whole = self.loc(node)
        if isinstance(node, ast.Attribute):
            return Loc(whole.file, whole.end_line, whole.end_column - len(node.attr), whole.end_line, whole.end_column)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return whole
        line = self.lines[node.lineno - 1]
        at = line.find(node.name, node.col_offset + len("def"))
        if at < 0:  # a method that `@dataclass` writes
            return whole
        return Loc(str(self.path), node.lineno, at, node.lineno, at + len(node.name))

    def text(self, node: ast.AST) -> str:
        """The source of `node`, as it is written."""
        return ast.get_source_segment("\n".join(self.lines), node) or ast.unparse(node)

    def function(self, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The last top-level definition of `name`: the one that the module ends up with."""
        for statement in reversed(self.module.body):
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and statement.name == name:
                return statement
        return None

    def _span(self, node: ast.AST) -> Loc:
        assert isinstance(node, Located)
        first, column = node.lineno, self._characters(node.lineno, node.col_offset)
        if isinstance(node, ast.stmt) and (
            getattr(node, "body", None) or isinstance(node, ast.Match)
        ):  # its head, up to the colon
            line = self.lines[first - 1].rstrip()
            return Loc(str(self.path), first, column, first, len(line) - line.endswith(":"))
        last = node.end_lineno or first
        return Loc(str(self.path), first, column, last, self._characters(last, node.end_col_offset or 0))

    def _characters(self, line: int, column: int) -> int:
        """Python counts columns in bytes of UTF-8."""
        text = self.lines[line - 1]
        return column if text.isascii() else len(text.encode()[:column].decode(errors="ignore"))


def parse_file(path: Path) -> SourceFile:
    """Parse `path`, which Python has imported before: it has no syntax errors."""
    return _parse(path, source_text(path))


@lru_cache(maxsize=8)
def _parse(path: Path, text: str) -> SourceFile:
    return SourceFile(path, ast.parse(text), text.split("\n"))


def set_names(body: Iterable[ast.AST]) -> Iterator[str]:
    """The names that a function sets, those of functions and comprehensions inside it left out."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            yield from (each.target.id for each in ast.walk(node) if isinstance(each, ast.NamedExpr))
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        if isinstance(node, ast.alias):  # which is refused, and what it would set is not told again
            yield node.asname or node.name.partition(".")[0]
        if isinstance(node, ast.Global | ast.Nonlocal):
            yield from node.names
        yield from set_names(ast.iter_child_nodes(node))
