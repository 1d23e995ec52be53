"""`HostTensor`: what tensors are where a program runs in Python."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt

from bmlc.ir import DType, TensorType

__all__ = ["HostTensor", "host_tensor"]


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

    def __array_wrap__(self, array: Any, context: object = None, return_scalar: bool = False) -> Any:
        """A result of NumPy's, which computes in 64 bits where tensors have 32: uint8 / 255.0, int32 * 0.5, sums."""
        narrow = {"float64": "float32", "int64": "int32", "uint64": "int32"}.get(array.dtype.name)
        return np.asarray(array if narrow is None else array.astype(narrow)).view(HostTensor)

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


def host_tensor(value: Any) -> npt.NDArray[Any]:
    """The values of a tensor or an array, not copied."""
    array = np.asarray(value).view(HostTensor)
    array.flags.writeable = False
    return array
