"""The modules of Keras under bml's name: `bml.layers` is `keras.layers`, and `from bml.layers import Dense` is Keras's.

Keras is imported when the first of them is asked for, on the backend that is chosen then: ours while a file is built,
the user's own otherwise. The files of these names are never run: type checkers and editors read them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

__all__ = ["MODULES", "install"]

MODULES = frozenset(
    {
        "activations",
        "constraints",
        "initializers",
        "layers",
        "losses",
        "metrics",
        "ops",
        "optimizers",
        "random",
        "regularizers",
    }
)


class _Aliases(MetaPathFinder, Loader):
    """Answers `import bml.layers` with the module `keras.layers` itself."""

    def __init__(self) -> None:
        self._specs: dict[str, ModuleSpec | None] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, name = fullname.partition(".")
        return ModuleSpec(fullname, self) if package == "bml" and name.split(".")[0] in MODULES else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = import_module(f"keras.{spec.name.removeprefix('bml.')}")
        self._specs[spec.name] = module.__spec__  # Python gives it the alias's
        return module

    def exec_module(self, module: ModuleType) -> None:
        """The module has run under its own name."""
        assert module.__spec__ is not None
        module.__spec__ = self._specs[module.__spec__.name]


def install() -> None:
    """Serve the aliases from now on."""
    if not any(isinstance(finder, _Aliases) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Aliases())


if TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """What the files of the aliases have for those type checkers to which Keras has no types."""
