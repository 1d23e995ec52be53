"""Optimizers, metrics, losses and schedules that scripts make."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bmlc.errors import UserError
from bmlc.scripts.host_types import FLOAT, INT
from bmlc.scripts.world import Slot

__all__ = ["make"]

# The argument that may be known only when the script runs: Keras's optimizers hold it in a variable.
_SETTING = "learning_rate"


def make(
    cls: type, arguments: Sequence[Any], keywords: Mapping[str, Any]
) -> tuple[Any, Mapping[str, Any], tuple[tuple[str, str], ...]]:
    """An object of class `cls`, its arguments by name, and its settings: each with the variable that takes it.

    Args:
        cls: An optimizer, a metric, a loss or a schedule of Keras's or of the file.
        arguments: Constants and objects, and `Slot`s for what only the running script knows.
        keywords: The same.
    """
    signature = inspect.signature(cls)
    parameters = signature.parameters
    try:
        signature.bind(*arguments, **keywords)
    except TypeError as error:
        raise UserError("BML102", f"{cls.__name__}: {error}", f"it takes ({', '.join(parameters)})") from None
    given = {**dict(zip(parameters, arguments, strict=False)), **keywords}
    usual = dict(given)
    slots = {name: value for name, value in given.items() if isinstance(value, Slot)}
    for name, value in slots.items():
        if name != _SETTING or value.type not in (INT, FLOAT):
            raise _known_too_late(cls, name)
        # The script sets it before the first step; what looks at a step by itself finds the usual value.
        default = parameters[name].default
        usual[name] = default if isinstance(default, float) else 0.01
    made = cls(**usual)
    if not slots:
        return made, given, ()
    rate = made.learning_rate
    if not hasattr(rate, "state") or np.asarray(rate) != np.float32(usual[_SETTING]):
        raise _known_too_late(cls, _SETTING)  # a class of the file computes with it
    return made, given, ((_SETTING, rate.state.name),)


def _known_too_late(cls: type, name: str) -> UserError:
    return UserError(
        "BML207",
        f"{cls.__name__} takes {name!r} from a script only where it is known when the script is compiled",
        "write the value there, or make the object at the top of the file",
        None,
    )
