"""State with a name: weights, optimizer slots, metric totals, counters of random generators."""

from __future__ import annotations

import operator
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from bml.arrays import as_array
from bml.context import current_context
from bmlc.errors import UserError
from bmlc.host_tensor import host_tensor
from bmlc.ir import DType, TensorType, active_builder, caller_loc
from bmlc.ir import Variable as IRVariable
from bmlc.ops.tensor import Tensor

__all__ = ["Variable"]


class Variable(IRVariable):
    """A tensor that outlives a call and that a traced function may read and replace.

    Its first value comes from its initializer, the first time that something asks for it; in the browser the same
    initializer gives the same value. A variable whose value was set from Python ships that value instead.

    Args:
        initializer: The name of an initializer, an `initializers.Initializer`, or the value itself.
        shape: Ints. Needed with an initializer, taken from the value otherwise.
        dtype: float32, int32 or bool; float32, or that of the value, by default.
        trainable: Whether gradients are taken with respect to it by default.
        name: Numbered where another variable of the program has it already.

    Raises:
        UserError: BML102 for an unknown initializer or a missing shape.

    Example:
        >>> import bml
        >>> counter = bml.Variable(0, dtype="int32", trainable=False, name="counter")
        >>> counter.assign_add(2)
        >>> int(counter.numpy())
        2
    """

    trainable: bool  # may change until a function that reads the variable is traced

    def __init__(
        self,
        initializer: Any,
        shape: tuple[int, ...] | None = None,
        dtype: DType | None = None,
        trainable: bool = True,
        name: str | None = None,
    ) -> None:
        from bml.old import initializers  # an initializer that is not needed is not imported

        context = current_context()
        unique = context.unique(name or context.auto_name("variable"))
        value: npt.NDArray[Any] | None = None
        if isinstance(initializer, str) or callable(initializer):
            if shape is None:
                raise UserError.here("BML102", f"Variable needs a shape for initializer={initializer!r}")
            descriptor = initializers.get(initializer).describe(unique)
        else:
            value = as_array(initializer, dtype)
            if shape is not None and tuple(shape) != value.shape:
                raise UserError.here(
                    "BML101", f"Variable expects a value of shape {tuple(shape)}, received {value.shape}"
                )
            shape, dtype = value.shape, _dtype_of(value)
            descriptor = {"name": "constant", "value": value.item()} if value.ndim == 0 else {"name": "zeros"}
        super().__init__(unique, TensorType(tuple(shape), dtype or "float32"), trainable, descriptor)
        self.loc = caller_loc()
        self._value: Any = value if value is not None and value.ndim else None
        self._is_initial = self._value is None

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "trainable":
            object.__setattr__(self, name, value)  # the one field of the IR's variable that is not final
        else:
            super().__setattr__(name, value)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(size for size in self.type.shape if isinstance(size, int))

    @property
    def dtype(self) -> DType:
        return self.type.dtype

    @property
    def path(self) -> str:
        """The name, as Keras calls it: `conv2d/kernel`."""
        return self.name

    @property
    def is_initial(self) -> bool:
        """Whether the value is still the one that the initializer gives, so that it need not be shipped."""
        return self._is_initial

    @property
    def value(self) -> Any:
        """The current value as whatever ran last left it: a NumPy array, or a tensor of TensorFlow."""
        if self._value is None:
            from bml.old import initializers

            self._value = initializers.initial_value(self.shape, self.dtype, self.initializer)
        return self._value

    def numpy(self) -> npt.NDArray[Any]:
        """The current value."""
        return host_tensor(self.value)

    def assign(self, value: Any) -> None:
        """Replace the value: at the end of the step inside a trace, at once outside one.

        Args:
            value: Of the variable's shape and dtype.

        Raises:
            UserError: BML101 for another shape or dtype.
        """
        builder = active_builder()
        if builder is None:
            array = as_array(value, self.dtype)
            if array.shape != self.shape:
                raise UserError.here(
                    "BML101", f"variable {self.name!r} expects {self.type}, received shape {array.shape}"
                )
            self._value, self._is_initial = array.copy(), False
            return
        from bmlc import ops

        tensor = ops.convert_to_tensor(value, dtype=self.dtype)
        if tensor.type != self.type:
            raise UserError.here("BML101", f"variable {self.name!r} expects {self.type}, received {tensor.type}")
        builder.assign(self, tensor.var)

    def assign_add(self, value: Any) -> None:
        """Add `value` in place."""
        self.assign(self + value)

    def assign_sub(self, value: Any) -> None:
        """Subtract `value` in place."""
        self.assign(self - value)

    def commit(self, value: Any) -> None:
        """Keep what a finished step left, without a copy."""
        self._value, self._is_initial = value, False

    def item(self) -> float | int | bool:
        """The number or bool of a variable that holds one.

        Raises:
            UserError: BML103 in a traced function.
        """
        if active_builder() is not None:
            raise UserError.here(
                "BML103",
                f"the variable {self.name!r} has no number in a traced function: nobody knows it there yet",
                "compute with the variable itself, and with bml.ops",
            )
        held: float | int | bool = self.numpy().item()
        return held

    def __float__(self) -> float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __index__(self) -> int:
        return operator.index(self.item())  # type: ignore[arg-type]  # a TypeError for a float

    def __bool__(self) -> bool:
        return bool(self.item())

    def __format__(self, spec: str) -> str:
        return format(self.numpy(), spec)

    def reset(self) -> None:
        """Return to the initializer's value."""
        self._value, self._is_initial = None, True

    def __bml_tensor__(self) -> Any:
        """What ops use in the variable's place: its latest value inside a trace, the array outside one."""
        builder = active_builder()
        return self.value if builder is None else Tensor(builder.read(self))

    __array_priority__ = 100  # NumPy must leave `array * variable` to us

    def __iter__(self) -> Any:
        return iter(self.__bml_tensor__())

    def __setitem__(self, index: object, value: object) -> NoReturn:
        hint = "assign what bml.ops.slice_update or bml.ops.scatter_update gives"
        raise UserError.here("BML103", f"the variable {self.name!r} cannot be changed in place", hint)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        if active_builder() is not None:
            raise UserError.here(
                "BML103",
                f"NumPy received the variable {self.name!r} in a traced function, where it would stay what it is now",
                "use what bml.ops has instead",
            )
        return np.array(self.value, dtype=dtype, copy=True)

    def __add__(self, other: Any) -> Any:
        return _ops().add(self, other)

    def __radd__(self, other: Any) -> Any:
        return _ops().add(other, self)

    def __sub__(self, other: Any) -> Any:
        return _ops().subtract(self, other)

    def __rsub__(self, other: Any) -> Any:
        return _ops().subtract(other, self)

    def __mul__(self, other: Any) -> Any:
        return _ops().multiply(self, other)

    def __rmul__(self, other: Any) -> Any:
        return _ops().multiply(other, self)

    def __truediv__(self, other: Any) -> Any:
        return _ops().divide(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _ops().divide(other, self)

    def __floordiv__(self, other: Any) -> Any:
        return _ops().floor_divide(self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return _ops().floor_divide(other, self)

    def __mod__(self, other: Any) -> Any:
        return _ops().mod(self, other)

    def __rmod__(self, other: Any) -> Any:
        return _ops().mod(other, self)

    def __pow__(self, other: Any) -> Any:
        return _ops().power(self, other)

    def __rpow__(self, other: Any) -> Any:
        return _ops().power(other, self)

    def __matmul__(self, other: Any) -> Any:
        return _ops().matmul(self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return _ops().matmul(other, self)

    def __neg__(self) -> Any:
        return _ops().negative(self)

    def __abs__(self) -> Any:
        return _ops().absolute(self)

    # Equality stays identity: variables are keys of dictionaries. `bml.ops.equal` compares values.

    def __lt__(self, other: Any) -> Any:
        return _ops().less(self, other)

    def __le__(self, other: Any) -> Any:
        return _ops().less_equal(self, other)

    def __gt__(self, other: Any) -> Any:
        return _ops().greater(self, other)

    def __ge__(self, other: Any) -> Any:
        return _ops().greater_equal(self, other)

    def __getitem__(self, index: Any) -> Any:
        return _ops().getitem(self, index)

    def __repr__(self) -> str:
        return f"<bml.Variable {self.name} {self.type}>"


def _dtype_of(array: npt.NDArray[Any]) -> DType:
    return "bool" if array.dtype == np.bool_ else "int32" if array.dtype == np.int32 else "float32"


def _ops() -> Any:
    from bmlc import ops  # its operators need it, declaring a variable does not

    return ops
