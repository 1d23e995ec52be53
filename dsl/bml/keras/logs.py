"""What a step of a model gives, on either side of parity: this imports nothing of Keras."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["flat_logs"]


def flat_logs(logs: Mapping[str, Any]) -> dict[str, Any]:
    """The logs of a step without dictionaries in them, as Keras reads them: metrics of `compile` are one."""
    flat: dict[str, Any] = {}
    for name, value in logs.items():
        flat.update(flat_logs(value) if isinstance(value, Mapping) else {name: value})
    return flat
