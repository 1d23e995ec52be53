"""What scripts know of Python, as rows; importing this module declares them all."""

from bmlc.scripts.rows import (
    aggregates,
    containers,
    conversions,
    gradients,
    iterables,
    mathematics,
    numpy_creation,
    numpy_functions,
    numpy_randomness,
    numpy_reductions,
    numpy_shapes,
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
    "numpy_creation",
    "numpy_functions",
    "numpy_randomness",
    "numpy_reductions",
    "numpy_shapes",
    "printer",
    "randomness",
    "reporting",
    "strings",
]
