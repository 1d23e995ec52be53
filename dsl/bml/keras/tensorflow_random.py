"""Keras's random numbers on TensorFlow, by the definitions of `backend/random.py`: runs that may be compared.

`seam.share_random_numbers` has Keras import this file as `keras.src.backend.tensorflow.random`. The words are
TensorFlow's own Philox, and what is made of them TensorFlow's own functions where it has them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf
from keras.src.backend.config import floatx
from keras.src.random.seed_generator import SeedGenerator, make_default_seed

from bml.keras.generators import generator_of
from bmlc.errors import UserError

__all__ = ["SeedGenerator", "draw_seed", "for_batches", "make_default_seed", "recording"]

PHILOX = 1  # TensorFlow's number of the algorithm
WORD = 0xFFFFFFFF


class Key(NamedTuple):
    """What the numbers of one draw depend on: two words, as uint64."""

    seed: Any
    counter: Any
    of_element: Any = None  # of a batch: which part of the batch's numbers is drawn


class Counted:
    """How many numbers of each generator a function of the element draws, up to what is traced of it.

    Of the functions of a cond or switch it is the most that one of them draws, whichever an element takes.
    """

    def __init__(self, graph: Any) -> None:
        self.graph = graph
        self.own: Counter[SeedGenerator] = Counter()
        self.choices: dict[int, dict[Any, Counted]] = {}  # by how many stand before it, what each function draws

    def upto(self, generator: SeedGenerator, but: int = -1) -> int:
        of_choices = (max(x.upto(generator) for x in arms.values()) for i, arms in self.choices.items() if i != but)
        return self.own[generator] + sum(of_choices)

    def arm(self, graph: Any) -> tuple[int, Counted]:
        """A function of the choice that is being traced, and which choice that is."""
        choice = sum(op.type.endswith(("If", "Case")) for op in self.graph.get_operations())
        return choice, self.choices.setdefault(choice, {}).setdefault(graph, Counted(graph))


class Element(NamedTuple):
    """The one that is mapped, while its function is traced."""

    number: Any
    counted: Counted  # what the states of the generators do not count yet

    def next(self, generator: SeedGenerator) -> Any:
        """The state for a draw."""
        graph, inner = tf.compat.v1.get_default_graph(), []
        while graph is not self.counted.graph:
            inner.append(graph)
            graph = graph.outer_graph
        kinds = {type(graph).__name__ == "CondBranchFuncGraph" for graph in inner}
        if True not in kinds:
            with graph.as_default():
                self.catch_up()
            return generator.next()
        if False in kinds:
            raise UserError.here(
                "BML103",
                "a function that is mapped over elements draws in a loop or function inside of a cond or switch: "
                "bml run cannot count its draws as a browser does",
                "draw before the cond, or choose with bml.ops.where",
            )
        counted, ahead = self.counted, 0
        for arm in reversed(inner):
            choice, after = counted.arm(arm)
            ahead += counted.upto(generator, but=choice)
            counted = after
        ahead += counted.upto(generator)
        counted.own[generator] += 1
        return tf.convert_to_tensor(generator.state) + tf.constant([0, ahead], generator.state.dtype)

    def catch_up(self) -> None:
        arms = [arm for arms in self.counted.choices.values() for arm in arms.values()]
        for generator in _generators(arms):
            generator.state.assign_add([0, self.counted.upto(generator)])
        self.counted.choices.clear()


def _generators(arms: Sequence[Counted]) -> dict[SeedGenerator, None]:
    """Those that these, or functions in them, draw with."""
    found: dict[SeedGenerator, None] = {}
    for arm in arms:
        found |= dict.fromkeys(arm.own) | _generators([x for inner in arm.choices.values() for x in inner.values()])
    return found


_element: ContextVar[Element | None] = ContextVar("bml_element", default=None)
_recorded: ContextVar[list[SeedGenerator] | None] = ContextVar("bml_recorded", default=None)


@contextmanager
def recording() -> Iterator[list[SeedGenerator]]:
    """The generators that functions which are traced inside draw with."""
    with _set(_recorded, []) as generators:
        yield generators


def for_batches(fn: Callable[..., Any], generators: Sequence[SeedGenerator], results: Any) -> Callable[..., Any]:
    """`fn` for each element of a batch. It draws what a browser draws, which calls a function of whole batches.

    There a draw has one number of its generator, and each element its part of what is drawn.

    Args:
        fn: A function of elements.
        generators: Those that it draws with.
        results: What it gives, as `tf.TensorSpec`s.
    """

    def mapped(*batch: Any) -> Any:
        first = [tf.identity(generator.state.value) for generator in generators]

        def element(given: Any) -> Any:
            for generator, state in zip(generators, first, strict=True):
                generator.state.assign(state)
            with _set(_element, Element(given[0], Counted(tf.compat.v1.get_default_graph()))) as mapped:
                result = fn(*given[1:])
                mapped.catch_up()
                return result

        numbered = (tf.range(tf.shape(batch[0], tf.int64)[0]), *batch)
        return tf.map_fn(element, numbered, fn_output_signature=results, parallel_iterations=1)

    return tf.autograph.experimental.do_not_convert(mapped)


@contextmanager
def _set(variable: ContextVar[Any], value: Any) -> Iterator[Any]:
    token = variable.set(value)
    try:
        yield value
    finally:
        variable.reset(token)


def draw_seed(seed: Any) -> Key:
    """The key of the next draw with `seed`: an int, a generator, or None for the global generator."""
    if isinstance(seed, int):
        return Key(tf.constant(seed & WORD, tf.uint64), tf.constant(0, tf.uint64))
    with tf.init_scope():  # a second trace of a tf.function makes no variables
        generator = generator_of(seed)
    if (generators := _recorded.get()) is not None and generator not in generators:
        generators.append(generator)
    element = _element.get()
    state = tf.cast(generator.next() if element is None else element.next(generator), tf.int64)
    seed, counter = (tf.cast(tf.bitwise.bitwise_and(state[i], WORD), tf.uint64) for i in range(2))
    return Key(seed, counter, None if element is None else element.number)


def words(key: Key, shape: Any, site: int = 0) -> Any:
    """uint32: key (seed, site), counter (block, 0, counter, 0), the low word of each uint64 first."""
    seed = tf.bitwise.bitwise_or(key.seed, tf.constant(site << 32, tf.uint64))
    shape = tf.convert_to_tensor(shape, tf.int32)
    block = tf.constant(0, tf.uint64)
    if key.of_element is not None:  # its part begins inside a block of four
        size = tf.reduce_prod(tf.cast(shape, tf.int64))
        begin = key.of_element * size
        block, skipped, whole, shape = tf.cast(begin // 4, tf.uint64), begin % 4, shape, size + 3
    drawn = tf.raw_ops.StatelessRandomUniformFullIntV2(
        shape=tf.reshape(shape, (-1,)),
        key=tf.reshape(seed, (1,)),
        counter=tf.stack([block, key.counter]),
        alg=PHILOX,
        dtype=tf.uint32,
    )
    return drawn if key.of_element is None else tf.reshape(drawn[skipped : skipped + size], whole)


def unit(key: Key, shape: Any, site: int = 0) -> Any:
    """Multiples of 2^-24 in [0, 1)."""
    high = tf.bitwise.right_shift(words(key, shape, site), tf.constant(8, tf.uint32))
    return tf.cast(tf.cast(high, tf.int32), tf.float32) * 2.0**-24


def uniform(shape: Any, minval: Any = 0.0, maxval: Any = 1.0, dtype: Any = None, seed: Any = None) -> Any:
    to = tf.as_dtype(dtype or floatx())
    if to.is_integer:
        return randint(shape, minval, maxval, dtype, seed)
    low, high = (tf.cast(x, tf.float32) for x in (minval, maxval))
    return tf.cast(unit(draw_seed(seed), shape) * (high - low) + low, to)


def normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Any = None) -> Any:
    return _scaled(_normal(draw_seed(seed), shape), mean, stddev, dtype)


def truncated_normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Any = None) -> Any:
    u = tf.cast(unit(draw_seed(seed), shape), tf.float64)
    z = tf.math.erfinv((2.0 * u - 1.0) * math.erf(math.sqrt(2.0))) * math.sqrt(2.0)
    return _scaled(tf.clip_by_value(z, -2.0, 2.0), mean, stddev, dtype)


def _normal(key: Key, shape: Any) -> Any:
    u, v = (tf.cast(unit(key, shape, site), tf.float64) for site in (0, WORD))
    return tf.sqrt(-2.0 * tf.math.log(1.0 - u)) * tf.cos(2.0 * math.pi * v)


def _scaled(z: Any, mean: Any, stddev: Any, dtype: Any) -> Any:
    return tf.cast(z * tf.cast(stddev, tf.float64) + tf.cast(mean, tf.float64), dtype or floatx())


def randint(shape: Any, minval: Any, maxval: Any, dtype: Any = "int32", seed: Any = None) -> Any:
    low, high = (tf.cast(x, tf.int32) for x in (minval, maxval))
    picked = tf.cast(tf.floor(unit(draw_seed(seed), shape) * tf.cast(high - low, tf.float32)), tf.int32)
    return tf.cast(tf.minimum(picked, high - low - 1) + low, dtype)


def dropout(inputs: Any, rate: float, noise_shape: Sequence[Any] | None = None, seed: Any = None) -> Any:
    if rate == 1.0:
        return tf.zeros_like(inputs)
    if rate == 0.0:
        return inputs
    key, sizes = draw_seed(seed), tf.shape(inputs)
    noise = None if noise_shape is None else [sizes[i] if n is None else n for i, n in enumerate(noise_shape)]
    return tf.nn.experimental.general_dropout(
        inputs, rate, noise_shape=noise, uniform_sampler=lambda shape, dtype: tf.cast(unit(key, shape), dtype)
    )


def categorical(logits: Any, num_samples: int, dtype: Any = "int32", seed: Any = None) -> Any:
    sums = tf.cumsum(tf.nn.softmax(logits), axis=-1)
    u = unit(draw_seed(seed), (tf.shape(logits)[0], num_samples)) * sums[:, -1:]
    found = tf.searchsorted(sums, u, side="right")
    return tf.cast(tf.minimum(found, tf.shape(logits)[1] - 1), dtype)


def shuffle(x: Any, axis: int = 0, seed: Any = None) -> Any:
    drawn = words(draw_seed(seed), (tf.shape(x)[axis],))
    return tf.gather(x, tf.argsort(tf.cast(drawn, tf.int64), stable=True), axis=axis)


def binomial(shape: Any, counts: Any, probabilities: Any, dtype: Any = None, seed: Any = None) -> Any:
    trials = np.arange(max(1, int(np.max(counts))))
    drawn = unit(draw_seed(seed), (*shape, len(trials))) < tf.expand_dims(tf.cast(probabilities, tf.float32), -1)
    counted = trials < np.expand_dims(np.asarray(counts), -1)
    return tf.reduce_sum(tf.cast(drawn & counted, dtype or floatx()), axis=-1)


def gamma(shape: Any, alpha: Any, dtype: Any = None, seed: Any = None) -> Any:
    return tf.cast(tf.exp(_log_gamma(draw_seed(seed), tuple(shape), tf.cast(alpha, tf.float64))), dtype or "float32")


def beta(shape: Any, alpha: Any, beta: Any, dtype: Any = None, seed: Any = None) -> Any:
    both = tf.stack([tf.broadcast_to(tf.cast(x, tf.float64), shape) for x in (alpha, beta)])
    logs = _log_gamma(draw_seed(seed), (2, *shape), both)
    return tf.cast(tf.sigmoid(logs[0] - logs[1]), dtype or "float32")


def _log_gamma(key: Key, shape: tuple[Any, ...], alpha: Any) -> Any:
    tries = (8, *shape)
    x, d = _normal(key, tries), alpha + 2.0 / 3.0
    root = 1.0 + x / (3.0 * tf.sqrt(d))
    log_v = 3.0 * tf.math.log(tf.maximum(root, 1e-6))
    drawn = tf.math.log(1.0 - tf.cast(unit(key, tries, 1), tf.float64))
    accepted = (root > 1e-6) & (drawn < 0.5 * x * x + d * (1.0 - root**3 + log_v))
    is_first = tf.cumsum(tf.cast(accepted, tf.float64)) == 1.0
    v = tf.reduce_sum(tf.where(accepted & is_first, log_v, 0.0), axis=0)
    return tf.math.log(d) + v + tf.math.log(1.0 - tf.cast(unit(key, shape, 2), tf.float64)) / alpha
