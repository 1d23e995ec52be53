"""`HostTensor`: what tensors are where a program runs in Python."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt

from bmlc.errors import UserError
from bmlc.ir import DType, TensorType

__all__ = ["HostTensor", "check_int32", "host_tensor", "narrowed"]

_NARROW = {"float64": "float32", "int64": "int32", "uint64": "int32", "uint32": "int32"}


class HostTensor(np.ndarray[Any, Any]):
    """A NumPy array that nothing changes: `x += y` makes another one, for `x` alone, as it does of tensors."""

    @property
    def type(self) -> TensorType:
        """As of a traced tensor, for ops that are called outside of a trace."""
        return TensorType(self.shape, cast(DType, self.dtype.name))

    @property
    def dims(self) -> tuple[int, ...]:
        """The sizes: here all are known."""
        return tuple(self.shape)

    def numpy(self) -> Any:
        """The numbers as an array of NumPy's, or a scalar, as of TensorFlow's tensors."""
        return np.array(self)[()]

    def __array_wrap__(self, array: Any, context: object = None, return_scalar: bool = False) -> Any:
        """A result of NumPy's, which computes in 64 bits where tensors have 32: uint8 / 255.0, int32 * 0.5, sums."""
        return narrowed(array).view(HostTensor)

    def __repr__(self) -> str:
        return repr(np.asarray(self))

    def __iadd__(self, other: Any) -> Any:  # type: ignore[misc]
        return self + other

    def __isub__(self, other: Any) -> Any:  # type: ignore[misc]
        return self - other

    def __imul__(self, other: Any) -> Any:  # type: ignore[misc]
        return self * other

    def __itruediv__(self, other: Any) -> Any:  # type: ignore[misc]
        return self / other

    def __ifloordiv__(self, other: Any) -> Any:  # type: ignore[misc]
        return self // other

    def __imod__(self, other: Any) -> Any:  # type: ignore[misc]
        return self % other

    def __ipow__(self, other: Any) -> Any:  # type: ignore[misc, override]
        return self**other

    def __imatmul__(self, other: Any) -> Any:  # type: ignore[misc]
        return self @ other


def narrowed(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """An array of 64 bits, or of uint32, as one of the dtypes that tensors have.

    Raises:
        UserError: BML303 for integers that int32 cannot hold.
    """
    name = _NARROW.get(array.dtype.name)
    if name == "int32":
        check_int32(array)
    return np.asarray(array if name is None else array.astype(name))


def check_int32(array: npt.NDArray[Any]) -> None:
    """Whether int32 holds these integers; nothing is wrapped around.

    Raises:
        UserError: BML303 where it does not.
    """
    if array.size and array.dtype.kind in "iu" and array.dtype.itemsize >= 4:
        low, high = int(array.min()), int(array.max())
        if low < -(2**31) or high >= 2**31:
            raise UserError.here("BML303", f"expected integers that int32 holds, received values from {low} to {high}")


def host_tensor(value: Any) -> npt.NDArray[Any]:
    """The values of a tensor or an array, not copied."""
    array = np.asarray(value).view(HostTensor)
    array.flags.writeable = False
    return array
