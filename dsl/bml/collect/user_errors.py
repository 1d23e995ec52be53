"""Whatever goes wrong inside the user's file is an error of the user's line, not a traceback of ours."""

from __future__ import annotations

import builtins
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from bmlc.errors import UserError, UserErrors, unknown_name
from bmlc.ir import Loc
from bmlc.ir.loc import code_loc

__all__ = ["errors_of_the_user"]

_LIBRARY = tuple(
    str(Path(path).resolve().parent) for path in (sys.modules["bml"].__file__, sys.modules["bmlc"].__file__) if path
)
_ENCODING = "save the file as UTF-8, or name its encoding in the first line: # -*- coding: latin-1 -*-"


@contextmanager
def errors_of_the_user(path: Path, code: str, call: Loc | None = None) -> Iterator[None]:
    """Turn what the code of `path` raises into a `UserError` with its line; a bug of ours passes through.

    `call` is the line of a script that has Keras's own code run, such as `model.fit(...)`.
    """
    try:
        yield
    except UserError as error:
        error.loc = error.loc or _place(error.__traceback__, path)
        raise
    except SystemExit as error:
        raise UserError(
            code, f"{path.name} ended Python (SystemExit: {error.code})", None, _place(error.__traceback__, path)
        ) from None
    except UserErrors:
        raise
    except RecursionError as error:  # wherever it ran out: the user's line began it
        place = _place(error.__traceback__, path)
        raise UserError(
            code,
            f"{path.name} nests or calls itself too deeply (RecursionError)",
            "let the recursion end, or write it as a loop",
            place,
        ) from None
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # of the user's own classes too
        place = _place(error.__traceback__, path) or call
        if _is_no_python(error, place):
            raise _not_python(error, path) from None
        if place is None or (_raised_by_library(error.__traceback__) and not _about_our_names(error)):
            raise
        unknown = unknown_name(error, _scope(error.__traceback__, path))
        if unknown is not None:
            raise UserError("BML202", *unknown, place) from None
        raise UserError(code, f"{type(error).__name__}: {error}", _hint(error), place) from error


def _innermost(trace: TracebackType | None, path: Path) -> TracebackType | None:
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            found = trace
        trace = trace.tb_next
    return found


def _place(trace: TracebackType | None, path: Path) -> Loc | None:
    """The innermost line of `path` that the error passed through."""
    found = _innermost(trace, path)
    return None if found is None else code_loc(found.tb_frame.f_code, found.tb_lasti, found.tb_lineno)


def _scope(trace: TracebackType | None, path: Path) -> dict[str, object]:
    """The names that the innermost line of `path` sees."""
    found = _innermost(trace, path)
    return {} if found is None else {**vars(builtins), **found.tb_frame.f_globals, **found.tb_frame.f_locals}


def _raised_by_library(trace: TracebackType | None) -> bool:
    frames = traceback.extract_tb(trace)
    return bool(frames) and frames[-1].filename.startswith(_LIBRARY)


def _about_our_names(error: BaseException) -> bool:
    """Whether a module of ours was asked for a name by the user: its `__getattr__` raises, without being at fault."""
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, AttributeError) and frames[-1].name == "__getattr__"


def _is_no_python(error: BaseException, place: Loc | None) -> bool:
    """Whether the file, or one that it imports, cannot be read as Python; not whether it read something itself."""
    if isinstance(error, SyntaxError) and error.filename is not None and Path(error.filename).is_file():
        return True
    return place is None and isinstance(error, SyntaxError | UnicodeError)


def _not_python(error: BaseException, path: Path) -> UserError:
    if not isinstance(error, SyntaxError):
        return UserError("BML301", f"{path.name} is not valid Python: {error}", _ENCODING)
    about_bytes = any(word in error.msg for word in ("encoding", "codec"))
    name = Path(error.filename or path).name
    hint = _ENCODING if about_bytes else None
    return UserError("BML301", f"{name} is not valid Python: {error.msg}", hint, _syntax_loc(error))


def _syntax_loc(error: SyntaxError) -> Loc | None:
    if error.filename is None or not error.lineno:
        return None
    column = max(0, (error.offset or 1) - 1)
    end_column = (error.end_offset or 0) - 1
    end = end_column if error.end_lineno == error.lineno and end_column > column else column + 1
    return Loc(error.filename, error.lineno, column, error.lineno, end)


def _hint(error: BaseException) -> str | None:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"install {error.name.split('.')[0]} into this Python, or remove the import"
    return None
