"""A folder that appears whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bmlc.errors import UserError

__all__ = ["staged"]

_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `out` when the block ends without an error.

    Raises:
        UserError: BML305 where `out` is something that no build of bml made, or cannot be written.
    """
    _check_replaceable(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}-"))
    except OSError as error:
        raise _not_writable(out, error) from error
    try:
        folder = temporary / "new"
        folder.mkdir()
        try:
            yield folder
        except OSError as error:
            if error.errno in _OF_THE_DISK:
                raise _not_writable(out, error) from error
            raise
        try:
            _swap(folder, out, temporary / "old")
        except OSError as error:
            raise _not_writable(out, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _check_replaceable(out: Path) -> None:
    if not out.exists() and not out.is_symlink():
        return
    hint = "name another folder with --out, or remove this one yourself"
    if not out.is_dir() or out.is_symlink():
        raise UserError("BML305", f"expected a folder to write to, received the file {out}", hint, None)
    if any(out.iterdir()) and not _is_bundle(out):
        raise UserError("BML305", f"{out} holds files that bml did not write; they would be lost", hint, None)


def _is_bundle(folder: Path) -> bool:
    with suppress(OSError, ValueError):
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return isinstance(manifest, dict) and "bml" in manifest
    return False


def _swap(new: Path, out: Path, old: Path) -> None:
    """Two renames: a reader finds the old folder, for an instant none, then the new one; never a mixture."""
    if out.exists():
        os.rename(out, old)
    try:
        os.rename(new, out)
    except OSError:
        if old.exists():
            os.rename(old, out)
        raise


def _not_writable(out: Path, error: OSError) -> UserError:
    return UserError("BML305", f"cannot write {out}: {error.strerror or error}", "name another folder with --out", None)
