"""The user's file as libcst sees it, with the place of every node. Parsed once a file and content."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from bmlc.errors import UserError
from bmlc.ir.loc import Loc
from bmlc.source_text import source_text

T = TypeVar("T")

_STACK, _FRAMES = 2**28, 100_000

__all__ = ["SourceFile", "forget_files", "parse_file"]


@dataclass(frozen=True, eq=False)
class SourceFile:
    """A parsed file."""

    path: Path
    module: cst.Module
    _positions: Mapping[cst.CSTNode, CodeRange]

    def loc(self, node: cst.CSTNode) -> Loc:
        """The span of `node`."""
        span = self._positions[node]
        return Loc(str(self.path), span.start.line, span.start.column, span.end.line, span.end.column)

    def function(self, name: str) -> cst.FunctionDef | None:
        """The last top-level definition of `name`: the one that the module ends up with."""
        for statement in reversed(self.module.body):
            if isinstance(statement, cst.FunctionDef) and statement.name.value == name:
                return statement
        return None


def parse_file(path: Path) -> SourceFile:
    """Parse `path`, which Python has imported before: it has no syntax errors.

    Raises:
        UserError: BML201 where libcst does not know what Python does.
    """
    return _parse(path, source_text(path))


def forget_files() -> None:
    """Parse files anew when they are asked for next."""
    _parse.cache_clear()


@lru_cache(maxsize=8)
def _parse(path: Path, text: str) -> SourceFile:
    try:
        module = cst.parse_module(text)
    except cst.ParserSyntaxError as error:  # a few forms that Python takes, such as `(x): int = 1`
        loc = Loc(str(path), error.raw_line, error.raw_column, error.raw_line, error.raw_column + 1)
        message = "expected plainer Python: the parser that reads scripts stops here, although Python goes on"
        raise UserError("BML201", message, "write this line, or the one above, in a simpler way", loc) from None
    # The tree is ours alone: the copy that the wrapper would make of it to be safe is not needed.
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    # What `wrapper.resolve` calls, too; then it goes through the whole tree once more, for providers that visit nodes.
    positions = _with_room(lambda: PositionProvider()._gen(wrapper))
    return SourceFile(path, wrapper.module, cast(Mapping[cst.CSTNode, CodeRange], positions))


def _with_room(work: Callable[[], T]) -> T:
    """What `work` returns, which goes through code recursively: it gets a stack for all that Python compiles."""
    limit, size = sys.getrecursionlimit(), threading.stack_size(_STACK)
    sys.setrecursionlimit(_FRAMES)
    try:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(work).result()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
