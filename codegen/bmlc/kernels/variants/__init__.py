"""Other kernels for a backend, which a build may ask for by name: a file each, `<backend>_<kernels>`."""

from __future__ import annotations

from collections.abc import Iterable
from pkgutil import iter_modules
from typing import Literal, TypeAlias

__all__ = ["VARIANTS", "Kernels", "backend_of", "with_kernels"]

VARIANTS: tuple[str, ...] = tuple(file.name for file in iter_modules(__path__))
# Whose kernels a build takes where there is a choice.
Kernels: TypeAlias = Literal["ours", "tfjs"]


def with_kernels(backends: Iterable[str], kernels: Kernels) -> tuple[str, ...]:
    """What to compile for: each backend, or its variant with these kernels where there is one."""
    wanted = {backend: f"{backend}_{kernels}" for backend in backends}
    return tuple(variant if variant in VARIANTS else backend for backend, variant in wanted.items())


def backend_of(target: str) -> str:
    """The backend that a variant stands in for; users know it by that name alone."""
    return target.partition("_")[0]
