"""Imports the user's file. Whatever goes wrong inside it is an error of the user's line, not a traceback of ours."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType, TracebackType

from bmlc.errors import UserError, UserErrors
from bmlc.ir import Loc
from bmlc.ir.loc import code_loc

__all__ = ["UserModule", "errors_of_the_user", "load_module"]

_LIBRARY = tuple(
    str(Path(path).resolve().parent) for path in (sys.modules["bml"].__file__, sys.modules["bmlc"].__file__) if path
)


@dataclass(frozen=True)
class UserModule:
    """An imported file."""

    path: Path
    module: ModuleType


def load_module(path: Path) -> UserModule:
    """Import the file at `path`; the caller has opened a `new_program()` for it.

    Raises:
        UserError: BML301 for a file that does not exist or cannot be imported, and whatever its own code raises.
    """
    path = _existing(path)
    # A name of its own: `random.py` must not become everybody's `random`.
    loader = SourceFileLoader(f"bml_program_{path.stem}", str(path))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[loader.name] = module  # dataclasses look their module up
    folder = str(path.parent)
    sys.path.insert(0, folder)
    try:
        with errors_of_the_user(path, "BML301"):
            loader.exec_module(module)
        return UserModule(path, module)
    finally:
        sys.path.remove(folder)


def _existing(path: Path) -> Path:
    if path.is_file():
        return path.resolve()
    if path.is_dir():
        names = sorted(file.name for file in path.glob("*.py"))
        hint = f"it holds {', '.join(names[:5])}" if names else None
        raise UserError("BML301", f"expected a Python file, received the folder {path}", hint)
    names = [file.name for file in path.parent.glob("*.py")] if path.parent.is_dir() else []
    close = get_close_matches(path.name, names, n=1)
    raise UserError(
        "BML301",
        f"expected a Python file, found nothing at {path}",
        f"did you mean {path.with_name(close[0])}?" if close else None,
    )


@contextmanager
def errors_of_the_user(path: Path, code: str) -> Iterator[None]:
    """Turn what the code of `path` raises into a `UserError` with its line; a bug of ours passes through."""
    try:
        yield
    except (UserError, UserErrors):
        raise
    except SyntaxError as error:
        raise UserError(
            "BML301", f"{Path(error.filename or path).name} is not valid Python: {error.msg}", None, _syntax_loc(error)
        ) from None
    except SystemExit as error:
        raise UserError(
            code, f"{path.name} ended Python (SystemExit: {error.code})", None, _place(error.__traceback__, path)
        ) from None
    except Exception as error:
        place = _place(error.__traceback__, path)
        if place is None or _raised_by_library(error.__traceback__):
            raise
        raise UserError(code, f"{type(error).__name__}: {error}", _hint(error), place) from error


def _place(trace: TracebackType | None, path: Path) -> Loc | None:
    """The innermost line of `path` that the error passed through."""
    place = None
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == str(path):
            place = code_loc(code, trace.tb_lasti, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _raised_by_library(trace: TracebackType | None) -> bool:
    frames = traceback.extract_tb(trace)
    return bool(frames) and frames[-1].filename.startswith(_LIBRARY)


def _syntax_loc(error: SyntaxError) -> Loc | None:
    if error.filename is None or error.lineno is None:
        return None
    column = max(0, (error.offset or 1) - 1)
    end_column = (error.end_offset or 0) - 1
    end = end_column if error.end_lineno == error.lineno and end_column > column else column + 1
    return Loc(error.filename, error.lineno, column, error.lineno, end)


def _hint(error: Exception) -> str | None:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"install {error.name.split('.')[0]} into this Python, or remove the import"
    return None
