"""What somebody else put into a bundle's folder: a CNAME, a .git, photos. A rebuild takes it along."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bmlc.bundle.comparison import PARITY
from bmlc.bundle.manifest import MANIFEST
from bmlc.errors import UserError

__all__ = ["carry_over", "foreign_files", "written_files"]


def written_files(folder: Path) -> frozenset[str] | None:
    """The paths of the files that the last build wrote to `folder`; None where none did."""
    with suppress(OSError, ValueError):
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if isinstance(manifest, dict) and "bml" in manifest and isinstance(manifest.get("files"), dict):
            return frozenset({*manifest["files"], MANIFEST, PARITY})
    return None


def foreign_files(folder: Path) -> list[str]:
    """The paths in `folder` of all else, in order; a folder is named only where nothing of the build's is in it."""
    written = written_files(folder) or frozenset()
    folders = {parent.as_posix() for path in written for parent in Path(path).parents}
    return sorted(_foreign(folder, "", written, folders))


def _foreign(folder: Path, within: str, written: frozenset[str], folders: set[str]) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{within}{entry.name}"
            if path in folders and entry.is_dir(follow_symlinks=False):
                yield from _foreign(Path(entry.path), f"{path}/", written, folders)
            elif path not in written:
                yield path


def carry_over(old: Path, new: Path) -> None:
    """Put the foreign files of `old` into `new`, where they are the same files: `old` keeps them until it goes.

    Raises:
        UserError: BML305 where the bundle has a file of that name.
    """
    paths = foreign_files(old) if old.is_dir() else []
    for path in paths:
        for taken in _conflicts(old / path, new / path):
            raise UserError(
                "BML305",
                f"{taken} is no file of the last build, and the new one has a file of that name",
                "move it away, or name another folder with --out",
                None,
            )
    for path in paths:
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        _link(old / path, new / path)


def _conflicts(source: Path, target: Path) -> Iterator[Path]:
    if any(parent.is_file() for parent in target.parents):
        yield source
    elif os.path.lexists(target):
        if _is_folder(source) and _is_folder(target):
            for entry in sorted(os.listdir(source)):
                yield from _conflicts(source / entry, target / entry)
        else:
            yield source


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _link(source: Path, target: Path) -> None:
    if source.is_symlink():
        os.symlink(os.readlink(source), target, target_is_directory=source.is_dir())
    elif source.is_dir():
        target.mkdir(exist_ok=True)
        for entry in os.listdir(source):
            _link(source / entry, target / entry)
        shutil.copystat(source, target)
    else:
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError:  # a file system without links
            shutil.copy2(source, target, follow_symlinks=False)
