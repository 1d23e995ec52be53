"""Python's own functions: a checker each, by theme."""

from bmlc.frontend.check.builtins import (
    aggregates,
    classes,
    conversions,
    functional,
    iterables,
    mathematics,
    printer,
    randomness,
)
from bmlc.frontend.check.builtins.table import BUILTINS, check_function, is_builtin

__all__ = [
    "BUILTINS",
    "aggregates",
    "check_function",
    "classes",
    "conversions",
    "functional",
    "is_builtin",
    "iterables",
    "mathematics",
    "printer",
    "randomness",
]
