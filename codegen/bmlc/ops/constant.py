"""Ops without inputs: constants, filled tensors, and dimensions as numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from bmlc.host_tensor import host_tensor
from bmlc.ir import Dim, DType, TensorType, active_builder
from bmlc.ops.convert import Operand, as_array, check_dtype, type_of, unwrap
from bmlc.ops.op import Op, no_gradient
from bmlc.ops.rules import Shape, misuse, never_batched
from bmlc.ops.tensor import Tensor

__all__ = [
    "CONSTANT",
    "DIMENSION",
    "FULL",
    "arange",
    "constant",
    "convert_to_tensor",
    "dimension",
    "full",
    "full_like",
    "ones",
    "ones_like",
    "zeros",
    "zeros_like",
]


def constant_shape(*, value: np.ndarray) -> TensorType:
    return TensorType(value.shape, value.dtype.name)  # type: ignore[arg-type]


def constant_reference(tf: Any, *, value: np.ndarray) -> Any:
    return tf.constant(value)


def emitted_as_it_is(k: Any, **attrs: Any) -> Any:
    """Not a kernel: the emitter writes a resident constant, or uploads a number."""
    raise AssertionError("legalize leaves this op as it is")


CONSTANT: Op = Op(
    name="constant",
    shape=constant_shape,
    gradient=no_gradient,
    batching=never_batched,
    reference=constant_reference,
    kernel=emitted_as_it_is,
)


def convert_to_tensor(x: Operand, dtype: DType | None = None) -> Tensor:
    """`x` as a tensor: arrays and numbers become constants of the program. float64 and int64 become 32-bit."""
    x = unwrap(x)
    wanted = None if dtype is None else check_dtype("convert_to_tensor", dtype)
    if isinstance(x, Tensor):
        from bmlc.ops.casting import cast  # casts build on constants

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


def dimension_shape(*, value: Dim) -> TensorType:
    return TensorType((), "float32")


def dimension_reference(tf: Any, *, value: Any) -> Any:
    return tf.cast(value, tf.float32)


DIMENSION: Op = Op(
    name="dimension",
    shape=dimension_shape,
    gradient=no_gradient,
    batching=never_batched,
    reference=dimension_reference,
    kernel=emitted_as_it_is,
)


def dimension(value: Dim) -> Tensor:
    """A dimension of a shape as a float32 scalar, known once the program runs."""
    if isinstance(value, int):
        return convert_to_tensor(value, "float32")
    return DIMENSION(value=value)


def full_shape(*, shape: Shape, value: float, dtype: DType) -> TensorType:
    return TensorType(shape, dtype)


def full_reference(tf: Any, *, shape: Any, value: float, dtype: DType) -> Any:
    return tf.fill(tf.stack(shape) if shape else [], tf.constant(value, dtype))


def full_kernel(k: Any, *, shape: Shape, value: float, dtype: DType) -> Any:
    if dtype == "int32" and k.backend == "webgpu" and abs(value) > 2**24:  # its Fill takes a float
        from bmlc.ops.shape import broadcast_to  # shapes build on constants

        return broadcast_to(convert_to_tensor(int(value)), shape)
    return k.kernel("Fill", shape=shape, value=value, dtype=dtype)


FULL: Op = Op(
    name="full",
    shape=full_shape,
    gradient=no_gradient,
    batching=never_batched,
    reference=full_reference,
    kernel=full_kernel,
)


def full(shape: Any, fill_value: float, dtype: DType = "float32") -> Tensor:
    """A tensor of `shape` whose elements all are `fill_value`."""
    sizes = tuple(shape) if isinstance(shape, tuple | list) else (shape,)
    dtype = check_dtype("full", dtype)
    if not sizes or dtype == "uint8":
        return convert_to_tensor(np.full(sizes, fill_value), dtype)
    value = {"float32": float, "int32": int, "bool": bool}[dtype](fill_value)
    return FULL(shape=sizes, value=value, dtype=dtype)


def arange(start: float, stop: float | None = None, step: float = 1, dtype: DType | None = None) -> Tensor:
    """`start`, `start + step`, ... below `stop`; from 0 to `start` where `stop` is left out. Python numbers only."""
    first, last = (0, start) if stop is None else (start, stop)
    if not all(isinstance(number, int | float) for number in (first, last, step)) or step == 0:
        received = f"start={start!r}, stop={stop!r}, step={step!r}"
        raise misuse("arange", "Python numbers and a step that is not 0", received, code="BML102")
    return convert_to_tensor(np.arange(first, last, step), dtype)


def zeros(shape: Any, dtype: DType = "float32") -> Tensor:
    return full(shape, 0, dtype)


def ones(shape: Any, dtype: DType = "float32") -> Tensor:
    return full(shape, 1, dtype)


def full_like(x: Operand, fill_value: float, dtype: DType | None = None) -> Tensor:
    like = type_of(x)
    return full(like.shape, fill_value, dtype or like.dtype)


def zeros_like(x: Operand, dtype: DType | None = None) -> Tensor:
    return full_like(x, 0, dtype)


def ones_like(x: Operand, dtype: DType | None = None) -> Tensor:
    return full_like(x, 1, dtype)
