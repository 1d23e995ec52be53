"""Random numbers on the program's generator: Python's `random` for the host, `keras.random` for tensors.

The functions of tensors are Keras's own. Where both have a name, `uniform`, `randint` and `shuffle`, the arguments say
which is meant.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import TYPE_CHECKING, Any, overload

from bml.arguments import checked
from bml.random import numbers
from bml.random.host import HostRandom
from bml.random.numbers import choice, choices, gauss, random, randrange, sample, seed

if TYPE_CHECKING:
    from keras.random import (
        SeedGenerator,
        beta,
        binomial,
        categorical,
        dropout,
        gamma,
        normal,
        truncated_normal,
    )

__all__ = [
    "HostRandom",
    "SeedGenerator",
    "beta",
    "binomial",
    "categorical",
    "choice",
    "choices",
    "dropout",
    "gamma",
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


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'bml.random' has no attribute {name!r}")
    return _of_keras(name)


def __dir__() -> list[str]:
    return sorted(__all__)


def _of_keras(name: str) -> Any:
    import keras  # only who draws tensors needs it

    return getattr(keras.random, name)


@overload
def uniform(a: float, b: float) -> float: ...
@overload
def uniform(shape: Sequence[Any], minval: Any = 0.0, maxval: Any = 1.0, dtype: Any = None, seed: Any = None) -> Any: ...
def uniform(*args: Any, **kwargs: Any) -> Any:
    """A number between `a` and `b`, a + (b - a) * random(); or, given a shape, a tensor of numbers in [minval, maxval).

    Args:
        a, b: Numbers: one number of the host is drawn, as Python's `random.uniform` does.
        shape, minval, maxval, dtype, seed: A tensor is drawn: `keras.random.uniform`.

    Raises:
        UserError: BML102 for other arguments, BML103 for a number of the host inside a tensor function.

    Example:
        >>> import bml
        >>> 2 <= bml.random.uniform(2, 3) <= 3
        True

    Source: `random.uniform` and `keras.random.uniform`.
    """
    return (_of_keras("uniform") if _is_shape(args, kwargs) else _uniform)(*args, **kwargs)


@overload
def randint(a: int, b: int) -> int: ...
@overload
def randint(shape: Sequence[Any], minval: Any, maxval: Any, dtype: Any = "int32", seed: Any = None) -> Any: ...
def randint(*args: Any, **kwargs: Any) -> Any:
    """A whole number from `a` to `b`, both included; or, given a shape, a tensor of them from minval to maxval - 1.

    Args:
        a, b: The smallest and the largest: one number of the host is drawn, as Python's `random.randint` does.
        shape, minval, maxval, dtype, seed: A tensor is drawn: `keras.random.randint`.

    Raises:
        ValueError: `b` is below `a`.
        UserError: BML102 for other arguments, BML103 for a number of the host inside a tensor function.

    Example:
        >>> import bml
        >>> bml.random.randint(3, 3)
        3

    Source: `random.randint` and `keras.random.randint`.
    """
    return (_of_keras("randint") if _is_shape(args, kwargs) else _randint)(*args, **kwargs)


@overload
def shuffle(x: MutableSequence[Any]) -> None: ...
@overload
def shuffle(x: Any, axis: int = 0, seed: Any = None) -> Any: ...
def shuffle(*args: Any, **kwargs: Any) -> Any:
    """Put a list in another order, in place, as Python's `random.shuffle` does; or give a tensor in another order.

    Args:
        x: A list; or a tensor, or an array, whose parts along `axis` change places.
        axis, seed: Of the tensor: `keras.random.shuffle`.

    Raises:
        UserError: BML102 for other arguments, BML103 for a list inside a tensor function.

    Example:
        >>> import bml
        >>> items = [1, 2, 3]
        >>> bml.random.shuffle(items)
        >>> sorted(items)
        [1, 2, 3]

    Source: `random.shuffle` and `keras.random.shuffle`.
    """
    first = args[0] if args else kwargs.get("x")
    return (_shuffle if isinstance(first, MutableSequence) else _of_keras("shuffle"))(*args, **kwargs)


def _is_shape(args: Sequence[Any], kwargs: Any) -> bool:
    return "shape" in kwargs or bool(args and isinstance(args[0], tuple | list))


_uniform, _randint, _shuffle = (
    checked(getattr(numbers, name), f"random.{name}") for name in ("uniform", "randint", "shuffle")
)
