"""`TensorType(shape, dtype)`, the only type of the graph IR."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from bmlc.ir.dims import Dim, Poly

__all__ = ["DTYPES", "DType", "TensorType", "bytes_of"]

DType: TypeAlias = Literal["float32", "int32", "bool", "uint8"]
DTYPES: tuple[DType, ...] = ("float32", "int32", "bool", "uint8")

# What an element takes on a device, as tfjs counts it (`util.bytesPerElement`). uint8 data is uploaded as int32.
_BYTES: dict[str, int] = {"float32": 4, "int32": 4, "bool": 1, "uint8": 4}


@dataclass(frozen=True)
class TensorType:
    """A shape and a dtype."""

    shape: tuple[Dim, ...]
    dtype: DType

    def __post_init__(self) -> None:
        if self.dtype not in DTYPES:
            raise ValueError(f"expected a dtype among {', '.join(DTYPES)}, received {self.dtype!r}")

    @property
    def rank(self) -> int:
        return len(self.shape)

    @cached_property
    def size(self) -> Dim:
        """The number of elements."""
        total: Dim = 1
        for size in self.shape:
            total = total * size
        return total

    @cached_property
    def bytes(self) -> Dim:
        """What `bytes_of` gives."""
        return self.size * _BYTES[self.dtype]

    @property
    def symbols(self) -> frozenset[str]:
        return frozenset(name for size in self.shape if isinstance(size, Poly) for name in size.symbols)

    def with_shape(self, shape: tuple[Dim, ...]) -> TensorType:
        return TensorType(shape, self.dtype)

    def with_dtype(self, dtype: DType) -> TensorType:
        return TensorType(self.shape, dtype)

    def __str__(self) -> str:
        return f"{self.dtype}[{', '.join(map(str, self.shape))}]"


def bytes_of(type: TensorType) -> Dim:
    """Logical bytes of a tensor on a device."""
    return type.bytes
