"""Arrays of the user's, brought to the dtypes that tensors have: float64 and int64 are converted once, here.

float64, float16            -> float32 (rounded)
int64, int16, uint16, ...   -> int32; a value that int32 cannot hold is an error, never wrapped around
uint8                       -> uint8: data; a device holds it as int32
bool                        -> bool
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bmlc.errors import UserError
from bmlc.host_tensor import check_int32
from bmlc.ir import DType
from bmlc.ops.tree import flatten, unflatten

__all__ = ["as_array", "as_operand", "tensor_dtype"]

_NEAREST: dict[str, DType] = {"f": "float32", "i": "int32", "u": "int32", "b": "bool"}  # by NumPy's kinds


def as_array(value: Any, dtype: DType | None = None) -> npt.NDArray[Any]:
    """`value` as an array of `dtype`, or of the tensor dtype nearest to its own.

    Raises:
        UserError: BML303 for something that is no array of numbers, or for integers that int32 cannot hold.
    """
    if hasattr(value, "__bml_tensor__"):
        value = value.__bml_tensor__()
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise UserError.here(
            "BML303", f"expected an array of numbers, received {type(value).__name__}: {error}"
        ) from None
    target = np.dtype(dtype) if dtype is not None else np.dtype(tensor_dtype(array))
    if target == np.int32:
        check_int32(array)
    return np.ascontiguousarray(array, dtype=target).reshape(array.shape)


def as_operand(value: Any) -> Any:
    """An argument of a tensor function: arrays and lists of numbers as arrays, in structures too, all else as it is."""
    if hasattr(value, "assign"):  # a variable
        return value
    if hasattr(value, "shape"):
        return as_array(value)
    if not isinstance(value, tuple | list | dict):
        return value
    leaves = flatten(value)
    if not isinstance(value, dict) and leaves and all(isinstance(leaf, bool | int | float) for leaf in leaves):
        return as_array(value)
    return unflatten(value, iter([as_operand(leaf) for leaf in leaves]))


def tensor_dtype(array: npt.NDArray[Any]) -> DType:
    """The dtype that a tensor of this array has."""
    if array.dtype == np.uint8:
        return "uint8"
    if array.dtype.kind not in _NEAREST:
        raise UserError.here("BML303", f"expected an array of numbers or booleans, received dtype {array.dtype}")
    return _NEAREST[array.dtype.kind]
