"""Numbers at equal distances, and sizes as numbers."""

from __future__ import annotations

import numpy as np

from bmlc.ir import Dim, DType, Poly, TensorType
from bmlc.ops.casting import cast, convert_to_tensor
from bmlc.ops.constant import dimension
from bmlc.ops.elementwise_binary import add, multiply
from bmlc.ops.op import TF, Array, Op0, Target
from bmlc.ops.rules import misuse, require_room
from bmlc.ops.tensor import Tensor

__all__ = ["arange", "size_as_int"]


def positions_shape(*, size: Dim) -> TensorType:
    return TensorType((size,), "int32")


def positions_reference(tf: TF, *, size: Dim) -> Array:
    return tf.range(size)


def positions_kernel(k: Target, *, size: Dim) -> Tensor:
    return k.kernel("Range", start=0, stop=size, step=1, dtype="int32")


POSITIONS = Op0(  # 0, 1, ..., size - 1
    name="positions",
    shape=positions_shape,
    gradient=None,
    batching=None,
    reference=positions_reference,
    kernel=positions_kernel,
)


def arange(
    start: float | Poly, stop: float | Poly | None = None, step: float = 1, dtype: DType | None = None
) -> Tensor:
    """`start`, `start + step`, ... below `stop`; from 0 where only one is given. Python numbers and sizes of shapes."""
    first, last = (0, start) if stop is None else (start, stop)
    given = f"start={start!r}, stop={stop!r}, step={step!r}"
    if not isinstance(first, Poly) and not isinstance(last, Poly):
        if not all(isinstance(number, int | float) for number in (first, last, step)) or step == 0:
            raise misuse("arange", "Python numbers and a step that is not 0", given, code="BML102")
        return convert_to_tensor(np.arange(first, last, step), dtype)
    if not all(isinstance(number, int | Poly) for number in (first, last)) or not isinstance(step, int) or step < 1:
        raise misuse("arange", "ints beside sizes of shapes, and a step above 0", given, code="BML102")
    length: Dim = last - first  # type: ignore[operator, assignment]
    require_room("arange", length, f"{last} to be at least {first}")
    numbers: Tensor = POSITIONS(size=(length + step - 1) // step)
    numbers = multiply(numbers, step) if step != 1 else numbers
    numbers = add(numbers, size_as_int(first)) if first != 0 else numbers  # type: ignore[arg-type]
    return numbers if dtype is None else cast(numbers, dtype)


def size_as_int(size: Dim) -> Tensor | int:
    """A dimension as an operand of int32."""
    return size if isinstance(size, int) else cast(dimension(size), "int32")
