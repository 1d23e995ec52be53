"""The backends: a file each, which is called as the backend is and states what is known of it as `BACKEND`."""

from __future__ import annotations

from pkgutil import iter_modules

__all__ = ["BACKENDS"]

# Known without the files, and so without the ops that they read: a command's help names them.
BACKENDS: tuple[str, ...] = tuple(file.name for file in iter_modules(__path__))
