"""The cases of Fourier transforms; a complex number is two."""

from __future__ import annotations

import numpy as np
from cases.ops import Array, Case, normal

from bmlc import ops


def parts(z: Array) -> list[Array]:
    return [z.real.astype("f"), z.imag.astype("f")]


def two(name: str, *shape: int) -> Case:
    numpy = getattr(np.fft, name)
    return Case(
        f"{name}_{shape[-1]}",
        lambda a, b: list(getattr(ops, name)((a, b))),
        tuple(normal(*shape, seed=seed) / np.float32(shape[-1] ** 0.5) for seed in (0, 1)),
        lambda a, b: parts(numpy(a + 1j * b)),
        symbolic=(True, True),
    )


def real(*shape: int, length: int | None = None) -> Case:
    return Case(
        f"rfft_{shape[-1]}_{length}",
        lambda x: list(ops.rfft(x, length)),
        (normal(*shape),),
        lambda x: parts(np.fft.rfft(x, length)),
        symbolic=(True,),
    )


def back(*shape: int, length: int | None = None) -> Case:
    return Case(
        f"irfft_{shape[-1]}_{length}",
        lambda a, b: ops.irfft((a, b), length),
        (normal(*shape), normal(*shape, seed=1)),
        lambda a, b: np.fft.irfft(a + 1j * b, length).astype("f"),
        symbolic=(True, True),
    )


FOURIER = [
    two("fft", 3, 8),
    two("fft", 2, 7),
    two("fft", 2, 132),  # 11 x 12
    two("fft", 2, 131),  # a prime
    two("fft2", 2, 3, 4),
    two("ifft2", 2, 4, 3),
    real(3, 8),
    real(2, 5, length=8),
    real(2, 1),
    real(2, 144),
    back(3, 5),
    back(2, 4, length=7),
    back(2, 3, length=9),
]
