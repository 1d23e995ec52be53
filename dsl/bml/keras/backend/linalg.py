"""The functions of `keras.ops.linalg`: of arrays by NumPy, of tensors what needs no loop over a matrix."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from bml.keras.dispatch import here_or_traced
from bml.keras.refusals import refused
from bmlc import ops
from bmlc.errors import UserError


def _upper(a: Any, upper: bool = False) -> Any:
    lower = np.linalg.cholesky(a)
    return np.swapaxes(lower, -1, -2) if upper else lower


def _inverse_of_factor(a: Any, upper: bool = False) -> Any:
    inverse = np.linalg.inv(a)
    turned = np.swapaxes(inverse, -1, -2)
    return inverse @ turned if upper else turned @ inverse


def _vector_or_matrix(a: Any, b: Any, lower: bool | None = None) -> Any:
    """`numpy.linalg.solve`; of a triangular matrix where `lower` says which triangle counts."""
    a = a if lower is None else np.tril(a) if lower else np.triu(a)
    return np.linalg.solve(a, b[..., None])[..., 0] if b.ndim == a.ndim - 1 else np.linalg.solve(a, b)


# In loops over a matrix these would be slow.
cholesky = refused("cholesky", plain=_upper)
cholesky_inverse = refused("cholesky_inverse", plain=_inverse_of_factor)
det = refused("det", plain=np.linalg.det)
eig = refused("eig")  # complex
eigh = refused("eigh", plain=np.linalg.eigh)
inv = refused("inv", plain=np.linalg.inv)
lstsq = refused("lstsq", plain=lambda a, b, rcond=None: np.linalg.lstsq(a, b, rcond)[0])
lu_factor = refused("lu_factor")
matrix_rank = refused("matrix_rank", plain=np.linalg.matrix_rank)
pinv = refused("pinv", plain=lambda x, rcond=None: np.linalg.pinv(x, 1e-15 if rcond is None else rcond))
qr = refused("qr", plain=np.linalg.qr)
solve = refused("solve", plain=_vector_or_matrix)
solve_triangular = refused("solve_triangular", plain=_vector_or_matrix)
svd = refused("svd", plain=np.linalg.svd)
jvp = refused("jvp", "bml differentiates backwards only", "use bml.value_and_grad")


@functools.partial(here_or_traced, plain=np.linalg.norm)
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    x = ops.convert_to_tensor(x, "float32")
    axes = tuple(range(x.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    size = ops.absolute(x)
    if ord in (None, "fro") or (ord == 2 and len(axes) == 1):
        return ops.norm(x, axis=axes, keepdims=keepdims)
    if len(axes) == 1 and not isinstance(ord, str):
        if math.isinf(ord):
            return (ops.amax if ord > 0 else ops.amin)(size, axes, keepdims)
        if ord == 0:
            return ops.sum(ops.cast(x != 0.0, "float32"), axes, keepdims)
        return ops.power(ops.sum(ops.power(size, float(ord)), axes, keepdims), 1.0 / ord)
    if len(axes) == 2 and ord in (1, -1, math.inf, -math.inf):  # the largest or smallest sum of columns or rows
        inner, outer = axes if abs(ord) == 1 else axes[::-1]
        extreme = (ops.amax if ord > 0 else ops.amin)(ops.sum(size, inner, keepdims=True), outer, keepdims=True)
        return extreme if keepdims else ops.squeeze(extreme, axes)
    raise UserError.here(
        "BML102",
        f"norm expected ord=None or 'fro', any number over one axis, or 1, -1, inf or -inf over two, received "
        f"ord={ord!r} over {len(axes)}: no browser has singular values",
    )
