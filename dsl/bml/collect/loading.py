"""Imports the user's file, with whatever Keras this process has or will have."""

from __future__ import annotations

import linecache
import stat
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType

from bml.collect.surroundings import kept_surroundings
from bml.collect.user_errors import errors_of_the_user
from bml.functions import Script, TensorFunction
from bmlc.errors import UserError
from bmlc.source_text import source_text

__all__ = ["UserModule", "declarations", "load_module"]


@dataclass(frozen=True)
class UserModule:
    """An imported file."""

    path: Path
    module: ModuleType


class _Loader(SourceFileLoader):
    """Compiles what stands in the file now: Python's cached bytecode goes by seconds, and an editor is quicker."""

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.get_data(self.path), self.path)


def load_module(path: Path, *, compiling: bool = True) -> UserModule:
    """Import the file at `path`; the caller has opened a `new_program()` for it.

    Args:
        path: Of the file.
        compiling: Whether the file is read for its declarations. Then it has nobody to ask, and must not end the
            process or leave it in another folder.

    Raises:
        UserError: BML301 for a file that does not exist or cannot be imported, and whatever its own code raises.
    """
    path = _existing(path)
    # A name of its own: `random.py` must not become everybody's `random`.
    loader = _Loader(f"bml_program_{path.stem.replace('.', '_')}", str(path))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[loader.name] = module  # dataclasses look their module up
    linecache.checkcache(str(path))
    folder = str(path.parent)
    sys.path.insert(0, folder)
    arguments, sys.argv = sys.argv, [str(path)]  # the command's are none of the file's
    # Keras only warns of a `call` that fails while it builds the layer, and lets it fail again: it shall fail at once.
    warnings.filterwarnings("error", r"Layer '.*' looks like it has unbuilt state(.|\n)*error BML", UserWarning)
    try:
        with errors_of_the_user(path, "BML301"), kept_surroundings(path, compiling):
            loader.exec_module(module)
            source_text(path)  # what Python reads, the compiler reads too
        return UserModule(path, module)
    finally:
        sys.argv = arguments
        if folder in sys.path:  # the file may have set the whole list
            sys.path.remove(folder)


def declarations(user: UserModule) -> Iterator[tuple[str, Script | TensorFunction]]:
    """The public functions that the file itself decorates, in its order."""
    for name, value in vars(user.module).items():
        if (
            not name.startswith("_")
            and isinstance(value, Script | TensorFunction)
            and value.fn.__module__ == user.module.__name__
        ):
            yield name, value


def _existing(path: Path) -> Path:
    try:
        found = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a null character
        raise _missing(path, error) from None
    if stat.S_ISREG(found.st_mode):
        path = path.resolve()
        _check_name(path)
        return path
    if stat.S_ISDIR(found.st_mode):
        names = sorted(file.name for file in path.glob("*.py"))
        hint = f"it holds {', '.join(names[:5])}" if names else None
        raise UserError("BML301", f"expected a Python file, received the folder {path}", hint)
    raise UserError("BML301", f"expected a Python file, received {path}, which is neither a file nor a folder")


def _missing(path: Path, error: OSError | ValueError) -> UserError:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        reason = getattr(error, "strerror", None) or error
        return UserError("BML301", f"cannot read {path}: {reason}")
    names = [file.name for file in path.parent.glob("*.py")] if path.parent.is_dir() else []
    close = get_close_matches(path.name, names, n=1)
    return UserError(
        "BML301",
        f"expected a Python file, found nothing at {path}",
        f"did you mean {path.with_name(close[0])}?" if close else None,
    )


def _check_name(path: Path) -> None:
    """Names stand in comments, pages and maps: bytes that are no text, and ends of lines, cannot."""
    if any(0xD800 <= ord(char) < 0xE000 or char in "\u2028\u2029" or ord(char) < 32 for char in path.name):
        raise UserError("BML301", f"the name of {str(path)!a} holds characters that are no text", "rename the file")
