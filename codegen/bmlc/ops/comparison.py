"""Comparisons and logic: bool results, no gradient. Numbers count as true unless they are 0."""

from __future__ import annotations

from bmlc.ops.casting import as_bool
from bmlc.ops.convert import Operand
from bmlc.ops.elementwise import binary
from bmlc.ops.tensor import Tensor

__all__ = [
    "equal",
    "greater",
    "greater_equal",
    "less",
    "less_equal",
    "logical_and",
    "logical_or",
    "logical_xor",
    "not_equal",
]

equal = binary("equal", "`x1 == x2`.", None, "Equal", out="bool")
not_equal = binary("not_equal", "`x1 != x2`.", None, "NotEqual", out="bool")
greater = binary("greater", "`x1 > x2`.", None, "Greater", out="bool")
greater_equal = binary("greater_equal", "`x1 >= x2`.", None, "GreaterEqual", out="bool")
less = binary("less", "`x1 < x2`.", None, "Less", out="bool")
less_equal = binary("less_equal", "`x1 <= x2`.", None, "LessEqual", out="bool")
logical_and = binary("logical_and", "Whether both are true.", None, "LogicalAnd", of="bool")
logical_or = binary("logical_or", "Whether at least one is true.", None, "LogicalOr", of="bool")


def logical_xor(x1: Operand, x2: Operand) -> Tensor:
    """Whether exactly one is true."""
    return not_equal(*as_bool(x1, x2))
