"""The dtypes of what enters an op: tensors, NumPy arrays and Python numbers.

Dtypes form one ladder, bool < uint8 < int32 < float32, and mixed operands go to the highest. bool and uint8 only store:
arithmetic on them gives int32, which does not wrap around. float64 and int64 become float32 and int32 at this edge.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from bmlc.errors import UserError
from bmlc.ir import DTYPES, DType, TensorType
from bmlc.ops.rules import misuse
from bmlc.ops.tensor import Tensor

__all__ = [
    "Operand",
    "as_array",
    "check_dtype",
    "dtype_of",
    "highest",
    "type_of",
    "unwrap",
]

Operand: TypeAlias = Any  # a Tensor, a variable, a NumPy array, a number or nested lists of numbers

_LADDER: tuple[DType, ...] = ("bool", "uint8", "int32", "float32")
_INT32 = np.iinfo(np.int32)


def unwrap(x: Operand) -> Operand:
    """The value of `x`: objects that stand for a tensor, such as variables, say so by a method `__bml_tensor__`."""
    hook = getattr(x, "__bml_tensor__", None)
    return x if hook is None else hook()


def dtype_of(x: Operand) -> DType:
    """The dtype that `x` has as a tensor."""
    x = unwrap(x)
    if isinstance(x, Tensor):
        return x.dtype
    if isinstance(x, int) and not isinstance(x, bool):
        return "int32"  # its range is checked once its dtype is settled: 3e9 written as an int is fine as a float
    return as_array(x).dtype.name  # type: ignore[return-value]


def type_of(x: Operand) -> TensorType:
    x = unwrap(x)
    if isinstance(x, Tensor):
        return x.type
    array = as_array(x)
    return TensorType(array.shape, array.dtype.name)  # type: ignore[arg-type]


def check_dtype(op: str, dtype: object) -> DType:
    """`dtype` if tensors can be computed in it; float64 and int64 are named by their 32-bit counterparts."""
    name = str(getattr(dtype, "name", None) or getattr(dtype, "__name__", None) or dtype)
    name = {"float64": "float32", "float": "float32", "int64": "int32", "int": "int32"}.get(name, name)
    for known in DTYPES:
        if name == known:
            return known
    raise misuse(op, f"a dtype among {', '.join(DTYPES)}", f"dtype={dtype!r}", code="BML102")


def as_array(x: Operand, dtype: DType | None = None) -> np.ndarray:
    """`x`, which is no tensor of a trace, as an array of one of bml's dtypes."""
    if isinstance(x, np.ndarray) and x.dtype.name == (dtype or x.dtype.name) and x.dtype.name in DTYPES:
        return x
    try:
        array = np.asarray(x)
    except (ValueError, TypeError, UserError):  # the last from a tensor in a list, which NumPy cannot take
        array = np.empty(0, dtype=object)
    if array.dtype.kind not in "biuf":
        raise UserError.here(
            "BML101",
            f"expected a tensor, an array or a number, received {_describe(x)}",
            "join tensors with bml.ops.stack" if isinstance(x, list | tuple) else None,
        )
    name = dtype or _canonical(array.dtype)
    if (
        name == "int32"
        and array.dtype.kind in "iu"
        and array.size
        and (array.min() < _INT32.min or array.max() > _INT32.max)
    ):
        raise UserError.here(
            "BML101", f"expected integers of 32 bits, received {_describe(array)}", "convert them to float32 first"
        )
    return array.astype(name)


def highest(*xs: Operand) -> DType:
    """The dtype of the ladder to which all of `xs` go together."""
    return max((dtype_of(x) for x in xs), key=_LADDER.index)


def _canonical(dtype: np.dtype[np.generic]) -> DType:
    if dtype.kind == "f":
        return "float32"
    if dtype.kind == "b":
        return "bool"
    return "uint8" if dtype.name == "uint8" else "int32"


def _describe(x: object) -> str:
    if isinstance(x, np.ndarray):
        return f"{x.dtype}{list(x.shape)}"
    return f"{type(x).__name__} {x!r}"[:80]
