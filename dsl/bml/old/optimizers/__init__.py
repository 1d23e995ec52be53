"""Optimizers by Keras's names."""

from __future__ import annotations

from typing import Any

from bml.arguments import choose
from bml.old.optimizers import schedules
from bml.old.optimizers.adam import Adam
from bml.old.optimizers.optimizer import Optimizer
from bml.old.optimizers.sgd import SGD

__all__ = ["SGD", "Adam", "Optimizer", "get", "schedules"]

_CLASSES: dict[str, type[Adam] | type[SGD]] = {"adam": Adam, "sgd": SGD}


def get(identifier: Any) -> Optimizer:
    """The optimizer of this name with its default settings, or `identifier` itself where it is one already.

    Raises:
        UserError: BML102 for an unknown name.
    """
    if isinstance(identifier, Optimizer):
        return identifier
    name = identifier.lower() if isinstance(identifier, str) else identifier
    return choose("optimizers", name, _CLASSES)()
