"""Random tensors, named as in `keras.random`: inside a tensor function, and as arrays outside one."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from bml.arguments import whole_number
from bml.random.generator import draw
from bml.running import runs_anywhere
from bmlc.errors import UserError
from bmlc.ir import Dim, Poly
from bmlc.ops import random as ops
from bmlc.ops.gathering import take
from bmlc.ops.rules import normalize_axis
from bmlc.ops.tensor import Tensor

__all__ = ["categorical", "normal", "shuffle", "truncated_normal", "uniform"]


def normal(shape: Sequence[Any], mean: Any = 0.0, stddev: Any = 1.0, seed: Any = None) -> Any:
    """Normal numbers: z * stddev + mean.

    Args:
        shape: Ints, or dimensions of tensors: `(bml.ops.shape(x)[0], 64)`.
        mean: A number, or a tensor that broadcasts to `shape`.
        stddev: The standard deviation, likewise.
        seed: None: other numbers at each call, counted at this place of the file. An int: the same numbers at each
            call. A `bml.random.SeedGenerator`: other numbers at each call with it.

    Output shape:
        `shape`, float32.

    Raises:
        UserError: BML102 for another shape or seed.

    Example:
        >>> import bml
        >>> bml.random.normal((2, 3), seed=1).shape
        (2, 3)

    Source: `keras.random.normal`; Box and Muller 1958. The numbers are bml's own and the same in the browser.
    """
    return _drawn("normal", ops.random_normal, shape, seed, scale=stddev, offset=mean)


def truncated_normal(shape: Sequence[Any], mean: Any = 0.0, stddev: Any = 1.0, seed: Any = None) -> Any:
    """Normal numbers, none of them more than two standard deviations from the mean: z * stddev + mean.

    Args:
        shape, mean, stddev, seed: As in `normal`; `stddev` is that of the numbers before they are truncated.

    Output shape:
        `shape`, float32.

    Raises:
        UserError: BML102 for another shape or seed.

    Example:
        >>> import bml
        >>> float(abs(bml.random.truncated_normal((1000,))).max()) <= 2
        True

    Source: `keras.random.truncated_normal`.
    """
    return _drawn("truncated_normal", ops.random_truncated_normal, shape, seed, scale=stddev, offset=mean)


def uniform(shape: Sequence[Any], minval: Any = 0.0, maxval: Any = 1.0, seed: Any = None) -> Any:
    """Numbers in [minval, maxval): u * (maxval - minval) + minval; see `bml.random.uniform`."""
    return _drawn("uniform", ops.random_uniform, shape, seed, scale=maxval - minval, offset=minval)


def categorical(logits: Any, num_samples: int, seed: Any = None) -> Any:
    """Class numbers, each as likely as `softmax` of its row says.

    Args:
        logits: float32[rows, classes].
        num_samples: How many to draw for each row.
        seed: As in `normal`.

    Output shape:
        (rows, num_samples), int32.

    Raises:
        UserError: BML101 for logits of another rank, BML102 for another number or seed.

    Example:
        >>> import bml
        >>> bml.random.categorical([[0.0, -100.0]], 3, seed=1).tolist()
        [[0, 0, 0]]

    Source: `keras.random.categorical`, by the inverse of the distribution function.
    """
    count = whole_number("random.categorical", "num_samples", num_samples, minimum=1, maximum=2**24)
    made = draw("categorical", seed)

    def numbers(rows: Any) -> Any:
        if len(rows.shape) != 2:
            raise UserError.here("BML101", f"random.categorical expected logits of rank 2, received {rows.type}")
        drawn = ops.random_categorical(made.counter, rows, num_samples=count, seed=made.seed, site=made.site)
        made.count()
        return drawn

    return runs_anywhere(numbers)(logits)


def shuffle(x: Any, axis: int = 0, seed: Any = None) -> Any:
    """The parts of a tensor along `axis` in a random order; see `bml.random.shuffle`."""
    made = draw("shuffle", seed)

    def shuffled(parts: Any) -> Any:
        along = normalize_axis("random.shuffle", axis, len(parts.shape))
        order = ops.random_permutation(made.counter, size=parts.dims[along], seed=made.seed, site=made.site)
        made.count()
        return take(parts, order, along)

    return runs_anywhere(shuffled)(x)


def _drawn(
    name: str, standard: Callable[..., Tensor], shape: Sequence[Any], seed: Any, *, scale: Any, offset: Any
) -> Any:
    sizes = _sizes(name, shape)
    made = draw(name, seed)

    def numbers() -> Any:
        drawn = standard(made.counter, shape=sizes, seed=made.seed, site=made.site)
        made.count()
        # No addition of 0, which a kernel would compute: it makes 0.0 of -0.0.
        return drawn * scale if isinstance(offset, int | float) and offset == 0 else drawn * scale + offset

    return runs_anywhere(numbers)()


def _sizes(name: str, shape: Any) -> tuple[Dim, ...]:
    if isinstance(shape, tuple | list) and all(isinstance(size, Poly) or _is_size(size) for size in shape):
        return tuple(size if isinstance(size, Poly) else int(size) for size in shape)
    is_computed = isinstance(shape, tuple | list) and any(isinstance(size, Tensor) for size in shape)
    raise UserError.here(
        "BML102",
        f"random.{name} expects a shape, a tuple of ints and dimensions, received shape={shape!r}",
        "a size is not computed while the program runs: draw in a @bml.function: (bml.ops.shape(x)[0], 64)"
        if is_computed
        else f"bml.random.{name}((32, 64)), or a tensor's own dimension: (bml.ops.shape(x)[0], 64)",
    )


def _is_size(size: Any) -> bool:
    try:
        return not isinstance(size, bool) and operator.index(size) >= 0
    except (TypeError, UserError):
        return False
