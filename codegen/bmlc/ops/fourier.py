"""Fourier transforms along the last axis, as products with matrices of roots of 1. They have no rules of their own.

    n = a b:  transform a numbers at a distance of b, turn them, and transform b numbers
    n prime:  j k = (j^2 + k^2 - (k - j)^2) / 2 makes a convolution of it, by transforms of a power of 2 (Bluestein)

Complex numbers are two tensors, `(real, imaginary)`, as in Keras. Sizes along the axis have to be known. tfjs's FFT is
60 times slower on cpu, and on GPUs a sum of n terms for each of n numbers, with angles that are right to 3 digits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from bmlc.ops.casting import as_float, convert_to_tensor
from bmlc.ops.elementwise_binary import multiply
from bmlc.ops.gathering import take
from bmlc.ops.joining import concatenate
from bmlc.ops.linalg import matmul
from bmlc.ops.rounding import mod
from bmlc.ops.rules import bad_argument, misuse
from bmlc.ops.shape import expand_dims, reshape, swapaxes
from bmlc.ops.slicing import PAD, flip, slice_along
from bmlc.ops.tensor import Operand, Tensor
from bmlc.ops.windows import known

__all__ = ["fft", "fft2", "ifft2", "irfft", "rfft"]

Complex: TypeAlias = tuple[Tensor, Tensor]

LARGEST = 128  # numbers that one matrix transforms


def fft(x: tuple[Operand, Operand]) -> Complex:
    """The discrete Fourier transform of `(real, imaginary)` along the last axis: sum of x[j] e^(-2 pi i j k / n)."""
    real, imaginary = _complex("fft", x, 1)
    _count("fft", real)
    return _transform(real, imaginary)


def fft2(x: tuple[Operand, Operand]) -> Complex:
    """`fft` along the last two axes."""
    return _both_axes("fft2", *_complex("fft2", x, 2))


def ifft2(x: tuple[Operand, Operand]) -> Complex:
    """What `fft2` transforms to `x`."""
    imaginary, real = _both_axes(
        "ifft2", *_complex("ifft2", x, 2)[::-1]
    )  # backwards is forwards with the parts exchanged
    count = float(known("ifft2", real.dims[-1]) * known("ifft2", real.dims[-2]))
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
    n = _count("rfft", real) if fft_length is None else fft_length
    if n < 1:
        raise bad_argument("rfft", "an fft_length of at least 1", f"{n}")
    parts = _transform(_of_size(real, n), None)
    return _of_size(parts[0], n // 2 + 1), _of_size(parts[1], n // 2 + 1)


def irfft(x: tuple[Operand, Operand], fft_length: int | None = None) -> Tensor:
    """The `fft_length` real numbers that `rfft` transforms to `x`; `2 (size - 1)` of them by default."""
    real, imaginary = _complex("irfft", x, 1)
    n = 2 * (known("irfft", real.dims[-1]) - 1) if fft_length is None else fft_length
    if n < 1:
        raise bad_argument("irfft", "an fft_length of at least 1", f"{n}")
    half, rest = n // 2 + 1, (n - 1) // 2
    real, imaginary = _of_size(real, half), _of_size(imaginary, half)
    backwards = [flip(slice_along(part, part.ndim - 1, 1, rest), -1) for part in (real, imaginary)]
    whole = concatenate([imaginary, -backwards[1]], -1), concatenate([real, backwards[0]], -1)
    return _transform(*whole)[1] / float(n)


def _complex(op: str, x: tuple[Operand, Operand], rank: int) -> Complex:
    if not isinstance(x, tuple | list) or len(x) != 2:
        raise bad_argument(op, "a tuple (real, imaginary)", f"{x!r}")
    real, imaginary = as_float(*x)
    if real.dims != imaginary.dims or real.ndim < rank:
        expected = f"two tensors of one shape, of rank {rank} or more"
        raise misuse(op, expected, f"{real.type} and {imaginary.type}")
    return real, imaginary


def _of_size(x: Tensor, size: int) -> Tensor:
    """`x` cut to `size` or filled with zeros along the last axis."""
    missing = size - known("fft", x.dims[-1])
    if missing > 0:
        return PAD(x, pads=(*((0, 0),) * (x.ndim - 1), (0, missing)), value=0.0)
    return slice_along(x, x.ndim - 1, 0, size)


def _count(op: str, x: Tensor) -> int:
    """How many numbers there are along the last axis."""
    n = known(op, x.dims[-1])
    if n < 1:
        raise misuse(op, "at least one number to transform", f"{x.type}")
    return n


def _both_axes(op: str, real: Tensor, imaginary: Tensor) -> Complex:
    for _ in range(2):
        _count(op, real)
        real, imaginary = (swapaxes(part, -1, -2) for part in _transform(real, imaginary))
    return real, imaginary


def _transform(real: Tensor, imaginary: Tensor | None) -> Complex:
    n = known("fft", real.dims[-1])
    if n <= LARGEST:
        places = multiply(np.arange(n, dtype=np.int32)[:, None], np.arange(n, dtype=np.int32))
        return _times(matmul, real, imaginary, _roots(n, mod(places, n)))
    a = max(factor for factor in range(1, math.isqrt(n) + 1) if n % factor == 0)
    if a == 1:
        return _convolved(real, imaginary)

    def apart(x: Tensor, columns: int) -> Tensor:
        return swapaxes(reshape(x, (*x.dims[:-1], n // columns, columns)), -1, -2)

    b = n // a  # number b i + j stands at [j, i], and its transform k + a l at [k, l]
    x = _transform(apart(real, b), None if imaginary is None else apart(imaginary, b))
    places = multiply(np.arange(b, dtype=np.int32)[:, None], np.arange(a, dtype=np.int32))
    x = _times(multiply, *x, _roots(n, places))
    x = _transform(swapaxes(x[0], -1, -2), swapaxes(x[1], -1, -2))
    return reshape(swapaxes(x[0], -1, -2), real.dims), reshape(swapaxes(x[1], -1, -2), real.dims)


def _convolved(real: Tensor, imaginary: Tensor | None) -> Complex:
    n = known("fft", real.dims[-1])
    m = 1 << (2 * n - 2).bit_length()  # 2 n - 1 at least: what is convolved must not meet its other end
    chirp = _roots(2 * n, np.arange(n, dtype=np.int64) ** 2 % (2 * n))
    x = _transform(*(_of_size(part, m) for part in _times(multiply, real, imaginary, chirp)))
    ends = [concatenate([_of_size(part, m - n + 1), flip(part[1:])]) for part in (chirp[0], -chirp[1])]
    y = _times(multiply, *x, _transform(*ends))
    backwards = _transform(y[1] / float(m), y[0] / float(m))
    return _times(multiply, _of_size(backwards[1], n), _of_size(backwards[0], n), chirp)


def _times(op: Callable[[Tensor, Tensor], Tensor], real: Tensor, imaginary: Tensor | None, by: Complex) -> Complex:
    if imaginary is None:
        return op(real, by[0]), op(real, by[1])
    return op(real, by[0]) - op(imaginary, by[1]), op(real, by[1]) + op(imaginary, by[0])


def _roots(n: int, places: Operand) -> Complex:
    """e^(-2 pi i p / n) for each of the places p, taken from all n, which are products of few."""
    few = n if n <= LARGEST else math.isqrt(n - 1) + 1

    def powers(count: int, step: int) -> Complex:
        angles = np.arange(count) * (step * -2 * math.pi / n)
        return convert_to_tensor(np.cos(angles).astype("f")), convert_to_tensor(np.sin(angles).astype("f"))

    roots = powers(few, 1)
    if few < n:
        real, imaginary = (expand_dims(part, 1) for part in powers(-(-n // few), few))
        real, imaginary = _times(multiply, real, imaginary, roots)
        roots = reshape(real, (-1,)), reshape(imaginary, (-1,))
    return take(roots[0], places), take(roots[1], places)
