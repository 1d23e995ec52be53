"""What enters an op becomes a tensor of a dtype: arrays and numbers, constants of the program, casts.

Dtypes form one ladder, bool < uint8 < int32 < float32, and mixed operands go to the highest, as in Keras: a Python int
takes the dtype of the tensor beside it, but int32 beside a bool. Kernels compute bool and uint8 in int32; what has to
be uint8 again wraps around. float64 and int64 become float32 and int32 at this edge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias
from typing import cast as typed

import numpy as np

from bmlc.errors import UserError
from bmlc.host_tensor import host_tensor
from bmlc.ir import DTYPES, DType, Poly, TensorType, active_builder
from bmlc.ops.op import Op, Op0, Op1, Target, unchanged
from bmlc.ops.rules import bad_argument
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["cast", "constant", "convert_to_tensor", "stop_gradient"]

_LADDER: tuple[DType, ...] = ("bool", "uint8", "int32", "float32")
_INT32 = np.iinfo(np.int32)


def unwrap(x: Operand) -> Operand:
    """The value of `x`: objects that stand for a tensor, such as variables, say so by a method `__bml_tensor__`.

    Lists that hold tensors are stacked.
    """
    if isinstance(x, list | tuple) and _holds_tensor(x):
        return Tensor.stacked([unwrap(item) for item in x])
    hook = getattr(x, "__bml_tensor__", None)
    return x if hook is None else hook()


def _holds_tensor(x: Operand) -> bool:
    if isinstance(x, list | tuple):
        return any(map(_holds_tensor, x))
    return isinstance(x, Tensor) or hasattr(x, "__bml_tensor__")


def _operand(x: Operand) -> Operand:
    """`unwrap(x)`, where a size that only a call knows is an int32 scalar."""
    return Tensor.counted(x) if isinstance(x, Poly) else unwrap(x)


def dtype_of(x: Operand) -> DType:
    """The dtype that `x` has as a tensor."""
    if isinstance(x, Poly):
        return "int32"
    x = unwrap(x)
    if isinstance(x, Tensor):
        return x.dtype
    if isinstance(x, int) and not isinstance(x, bool):
        return "int32"  # its range is checked once its dtype is settled: 3e9 written as an int is fine as a float
    return as_array(x).dtype.name  # type: ignore[return-value]


class NoneOperandError(UserError):
    """An operation on tensors was given None."""


def type_of(x: Operand) -> TensorType:
    x = _operand(x)
    if isinstance(x, Tensor):
        return x.type
    array = as_array(x)
    return TensorType(array.shape, array.dtype.name)  # type: ignore[arg-type]


def check_dtype(op: str, dtype: object) -> DType:
    """`dtype` if tensors can be computed in it; float64 and int64 are named by their 32-bit counterparts."""
    name = str(getattr(dtype, "name", None) or getattr(dtype, "__name__", None) or dtype)
    name = {"float64": "float32", "float": "float32", "int64": "int32", "int": "int32"}.get(name, name)
    for known in DTYPES:
        if name == known:
            return known
    raise bad_argument(op, f"a dtype among {', '.join(DTYPES)}", f"dtype={dtype!r}")


def as_array(x: Operand, dtype: DType | None = None) -> np.ndarray:
    """`x`, which is no tensor of a trace, as an array of one of bml's dtypes."""
    if isinstance(x, np.ndarray) and x.dtype.name == (dtype or x.dtype.name) and x.dtype.name in DTYPES:
        return x
    if type(x).__module__.startswith("tensorflow.") and hasattr(x, "assign"):
        raise UserError.here(
            "BML103", "received a tf.Variable, which would stay what it is now in the program", "use bml.Variable"
        )
    try:
        array = np.asarray(x)
    except (ValueError, TypeError, UserError):  # the last from a tensor in a list, which NumPy cannot take
        array = np.empty(0, dtype=object)
    if array.dtype.kind not in "biuf":
        error = NoneOperandError if x is None else UserError
        message = f"expected a tensor, an array or a number, received {_describe(x)}"
        raise error.here("BML101", message, _instead_of(x))
    name = dtype or _canonical(array.dtype)
    whole = name == "int32" and array.dtype.kind in "iu" and array.size
    if whole and (array.min() < _INT32.min or array.max() > _INT32.max):
        raise UserError.here(
            "BML101", f"expected integers of 32 bits, received {_describe(array)}", "convert them to float32 first"
        )
    return array.astype(name)


def highest(*xs: Operand) -> DType:
    """The dtype of the ladder to which all of `xs` go together."""
    of = [dtype_of(x) for x in xs if type(x) is not int]
    return max(of, key=_LADDER.index) if len(of) == len(xs) or "uint8" in of else max([*of, "int32"], key=_LADDER.index)


def as_bytes(y: Tensor, *xs: Operand) -> Tensor:
    """What was computed of `xs` in int32: uint8 again, modulo 256, if that is the dtype of all of them together."""
    if y.dtype != "int32" or highest(*xs) != "uint8":
        return y
    for x in xs:
        if type(x) is int and not 0 <= x <= 255:
            raise UserError.here(
                "BML101", f"expected an int from 0 to 255 beside uint8, received {x}", "cast the tensor to int32 first"
            )
    return CAST(y, dtype="uint8")


def _canonical(dtype: np.dtype[np.generic]) -> DType:
    if dtype.kind == "f":
        return "float32"
    if dtype.kind == "b":
        return "bool"
    return "uint8" if dtype.name == "uint8" else "int32"


def _instead_of(x: object) -> str | None:
    match x:
        case list() | tuple():
            return "join tensors with bml.ops.stack"
        case Poly():
            return "bml.ops.dimension(bml.ops.shape(x)[0]) is a tensor"
        case _ if type(x).__name__ == "KerasTensor":
            return "call the model that it is part of: bml.Model(inputs, outputs)(x)"
        case _:
            return None


def _describe(x: object) -> str:
    if isinstance(x, np.ndarray):
        return f"{x.dtype}{list(x.shape)}"
    if type(x).__name__ == "KerasTensor":
        return f"a KerasTensor of shape {getattr(x, 'shape', '?')}"
    return "None" if x is None else f"{type(x).__name__} {x!r}"[:80]


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
    x = _operand(x)
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
    if dtype == "uint8":
        whole = cast(x, "int32")
        return whole if x.dtype == "bool" else k.kernel("Mod", whole, convert_to_tensor(256, "int32"))
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
    """`x` as float32, int32 (rounded toward zero), uint8 (modulo 256) or bool (whether it is not zero)."""
    x = _operand(x)
    dtype = check_dtype("cast", dtype)
    if isinstance(x, Tensor) and x.dtype == dtype:
        return x
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
