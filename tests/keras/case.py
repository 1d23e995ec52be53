"""A case of the tables: a layer, a loss or a function of Keras, made and called alike on both backends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

__all__ = ["Case", "Shape", "bools", "inputs_of", "ints", "numbers"]

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """What is compared: values, gradients by the float inputs and the weights, and the weights after a step of SGD.

    `inputs` are shapes, of which random numbers are made, or arrays. The first `unknown` axes of each have sizes that
    the trace does not know.
    """

    id: str
    make: Callable[[], Any]  # a layer, a metric, or a function of tensors
    inputs: Sequence[Shape | np.ndarray]
    call: Mapping[str, Any] = field(default_factory=dict)  # arguments of the call besides the inputs
    unknown: int = 1
    gradients: bool = True
    together: bool = False  # whether the layer takes its inputs as one list
    how: Callable[..., Any] | None = None  # calls the layer with its inputs, where neither way does
    tolerance: float = 1e-5


def numbers(name: str, shape: Shape, low: float = -1.0, high: float = 1.0) -> np.ndarray:
    """The same numbers for the same name, in every process."""
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    return np.random.default_rng(seed).uniform(low, high, shape).astype("float32")


def ints(*values: Any) -> np.ndarray:
    return np.array(values, "int32")


def bools(*rows: str) -> np.ndarray:
    """A mask, a row for each text of 0 and 1."""
    return np.array([[digit == "1" for digit in row] for row in rows])


def inputs_of(case: Case) -> list[np.ndarray]:
    return [x if isinstance(x, np.ndarray) else numbers(f"{case.id}/{i}", x) for i, x in enumerate(case.inputs)]
