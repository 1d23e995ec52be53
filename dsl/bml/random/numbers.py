"""The functions of Python's `random` module, on the program's own stream: host numbers, for scripts.

`gauss` may differ from Python's in its last digit in the browser, as cos and log do.
"""

from __future__ import annotations

import functools
import random as of_python
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bml.context import current_context
from bml.random.host import HostRandom
from bmlc.errors import UserError
from bmlc.ir import active_builder

__all__ = ["choice", "choices", "gauss", "randint", "random", "randrange", "sample", "seed", "shuffle", "uniform"]

P = ParamSpec("P")
T = TypeVar("T")


def _stream(caller: str) -> HostRandom:
    """The program's stream, for `caller`.

    Raises:
        UserError: BML103 inside a tensor function, where a host number would be drawn once and stay.
    """
    tf = sys.modules.get("tensorflow")
    if active_builder() is not None or (tf is not None and tf.inside_function()):
        raise UserError.here(
            "BML103",
            f"bml.random.{caller} gives a number of the host, which a traced function would keep for good",
            "draw a tensor: bml.random.uniform(shape) or bml.random.normal(shape)",
        )
    return current_context().random


def _drawn(function: Callable[P, T]) -> Callable[P, T]:
    """`function` of Python's, with its arguments and its text, of the program's stream."""
    name = function.__name__

    @functools.wraps(function, ("__name__", "__doc__"))
    def draw(*args: P.args, **kwargs: P.kwargs) -> T:
        result: T = getattr(_stream(name), name)(*args, **kwargs)
        return result

    return draw


random = _drawn(of_python.random)
uniform = _drawn(of_python.uniform)
randint = _drawn(of_python.randint)
randrange = _drawn(of_python.randrange)
choice = _drawn(of_python.choice)
choices = _drawn(of_python.choices)
sample = _drawn(of_python.sample)
shuffle = _drawn(of_python.shuffle)
gauss = _drawn(of_python.gauss)


def seed(n: int) -> None:
    """Begin the stream of host numbers of seed `n`; without a call it begins at the program's seed.

    Args:
        n: From 0 to 2**32 - 1.

    Raises:
        UserError: BML102 for anything else.

    Example:
        >>> import bml
        >>> bml.random.seed(7)
    """
    _stream("seed").seed(n)
