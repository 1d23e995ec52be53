"""The peak of a function's memory in logical bytes of tensors, as a formula.

On a CPU kernels hold nothing else but the workspace that the backend states: legalization writes out what they would
make for themselves. What the GPUs stage to upload, to pack and to reduce in rounds depends on where a tensor is when
the kernel runs, and is not stated.

Counted are the inputs (parameters and captured variables, alive throughout), the locals and the results. Constants
belong to the program and are not counted. A peak over symbolic shapes is the largest of several polynomials: which
one depends on the symbols.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from bmlc.ir import Dim, Function, Poly, Quotient, evaluate, never_negative, terms_of
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
    """Those that no other one is known to bound, for symbols that are at least 0."""
    ordered = sorted(peaks, key=lambda value: (evaluate(value, _Ones()), str(value)), reverse=True)
    rounded = {peak for peak in peaks if isinstance(peak, Poly) and any(isinstance(a, Quotient) for a in peak.atoms)}
    # A polynomial is never below another if none of its coefficients is. float64 is exact up to 2**53 bytes.
    terms = {peak: dict(terms_of(peak)) for peak in ordered if peak not in rounded}
    monomials = [*dict.fromkeys(chain.from_iterable(terms.values()))]
    front = np.empty((len(terms), len(monomials)))
    size = 0
    kept: list[Dim] = []
    kept_rounded: list[Dim] = []
    for peak in ordered:
        if peak in terms:
            front[size] = [terms[peak].get(monomial, 0) for monomial in monomials]
            if (front[:size] >= front[size]).all(axis=1).any():
                continue
        if any(never_negative(other - peak) for other in (kept_rounded if peak in terms else kept)):
            continue
        size += peak in terms
        kept.append(peak)
        if peak in rounded:
            kept_rounded.append(peak)
    return tuple(kept)


class _Ones(dict[str, int]):
    def __missing__(self, key: str) -> int:
        return 1
