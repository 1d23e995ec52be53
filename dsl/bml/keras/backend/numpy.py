"""The functions of `keras.ops.numpy`: bml's op in a trace, NumPy's function on arrays outside one.

Those that are more than a line stand in the modules beside this one.
"""

# ruff: noqa: F403 - what the modules list

from __future__ import annotations

from typing import Any

import numpy as np
from keras.src.backend.common.dtypes import result_type

from bml.keras.dispatch import here_or_traced
from bml.keras.refusals import refused
from bmlc import ops

from .core import convert_to_tensor
from .creation import *
from .numpy_arranging import *
from .numpy_elementwise import *
from .numpy_statistics import *


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


absolute = abs = here_or_traced(ops.absolute, np.absolute)
add = here_or_traced(ops.add)
all = here_or_traced(ops.all)
amax = here_or_traced(ops.amax)
amin = here_or_traced(ops.amin)
any = here_or_traced(ops.any)
arccos = here_or_traced(ops.arccos)
arccosh = here_or_traced(ops.arccosh)
arcsin = here_or_traced(ops.arcsin)
arcsinh = here_or_traced(ops.arcsinh)
arctan = here_or_traced(ops.arctan)
arctan2 = here_or_traced(ops.arctan2)
arctanh = here_or_traced(ops.arctanh)
argmax = here_or_traced(ops.argmax)
argmin = here_or_traced(ops.argmin)
argsort = here_or_traced(ops.argsort)
bitwise_and = here_or_traced(ops.bitwise_and, _of_one_dtype(np.bitwise_and))
bitwise_invert = bitwise_not = here_or_traced(ops.bitwise_invert)
bitwise_left_shift = left_shift = here_or_traced(ops.bitwise_left_shift, np.left_shift)
bitwise_or = here_or_traced(ops.bitwise_or, _of_one_dtype(np.bitwise_or))
bitwise_right_shift = right_shift = here_or_traced(ops.bitwise_right_shift, np.right_shift)
bitwise_xor = here_or_traced(ops.bitwise_xor, _of_one_dtype(np.bitwise_xor))
broadcast_to = here_or_traced(ops.broadcast_to)
ceil = here_or_traced(ops.ceil, lambda x: np.ceil(np.asarray(x, dtype="float32")))
concatenate = here_or_traced(ops.concatenate)
cos = here_or_traced(ops.cos)
cosh = here_or_traced(ops.cosh)
count_nonzero = here_or_traced(ops.count_nonzero)
cumprod = here_or_traced(ops.cumprod, _running(np.cumprod))
cumsum = here_or_traced(ops.cumsum, _running(np.cumsum))
deg2rad = here_or_traced(ops.deg2rad)
diag = here_or_traced(ops.diag)
diagflat = here_or_traced(ops.diagflat)
diagonal = here_or_traced(ops.diagonal)
divide = true_divide = here_or_traced(ops.divide)
divide_no_nan = here_or_traced(ops.divide_no_nan, lambda x1, x2: np.where(x2 == 0, 0, x1 / np.where(x2 == 0, 1, x2)))
dot = here_or_traced(ops.dot)
einsum = here_or_traced(ops.einsum)
equal = here_or_traced(ops.equal)
exp = here_or_traced(ops.exp)
expand_dims = here_or_traced(ops.expand_dims)
expm1 = here_or_traced(ops.expm1)
flip = here_or_traced(ops.flip)
floor = here_or_traced(ops.floor, lambda x: np.floor(np.asarray(x, dtype="float32")))
floor_divide = here_or_traced(ops.floor_divide)
greater = here_or_traced(ops.greater)
greater_equal = here_or_traced(ops.greater_equal)
isfinite = here_or_traced(ops.isfinite)
isinf = here_or_traced(ops.isinf)
isnan = here_or_traced(ops.isnan)
less = here_or_traced(ops.less)
less_equal = here_or_traced(ops.less_equal)
log = here_or_traced(ops.log)
log10 = here_or_traced(ops.log10)
log1p = here_or_traced(ops.log1p)
log2 = here_or_traced(ops.log2)
logical_and = here_or_traced(ops.logical_and)
logical_not = here_or_traced(ops.logical_not)
logical_or = here_or_traced(ops.logical_or)
logical_xor = here_or_traced(ops.logical_xor)
matmul = here_or_traced(ops.matmul)
maximum = here_or_traced(ops.maximum)
mean = here_or_traced(ops.mean)
meshgrid = here_or_traced(ops.meshgrid)
minimum = here_or_traced(ops.minimum)
mod = here_or_traced(ops.mod)
moveaxis = here_or_traced(ops.moveaxis)
multiply = here_or_traced(ops.multiply)
nan_to_num = here_or_traced(ops.nan_to_num)
negative = here_or_traced(ops.negative)
not_equal = here_or_traced(ops.not_equal)
outer = here_or_traced(ops.outer)
power = here_or_traced(ops.power)
rad2deg = here_or_traced(ops.rad2deg)
ravel = here_or_traced(ops.ravel)
reciprocal = here_or_traced(ops.reciprocal)
repeat = here_or_traced(ops.repeat)
reshape = here_or_traced(ops.reshape)
roll = here_or_traced(ops.roll)
rot90 = here_or_traced(ops.rot90)
searchsorted = here_or_traced(ops.searchsorted)
sign = here_or_traced(ops.sign)
signbit = here_or_traced(ops.signbit)
sin = here_or_traced(ops.sin)
sinh = here_or_traced(ops.sinh)
sort = here_or_traced(ops.sort)
sqrt = here_or_traced(ops.sqrt)
square = here_or_traced(ops.square)
squeeze = here_or_traced(ops.squeeze)
stack = here_or_traced(ops.stack)
std = here_or_traced(ops.std)
subtract = here_or_traced(ops.subtract)
swapaxes = here_or_traced(ops.swapaxes)
take_along_axis = here_or_traced(ops.take_along_axis)
tan = here_or_traced(ops.tan)
tanh = here_or_traced(ops.tanh)
tile = here_or_traced(ops.tile)
trace = here_or_traced(ops.trace)
transpose = here_or_traced(ops.transpose)
tril = here_or_traced(ops.tril)
triu = here_or_traced(ops.triu)
trunc = here_or_traced(ops.trunc)
var = here_or_traced(ops.var)


def size(x: Any) -> Any:
    return here_or_traced(ops.size)(x)


def copy(x: Any) -> Any:
    """The same: nothing writes into a tensor."""
    return convert_to_tensor(x)


conj = conjugate = real = copy  # there are no complex numbers


def max(x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None) -> Any:
    return _from(initial, maximum, amax(x, axis=axis, keepdims=keepdims))


def min(x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None) -> Any:
    return _from(initial, minimum, amin(x, axis=axis, keepdims=keepdims))


def _from(initial: Any, choose: Any, y: Any) -> Any:
    return y if initial is None else convert_to_tensor(choose(y, initial), y.dtype)


def prod(x: Any, axis: Any = None, keepdims: bool = False, dtype: Any = None) -> Any:
    return here_or_traced(ops.prod)(x if dtype is None else convert_to_tensor(x, dtype), axis=axis, keepdims=keepdims)


def ndim(x: Any) -> int:
    return x.ndim if hasattr(x, "ndim") else np.ndim(x)


argpartition = refused(
    "argpartition", "which elements stand on a side of `kth`, and how, is for each backend to choose", "use argsort"
)
nextafter = refused("nextafter", "no backend shows the bits of a number")
slogdet = refused("slogdet", "no backend has a kernel that factorizes matrices")
unique = refused("unique", "the size of its result would be known only when the program runs")
