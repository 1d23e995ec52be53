"""Whatever goes wrong inside the user's file is an error of the user's line, not a traceback of ours."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bml.keras.raised import Raised, root_of, text_of
from bml.keras.slip import Slip
from bml.keras.slips import explained
from bmlc.errors import Note, UserError, UserErrors, unknown_name
from bmlc.ir import Loc

__all__ = ["errors_of_the_user"]

_LIBRARY = tuple(str(Path(path).parent) for path in (sys.modules["bml"].__file__, sys.modules["bmlc"].__file__) if path)
_ENCODING = "save the file as UTF-8, or name its encoding in the first line: # -*- coding: latin-1 -*-"

_ENDLESS = "let the recursion end, or write it as a loop"
_DEEP = "Keras calls itself once a layer: begin the file with `import sys; sys.setrecursionlimit(10_000)`"


@contextmanager
def errors_of_the_user(path: Path, code: str, call: Loc | None = None) -> Iterator[None]:
    """Turn what the code of `path` raises into a `UserError` with its line; a bug of ours passes through.

    `call` is the line of a script that has Keras's own code run, such as `model.fit(...)`.
    """
    try:
        yield
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # of the user's own classes too
        told = _told(Raised(root_of(error), path), code, call)
        if told is None:
            raise
        raise told from (None if told is error else error)


def _told(raised: Raised, code: str, call: Loc | None) -> UserError | UserErrors | None:
    """What the user is told of an exception; None where it is a bug of ours."""
    error, path = raised.error, raised.path
    place = raised.line.loc if raised.line else call
    match error:
        case UserErrors():
            return error
        case UserError():
            error.loc = _narrowed(error.loc if error.loc and error.loc.line else place, raised)
            slip = explained(raised)
            if slip is not None:
                error.code, error.message, error.hint = slip.code, slip.message, slip.hint
                error.notes = error.notes or _notes(slip, place, raised)
            return error
        case SystemExit():
            return UserError(code, f"{path.name} ended Python (SystemExit: {text_of(error.code)})", None, place)
        case RecursionError():  # wherever it ran out: the user's line began it
            message = f"{path.name} nests or calls itself too deeply (RecursionError)"
            entered = sum(raised.line is not None and step.file == raised.line.file for step in raised.steps)
            return UserError(code, message, _DEEP if entered == 1 else _ENDLESS, place)
    if _is_no_python(error, place):
        return _not_python(error, path)
    slip = None if place is None else explained(raised)
    if slip is not None:
        return UserError(slip.code, slip.message, slip.hint, _narrowed(place, raised), _notes(slip, place, raised))
    if place is None or (_is_of_bml(raised) and not _about_our_names(raised)):
        return None
    unknown = unknown_name(error, dict(raised.scope))
    if unknown is not None:
        return UserError("BML202", *unknown, place)
    return UserError(code, f"{type(error).__name__}: {raised.text}", _hint(error), place)


def _narrowed(place: Loc | None, raised: Raised) -> Loc | None:
    """The line of the layer at work, where that is written within the call to blame: one of a `Sequential`."""
    layer, node = _layer(raised), raised.expression
    if place is None or layer is None or not _holds(place, layer._bml_loc):
        return place
    is_made_and_called = isinstance(node, ast.Call) and isinstance(node.func, ast.Call)  # layers.Dense(3)(x)
    return place if is_made_and_called else layer._bml_loc


def _notes(slip: Slip, place: Loc | None, raised: Raised) -> tuple[Note, ...]:
    """Where the layer that does not take a shape was made, or the loss chosen, if that is another line."""
    layer, compiled = _layer(raised), _compiled(raised)
    if slip.beside == "compile" and compiled is not None:
        return (Note(compiled, "compiled here"),)
    if slip.beside != "layer" or layer is None or (place is not None and _holds(place, layer._bml_loc)):
        return ()
    return (Note(layer._bml_loc, f"{type(layer).__name__} was made here"),)


def _layer(raised: Raised) -> Any:
    """The innermost layer at work behind the user's line, if it was made in the user's file and is no model."""
    keras = sys.modules.get("keras")
    if keras is None:
        return None
    made = raised.owners(keras.Layer)
    mine = (layer for layer in made if not isinstance(layer, keras.Model) and layer._bml_loc.is_in(raised.path))
    return next(mine, None)


def _compiled(raised: Raised) -> Loc | None:
    """Where the model in training was compiled."""
    found = (loc for step in raised.behind if isinstance(loc := getattr(step.owner, "_bml_compiled", None), Loc))
    return next((loc for loc in found if loc.is_in(raised.path)), None)


def _holds(outer: Loc, inner: Loc) -> bool:
    begins = (outer.line, outer.column) <= (inner.line, inner.column)
    return begins and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def _is_of_bml(raised: Raised) -> bool:
    return raised.origin is not None and raised.origin.file.startswith(_LIBRARY)


def _about_our_names(raised: Raised) -> bool:
    """Whether a module of ours was asked for a name by the user: its `__getattr__` raises, without being at fault."""
    return isinstance(raised.error, AttributeError) and raised.steps[-1].frame.f_code.co_name == "__getattr__"


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
