"""Reads a user's file into a `Program`: `collect(path)`. `loading` alone imports a file and leaves Keras to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bml.collect.program import Collected
    from bmlc.program import Program

__all__ = ["collect", "collect_with_models"]


def collect(path: Path) -> Program:
    """Everything that the file at `path` declares; see `collect_with_models`."""
    return collect_with_models(path).program


def collect_with_models(path: Path) -> Collected:
    """Everything that the file at `path` declares, and its models.

    Raises:
        UserError: BML301 for a file that cannot be imported or a Keras on another backend, BML302 for a file that
            declares nothing, and whatever is wrong in one of its scripts or functions.
        UserErrors: What is wrong in several of them, or in several places of one.
    """
    from bml.collect.program import collected  # which imports Keras on bml's backend

    return collected(path)
