"""What scripts know of Python, as rows; importing this module declares them all."""

from bmlc.scripts.rows import (
    aggregates,
    containers,
    conversions,
    gradients,
    iterables,
    mathematics,
    printer,
    randomness,
    reporting,
    strings,
)

__all__ = [
    "aggregates",
    "containers",
    "conversions",
    "gradients",
    "iterables",
    "mathematics",
    "printer",
    "randomness",
    "reporting",
    "strings",
]
