"""Where random tensors get their counters: from the call in the user's file, from a number, from a `SeedGenerator`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import CodeType
from typing import Any

from bml.arguments import whole_number
from bml.context import current_context
from bml.old.variable import Variable
from bmlc.errors import UserError
from bmlc.ir import Loc
from bmlc.ir.loc import caller_frame, code_loc
from bmlc.random import philox

__all__ = ["Draw", "SeedGenerator", "called_at", "draw"]


class SeedGenerator:
    """Counts the draws that are made with it, so that each one gives other numbers.

    Args:
        seed: From 0 to 2**32 - 1; two generators of one seed give the same numbers. The program's seed by default,
            and then each generator has numbers of its own.
        name: Of its counter, among the program's variables.

    Raises:
        UserError: BML102 for another seed.

    Example:
        >>> import bml
        >>> seed = bml.random.SeedGenerator(3)
        >>> first, second = bml.random.normal((4,), seed=seed), bml.random.normal((4,), seed=seed)
        >>> bool((first == second).any())
        False

    Source: `keras.random.SeedGenerator`.
    """

    def __init__(self, seed: int | None = None, name: str | None = None) -> None:
        context = current_context()
        self.counter = Variable(0, dtype="int32", trainable=False, name=name or context.auto_name("seed_generator"))
        given = context.seed if seed is None else seed
        self.seed = whole_number("SeedGenerator", "seed", given, minimum=0, maximum=2**32 - 1)
        self.site = self.counter.name if seed is None else "seed_generator"

    def __repr__(self) -> str:
        return f"<bml.random.SeedGenerator {self.counter.name} seed={self.seed}>"


@dataclass(frozen=True)
class Draw:
    """What the numbers of one draw depend on: key and counter of the generator."""

    seed: int
    site: int
    counter: Variable | int

    def count(self) -> None:
        """The next draw of this counter gives other numbers."""
        if isinstance(self.counter, Variable):
            self.counter.assign_add(1)


def draw(function: str, seed: Any) -> Draw:
    """The draw that a call of `bml.random.<function>` in the user's file makes.

    Args:
        function: normal, uniform, ...: two functions at one place or with one seed do not share numbers.
        seed: None counts the calls from this place; an int gives the same numbers at each call; or a SeedGenerator.
    """
    if isinstance(seed, SeedGenerator):
        return Draw(seed.seed, philox.site(f"{seed.site}/{function}"), seed.counter)
    if seed is not None:
        number = whole_number(f"random.{function}", "seed", seed, minimum=0, maximum=2**32 - 1)
        return Draw(number, philox.site(function), 0)
    counter = _counter_here(function)
    return Draw(current_context().seed, philox.site(counter.name), counter)


@contextmanager
def called_at(code: CodeType, loc: Loc) -> Iterator[None]:
    """Take calls inside, which the compiler makes for a script, for calls at `loc` of its function `code`."""
    token = _place.set((code, loc))
    try:
        yield
    finally:
        _place.reset(token)


_place: ContextVar[tuple[CodeType, Loc] | None] = ContextVar("bml_random_place", default=None)


def _counter_here(function: str) -> Variable:
    """The counter of the call that the user's code is at, made with its first draw.

    One place has one counter, whoever calls the function around it, and however often it is traced. Its name, which
    its numbers depend on, has the place counted from the beginning of that function: changes above it in the file
    leave the numbers as they are.
    """
    code, loc = _place.get() or _users_place(function)
    context = current_context()
    key = (function, code.co_filename, code.co_qualname, loc.line, loc.column)
    if key not in context.counters:
        owner = code.co_qualname.replace("<locals>.", "")
        place = f"{owner}/{function}:{loc.line - code.co_firstlineno}:{loc.column}"
        outer, context.scope = context.scope, ""  # whichever layer is being called first
        context.counters[key] = Variable(0, dtype="int32", trainable=False, name=place)
        context.scope = outer
    return context.counters[key]


def _users_place(function: str) -> tuple[CodeType, Loc]:
    frame = caller_frame()
    if frame is None:
        raise UserError(
            "BML103",
            f"bml.random.{function} without a seed was called from no place in a file, which is what counts its draws",
            "give it a seed: bml.random.SeedGenerator(1)",
        )
    return frame.f_code, code_loc(frame.f_code, frame.f_lasti, frame.f_lineno)
