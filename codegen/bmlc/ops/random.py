"""Random numbers: Philox words keyed by seed, call site, invocation and element; see docs/architecture.md."""

from __future__ import annotations

from typing import Any

from bmlc.ir import TensorType
from bmlc.ops.convert import Operand, as_tensors
from bmlc.ops.op import Op, no_gradient
from bmlc.ops.rules import Shape, misuse
from bmlc.ops.tensor import Tensor
from bmlc.random import philox

__all__ = ["random_uniform", "random_words"]


def random_shape(counter: TensorType, *, shape: Shape, seed: int, site: int) -> TensorType:
    if counter != TensorType((), "int32"):
        raise misuse("random", "an int32 scalar that counts its calls", counter)
    return TensorType(shape, "float32")


def random_words_shape(counter: TensorType, *, shape: Shape, seed: int, site: int) -> TensorType:
    return random_shape(counter, shape=shape, seed=seed, site=site).with_dtype("int32")


def random_batching(inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: Any) -> Any:
    raise misuse("random", "one counter for all elements", "a counter for each element")


def reference(draw: Any, dtype: str) -> Any:
    """NumPy's Philox as an op of TensorFlow: the same bits as every backend's, for shapes known only when it runs."""

    def rule(tf: Any, counter: Any, *, shape: Any, seed: int, site: int) -> Any:
        def numbers(invocation: Any, sizes: Any) -> Any:
            return draw(tuple(map(int, sizes)), seed=seed, site=site, invocation=int(invocation))

        sizes = tf.stack(shape) if shape else tf.zeros(0, tf.int32)
        drawn = tf.numpy_function(numbers, (counter, sizes), dtype)
        return tf.ensure_shape(drawn, [n if isinstance(n, int) else None for n in shape])

    return rule


def kernel(part: str) -> Any:
    def rule(k: Any, counter: Tensor, *, shape: Shape, seed: int, site: int) -> Any:
        return k.kernel("RandomWords", counter, shape=shape, seed=seed, site=site, part=part)

    return rule


RANDOM_UNIFORM = Op(
    name="random_uniform",
    shape=random_shape,
    gradient=no_gradient,
    batching=random_batching,
    reference=reference(philox.uniform, "float32"),
    kernel=kernel("unit"),
)

RANDOM_WORDS = Op(
    name="random_words",
    shape=random_words_shape,
    gradient=no_gradient,
    batching=random_batching,
    reference=reference(philox.signed_words, "int32"),
    kernel=kernel("word"),
)


def random_uniform(counter: Operand, *, shape: Any, seed: int, site: int) -> Tensor:
    """Numbers in [0, 1), different for every seed, call site, value of `counter` and element."""
    return RANDOM_UNIFORM(*as_tensors("int32", counter), shape=tuple(shape), seed=seed, site=site)  # type: ignore[no-any-return]


def random_words(counter: Operand, *, shape: Any, seed: int, site: int) -> Tensor:
    """The generator's 32-bit words, as int32, behind `random_uniform`."""
    return RANDOM_WORDS(*as_tensors("int32", counter), shape=tuple(shape), seed=seed, site=site)  # type: ignore[no-any-return]
