"""Optimizers, metrics and losses that scripts make, and the variables that a script sets back."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import bml
from bml.old.metrics.metric import Metric
from bml.old.optimizers.optimizer import Optimizer
from bml.old.variable import Variable
from bmlc.errors import UserError
from bmlc.frontend import Slot
from bmlc.frontend.host import FLOAT, INT

__all__ = ["Group", "make"]

# Arguments that may be known only when the script runs: a variable of the program stands for each.
_SETTINGS = ("learning_rate",)


@dataclass(frozen=True)
class Group:
    """The variables of an optimizer or a metric: a new one begins with their initial values."""

    owner: Optimizer | Metric

    @property
    def variables(self) -> list[Variable]:
        return self.owner.variables


def make(kind: str, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> tuple[Any, tuple[tuple[str, str], ...]]:
    """An object of class `kind`, and its settings: each with the variable that takes it.

    Args:
        kind: The full name of a class: "bml.optimizers.Adam".
        arguments: Constants and objects, and `Slot`s for what only the running script knows.
        keywords: The same.
    """
    cls: Any = bml
    for part in kind.split(".")[1:]:
        cls = getattr(cls, part)
    parameters = inspect.signature(cls).parameters
    names = list(parameters)
    given = {**dict(zip(names, arguments, strict=False)), **keywords}
    settings: list[tuple[str, str]] = []
    for name, value in given.items():
        if not isinstance(value, Slot):
            continue
        if name not in _SETTINGS or value.type not in (INT, FLOAT):
            raise UserError(
                "BML207",
                f"{cls.__name__} takes {name!r} from a script only where it is known when the script is compiled",
                "write the value there, or make the object at the top of the file",
                None,
            )
        # The script sets it before the first step; what looks at a step by itself finds the usual value.
        variable = Variable(parameters[name].default, trainable=False, name=f"{cls.__name__.lower()}/{name}")
        settings.append((name, variable.name))
        given[name] = variable
    return cls(**given), tuple(settings)
