"""The functions of `keras.ops.numpy`: bml's op in a trace, NumPy's function on arrays outside one.

Those that no op is by itself stand here and in the modules beside this one.
"""

# ruff: noqa: F403 - Keras asks for all that they define

from __future__ import annotations

from typing import Any

import numpy as np
from keras.src.backend.common.dtypes import result_type

from bml.keras.contract import ops_by_name
from bml.keras.dispatch import here_or_traced
from bml.keras.refusals import refused
from bmlc import ops

from .core import convert_to_tensor
from .creation import *
from .numpy_arranging import *
from .numpy_elementwise import *
from .numpy_statistics import *

__getattr__ = ops_by_name(__name__, here_or_traced)


def _of_one_dtype(plain: Any) -> Any:
    """NumPy's function of integers, with Keras's rule for Python's numbers: they are int32."""

    def call(x1: Any, x2: Any) -> Any:
        a, b = convert_to_tensor(x1), convert_to_tensor(x2)
        dtype = result_type(a.dtype, b.dtype)
        return plain(a.astype(dtype), b.astype(dtype))

    return call


def _running(plain: Any) -> Any:
    """NumPy's running sum or product in the dtype of its array, as on devices; of bools in int32."""

    def call(x: Any, axis: Any = None, dtype: Any = None) -> Any:
        own = np.asarray(x).dtype
        return plain(x, axis, dtype=dtype or ("int32" if own == np.bool_ else own))

    return call


abs = here_or_traced(ops.absolute)
bitwise_and = here_or_traced(ops.bitwise_and, _of_one_dtype(np.bitwise_and))
bitwise_not = here_or_traced(ops.bitwise_invert)
bitwise_left_shift = left_shift = here_or_traced(ops.bitwise_left_shift, np.left_shift)
bitwise_or = here_or_traced(ops.bitwise_or, _of_one_dtype(np.bitwise_or))
bitwise_right_shift = right_shift = here_or_traced(ops.bitwise_right_shift, np.right_shift)
bitwise_xor = here_or_traced(ops.bitwise_xor, _of_one_dtype(np.bitwise_xor))
ceil = here_or_traced(ops.ceil, lambda x: np.ceil(np.asarray(x, dtype="float32")))
cumprod = here_or_traced(ops.cumprod, _running(np.cumprod))
cumsum = here_or_traced(ops.cumsum, _running(np.cumsum))
divide_no_nan = here_or_traced(ops.divide_no_nan, lambda x1, x2: np.where(x2 == 0, 0, x1 / np.where(x2 == 0, 1, x2)))
floor = here_or_traced(ops.floor, lambda x: np.floor(np.asarray(x, dtype="float32")))
nan_to_num = here_or_traced(ops.nan_to_num, lambda x, **to: np.nan_to_num(convert_to_tensor(x), **to))


def copy(x: Any) -> Any:
    """The same: nothing writes into a tensor."""
    return convert_to_tensor(x)


conj = conjugate = real = copy  # there are no complex numbers


def _extreme(op: Any, choose: Any, plain: str) -> Any:
    """Of the elements, and of `initial` in their dtype."""

    def extreme(x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None) -> Any:
        y = op(x, axis=axis, keepdims=keepdims)
        return y if initial is None else ops.cast(choose(y, initial), y.dtype)

    return here_or_traced(extreme, plain)


max = _extreme(ops.amax, ops.maximum, "max")
min = _extreme(ops.amin, ops.minimum, "min")


def prod(x: Any, axis: Any = None, keepdims: bool = False, dtype: Any = None) -> Any:
    return here_or_traced(ops.prod)(x if dtype is None else convert_to_tensor(x, dtype), axis=axis, keepdims=keepdims)


argpartition = refused(
    "argpartition", "which elements stand on a side of `kth`, and how, is for each backend to choose", "use argsort"
)
nextafter = refused("nextafter", "no backend shows the bits of a number")
slogdet = refused("slogdet", "no backend has a kernel that factorizes matrices")
unique = refused("unique", "the size of its result would be known only when the program runs")
