"""Operations on the bits of integers: kernels have none, so these are arithmetic. Of bools they are those of logic."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bmlc.ops.broadcasting import sum  # noqa: A004 - as in Keras
from bmlc.ops.casting import as_bytes, as_tensors, highest, unwrap
from bmlc.ops.elementwise_binary import multiply, subtract
from bmlc.ops.elementwise_unary import logical_not
from bmlc.ops.gathering import take
from bmlc.ops.rounding import floor_divide, mod
from bmlc.ops.rules import bad_argument
from bmlc.ops.selection import equal, less, logical_and, logical_or, logical_xor, where
from bmlc.ops.shape import expand_dims
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["bitwise_and", "bitwise_invert", "bitwise_left_shift", "bitwise_or", "bitwise_right_shift", "bitwise_xor"]

LEAST, LARGEST = -(2**31), 2**31 - 1
Logic = Callable[[Operand, Operand], Tensor]
OfBits = Callable[[Tensor, Tensor, Tensor], Tensor]


def bitwise(name: str, doc: str, of_bools: Logic, of_ints: OfBits) -> Callable[[Operand, Operand], Tensor]:
    """A function of two integers, from (a, b, a & b), or of two bools."""

    def call(x: Operand, y: Operand) -> Tensor:
        x, y = (np.int32(each) if type(each) is int else each for each in (x, y))  # even beside uint8
        dtype = checked(name, x, y)
        if dtype == "bool":
            return of_bools(x, y)
        a, b = as_tensors("int32", x, y)
        return as_bytes(of_ints(a, b, common_bits(a, b, 8 if dtype == "uint8" else 31)), x, y)

    call.__name__, call.__doc__ = name, doc
    return call


def common_bits(a: Tensor, b: Tensor, count: int) -> Tensor:
    """The bits that two int32 have both: `count` from the lowest one, and that of the sign if there are 31."""
    powers = np.array([2**i for i in range(count)], "int32")

    def bits(x: Tensor) -> Tensor:
        whole = where(less(x, 0), (x + LARGEST) + 1, x) if count == 31 else x  # without its sign
        return mod(floor_divide(expand_dims(whole, -1), powers), 2)

    low = sum(bits(a) * bits(b) * powers, axis=-1)
    return low if count < 31 else low + where(logical_and(less(a, 0), less(b, 0)), LEAST, 0)


# What one has and the other has not never carries into another bit.
bitwise_and = bitwise("bitwise_and", "The bits that both have.", logical_and, lambda a, b, both: both)
bitwise_or = bitwise("bitwise_or", "The bits that one has or both.", logical_or, lambda a, b, both: (a - both) + b)
bitwise_xor = bitwise(
    "bitwise_xor", "The bits that only one has.", logical_xor, lambda a, b, both: (a - both) + (b - both)
)


def bitwise_invert(x: Operand) -> Tensor:
    """All bits turned: `-1 - x`, of uint8 `255 - x`, of bool `not x`."""
    dtype = checked("bitwise_invert", x)
    return logical_not(x) if dtype == "bool" else subtract(255 if dtype == "uint8" else -1, x)


def bitwise_left_shift(x: Operand, y: Operand) -> Tensor:
    """`x` with its bits `y` places higher, from 0 to 31; those beyond the highest are lost."""
    powers = np.array([*(2**i for i in range(31)), LEAST], "int32")
    return shifted("bitwise_left_shift", x, y, lambda a, places: multiply(a, take(powers, places)))


def bitwise_right_shift(x: Operand, y: Operand) -> Tensor:
    """`x` with its bits `y` places lower, from 0 to 31; the sign stays."""

    def shift(a: Tensor, places: Operand) -> Tensor:
        by_less = floor_divide(a, take(np.array([*(2**i for i in range(31)), 1], "int32"), places))
        return where(equal(places, 31), where(less(a, 0), -1, 0), by_less)

    return shifted("bitwise_right_shift", x, y, shift)


def shifted(name: str, x: Operand, y: Operand, shift: Callable[[Tensor, Operand], Tensor]) -> Tensor:
    checked(name, x, y)
    places = unwrap(y)
    if isinstance(places, int) and not 0 <= places <= 31:
        raise bad_argument(name, "a shift by 0 to 31 places", f"y={y!r}")
    return as_bytes(shift(*as_tensors("int32", x, y)), x, y)


def checked(name: str, *xs: Operand) -> str:
    dtype = highest(*xs)
    if dtype == "float32":
        raise bad_argument(name, "integers or bools", "float32")
    return dtype
