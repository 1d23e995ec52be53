"""What was measured, kernel by kernel, and its sums by line and by layer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bmlc.ir import Loc
from bmlc.ir.layers import Layer

__all__ = ["FunctionProfile", "KernelCost", "Report", "Row"]


@dataclass(frozen=True)
class KernelCost:
    """One kernel call of a function: what it takes in a step, on average, all its runs together."""

    kernel: str
    loc: Loc
    layer: Layer
    runs: float  # in a step: several in a loop, none in a branch that is not taken
    milliseconds: float
    bytes: float  # logical ones that it allocates
    at_peak: bool  # whether the most is alive while it runs


@dataclass(frozen=True)
class Row:
    """The kernel calls of one line, or of one layer."""

    name: str
    loc: Loc  # of the first of them
    milliseconds: float
    gradient_milliseconds: float  # the part of it that gradients take
    share: float  # of the time of all kernels
    calls: float
    bytes: float
    at_peak: bool


@dataclass(frozen=True)
class FunctionProfile:
    """A function on one backend."""

    function: str
    backend: str
    renderer: str
    batch: int
    steps: int
    undisturbed: float  # milliseconds of a step as a program runs it, the median
    one_by_one: float  # the same with a wait after each kernel, the mean: its kernels, and what is between them
    argument_bytes: int
    peak_bytes: int  # of all that is alive at once, arguments included
    kernels: tuple[KernelCost, ...]

    @property
    def kernel_milliseconds(self) -> float:
        return sum(kernel.milliseconds for kernel in self.kernels)

    @property
    def calls(self) -> float:
        return sum(kernel.runs for kernel in self.kernels)

    def by_line(self) -> list[Row]:
        """A row for each line of the user's files, named by file and number, the slowest first."""
        return self._rows(lambda kernel: str(kernel.loc), lambda kernel: (kernel.loc.file, kernel.loc.line))

    def by_layer(self) -> list[Row]:
        """A row for each layer with its gradient, the slowest first."""
        return self._rows(lambda kernel: kernel.layer.name, lambda kernel: kernel.layer.name)

    def _rows(self, name: Callable[[KernelCost], str], key: Callable[[KernelCost], Hashable]) -> list[Row]:
        groups: dict[Hashable, list[KernelCost]] = {}
        for kernel in self.kernels:
            groups.setdefault(key(kernel), []).append(kernel)
        rows = [self._row(name(several[0]), several) for several in groups.values()]
        return sorted(rows, key=lambda row: -row.milliseconds)

    def _row(self, name: str, kernels: Sequence[KernelCost]) -> Row:
        milliseconds = sum(kernel.milliseconds for kernel in kernels)
        return Row(
            name,
            kernels[0].loc,
            milliseconds,
            sum(kernel.milliseconds for kernel in kernels if kernel.layer.gradient),
            milliseconds / (self.kernel_milliseconds or 1.0),
            sum(kernel.runs for kernel in kernels),
            sum(kernel.bytes for kernel in kernels),
            any(kernel.at_peak for kernel in kernels),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "function": self.function,
            "backend": self.backend,
            "renderer": self.renderer,
            "batch": self.batch,
            "steps": self.steps,
            "milliseconds": self.undisturbed,
            "milliseconds_one_by_one": self.one_by_one,
            "milliseconds_of_kernels": self.kernel_milliseconds,
            "argument_bytes": self.argument_bytes,
            "peak_bytes": self.peak_bytes,
            "lines": [
                {"file": row.loc.file, "line": row.loc.line, "text": row.loc.text, **_numbers(row)}
                for row in self.by_line()
            ],
            "layers": [{"layer": row.name, **_numbers(row)} for row in self.by_layer()],
            "kernels": [
                {
                    "kernel": kernel.kernel,
                    "file": kernel.loc.file,
                    "line": kernel.loc.line,
                    "column": kernel.loc.column + 1,
                    "layer": kernel.layer.name,
                    "gradient": kernel.layer.gradient,
                    "runs": kernel.runs,
                    "milliseconds": kernel.milliseconds,
                    "bytes": kernel.bytes,
                    "peak": kernel.at_peak,
                }
                for kernel in self.kernels
            ],
        }


@dataclass(frozen=True)
class Report:
    """All functions on all backends; `missing` says why a backend did not run."""

    program: str
    source: Path
    engine: str
    profiles: tuple[FunctionProfile, ...]
    missing: dict[str, str]

    @property
    def exit_status(self) -> int:
        return 1 if self.missing else 0

    def to_json(self) -> dict[str, Any]:
        return {
            "program": self.program,
            "file": str(self.source),
            "engine": self.engine,
            "profiles": [profile.to_json() for profile in self.profiles],
            "missing": dict(self.missing),
        }


def _numbers(row: Row) -> dict[str, Any]:
    return {
        "milliseconds": row.milliseconds,
        "milliseconds_of_gradient": row.gradient_milliseconds,
        "share": row.share,
        "kernel_calls": row.calls,
        "bytes": row.bytes,
        "peak": row.at_peak,
    }
