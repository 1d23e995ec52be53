"""What enters an op becomes a tensor of a dtype: constants of the program, casts, and `stop_gradient`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias
from typing import cast as typed

import numpy as np

from bmlc.errors import UserError
from bmlc.host_tensor import host_tensor
from bmlc.ir import DType, TensorType, active_builder
from bmlc.ops.convert import Operand, as_array, check_dtype, dtype_of, highest, unwrap
from bmlc.ops.op import Op, Op0, Op1, Target, unchanged
from bmlc.ops.tensor import Tensor

__all__ = ["cast", "constant", "convert_to_tensor", "stop_gradient"]

Kind: TypeAlias = Literal["float", "number", "bool"]


def constant_shape(*, value: np.ndarray) -> TensorType:
    return TensorType(value.shape, typed(DType, value.dtype.name))


CONSTANT = Op0(
    name="constant",
    shape=constant_shape,
    gradient=None,
    batching=None,
    reference=lambda tf, *, value: tf.constant(value),
    kernel=None,  # a constant is resident
)


def convert_to_tensor(x: Operand, dtype: DType | None = None) -> Tensor:
    """`x` as a tensor: arrays and numbers become constants of the program. float64 and int64 become 32-bit."""
    x = unwrap(x)
    wanted = None if dtype is None else check_dtype("convert_to_tensor", dtype)
    if isinstance(x, Tensor):
        return x if wanted is None else cast(x, wanted)
    array = as_array(x, wanted)
    if active_builder() is None:
        return host_tensor(array)  # type: ignore[return-value]
    frozen = array.copy()
    frozen.setflags(write=False)
    return CONSTANT(value=frozen)


def constant(value: Operand, dtype: DType | None = None) -> Tensor:
    """The same as `convert_to_tensor`."""
    return convert_to_tensor(value, dtype)


def cast_shape(x: TensorType, *, dtype: DType) -> TensorType:
    return x.with_dtype(dtype)


def cast_kernel(k: Target, x: Tensor, *, dtype: DType) -> Tensor:
    if x.dtype == dtype:  # uint8 is int32 on a device
        return x
    if dtype == "bool":  # a comparison: wasm's Cast would keep the lowest byte only
        return k.kernel("NotEqual", x, convert_to_tensor(0, x.dtype))
    if x.dtype == "float32":
        return k.kernel("Cast", x, dtype=dtype)
    # A cast that loses nothing only renames the dtype of the same memory, which then holds an array (cpu) or a buffer
    # (webgpu, where Transpose no longer compiles) of the old one. A product has its higher operand's dtype.
    return k.kernel("Multiply", convert_to_tensor(1, dtype), x)


CAST = Op1(
    name="cast",
    shape=cast_shape,
    gradient=None,  # one side is an integer or a truth value: casts between equal dtypes are never written
    batching=unchanged,
    reference=lambda tf, x, *, dtype: tf.cast(x, dtype),
    kernel=cast_kernel,
)


def cast(x: Operand, dtype: DType) -> Tensor:
    """`x` as float32, int32 (rounded toward zero) or bool (whether it is not zero)."""
    x = unwrap(x)
    dtype = check_dtype("cast", dtype)
    if isinstance(x, Tensor) and x.dtype == dtype:
        return x
    if dtype == "uint8" and dtype_of(x) != "uint8":
        raise UserError.here(
            "BML102",
            "cast expected a dtype among float32, int32, bool, received dtype='uint8'",
            "uint8 holds data only; use int32",
        )
    if isinstance(x, Tensor):
        return CAST(x, dtype=dtype)
    return convert_to_tensor(as_array(x, dtype))


STOP_GRADIENT = Op1(
    name="stop_gradient",
    shape=lambda x: x,
    gradient=None,
    batching=unchanged,
    reference=lambda tf, x: tf.stop_gradient(x),
    kernel=lambda k, x: x,
)


def stop_gradient(x: Operand) -> Tensor:
    """`x`, through which no gradient flows."""
    return STOP_GRADIENT(convert_to_tensor(x))


def as_tensors(dtype: DType, *xs: Operand) -> tuple[Tensor, ...]:
    """All of `xs` with `dtype`: tensors of the function being traced, or arrays outside a trace."""
    return tuple(convert_to_tensor(x, dtype) for x in xs)


def as_arithmetic(*xs: Operand) -> tuple[Tensor, ...]:
    """All of `xs` in the dtype of their sum: int32 or float32."""
    return as_tensors("float32" if highest(*xs) == "float32" else "int32", *xs)


def as_float(*xs: Operand) -> tuple[Tensor, ...]:
    return as_tensors("float32", *xs)


def as_bool(*xs: Operand) -> tuple[Tensor, ...]:
    return as_tensors("bool", *xs)


@dataclass(frozen=True)
class Accepted:
    """What an op computes with: how operands become that, and the dtypes that it then sees."""

    operands: Callable[..., tuple[Tensor, ...]]
    dtypes: tuple[DType, ...]


KINDS: Mapping[Kind, Accepted] = {
    "float": Accepted(as_float, ("float32",)),
    "number": Accepted(as_arithmetic, ("float32", "int32")),
    "bool": Accepted(as_bool, ("bool",)),
}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class PublicOp(Op):
    """An op that is itself the function that users call: it converts what they pass.

    Args:
        doc: What it gives.
        of: What its operands are converted to.
    """

    doc: str
    of: Kind

    def __post_init__(self) -> None:
        object.__setattr__(self, "__doc__", self.doc)

    def apply_to(self, *xs: Operand, **attrs: object) -> Tensor:
        return typed(Tensor, self.apply(KINDS[self.of].operands(*xs), attrs))
