"""`cast` and `stop_gradient`: the same values under another dtype, or cut from the gradient."""

from __future__ import annotations

from typing import Any

from bmlc.errors import UserError
from bmlc.ir import DType, TensorType
from bmlc.ops.constant import convert_to_tensor, zeros_like
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


def cast_kernel(k: Any, x: Tensor, *, dtype: DType) -> Tensor:
    # uint8 is int32 on a device. To bool is a comparison: wasm's Cast would keep the lowest byte only.
    if x.dtype == dtype:
        return x
    if dtype == "bool":
        return k.kernel("NotEqual", x, convert_to_tensor(0, x.dtype))  # type: ignore[no-any-return]
    if k.backend == "cpu" and x.dtype != "float32":
        # Its Cast would only rename the dtype of the same bytes. A product has the dtype, and the array, of its first operand.
        return k.kernel("Multiply", convert_to_tensor(1, dtype), x)  # type: ignore[no-any-return]
    return k.kernel("Cast" if dtype == "int32" and x.dtype == "float32" else "CastUp", x, dtype=dtype)  # type: ignore[no-any-return]


CAST = Op(
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
        return CAST(x, dtype=dtype)  # type: ignore[no-any-return]
    return convert_to_tensor(as_array(x, dtype))


STOP_GRADIENT = Op(
    name="stop_gradient",
    shape=lambda x: x,
    gradient=no_gradient,
    batching=elementwise_batching(lambda: STOP_GRADIENT),
    reference=lambda tf, x: tf.stop_gradient(x),
    kernel=lambda k, x: x,
)


def stop_gradient(x: Operand) -> Tensor:
    """`x`, through which no gradient flows."""
    return STOP_GRADIENT(convert_to_tensor(x))  # type: ignore[no-any-return]
