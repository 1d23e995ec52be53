"""The peak of a function's memory: logical tensor bytes plus the kernels' declared workspace, as a formula.

Counted are the inputs (parameters and captured variables, alive throughout), the locals and the results. Constants
belong to the program and are not counted. A peak over symbolic shapes is the largest of several polynomials: which
one depends on the symbols.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bmlc.ir import Dim, Function, evaluate, never_negative
from bmlc.passes.live_bytes import bytes_alive

__all__ = ["Peak", "peak_at", "peak_bytes"]


@dataclass(frozen=True)
class Peak:
    """The maximum of `candidates`, in bytes."""

    candidates: tuple[Dim, ...]

    def evaluate(self, bindings: Mapping[str, int]) -> int:
        return max((evaluate(candidate, bindings) for candidate in self.candidates), default=0)

    def __str__(self) -> str:
        texts = [str(candidate) for candidate in self.candidates]
        return texts[0] if len(texts) == 1 else f"max({', '.join(texts)})"


def peak_bytes(fn: Function) -> Peak:
    """The peak of `fn`, which has been through `insert_disposals`."""
    return Peak(_maximal(set(bytes_alive(fn, lambda size: size))))


def peak_at(fn: Function, bindings: Mapping[str, int]) -> int:
    """`peak_bytes(fn).evaluate(bindings)`, by numbers from the start."""
    alive = bytes_alive(fn, lambda size: evaluate(size, bindings))
    return int(max(evaluate(total, bindings) for total in alive))


def _maximal(peaks: set[Dim]) -> tuple[Dim, ...]:
    """Those that no other one is known to bound, for symbols that are at least 1."""
    ordered = sorted(peaks, key=lambda value: (evaluate(value, _Ones()), str(value)), reverse=True)
    kept: list[Dim] = []
    for candidate in ordered:
        if not any(never_negative(other - candidate, smallest=1) for other in kept):
            kept.append(candidate)
    return tuple(kept)


class _Ones(dict[str, int]):
    def __missing__(self, key: str) -> int:
        return 1
