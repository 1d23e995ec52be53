"""What one program shares while its file is read: the names given so far and the seed.

Held in a context variable: `new_program()` opens a fresh one and lets Keras forget the last, so that building a file
twice in one process gives the same names and the same random numbers twice.
"""

from __future__ import annotations

import logging
import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bml.arguments import seed_number

if TYPE_CHECKING:
    from bmlc.ir import Variable as IRVariable

Named = TypeVar("Named", bound="IRVariable")

__all__ = ["Context", "current_context", "kept_numbers", "new_program", "set_random_seed"]


@dataclass
class Context:
    """Names that are taken, and what everything random goes by."""

    given_seed: int = 0  # to `set_random_seed`
    taken: dict[str, int] = field(default_factory=dict)  # and the number that each was last tried with
    diverged: bool = False  # whether this run has said so
    makes: bool = False  # what each run of a line of a script makes anew

    def unique(self, name: str) -> str:
        """`name`, with a number behind it where another variable of the program has it already."""
        candidate = name
        count = self.taken.get(name, 0)
        while candidate in self.taken:
            count += 1
            candidate = f"{name}_{count}"
        self.taken[name] = count
        self.taken.setdefault(candidate, 0)
        return candidate

    def as_made(self, variables: Iterable[Named]) -> list[Named]:
        """`variables` in the order in which they were named, which is that in which they were made."""
        places = {name: place for place, name in enumerate(self.taken)}
        return sorted(variables, key=lambda variable: places.get(variable.name, len(places)))

    @property
    def seed(self) -> int:
        """The program's seed: Keras's, which the file may have set by `keras.utils.set_random_seed`."""
        keras = sys.modules.get("keras.src.utils.rng_utils")
        given: int | None = None if keras is None else keras.get_random_seed()
        return self.given_seed if given is None else given


_context: ContextVar[Context | None] = ContextVar("bml_context", default=None)


def current_context() -> Context:
    """The context of the program that is being read; a session in Python that never opened one has its own."""
    context = _context.get()
    if context is None:
        context = Context()
        _context.set(context)
    return context


@contextmanager
def new_program() -> Iterator[Context]:
    """Give the code inside fresh names and seed 0: those of Keras, Python and NumPy too."""
    token = _context.set(Context())
    if (keras := sys.modules.get("keras")) is not None:
        keras.utils.clear_session(free_memory=False)
        keras.utils.set_random_seed(0)
    else:  # Keras gets the seed once the file imports it
        random.seed(0)
        np.random.seed(0)
    try:
        with _own_log():
            yield current_context()
    finally:
        _context.reset(token)


@contextmanager
def _own_log() -> Iterator[None]:
    """Python's `logging` as a new process has it; loggers that the file names stay."""
    root = logging.getLogger()
    before = root.handlers, root.level, root.manager.disable
    root.handlers = []
    root.setLevel(logging.WARNING)
    logging.disable(logging.NOTSET)
    try:
        yield
    finally:
        root.handlers = before[0]
        root.setLevel(before[1])
        logging.disable(before[2])


@contextmanager
def kept_numbers() -> Iterator[None]:
    """Python's and NumPy's random numbers go on behind it as if nothing had drawn and seeded there."""
    python, numpy = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)


def set_random_seed(seed: int) -> None:
    """Seed what is made from now on and has no seed of its own: initializers, dropout, shuffles, random tensors.

    It is `keras.utils.set_random_seed`, which seeds Python's `random` and NumPy too.

    Args:
        seed: From 0 to 2**32 - 1. Without a call it is 0: a program is reproducible unless it says otherwise.

    Raises:
        UserError: BML102 for anything else.

    Example:
        >>> import bml
        >>> bml.set_random_seed(42)
    """
    seed = seed_number("set_random_seed", seed)
    current_context().given_seed = seed
    import keras

    keras.utils.set_random_seed(seed)
