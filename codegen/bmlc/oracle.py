"""What a program is held against: the user's own file, run by Keras on TensorFlow in a process of its own.

Nothing of the compiler runs there, so that a mistake in tracing, in a gradient rule or in Keras's backend of ours shows
as well as one in a kernel. `bml.parity` implements `Oracle`; functions are asked for by their names in the program,
variables by theirs, which are Keras's paths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy.typing as npt

__all__ = ["Answer", "IncomparableError", "Oracle", "OracleError", "Tape"]

Array: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True)
class Tape:
    """One computation of gradients in a call: of a value, with respect to variables or arguments, in order."""

    value: Array
    gradients: tuple[Array, ...]
    names: tuple[str | None, ...]  # of the variables; None for an argument


@dataclass(frozen=True)
class Answer:
    """What a call gave."""

    outs: tuple[Array, ...]
    logits: tuple[Array | None, ...]  # for each out that is a softmax or a sigmoid, what went into it
    tapes: tuple[Tape, ...]
    updates: Mapping[str, Array]  # the values afterwards of the variables that were asked for
    unexpected: tuple[str, ...]  # variables that the call set besides those, at the function's first call
    incomparable: str | None  # why these updates, with rows of gradients summed, are not what the file makes there
    backend: str = "TensorFlow"  # of Keras


class OracleError(Exception):
    """The user's file failed there."""


class IncomparableError(OracleError):
    """What Keras on TensorFlow computes there is known to mean something else; the text says what can be done."""


class Oracle(Protocol):
    """Answers calls of a program's functions."""

    @property
    def description(self) -> str:
        """`Keras 3.15.1 on TensorFlow 2.21.0`."""

    def refusal(self, function: str) -> str | None:
        """Why `function` has no counterpart in the file that could be called; None where it has one."""

    def call(
        self, function: str, inputs: Sequence[Array], state: Mapping[str, Array], updates: Sequence[str]
    ) -> Answer:
        """What `function` gives where the variables have the values of `state`.

        Raises:
            OracleError: What it raised there.
            IncomparableError: Where it is known to mean something else.
            UserError: BML407 if the process has ended or does not answer.
        """
