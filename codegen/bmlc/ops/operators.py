"""Python's operators on tensors: each is an op, installed on `Tensor` when `bmlc.ops` is imported."""

from __future__ import annotations

from collections.abc import Callable

from bmlc.ops.elementwise_binary import add, divide, multiply, power, subtract
from bmlc.ops.elementwise_unary import absolute, logical_not, negative
from bmlc.ops.linalg import matmul
from bmlc.ops.rounding import floor_divide, mod
from bmlc.ops.selection import equal, greater, greater_equal, less, less_equal, logical_and, logical_or, not_equal
from bmlc.ops.slicing import getitem
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["install_operators"]

_OPERATORS: dict[str, Callable[..., Tensor]] = {
    "neg": negative,
    "abs": absolute,
    "invert": logical_not,
    "getitem": getitem,
    "eq": equal,
    "ne": not_equal,
    "lt": less,
    "le": less_equal,
    "gt": greater,
    "ge": greater_equal,
    "and": logical_and,
    "or": logical_or,
}
_WITH_REFLECTION: dict[str, Callable[[Operand, Operand], Tensor]] = {
    "add": add,
    "sub": subtract,
    "mul": multiply,
    "truediv": divide,
    "floordiv": floor_divide,
    "mod": mod,
    "pow": power,
    "matmul": matmul,
}


def install_operators() -> None:
    """Make `a + b` of tensors `ops.add(a, b)`, and so on."""
    for name, op in _OPERATORS.items():
        setattr(Tensor, f"__{name}__", _method(op))
    for name, op in _WITH_REFLECTION.items():
        setattr(Tensor, f"__{name}__", _method(op))
        setattr(Tensor, f"__r{name}__", _reflected(op))


def _method(op: Callable[..., Tensor]) -> Callable[..., Tensor]:
    return lambda self, *others: op(self, *others)  # noqa: PLW0108  # only a function becomes a method


def _reflected(op: Callable[[Operand, Operand], Tensor]) -> Callable[[Tensor, Operand], Tensor]:
    return lambda self, other: op(other, self)
