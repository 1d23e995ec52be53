"""The functions of Python's `random` module, on the program's own stream: host numbers, for scripts."""

from __future__ import annotations

import sys
from collections.abc import MutableSequence, Sequence
from typing import Any, TypeVar

from bml.context import current_context
from bml.random.host import HostRandom
from bmlc.errors import UserError
from bmlc.ir import active_builder

__all__ = [
    "choice",
    "choices",
    "gauss",
    "randint",
    "random",
    "randrange",
    "sample",
    "seed",
    "shuffle",
    "stream",
    "uniform",
]

T = TypeVar("T")


def stream(caller: str) -> HostRandom:
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
    stream("seed").seed(n)


def random() -> float:
    """A number in [0, 1), a multiple of 2**-53.

    Example:
        >>> import bml
        >>> 0 <= bml.random.random() < 1
        True

    Source: `random.random`.
    """
    return stream("random").random()


def uniform(a: float, b: float) -> float:
    """`bml.random.uniform` of two numbers."""
    return stream("uniform").uniform(a, b)


def randint(a: int, b: int) -> int:
    """`bml.random.randint` of two numbers."""
    return stream("randint").randint(a, b)


def randrange(start: int, stop: int | None = None, step: int = 1) -> int:
    """An element of `range(start, stop, step)`, or of `range(start)`.

    Args:
        start: The first, or with nothing behind it the end.
        stop: The end, itself left out.
        step: From one to the next.

    Raises:
        ValueError: The range is empty.

    Example:
        >>> import bml
        >>> bml.random.randrange(4, 7, 5)
        4

    Source: `random.randrange`.
    """
    drawn = stream("randrange")
    return drawn.randrange(start) if stop is None else drawn.randrange(start, stop, step)


def choice(seq: Sequence[T]) -> T:
    """An element of `seq`.

    Args:
        seq: Not empty.

    Raises:
        IndexError: `seq` is empty.

    Example:
        >>> import bml
        >>> bml.random.choice(["left", "right"]) in ("left", "right")
        True

    Source: `random.choice`.
    """
    return stream("choice").choice(seq)


def choices(population: Sequence[T], weights: Sequence[float] | None = None, k: int = 1) -> list[T]:
    """`k` elements of `population`, each drawn from all of it.

    Args:
        population: Not empty.
        weights: How likely each one is, against the others; all the same by default.
        k: How many.

    Raises:
        ValueError: The number of weights is not that of the population, or their sum is not above 0.

    Example:
        >>> import bml
        >>> bml.random.choices("ab", weights=[1, 0], k=3)
        ['a', 'a', 'a']

    Source: `random.choices`.
    """
    return stream("choices").choices(population, weights, k=k)


def sample(population: Sequence[T], k: int) -> list[T]:
    """`k` different elements of `population`, in the order in which they were drawn.

    Args:
        population: At least `k` elements.
        k: How many.

    Raises:
        ValueError: `k` is negative, or larger than the population.

    Example:
        >>> import bml
        >>> sorted(bml.random.sample([1, 2, 3], 3))
        [1, 2, 3]

    Source: `random.sample`.
    """
    return stream("sample").sample(population, k)


def shuffle(x: MutableSequence[Any]) -> None:
    """`bml.random.shuffle` of a list."""
    stream("shuffle").shuffle(x)


def gauss(mu: float = 0.0, sigma: float = 1.0) -> float:
    """A normal number; two calls use one pair of uniform ones.

    Args:
        mu: The mean.
        sigma: The standard deviation.

    Example:
        >>> import bml
        >>> bml.random.gauss(5.0, 0.0)
        5.0

    Source: `random.gauss`. Its last digit may differ in the browser, as that of cos and log does.
    """
    return stream("gauss").gauss(mu, sigma)
