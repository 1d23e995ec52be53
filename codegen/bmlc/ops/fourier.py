"""Fourier transforms along the last axis, as products with matrices of roots of 1. They have no rules of their own.

    n = a b:  transform a numbers at a distance of b, turn them, and transform b numbers

Complex numbers are two tensors, `(real, imaginary)`, as in Keras. Sizes along the axis have to be known.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from bmlc.ops.casting import as_float
from bmlc.ops.convert import Operand
from bmlc.ops.elementwise_binary import multiply
from bmlc.ops.gathering import take
from bmlc.ops.joining import concatenate
from bmlc.ops.linalg import matmul
from bmlc.ops.rounding import mod
from bmlc.ops.rules import misuse
from bmlc.ops.shape import reshape, swapaxes
from bmlc.ops.slicing import PAD, flip, slice_along
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import known

__all__ = ["fft", "fft2", "ifft2", "irfft", "rfft"]

Complex: TypeAlias = tuple[Tensor, Tensor]

LARGEST = 64  # numbers that one matrix transforms, if their count has factors


def fft(x: tuple[Operand, Operand]) -> Complex:
    """The discrete Fourier transform of `(real, imaginary)` along the last axis: sum of x[j] e^(-2 pi i j k / n)."""
    return _transform(*_complex("fft", x, 1), inverse=False)


def fft2(x: tuple[Operand, Operand]) -> Complex:
    """`fft` along the last two axes."""
    return _both_axes(_complex("fft2", x, 2), inverse=False)


def ifft2(x: tuple[Operand, Operand]) -> Complex:
    """What `fft2` transforms to `x`."""
    real, imaginary = _both_axes(_complex("ifft2", x, 2), inverse=True)
    count = float(known("ifft2", real.shape[-1]) * known("ifft2", real.shape[-2]))
    return real / count, imaginary / count


def rfft(x: Operand, fft_length: int | None = None) -> Complex:
    """The first half of the `fft` of real numbers, `fft_length // 2 + 1` of them, which says what the others are.

    Args:
        x: float32 of rank 1 or more.
        fft_length: How many numbers are transformed: `x` is cut or filled with zeros; its size by default.
    """
    (real,) = as_float(x)
    if not real.ndim:
        raise misuse("rfft", "a tensor of rank 1 or more", f"{real.type}")
    n = known("rfft", real.shape[-1]) if fft_length is None else fft_length
    parts = _transform(_of_size(real, n), None, inverse=False)
    return _of_size(parts[0], n // 2 + 1), _of_size(parts[1], n // 2 + 1)


def irfft(x: tuple[Operand, Operand], fft_length: int | None = None) -> Tensor:
    """The `fft_length` real numbers that `rfft` transforms to `x`; `2 (size - 1)` of them by default."""
    real, imaginary = _complex("irfft", x, 1)
    n = 2 * (known("irfft", real.shape[-1]) - 1) if fft_length is None else fft_length
    if n < 1:
        raise misuse("irfft", "an fft_length of at least 1", f"{n}", code="BML102")
    half, rest = n // 2 + 1, (n - 1) // 2
    real, imaginary = _of_size(real, half), _of_size(imaginary, half)
    backwards = [flip(slice_along(part, part.ndim - 1, 1, rest), -1) for part in (real, imaginary)]
    whole = concatenate([real, backwards[0]], -1), concatenate([imaginary, -backwards[1]], -1)
    return _transform(*whole, inverse=True)[0] / float(n)


def _complex(op: str, x: tuple[Operand, Operand], rank: int) -> Complex:
    if not isinstance(x, tuple | list) or len(x) != 2:
        raise misuse(op, "a tuple (real, imaginary)", f"{x!r}", code="BML102")
    real, imaginary = as_float(*x)
    if real.shape != imaginary.shape or real.ndim < rank:
        expected = f"two tensors of one shape, of rank {rank} or more"
        raise misuse(op, expected, f"{real.type} and {imaginary.type}")
    return real, imaginary


def _of_size(x: Tensor, size: int) -> Tensor:
    """`x` cut to `size` or filled with zeros along the last axis."""
    missing = size - known("fft", x.shape[-1])
    if missing > 0:
        return PAD(x, pads=(*((0, 0),) * (x.ndim - 1), (0, missing)), value=0.0)
    return slice_along(x, x.ndim - 1, 0, size)


def _both_axes(x: Complex, inverse: bool) -> Complex:
    for _ in range(2):
        real, imaginary = _transform(*x, inverse=inverse)
        x = swapaxes(real, -1, -2), swapaxes(imaginary, -1, -2)
    return x


def _transform(real: Tensor, imaginary: Tensor | None, *, inverse: bool) -> Complex:
    n = known("fft", real.shape[-1])
    a = max(factor for factor in range(1, math.isqrt(n) + 1) if n % factor == 0)
    if n <= LARGEST or a == 1:
        return _times(matmul, real, imaginary, _roots(n, n, n, inverse))

    def apart(x: Tensor, columns: int) -> Tensor:
        return swapaxes(reshape(x, (*x.shape[:-1], n // columns, columns)), -1, -2)

    b = n // a  # number b i + j stands at [j, i], and its transform k + a l at [k, l]
    x = _transform(apart(real, b), None if imaginary is None else apart(imaginary, b), inverse=inverse)
    x = _times(multiply, *x, _roots(n, b, a, inverse))
    x = _transform(swapaxes(x[0], -1, -2), swapaxes(x[1], -1, -2), inverse=inverse)
    return reshape(swapaxes(x[0], -1, -2), real.shape), reshape(swapaxes(x[1], -1, -2), real.shape)


def _times(op: Callable[[Tensor, Tensor], Tensor], real: Tensor, imaginary: Tensor | None, root: Complex) -> Complex:
    """The products with `root[0] - i root[1]`."""
    cosine, sine = root
    if imaginary is None:
        return op(real, cosine), -op(real, sine)
    return op(real, cosine) + op(imaginary, sine), op(imaginary, cosine) - op(real, sine)


def _roots(n: int, rows: int, columns: int, inverse: bool) -> Complex:
    """Cosine and sine of 2 pi i j / n: made of the n different ones where they are used, since there may be many."""
    angles = np.arange(n) * (2 * math.pi / n)
    places = multiply(np.arange(rows, dtype=np.int32)[:, None], np.arange(columns, dtype=np.int32))
    if (rows - 1) * (columns - 1) >= n:
        places = mod(places, n)
    sines = np.sin(angles) * (-1 if inverse else 1)
    return take(np.cos(angles).astype(np.float32), places), take(sines.astype(np.float32), places)
