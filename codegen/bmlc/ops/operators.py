"""Python's operators on tensors: each is an op, installed on `Tensor` when `bmlc.ops` is imported."""

from __future__ import annotations

from collections.abc import Callable

from bmlc.ir import Poly
from bmlc.ops.bitwise import (
    bitwise_and,
    bitwise_invert,
    bitwise_left_shift,
    bitwise_or,
    bitwise_right_shift,
    bitwise_xor,
)
from bmlc.ops.constant import size_as_int
from bmlc.ops.elementwise_binary import add, divide, multiply, power, subtract
from bmlc.ops.elementwise_unary import absolute, negative
from bmlc.ops.joining import stack
from bmlc.ops.linalg import matmul
from bmlc.ops.rounding import floor_divide, mod
from bmlc.ops.selection import equal, greater, greater_equal, less, less_equal, not_equal
from bmlc.ops.slicing import getitem
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["install_operators"]

_OPERATORS: dict[str, Callable[..., Tensor]] = {
    "neg": negative,
    "abs": absolute,
    "invert": bitwise_invert,
    "getitem": getitem,
    "eq": equal,
    "ne": not_equal,
    "lt": less,
    "le": less_equal,
    "gt": greater,
    "ge": greater_equal,
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
    "and": bitwise_and,
    "or": bitwise_or,
    "xor": bitwise_xor,
    "lshift": bitwise_left_shift,
    "rshift": bitwise_right_shift,
}


def install_operators() -> None:
    """Make `a + b` of tensors `ops.add(a, b)`, and so on; where a tensor is expected, a list or a size becomes one."""
    Tensor.stacked, Tensor.counted = stack, size_as_int
    for name, op in _OPERATORS.items():
        setattr(Tensor, f"__{name}__", _method(op))
    for name, op in _WITH_REFLECTION.items():
        setattr(Tensor, f"__{name}__", _method(op))
        setattr(Tensor, f"__r{name}__", _reflected(op))
    for name, method in (("__truediv__", _method(divide)), ("__rtruediv__", _reflected(divide))):
        setattr(Poly, name, method)


def _method(op: Callable[..., Tensor]) -> Callable[..., Tensor]:
    return lambda self, *others: op(self, *others)  # noqa: PLW0108  # only a function becomes a method


def _reflected(op: Callable[[Operand, Operand], Tensor]) -> Callable[[Tensor, Operand], Tensor]:
    return lambda self, other: op(other, self)
