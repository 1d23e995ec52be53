"""`cast` and `stop_gradient`: the same values under another dtype, or cut from the gradient."""

from __future__ import annotations

from typing import Any

from bmlc.errors import UserError
from bmlc.ir import DType, TensorType
from bmlc.ops.constant import convert_to_tensor
from bmlc.ops.convert import Operand, as_array, check_dtype, dtype_of, unwrap
from bmlc.ops.op import Op, no_gradient
from bmlc.ops.rules import Gradients, elementwise_batching
from bmlc.ops.tensor import Tensor

__all__ = ["CAST", "STOP_GRADIENT", "cast", "stop_gradient"]


def cast_shape(x: TensorType, *, dtype: DType) -> TensorType:
    return x.with_dtype(dtype)


def cast_gradient(g: Tensor, y: Tensor, x: Tensor, *, dtype: DType) -> Gradients:
    return (None,)  # one side is an integer or a truth value: casts between equal dtypes are never written


def cast_reference(tf: Any, x: Any, *, dtype: DType) -> Any:
    return tf.cast(x, dtype)


def cast_kernel(k: Any, x: Tensor, *, dtype: DType) -> Any:
    # uint8 is int32 on a device. To bool is a comparison: wasm's Cast would keep the lowest byte only.
    if x.dtype == dtype:
        return x
    if dtype == "bool":
        return k.kernel("NotEqual", x, convert_to_tensor(0, x.dtype))
    if x.dtype == "float32" or k.backend == "wasm":
        return k.kernel("Cast", x, dtype=dtype)
    # Elsewhere a cast that loses nothing only renames the dtype of the same memory, which then holds an array (cpu) or
    # a buffer (webgpu, where Transpose no longer compiles) of the old one. A product has its higher operand's dtype.
    return k.kernel("Multiply", convert_to_tensor(1, dtype), x)


CAST: Op = Op(
    name="cast",
    shape=cast_shape,
    gradient=cast_gradient,
    batching=elementwise_batching(lambda: CAST),
    reference=cast_reference,
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


STOP_GRADIENT: Op = Op(
    name="stop_gradient",
    shape=lambda x: x,
    gradient=no_gradient,
    batching=elementwise_batching(lambda: STOP_GRADIENT),
    reference=lambda tf, x: tf.stop_gradient(x),
    kernel=lambda k, x: x,
)


def stop_gradient(x: Operand) -> Tensor:
    """`x`, through which no gradient flows."""
    return STOP_GRADIENT(convert_to_tensor(x))
