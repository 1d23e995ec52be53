"""Python's `random`: its own generator, as the file left it."""

from __future__ import annotations

from bmlc.scripts.rows.table import rows

__all__: list[str] = []

_SIGNATURES = (
    "random() -> float",
    "uniform(a: float, b: float) -> float",
    "gauss(mu: float = 0.0, sigma: float = 1.0) -> float",
    "normalvariate(mu: float = 0.0, sigma: float = 1.0) -> float",
    "expovariate(lambd: float) -> float",
    "triangular(low: float = 0.0, high: float = 1.0, mode: float | None = None) -> float",
    "randrange(start: int, stop: int | None = None, step: int = 1) -> int",
    "randint(a: int, b: int) -> int",
    "getrandbits(k: int, /) -> int",
    "choice(seq: sequence) -> T",
    "choices(population: sequence, weights: iterable | None = None, *, k: int = 1) -> list[T]",
    "sample(population: sequence, k: int) -> list[T]",
    "seed(a: int) -> None",
    "shuffle!(x: list) -> None",
)

rows({f"random.{each}": "pyRandom(run)." for each in _SIGNATURES})
