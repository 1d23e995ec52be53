"""The symbolic tensor: what user code sees while it is traced, and gradient rules while a pass runs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bmlc import ops  # ops build on Tensor; its operators call back into them
from bmlc.errors import UserError
from bmlc.ir import Dim, DType, TensorType, Var

__all__ = ["Tensor"]


@dataclass(frozen=True, eq=False)
class Tensor:
    """A value of the function being built, with Python's operators and a NumPy-like face."""

    var: Var

    __array_priority__ = 100  # NumPy must leave `array * tensor` to us

    @property
    def type(self) -> TensorType:
        return self.var.type

    @property
    def shape(self) -> tuple[Dim, ...]:
        return self.var.type.shape

    @property
    def dtype(self) -> DType:
        return self.var.type.dtype

    @property
    def ndim(self) -> int:
        return self.var.type.rank

    def __len__(self) -> int:
        size = self.shape[0] if self.shape else None
        if not isinstance(size, int):
            raise UserError.here(
                "BML103", f"the length of a traced {self.type} is not known until the program runs", "use x.shape[0]"
            )
        return size

    def __bool__(self) -> bool:
        raise UserError.here(
            "BML103",
            f"a traced {self.type} has no truth value: it is not known until the program runs",
            "use bml.ops.where(condition, a, b) instead of `if`",
        )

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise UserError.here(
            "BML103",
            f"NumPy received a traced {self.type}, whose values are not known until the program runs",
            "use what bml.ops has instead",
        )

    __iter__ = None

    def __add__(self, other: Any) -> Tensor:
        return ops.add(self, other)

    def __radd__(self, other: Any) -> Tensor:
        return ops.add(other, self)

    def __sub__(self, other: Any) -> Tensor:
        return ops.subtract(self, other)

    def __rsub__(self, other: Any) -> Tensor:
        return ops.subtract(other, self)

    def __mul__(self, other: Any) -> Tensor:
        return ops.multiply(self, other)

    def __rmul__(self, other: Any) -> Tensor:
        return ops.multiply(other, self)

    def __truediv__(self, other: Any) -> Tensor:
        return ops.divide(self, other)

    def __rtruediv__(self, other: Any) -> Tensor:
        return ops.divide(other, self)

    def __pow__(self, other: Any) -> Tensor:
        return ops.power(self, other)

    def __rpow__(self, other: Any) -> Tensor:
        return ops.power(other, self)

    def __matmul__(self, other: Any) -> Tensor:
        return ops.matmul(self, other)

    def __rmatmul__(self, other: Any) -> Tensor:
        return ops.matmul(other, self)

    def __neg__(self) -> Tensor:
        return ops.negative(self)

    def __abs__(self) -> Tensor:
        return ops.absolute(self)

    def __eq__(self, other: object) -> Tensor:  # type: ignore[override]
        """Element by element, as in TensorFlow and NumPy; `is` asks whether two tensors are one."""
        return ops.equal(self, other)

    def __ne__(self, other: object) -> Tensor:  # type: ignore[override]
        return ops.not_equal(self, other)

    __hash__ = object.__hash__

    def __lt__(self, other: Any) -> Tensor:
        return ops.less(self, other)

    def __le__(self, other: Any) -> Tensor:
        return ops.less_equal(self, other)

    def __gt__(self, other: Any) -> Tensor:
        return ops.greater(self, other)

    def __ge__(self, other: Any) -> Tensor:
        return ops.greater_equal(self, other)

    def __and__(self, other: Any) -> Tensor:
        return ops.logical_and(self, other)

    def __or__(self, other: Any) -> Tensor:
        return ops.logical_or(self, other)

    def __invert__(self) -> Tensor:
        return ops.logical_not(self)

    def __getitem__(self, index: Any) -> Tensor:
        return ops.getitem(self, index)

    def __repr__(self) -> str:
        return f"<bml.Tensor {self.type}>"
