"""What of a module of Keras the cases of a table hold."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from types import ModuleType

import keras
from case import Case

__all__ = ["uncovered"]


def uncovered(module: ModuleType, cases: Iterable[Case]) -> set[str]:
    """The classes of `module` of which no case makes one, be it inside of another or a subclass."""
    subjects = [case.make() for case in cases]
    inner = [
        layer for subject in subjects if isinstance(subject, keras.layers.Layer) for layer in subject._flatten_layers()
    ]
    held = {cls for subject in (*subjects, *inner) for cls in type(subject).__mro__}
    return {name for name, cls in vars(module).items() if inspect.isclass(cls) and cls not in held}
