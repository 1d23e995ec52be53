"""Where the file left the streams of Python's `random` and of `numpy.random`: its scripts go on from there.

As a seed and the number of words that were drawn since, where replaying the program's seed or an int of the file finds
the state; else as the state itself.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bml.keras.imported import keras
from bmlc.errors import UserError
from bmlc.ir import Loc

__all__ = ["Streams", "expect_no_shared_draws", "streams_here"]

_SIZE = 624
_BLOCKS = 200  # of words: further draws are not replayed
_MOST_SEEDS = 50

State = tuple[tuple[int, ...], int, float | None]  # the words, the place of the next one, the second normal of a pair


@dataclass(frozen=True)
class Streams:
    """The states of both, as the file left them."""

    python: State
    numpy: State

    def shipped(self, names: Iterable[str], seed: int, source: str) -> Mapping[str, Mapping[str, Any]]:
        """What the program's table says of the streams that its scripts use; nothing of one that begins with `seed`."""
        found = {}
        for name in sorted(names):
            begin = _begin_python if name == "python" else _begin_numpy
            stream = _shipped(getattr(self, name), begin, [seed, *_ints(source)])
            if stream != {"seed": seed, "words": 0}:
                found[name] = stream
        return found


def streams_here() -> Streams:
    """The states of both, now."""
    _, words, gauss = random.getstate()
    state: Any = np.random.get_state(legacy=False)
    spare = state["gauss"] if state["has_gauss"] else None
    inner = state["state"]
    return Streams((words[:-1], words[-1], gauss), (tuple(map(int, inner["key"])), int(inner["pos"]), spare))


def expect_no_shared_draws(reseeded: Loc | None) -> None:
    """Where a script sets all seeds, no tensor is drawn by the generator that Keras has for draws without a seed.

    In Python functions that are traced by then would go on with it, and later ones with another.

    Raises:
        UserError: BML207 where one is, with the line that sets the seed.
    """
    name = keras.src.random.seed_generator.GLOBAL_SEED_GENERATOR
    if reseeded is not None and keras.src.backend.common.global_state.get_global_attribute(name) is not None:
        message = "a script sets the seed of everything, and tensors of this file are drawn without a seed"
        hint = "draw with a generator of the file: bml.random.normal(shape, seed=bml.random.SeedGenerator(1))"
        raise UserError("BML207", message, hint, reseeded)


def _shipped(state: State, begin: Any, seeds: Iterable[int]) -> Mapping[str, Any]:
    words, at, spare = state
    more = {} if spare is None else {"spare": spare}
    for seed in list(dict.fromkeys(seeds))[:_MOST_SEEDS]:
        drawn = _replayed(words, at, begin(seed))
        if drawn is not None:
            return {"seed": seed, "words": drawn, **more}
    return {"state": list(words), "at": at, **more}


def _replayed(words: tuple[int, ...], at: int, generator: random.Random) -> int | None:
    """How many words were drawn since `generator` began; None where that is not found."""
    for block in range(_BLOCKS):
        _, state, _ = generator.getstate()
        if state[:-1] == words:
            return max(block - 1, 0) * _SIZE + (at if block else 0)
        generator.getrandbits(32 if block == 0 else 32 * _SIZE)  # to the next block
    return None


def _begin_python(seed: int) -> random.Random:
    return random.Random(seed)


def _begin_numpy(seed: int) -> random.Random:
    """Python's generator in the state that NumPy's begins with: they are one."""
    state: Any = np.random.RandomState(seed).get_state(legacy=False)["state"]
    generator = random.Random()
    generator.setstate((3, (*map(int, state["key"]), int(state["pos"])), None))
    return generator


def _ints(source: str) -> Iterable[int]:
    """The ints that are written in the file: its seeds are among them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and type(node.value) is int and 0 <= node.value < 2**32:
            yield node.value
