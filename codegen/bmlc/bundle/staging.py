"""A folder that appears whole or not at all, and keeps what others put into it.

A build writes into a folder beside `out` and swaps the two at the end. Meanwhile a lock on that folder says that the
build is alive: what a killed one left behind is cleared away by the next.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from bmlc.bundle.foreign import carry_over, written_files
from bmlc.bundle.locks import lock_folder, try_lock_folder
from bmlc.errors import UserError

__all__ = ["staged"]

_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `out` when the block ends without an error.

    What an earlier build wrote to `out` goes; what its manifest does not list moves along.

    Raises:
        UserError: BML305 where `out` is something that no build of bml made, or cannot be written, or holds a file of
            somebody else's where one of the bundle's belongs.
    """
    with ExitStack() as stack:
        try:
            out = _destination(out)
            folder = stack.enter_context(_beside(out))
        except OSError as error:
            raise _not_writable(out, error) from error
        try:
            yield folder
        except OSError as error:
            if error.errno in _OF_THE_DISK:
                raise _not_writable(out, error) from error
            raise
        try:
            with lock_folder(out.parent):  # of builds that end at once, each replaces the one before it
                _check_replaceable(out)
                carry_over(out, folder)
                _swap(folder, out, folder.with_name("old"))
        except OSError as error:
            raise _not_writable(out, error) from error


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """An empty folder beside `out`, in one that is locked while it is in use."""
    out.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".bml-{sha256(os.fsencode(out.name)).hexdigest()[:8]}-"  # a name of 255 bytes has no room for more
    with ExitStack() as stack:
        with lock_folder(out.parent):  # between the two renames of another build `out` is not there
            _check_replaceable(out)
            for left in out.parent.glob(f"{prefix}*"):
                if left.is_dir() and try_lock_folder(left):
                    _clear(left, out)
            temporary = Path(tempfile.mkdtemp(dir=out.parent, prefix=prefix))
            stack.callback(_clear, temporary, out)
            stack.enter_context(lock_folder(temporary))
        folder = temporary / "new"
        folder.mkdir()
        yield folder


def _clear(temporary: Path, out: Path) -> None:
    """Remove what a build worked in; where it ended between the two renames, the old folder goes back first."""
    old = temporary / "old"
    if old.is_dir() and not os.path.lexists(out):
        os.rename(old, out)
    shutil.rmtree(temporary, ignore_errors=True)


def _destination(out: Path) -> Path:
    """`out`, or the folder that it is a link to, without `..`."""
    path = Path(os.path.realpath(out) if out.is_symlink() else os.path.normpath(out))
    with suppress(OSError):  # the current folder may be gone
        if Path.cwd().is_relative_to(path):
            hint = "go to the folder above it, or name another one with --out"
            raise UserError(
                "BML305", f"a build replaces {path} as a whole, and the current folder is in it", hint, None
            )
    return path


def _check_replaceable(out: Path) -> None:
    try:
        out.lstat()
    except FileNotFoundError:
        return
    hint = "name another folder with --out, or remove this one yourself"
    if not out.is_dir():
        raise UserError("BML305", f"expected a folder to write to, received the file {out}", hint, None)
    if any(out.iterdir()) and written_files(out) is None:
        raise UserError("BML305", f"{out} holds files that bml did not write; they would be lost", hint, None)


def _swap(new: Path, out: Path, old: Path) -> None:
    """Two renames: a reader finds the old folder, for an instant none, then the new one; never a mixture."""
    try:
        if out.exists():
            os.rename(out, old)
        os.rename(new, out)
    except BaseException:  # a signal too
        if old.is_dir() and not os.path.lexists(out):
            os.rename(old, out)
        raise


def _not_writable(out: Path, error: OSError) -> UserError:
    return UserError("BML305", f"cannot write {out}: {error.strerror or error}", "name another folder with --out", None)
