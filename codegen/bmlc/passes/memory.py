"""The peak of a function's memory: logical tensor bytes plus the kernels' declared workspace, as a formula.

Counted are the inputs (parameters and captured variables, alive throughout), the locals and the results. Constants
belong to the program and are not counted. A peak over symbolic shapes is the largest of several polynomials: which
one depends on the symbols.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bmlc.ir import Dim, Function, Var, bytes_of, evaluate, never_negative
from bmlc.kernels.kernel import Kernel

__all__ = ["Peak", "peak_bytes"]


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
    buffers: dict[Var, int] = {}  # the buffer that a value lives in; views share one
    references: dict[int, int] = {}
    sizes: dict[int, Dim] = {}
    live: Dim = 0
    for var in fn.inputs:
        live = live + bytes_of(var.type)
    peaks: set[Dim] = {live}

    def new_buffer(var: Var) -> None:
        nonlocal live
        buffers[var] = len(sizes)
        sizes[buffers[var]] = bytes_of(var.type)
        references[buffers[var]] = 1
        live = live + bytes_of(var.type)

    for eqn in fn.body:
        if eqn.op.name == "dispose":
            for var in eqn.inputs:
                if var not in buffers:  # a view of an input: the memory is the caller's
                    continue
                buffer = buffers[var]
                references[buffer] -= 1
                if not references[buffer]:
                    live = live - sizes[buffer]
            continue
        if eqn.op.name == "constant":
            continue
        kernel = eqn.op if isinstance(eqn.op, Kernel) else None
        if eqn.op.name == "retain" or (kernel is not None and kernel.shares_memory):
            if eqn.inputs[0] in buffers:
                buffers[eqn.outs[0]] = buffers[eqn.inputs[0]]
                references[buffers[eqn.outs[0]]] += 1
            continue
        for var in eqn.outs:
            new_buffer(var)
        workspace: Dim = 0
        if kernel is not None:
            types = tuple(var.type for var in eqn.inputs)
            workspace = kernel.workspace(types, tuple(var.type for var in eqn.outs), dict(eqn.attrs))
        peaks.add(live + workspace)
    return Peak(_maximal(peaks))


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
