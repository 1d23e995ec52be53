"""Ops without inputs: filled tensors, numbers at equal distances, and dimensions as numbers."""

from __future__ import annotations

import numpy as np

from bmlc.ir import Dim, DType, Poly, TensorType
from bmlc.ops.casting import cast, check_dtype, convert_to_tensor, type_of
from bmlc.ops.op import Op0
from bmlc.ops.rules import Shape, Sizes, as_shape, bad_argument, require_room
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["arange", "dimension", "full", "full_like", "ones", "ones_like", "zeros", "zeros_like"]


def dimension_shape(*, value: Dim) -> TensorType:
    return TensorType((), "float32")


DIMENSION = Op0(
    name="dimension",
    shape=dimension_shape,
    gradient=None,
    batching=None,
    reference=lambda tf, *, value: tf.cast(value, tf.float32),
    kernel=None,  # the emitter uploads a number
)


def dimension(value: Dim) -> Tensor:
    """A dimension of a shape as a float32 scalar, known once the program runs."""
    (size,) = as_shape("dimension", value)
    return convert_to_tensor(size, "float32") if isinstance(size, int) else DIMENSION(value=size)


DIVISOR = Op0(  # `dimension`, or 1 where it is 0; rules write it
    name="divisor",
    shape=dimension_shape,
    gradient=None,
    batching=None,
    reference=lambda tf, *, value: tf.cast(tf.maximum(value, 1), tf.float32),
    kernel=None,  # as of `dimension`
)


def full_shape(*, shape: Shape, value: float, dtype: DType) -> TensorType:
    return TensorType(shape, dtype)


FULL = Op0(
    name="full",
    shape=full_shape,
    gradient=None,
    batching=None,
    # An array, since of the numbers 0.0 and -0.0 TensorFlow keeps the first one that it has seen.
    reference=lambda tf, *, shape, value, dtype: tf.fill(tf.stack(shape) if shape else [], np.asarray(value, dtype)),
    kernel=lambda k, *, shape, value, dtype: k.kernel("Fill", shape=shape, value=value, dtype=dtype),
)


def full(shape: Sizes, fill_value: float, dtype: DType = "float32") -> Tensor:
    """A tensor of `shape` whose elements all are `fill_value`."""
    sizes = as_shape("full", shape)
    dtype = check_dtype("full", dtype)
    if not sizes:
        return convert_to_tensor(np.full(sizes, fill_value), dtype)
    if dtype == "uint8":
        return cast(full(sizes, fill_value, "int32"), "uint8")
    value = {"float32": float, "int32": int, "bool": bool}[dtype](fill_value)
    return FULL(shape=sizes, value=value, dtype=dtype)


def zeros(shape: Sizes, dtype: DType = "float32") -> Tensor:
    return full(shape, 0, dtype)


def ones(shape: Sizes, dtype: DType = "float32") -> Tensor:
    return full(shape, 1, dtype)


def full_like(x: Operand, fill_value: float, dtype: DType | None = None) -> Tensor:
    like = type_of(x)
    return full(like.shape, fill_value, dtype or like.dtype)


def zeros_like(x: Operand, dtype: DType | None = None) -> Tensor:
    return full_like(x, 0, dtype)


def ones_like(x: Operand, dtype: DType | None = None) -> Tensor:
    return full_like(x, 1, dtype)


def positions_shape(*, size: Dim) -> TensorType:
    return TensorType((size,), "int32")


POSITIONS = Op0(  # 0, 1, ..., size - 1
    name="positions",
    shape=positions_shape,
    gradient=None,
    batching=None,
    reference=lambda tf, *, size: tf.range(size),
    kernel=lambda k, *, size: k.kernel("Range", start=0, stop=size, step=1, dtype="int32"),
)


def arange(
    start: float | Poly, stop: float | Poly | None = None, step: float = 1, dtype: DType | None = None
) -> Tensor:
    """`start`, `start + step`, ... below `stop`; from 0 where only one is given. Python numbers and sizes of shapes."""
    first, last = (0, start) if stop is None else (start, stop)
    given = f"start={start!r}, stop={stop!r}, step={step!r}"
    if not isinstance(first, Poly) and not isinstance(last, Poly):
        if not all(isinstance(number, int | float) for number in (first, last, step)) or step == 0:
            raise bad_argument("arange", "Python numbers and a step that is not 0", given)
        return convert_to_tensor(np.arange(first, last, step), dtype)
    if not all(isinstance(number, int | Poly) for number in (first, last)) or not isinstance(step, int) or step < 1:
        raise bad_argument("arange", "ints beside sizes of shapes, and a step above 0", given)
    length: Dim = last - first  # type: ignore[operator, assignment]
    require_room("arange", length, f"{last} to be at least {first}")
    numbers: Tensor = POSITIONS(size=(length + step - 1) // step)
    numbers = numbers * step if step != 1 else numbers
    numbers = numbers + size_as_int(first) if first != 0 else numbers  # type: ignore[arg-type]
    return numbers if dtype is None else cast(numbers, dtype)


def size_as_int(size: Dim) -> Tensor | int:
    """A dimension as an operand of int32."""
    return size if isinstance(size, int) else cast(dimension(size), "int32")
