"""What a case of the tables is: an op or function with inputs, and what NumPy says of them.

One table is behind the tests of shapes, references, gradients, batching and kernels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bmlc import ops
from bmlc.ir import Function, TensorType, symbol
from bmlc.ops.control import value_and_grad
from bmlc.passes.trace import trace

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Case:
    """A function of tensors, applied to `inputs`.

    Args:
        name: Of the case; also what a test is called.
        fn: Called with symbolic tensors.
        inputs: Arrays, the elements of which avoid points where NumPy and a kernel may differ by right (ties, kinks).
        numpy: The same function on arrays, written without bml; None where only TensorFlow is the oracle.
        symbolic: Which inputs have an unknown leading dimension, `n`; or the names of several, "n t".
        again: Inputs of other sizes, if it is to be called twice.
        tolerance: Of max|a - b| / max|b| on cpu and wasm.
        gpu_tolerance: The same on webgl and webgpu, whose elementary functions may be coarser than float32.
        differentiable: Whether its gradient is held against TensorFlow's tape.
        shared: Inputs that all elements of a batch have to share.
    """

    name: str
    fn: Callable[..., Any]
    inputs: tuple[Array, ...]
    numpy: Callable[..., Any] | None
    symbolic: tuple[bool | str, ...] = ()
    again: tuple[Array, ...] = ()
    tolerance: float = 1e-5
    gpu_tolerance: float = 2e-5
    differentiable: bool = True
    shared: tuple[int, ...] = ()

    @property
    def types(self) -> tuple[TensorType, ...]:
        return tuple(
            TensorType((*map(symbol, names), *x.shape[len(names) :]), x.dtype.name)
            for x, names in zip(self.inputs, self.names, strict=True)
        )

    @property
    def names(self) -> list[list[str]]:
        """Those of the leading dimensions of each input."""
        symbolic = self.symbolic or (False,) * len(self.inputs)
        return [unknown.split() if isinstance(unknown, str) else ["n"] * unknown for unknown in symbolic]

    def sizes(self, inputs: tuple[Array, ...]) -> dict[str, int]:
        """What the names stand for."""
        pairs = zip(inputs, self.names, strict=True)
        return {name: size for x, names in pairs for name, size in zip(names, x.shape, strict=False)}

    @property
    def calls(self) -> list[tuple[Array, ...]]:
        return [self.inputs, self.again] if self.again else [self.inputs]

    @property
    def float_inputs(self) -> tuple[int, ...]:
        return tuple(i for i, x in enumerate(self.inputs) if x.dtype == np.float32)


def function_of(case: Case) -> Function:
    """The traced function of a case."""
    return trace(case.fn, [(f"x{i}", of) for i, of in enumerate(case.types)], case.name)


def gradient_of(case: Case) -> Function:
    """The gradients of the case's results, each element weighted by its own number, for its float inputs."""

    def loss(*xs: Any) -> Any:
        results = case.fn(*xs)
        total = ops.convert_to_tensor(0.0)
        for y in results if isinstance(results, list | tuple) else [results]:
            if y.dtype == "float32":
                total = total + ops.sum(y * weights_like(y))
        return total

    def outer(*xs: Any) -> Any:
        body = trace(loss, [(f"x{i}", x.type) for i, x in enumerate(xs)], "body")
        return value_and_grad(*xs, body=body, wrt=case.float_inputs)

    return trace(outer, [(f"x{i}", of) for i, of in enumerate(case.types)], f"{case.name}_gradient")


def weights_like(y: Any) -> Any:
    """Numbers that vary over the last two dimensions that are known: a sum alone would hide misplaced gradients."""
    sizes = [size if isinstance(size, int) else 1 for size in y.shape]
    count = math.prod(sizes)
    return np.cos(np.arange(count, dtype=np.float32) * 0.7 + 0.3).reshape(sizes) + np.float32(1.5)


def normal(*shape: int, seed: int = 0) -> Array:
    """Normal numbers, none near 0 or another one, so that no kernel's rounding turns a maximum or a sign."""
    random = np.random.default_rng(seed)
    count = math.prod(shape)
    ranks = random.permutation(count) + 0.5
    return np.asarray((ranks / count - 0.5) * 4.2 + 0.01 * np.sign(ranks - count / 2), dtype=np.float32).reshape(shape)


def positive(*shape: int, seed: int = 0) -> Array:
    return np.abs(normal(*shape, seed=seed)) + np.float32(0.3)


def integers(*shape: int, low: int = -5, high: int = 6, seed: int = 0) -> Array:
    return np.random.default_rng(seed).integers(low, high, shape, dtype=np.int32)


def booleans(*shape: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).random(shape) < 0.5


def images(*shape: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
