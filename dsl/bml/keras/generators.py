"""The generator that a draw counts with: one rule for a trace, NumPy and TensorFlow."""

from __future__ import annotations

from typing import Any

from keras.src.backend.common.global_state import get_global_attribute, set_global_attribute
from keras.src.random.seed_generator import GLOBAL_SEED_GENERATOR, SeedGenerator

from bml.context import current_context
from bmlc.errors import UserError
from bmlc.random import philox

__all__ = ["generator_of"]


def generator_of(seed: Any) -> SeedGenerator:
    """`seed` itself, or for None the global generator, which is made by the first draw that needs it.

    Its seed depends on the program's alone. Keras takes the next number of Python's `random`, which would depend on
    what else was made before the first draw: a trace may come to that in another order than a run.

    Raises:
        UserError: BML102 for anything else.
    """
    if seed is None:
        seed = get_global_attribute(GLOBAL_SEED_GENERATOR)
        if seed is None:
            word = philox.words(1, current_context().seed, philox.site(GLOBAL_SEED_GENERATOR))[0]
            seed = SeedGenerator(int(word) >> 1, GLOBAL_SEED_GENERATOR)
            set_global_attribute(GLOBAL_SEED_GENERATOR, seed)
    if not isinstance(seed, SeedGenerator):
        message = f"expected seed to be an int, a SeedGenerator or None, received {seed!r}"
        hint = "a seed is part of the program; for other numbers at each call draw with a SeedGenerator of the file"
        raise UserError.here("BML102", message, hint)
    return seed
