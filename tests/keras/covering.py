"""What of a module of Keras the cases of a table hold."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from types import ModuleType

import keras
from case import Case

__all__ = ["representatives", "uncovered"]


def uncovered(module: ModuleType, cases: Iterable[Case]) -> set[str]:
    """The classes of `module` of which no case makes one, be it inside of another or a subclass."""
    held = set().union(*map(_classes, cases))
    return {name for name, cls in vars(module).items() if inspect.isclass(cls) and cls not in held}


def representatives(module: ModuleType, cases: Iterable[Case]) -> list[Case]:
    """The first case of each class of `module`, but for classes that an earlier one of these has."""
    wanted = {cls for cls in vars(module).values() if inspect.isclass(cls)}
    chosen = []
    for case in cases:
        if new := wanted & _classes(case):
            wanted -= new
            chosen.append(case)
    return chosen


def _classes(case: Case) -> set[type]:
    subject = case.make()
    inner = subject._flatten_layers() if isinstance(subject, keras.layers.Layer) else ()
    return {cls for each in (subject, *inner) for cls in type(each).__mro__}
