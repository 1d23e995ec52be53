"""Random numbers: Philox words keyed by seed, call site, invocation and element; see docs/architecture.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from bmlc.ir import TensorType
from bmlc.ops.casting import as_tensors
from bmlc.ops.clipping import clip
from bmlc.ops.convert import Operand
from bmlc.ops.elementwise_binary import maximum
from bmlc.ops.elementwise_unary import cos, log, sqrt
from bmlc.ops.op import TF, Array, Op, Op1, Target
from bmlc.ops.rules import Shape, Sizes, misuse
from bmlc.ops.tensor import Tensor
from bmlc.random import philox

__all__ = ["random_uniform", "random_words"]

Part: TypeAlias = Literal["unit", "high16", "low16"]


def random_shape(counter: TensorType, *, shape: Shape, seed: int, site: int, part: Part) -> TensorType:
    if counter != TensorType((), "int32"):
        raise misuse("random", "an int32 scalar that counts its calls", counter)
    return TensorType(shape, "float32")


def random_batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: object) -> Tensor:
    raise misuse("random", "one counter for all elements", "a counter for each element")


def random_reference(tf: TF, counter: Array, *, shape: Shape, seed: int, site: int, part: Part) -> Array:
    """NumPy's Philox as an op of TensorFlow: the same bits as every backend's, for shapes known only when it runs."""

    def numbers(invocation: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        return philox.numbers(tuple(map(int, sizes)), seed, site, int(invocation), part)

    sizes = tf.stack(shape) if shape else tf.zeros(0, tf.int32)
    drawn = tf.numpy_function(numbers, (counter, sizes), tf.float32)
    return tf.ensure_shape(drawn, [n if isinstance(n, int) else None for n in shape])


def random_kernel(k: Target, counter: Tensor, *, shape: Shape, seed: int, site: int, part: Part) -> Tensor:
    return k.kernel("RandomWords", counter, shape=shape, seed=seed, site=site, part=part)


RANDOM = Op1(
    name="random",
    shape=random_shape,
    gradient=None,
    batching=random_batching,
    reference=random_reference,
    kernel=random_kernel,
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
    p = w * _ERFINV[0] + _ERFINV[1]
    for coefficient in _ERFINV[2:]:
        p = p * w + coefficient
    return clip(p * x * math.sqrt(2.0), -2.0, 2.0)


_ERFINV = (
    2.81022636e-08,
    3.43273939e-07,
    -3.5233877e-06,
    -4.39150654e-06,
    0.00021858087,
    -0.00125372503,
    -0.00417768164,
    0.246640727,
    1.50140941,
)


def random_words(counter: Operand, *, shape: Sizes, seed: int, site: int, part: Part) -> Tensor:
    """A half of each word behind `random_uniform`, as a number: what tests hold against the published vectors."""
    return draw(counter, shape, seed, site, part)


def draw(counter: Operand, shape: Sizes, seed: int, site: int, part: Part) -> Tensor:
    (calls,) = as_tensors("int32", counter)
    sizes = tuple(shape) if isinstance(shape, Sequence) else (shape,)
    return RANDOM(calls, shape=sizes, seed=seed & 0xFFFFFFFF, site=site, part=part)
