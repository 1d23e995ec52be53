"""What `bml parity --bisect` found: for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from bmlc.ir import Loc, format_function
from bmlc.parity.arrays import Array
from bmlc.parity.pieces import Piece
from bmlc.parity.report import json_number

__all__ = ["BisectReport", "Example", "FunctionBisected", "PieceDifference", "difference_of"]

_EXAMPLES = 3


@dataclass(frozen=True)
class Example:
    """An element that is far off."""

    index: tuple[int, ...]
    expected: float
    received: float


@dataclass(frozen=True)
class PieceDifference:
    """An op whose kernels, given TensorFlow's inputs, give something else.

    Args:
        op: The op's name.
        value: The name of its value in the IR.
        loc: Its place in the user's file.
        kernels: The calls that it became, a line each.
        inputs: The shapes of what they were given.
        error: max|a - b| / max|b|.
        limit: What it may be.
        examples: Elements, the furthest first.
        failure: What went wrong where nothing came out.
    """

    op: str
    value: str
    loc: Loc
    kernels: tuple[str, ...]
    inputs: tuple[str, ...]
    error: float
    limit: float
    examples: tuple[Example, ...]
    failure: str | None

    def to_json(self) -> dict[str, Any]:
        place = {"file": self.loc.file, "line": self.loc.line, "text": self.loc.text}
        return {**asdict(self), "loc": place, "error": json_number(self.error)}

    def lines(self) -> Iterator[str]:
        yield f"  {self.loc}  {self.loc.text}"
        yield f"  {self.op} of {' and '.join(self.inputs)} is off by {self.error:.1e}, at most {self.limit:.0e}"
        for kernel in self.kernels:
            yield f"    {kernel}"
        if self.failure is not None:
            yield f"    {self.failure}"
        for example in self.examples:
            place = ", ".join(map(str, example.index))
            yield f"    [{place}] expected {example.expected:.9g}, received {example.received:.9g}"


@dataclass(frozen=True)
class FunctionBisected:
    """A function on a backend; `differing` in the function's order."""

    function: str
    backend: str
    renderer: str
    pieces: int
    differing: tuple[PieceDifference, ...]
    failure: str | None  # why it could not be run

    @property
    def ok(self) -> bool:
        return not self.differing and self.failure is None

    def to_json(self) -> dict[str, Any]:
        return {
            "function": self.function,
            "backend": self.backend,
            "renderer": self.renderer,
            "ok": self.ok,
            "operations": self.pieces,
            "differing": [each.to_json() for each in self.differing],
            "failure": self.failure,
        }

    def lines(self) -> Iterator[str]:
        head = f"{self.function} on {self.backend}"
        if self.failure is not None:
            yield f"{head} did not run: {self.failure}"
        elif not self.differing:
            yield f"{head}: all {self.pieces} operations agree, each by itself"
        else:
            first, *others = self.differing
            yield f"{head}: {len(self.differing)} of {self.pieces} operations differ, the first in"
            yield from first.lines()
            for other in others:
                yield f"  and {other.op} at {other.loc}: error {other.error:.1e}"


@dataclass(frozen=True)
class BisectReport:
    """All functions on all backends."""

    program: str
    engine: str
    reference: str
    functions: tuple[FunctionBisected, ...]

    @property
    def exit_status(self) -> int:
        return 0 if self.functions and all(each.ok for each in self.functions) else 1

    def to_json(self) -> dict[str, Any]:
        head = {"program": self.program, "engine": self.engine, "reference": self.reference}
        return {**head, "ok": not self.exit_status, "functions": [each.to_json() for each in self.functions]}

    def to_text(self) -> str:
        head = f"{self.program}: {self.engine} against {self.reference}, operation by operation"
        return "\n".join([head, *(line for each in self.functions for line in each.lines())])


def difference_of(
    piece: Piece,
    inputs: Sequence[Array],
    received: Array | None,
    expected: Array,
    error: float,
    limit: float,
    failure: str | None,
) -> PieceDifference:
    text = format_function(piece.kernels.function, locations=False)
    calls = tuple(line.strip() for line in text.splitlines()[1:-1] if not line.lstrip().startswith("dispose("))
    return PieceDifference(
        piece.eqn.op.name,
        piece.value.name,
        piece.eqn.loc,
        calls,
        tuple(f"{array.dtype.name}{list(array.shape)}" for array in inputs),
        error,
        limit,
        () if received is None else tuple(_examples(received, expected, limit)),
        failure,
    )


def _examples(received: Array, expected: Array, limit: float) -> Iterator[Example]:
    if received.shape != expected.shape or not expected.size:
        return
    apart = np.abs(received.astype(np.float64) - expected.astype(np.float64)).ravel()
    apart[np.isnan(apart)] = np.inf  # NaN on one side only, or infinities: NaNs on both sides come last
    apart[np.isnan(received).ravel() & np.isnan(expected).ravel()] = -1.0
    finite = np.abs(expected[np.isfinite(expected)].astype(np.float64))
    scale = float(finite.max(initial=0)) or 1.0
    for place in np.argsort(-apart, kind="stable")[:_EXAMPLES]:
        if apart[place] > limit * scale:
            index = tuple(map(int, np.unravel_index(place, expected.shape)))
            yield Example(index, expected[index].item(), received[index].item())
