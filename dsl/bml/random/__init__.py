"""Random numbers on the program's generator: Python's `random` for the host, `keras.random` for tensors."""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import Any, overload

from bml.arguments import checked
from bml.random import numbers, tensors
from bml.random.generator import SeedGenerator
from bml.random.host import HostRandom
from bml.random.numbers import (
    choice,
    choices,
    gauss,
    randint,
    random,
    randrange,
    sample,
    seed,
    stream,
)
from bml.random.tensors import categorical, normal, truncated_normal

__all__ = [
    "HostRandom",
    "SeedGenerator",
    "categorical",
    "choice",
    "choices",
    "gauss",
    "normal",
    "randint",
    "random",
    "randrange",
    "sample",
    "seed",
    "shuffle",
    "truncated_normal",
    "uniform",
]


@overload
def uniform(a: float, b: float) -> float: ...
@overload
def uniform(shape: Sequence[Any], minval: Any = 0.0, maxval: Any = 1.0, seed: Any = None) -> Any: ...
def uniform(*args: Any, **kwargs: Any) -> Any:
    """A number between `a` and `b`, a + (b - a) * random(); or, given a shape, a tensor of numbers in [minval, maxval).

    Args:
        a, b: Numbers: one number of the host is drawn, as Python's `random.uniform` does.
        shape: A tuple or list of ints and dimensions: a tensor is drawn, as `keras.random.uniform` does.
        minval, maxval: The bounds of the tensor's numbers.
        seed: As in `normal`.

    Raises:
        UserError: BML102 for other arguments, BML103 for a number of the host inside a tensor function.

    Example:
        >>> import bml
        >>> 2 <= bml.random.uniform(2, 3) <= 3
        True
        >>> bml.random.uniform((2, 3), seed=1).shape
        (2, 3)

    Source: `random.uniform` and `keras.random.uniform`.
    """
    first = args[0] if args else kwargs.get("shape", kwargs.get("a"))
    if "shape" in kwargs or isinstance(first, tuple | list):
        return _tensor(*args, **kwargs)
    return _number(*args, **kwargs)


def _uniform(a: float, b: float) -> float:
    return stream("uniform").uniform(a, b)


@overload
def shuffle(x: MutableSequence[Any]) -> None: ...
@overload
def shuffle(x: Any, axis: int = 0, seed: Any = None) -> Any: ...
def shuffle(*args: Any, **kwargs: Any) -> Any:
    """Put a list in another order, in place, as Python's `random.shuffle` does; or give a tensor in another order.

    Args:
        x: A list; or a tensor, or an array, whose parts along `axis` change places.
        axis: Of the tensor.
        seed: As in `normal`, for the tensor.

    Raises:
        UserError: BML102 for other arguments, BML103 for a list inside a tensor function.

    Example:
        >>> import bml
        >>> items = [1, 2, 3]
        >>> bml.random.shuffle(items)
        >>> sorted(items)
        [1, 2, 3]

    Source: `random.shuffle` and `keras.random.shuffle`. A tensor's order is that of a data set's `shuffle`.
    """
    first = args[0] if args else kwargs.get("x")
    return (_list_shuffle if isinstance(first, MutableSequence) else _tensor_shuffle)(*args, **kwargs)


_list_shuffle = checked(numbers.shuffle, "random.shuffle")
_tensor_shuffle = checked(tensors.shuffle, "random.shuffle")
_number = checked(_uniform, "random.uniform")
_tensor = checked(tensors.uniform, "random.uniform")
