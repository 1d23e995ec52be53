"""The notice that a training has diverged, once a run, on stderr: NaN and infinity say nothing by themselves.

`runtime_js/src/training/divergence.ts` has the same words and the same rule.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping

from bml.context import current_context

__all__ = ["divergence", "watch"]


def divergence(logs: Mapping[str, object], where: str) -> str | None:
    """What is said of the first number among `logs` that is NaN or infinite; None where all are finite."""
    for name, value in logs.items():
        if isinstance(value, float) and not math.isfinite(value):
            return (
                f"{name} is {'NaN' if math.isnan(value) else 'infinite'} {where}: the training has diverged. "
                "Try a smaller learning rate, and look for NaN and infinity in the data; "
                "--check-numerics names the line."
            )
    return None


def watch(logs: Mapping[str, object], where: str) -> None:
    """Tell it, unless this run has told it before: the later ones follow from the first."""
    context = current_context()
    if not context.diverged and (text := divergence(logs, where)):
        context.diverged = True
        print(f"notice: {text}", file=sys.stderr)
