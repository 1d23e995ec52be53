"""Python's own functions: a checker each, by theme."""

from bmlc.frontend.check.builtins import aggregates, conversions, iterables, mathematics, randomness, reading
from bmlc.frontend.check.builtins.table import BUILTINS, check_function, is_builtin

__all__ = [
    "BUILTINS",
    "aggregates",
    "check_function",
    "conversions",
    "is_builtin",
    "iterables",
    "mathematics",
    "randomness",
    "reading",
]
