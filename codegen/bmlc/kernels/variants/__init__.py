"""Other kernels for a backend, which a build may ask for by name: a file each, `<backend>_<kernels>`."""

from __future__ import annotations

from pkgutil import iter_modules

__all__ = ["VARIANTS"]

VARIANTS: tuple[str, ...] = tuple(file.name for file in iter_modules(__path__))
