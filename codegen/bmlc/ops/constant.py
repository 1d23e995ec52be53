"""Ops without inputs: filled tensors, and dimensions as numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bmlc.ir import Dim, DType, TensorType
from bmlc.ops.casting import convert_to_tensor
from bmlc.ops.convert import Operand, check_dtype, type_of
from bmlc.ops.op import Op0
from bmlc.ops.rules import Shape, Sizes
from bmlc.ops.tensor import Tensor

__all__ = ["dimension", "full", "full_like", "ones", "ones_like", "zeros", "zeros_like"]


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
    if isinstance(value, int):
        return convert_to_tensor(value, "float32")
    return DIMENSION(value=value)


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
    sizes = tuple(shape) if isinstance(shape, Sequence) else (shape,)
    dtype = check_dtype("full", dtype)
    if not sizes or dtype == "uint8":
        return convert_to_tensor(np.full(sizes, fill_value), dtype)
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
