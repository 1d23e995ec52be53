"""Random numbers: a draw is a function of the two numbers that Keras draws, seed and counter.

The words are Philox 4x32-10's at key (seed, 0) and counter (block, 0, counter, 0). In a trace a backend draws them, and
NumPy the same ones outside of one. `bml.keras.tensorflow_random` is the same by TensorFlow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from keras.src.backend.common.stateless_scope import in_stateless_scope
from keras.src.random.seed_generator import SeedGenerator, make_default_seed

from bml.keras import draws
from bml.keras.dispatch import has_tensor, traced
from bml.keras.generators import generator_of
from bml.keras.state import Draw
from bmlc.errors import UserError
from bmlc.ir import active_builder
from bmlc.ops import random as tensors

from . import numpy as xp
from .core import cast, convert_to_tensor, dtype_of
from .core import shape as shape_of

__all__ = ["SeedGenerator", "draw_seed", "make_default_seed"]


class Key(NamedTuple):
    """What the numbers of one draw depend on. The seed is known while a program is traced."""

    seed: int
    counter: Any  # an int outside of a trace


def draw_seed(seed: Any) -> Key:
    """The key of the next draw with `seed`: an int, a generator, or None for the global generator."""
    if isinstance(seed, int):
        return Key(seed, 0)
    state, builder = generator_of(seed).state, active_builder()
    if builder is not None and not in_stateless_scope():
        return Key(state.state.seed, state.state.draw(builder))
    words = state.value
    state.assign(words + np.array([0, 1], "int32"))
    return Key(int(words[0]), int(words[1])) if builder is None else Key(state.state.seed, words[1])


def uniform(shape: Any, minval: Any = 0.0, maxval: Any = 1.0, dtype: Any = None, seed: Any = None) -> Any:
    """`u * (maxval - minval) + minval` in float32, u a multiple of 2^-24 in [0, 1)."""
    if dtype_of(dtype or "float32") == "int32":
        return randint(shape, minval, maxval, dtype, seed)
    key = draw_seed(seed)
    if _is_here(key, shape, minval, maxval):
        return _lazily("uniform", key, shape, dtype, minval=minval, maxval=maxval)
    low, high = (convert_to_tensor(x, "float32") for x in (minval, maxval))
    return _scaled(_unit(key, shape), high - low, low)


def _normal(name: str, op: Any) -> Any:
    def numbers(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Any = None) -> Any:
        key = draw_seed(seed)
        if _is_here(key, shape, mean, stddev):
            return _lazily(name, key, shape, dtype, mean=mean, stddev=stddev)
        return _scaled(_drawn(op, key, shape), stddev, mean)

    return numbers


normal = _normal("normal", tensors.random_normal)
truncated_normal = _normal("truncated_normal", tensors.random_truncated_normal)


def randint(shape: Any, minval: Any, maxval: Any, dtype: Any = "int32", seed: Any = None) -> Any:
    """`minval + floor(u * (maxval - minval))`."""
    low, high = (convert_to_tensor(x, "int32") for x in (minval, maxval))
    span = high - low
    if has_tensor((span,)):  # above 2**24 the product may round up to the end of the range
        picked = cast(xp.floor(_unit(draw_seed(seed), shape) * cast(span, "float32")), "int32")
        return cast(xp.minimum(picked, span - 1) + low, dtype)
    if not (np.all(span > 0) and max(np.max(span), np.max(-low), np.max(high)) <= 2**24):
        raise UserError.here(
            "BML102",
            f"randint expected minval < maxval, at most 2**24 apart and from 0, received {minval=!r}, {maxval=!r}",
            "not every backend has larger ints: put two draws together",
        )
    drawn = xp.floor(_unit(draw_seed(seed), shape) * span.astype("float32"))
    return cast(_scaled(drawn, 1, low.astype("float32")), dtype)


def dropout(inputs: Any, rate: float, noise_shape: Sequence[Any] | None = None, seed: Any = None) -> Any:
    """`x / (1 - rate)` where u is at least `rate`, else 0."""
    if rate == 1.0:
        return xp.full_like(inputs, 0)
    if rate == 0.0:
        return inputs
    sizes = shape_of(inputs)
    if noise_shape is not None:
        sizes = tuple(size if given is None else given for given, size in zip(noise_shape, sizes, strict=True))
    kept = xp.greater_equal(_unit(draw_seed(seed), sizes), np.float32(rate))
    return xp.where(kept, inputs * np.float32(1.0 / (1.0 - rate)), np.float32(0.0))


def categorical(logits: Any, num_samples: int, dtype: Any = "int32", seed: Any = None) -> Any:
    """The first class up to which the sum of the probabilities is above u."""
    key = draw_seed(seed)
    if _is_here(key, (), logits):
        return draws.categorical(np.asarray(logits), num_samples, *key).astype(dtype_of(dtype))
    drawn = traced(tensors.random_categorical)(
        key.counter, convert_to_tensor(logits), num_samples=num_samples, seed=key.seed, site=0
    )
    return cast(drawn, dtype)


def shuffle(x: Any, axis: int = 0, seed: Any = None) -> Any:
    """Sorted, stably, by the word of each part."""
    key, size = draw_seed(seed), shape_of(convert_to_tensor(x))[axis]
    if _is_here(key, (size,)):
        return np.take(x, draws.permutation(size, *key), axis)
    order = traced(tensors.random_permutation)(key.counter, size=size, seed=key.seed, site=0)
    return xp.take(x, order, axis)


def binomial(shape: Any, counts: Any, probabilities: Any, dtype: Any = None, seed: Any = None) -> Any:
    """How many of `counts` numbers u are below the probability."""
    if has_tensor((counts,)):
        raise UserError.here(
            "BML102",
            "binomial expected counts that are known while the file is read, received a tensor",
            "each trial is a number that is drawn, and how many there are is the size of a tensor",
        )
    trials = xp.arange(max(1, int(np.max(counts))))
    drawn = xp.less(_unit(draw_seed(seed), (*shape, len(trials))), xp.expand_dims(convert_to_tensor(probabilities), -1))
    counted = np.less(trials, np.expand_dims(np.asarray(counts), -1))
    return xp.sum(cast(xp.logical_and(drawn, counted), dtype or "float32"), axis=-1)


def gamma(shape: Any, alpha: Any, dtype: Any = None, seed: Any = None) -> Any:
    """By Marsaglia and Tsang, "A simple method for generating gamma variables" (2000)."""
    return xp.exp(_log_gamma(draw_seed(seed), tuple(shape), convert_to_tensor(alpha, dtype or "float32")))


def beta(shape: Any, alpha: Any, beta: Any, dtype: Any = None, seed: Any = None) -> Any:
    """`x / (x + y)`, x and y gamma numbers of alpha and beta."""
    both = xp.stack([xp.broadcast_to(convert_to_tensor(x, dtype or "float32"), tuple(shape)) for x in (alpha, beta)])
    logs = _log_gamma(draw_seed(seed), (2, *shape), both)
    return 1.0 / (1.0 + xp.exp(xp.minimum(logs[1] - logs[0], 80.0)))  # e^89 is infinite in float32


ATTEMPTS = 8  # of which one draw in 10^10 accepts none


def _log_gamma(key: Key, shape: tuple[Any, ...], alpha: Any) -> Any:
    """`log(d v) + log(u) / alpha`, d = alpha + 2/3, v the first accepted `(1 + x / (3 sqrt(d)))^3` of normal x.

    Two backends may accept different attempts where rounding decides: once in 10^6 draws at an alpha of 50.
    """
    tries = (ATTEMPTS, *shape)
    if _is_here(key, tries):
        x = draws.numbers({"name": "normal", "key": key, "mean": 0.0, "stddev": 1.0}, tries)
    else:
        x = _drawn(tensors.random_normal, key, tries)
    d = alpha + 2.0 / 3.0
    root = 1.0 + x / (3.0 * xp.sqrt(d))
    log_v = 3.0 * xp.log(xp.maximum(root, 1e-6))
    limit = 0.5 * x * x + d * (1.0 - root * root * root + log_v)
    is_accepted = xp.logical_and(xp.greater(root, 1e-6), xp.less(xp.log(1.0 - _unit(key, tries, 1)), limit))
    accepted = cast(is_accepted, "int32")
    first = xp.logical_and(xp.equal(accepted, 1), xp.equal(xp.cumsum(accepted, 0), 1))
    v = xp.sum(xp.where(first, log_v, np.float32(0.0)), axis=0)
    return xp.log(d) + v + xp.log(1.0 - _unit(key, shape, 2)) / alpha


def _is_here(key: Key, shape: Any, *arguments: Any) -> bool:
    """Whether NumPy draws: outside of a trace, where all is known."""
    return active_builder() is None and not has_tensor((key.counter, *shape, *arguments))


def _lazily(name: str, key: Key, shape: Any, dtype: Any, **arguments: Any) -> Any:
    if any(np.ndim(value) for value in arguments.values()):
        return draws.numbers({"name": name, "key": key, **arguments}, tuple(shape))
    plain = {name: float(value) for name, value in arguments.items()}
    return Draw({"name": name, "key": list(key), **plain}, shape, dtype_of(dtype or "float32"))


def _drawn(op: Any, key: Key, shape: Any, site: int = 0) -> Any:
    return traced(op)(key.counter, shape=tuple(shape), seed=key.seed, site=site)


def _unit(key: Key, shape: Any, site: int = 0) -> Any:
    if _is_here(key, shape):
        return draws.unit(tuple(shape), *key, site)
    return _drawn(tensors.random_uniform, key, shape, site)


def _scaled(drawn: Any, scale: Any, offset: Any) -> Any:
    """`drawn * scale + offset`, without the kernels for a scale of 1 and an offset of 0."""
    scaled = drawn if _is(scale, 1) else drawn * scale
    return scaled if _is(offset, 0) else scaled + offset


def _is(x: Any, number: int) -> bool:
    return not has_tensor((x,)) and not np.ndim(x) and bool(x == number)
