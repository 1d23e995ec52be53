"""Random numbers: Philox words keyed by seed, call site, invocation and element; see docs/architecture.md."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import numpy as np

from bmlc.ir import Dim, TensorType
from bmlc.ops.broadcasting import sum
from bmlc.ops.casting import as_tensors, cast
from bmlc.ops.constant import size_as_int
from bmlc.ops.cumulative import cumsum
from bmlc.ops.elementwise_binary import clip, maximum, minimum
from bmlc.ops.elementwise_unary import cos, log, sqrt
from bmlc.ops.gathering import take
from bmlc.ops.op import TF, Array, Op1, refused
from bmlc.ops.rounding import ERFINV_NEAR, polynomial
from bmlc.ops.rules import Shape, Sizes, as_shape, misuse
from bmlc.ops.shape import expand_dims
from bmlc.ops.slicing import slice_along
from bmlc.ops.softmax import softmax
from bmlc.ops.sorting import argsort
from bmlc.ops.tensor import Operand, Tensor
from bmlc.random import philox

__all__ = ["MadeSeed", "random_uniform", "random_words"]

Part: TypeAlias = Literal["unit", "high16", "low16"]


class MadeSeed(int):
    """The seed of a generator that a line of a script makes: each time another one, which the call is told.

    As a number it is that of the build. `counter` is the name of the variable that counts its draws.
    """

    counter: str

    def __new__(cls, seed: int, counter: str) -> MadeSeed:
        made = super().__new__(cls, seed)
        made.counter = counter
        return made

    def __repr__(self) -> str:  # no two calls are one that is shared: their function is told its own seeds
        return f"<seed of {self.counter}, {id(self)}>"


def random_shape(counter: TensorType, *, shape: Shape, seed: int, site: int, part: Part) -> TensorType:
    if counter != TensorType((), "int32"):
        raise misuse("random", "an int32 scalar that counts its calls", counter)
    return TensorType(shape, "float32")


def random_reference(tf: TF, counter: Array, *, shape: Shape, seed: int, site: int, part: Part) -> Array:
    """NumPy's Philox as an op of TensorFlow: the same bits as every backend's, for shapes known only when it runs."""

    def numbers(invocation: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        return philox.numbers(tuple(map(int, sizes)), seed, site, int(invocation), part)

    sizes = tf.stack(shape) if shape else tf.zeros(0, tf.int32)
    drawn = tf.numpy_function(numbers, (counter, sizes), tf.float32)
    return tf.ensure_shape(drawn, [n if isinstance(n, int) else None for n in shape])


RANDOM = Op1(
    name="random",
    shape=random_shape,
    gradient=None,
    batching=refused("random", "one counter for all elements", "a counter for each element"),
    reference=random_reference,
    kernel=lambda k, counter, **attrs: k.kernel("RandomWords", counter, **attrs),
)


def random_uniform(counter: Operand, *, shape: Sizes, seed: int, site: int) -> Tensor:
    """Numbers in [0, 1), different for every seed, call site, value of `counter` and element."""
    return draw(counter, shape, seed, site, "unit")


def random_normal(counter: Operand, *, shape: Sizes, seed: int, site: int) -> Tensor:
    """Standard normal numbers, by Box and Muller (1958) in float32: `sqrt(-2 log(1 - u)) * cos(2 pi v)`.

    u is what `random_uniform` draws, v the same at the complement of `site`. 24 bits of u end the tail at 5.77.
    """
    u = draw(counter, shape, seed, site, "unit")
    v = draw(counter, shape, seed, site ^ 0xFFFFFFFF, "unit")
    # A GPU's log may be off by 2^-21 near 1, to the wrong side too: no root of a negative number.
    radius = sqrt(maximum(-2.0 * log(1.0 - u), 0.0))
    return radius * cos(v * (2.0 * math.pi))


def random_truncated_normal(counter: Operand, *, shape: Sizes, seed: int, site: int) -> Tensor:
    """Standard normal numbers within two deviations, by the inverse of their distribution: `sqrt(2) * erfinv(x)`.

    x is uniform in [-erf(sqrt(2)), erf(sqrt(2))). erfinv: Giles, "Approximating the erfinv function" (2010), single
    precision, its central part, beyond which x does not come.
    """
    x = (draw(counter, shape, seed, site, "unit") * 2.0 - 1.0) * math.erf(math.sqrt(2.0))
    w = -2.5 - log((1.0 - x) * (1.0 + x))
    return clip(polynomial(w, ERFINV_NEAR) * x * math.sqrt(2.0), -2.0, 2.0)


def random_permutation(counter: Operand, *, size: Dim, seed: int, site: int) -> Tensor:
    """0 to `size - 1`, int32, in the order of a shuffle: sorted, stably, by the word of each."""
    low, high = (draw(counter, (size,), seed, site, part) for part in ("low16", "high16"))
    order = argsort(low)
    return take(order, argsort(take(high, order, 0)), 0)


def random_categorical(counter: Operand, logits: Operand, *, num_samples: int, seed: int, site: int) -> Tensor:
    """For each row of `logits` class numbers, int32: the first class up to which the probabilities are above u.

    u is uniform in [0, their sum), one number of `random_uniform` a sample.
    """
    sums = cumsum(softmax(logits, axis=-1), -1)
    rows, classes = sums.dims
    u = draw(counter, (rows, num_samples), seed, site, "unit") * slice_along(sums, 1, classes - 1, 1)
    passed = expand_dims(sums, 1) <= expand_dims(u, 2)
    return minimum(sum(cast(passed, "int32"), axis=2), size_as_int(classes - 1))


def random_words(counter: Operand, *, shape: Sizes, seed: int, site: int, part: Part) -> Tensor:
    """A half of each word behind `random_uniform`, as a number: what tests hold against the published vectors."""
    return draw(counter, shape, seed, site, part)


def draw(counter: Operand, shape: Sizes, seed: int, site: int, part: Part) -> Tensor:
    (calls,) = as_tensors("int32", counter)
    seed = seed if isinstance(seed, MadeSeed) else seed & 0xFFFFFFFF
    return RANDOM(calls, shape=as_shape("random", shape), seed=seed, site=site, part=part)
