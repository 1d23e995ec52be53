"""What functions are called with: the program's own data where it fits, random numbers elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from bmlc.ir import Function, Guard, TensorType, Var, Variable, evaluate
from bmlc.parity.arrays import Array
from bmlc.parity.reference import Outcome
from bmlc.program import Program, Source

__all__ = ["Caller", "Feed", "random_state"]

# Integers without a source are drawn from here: of two categories at least is every choice.
_INTEGERS = 2


class Caller(Protocol):
    """Runs the functions that prepare data."""

    def call(self, fn: Function, inputs: Sequence[Array], state: Mapping[Variable, Array]) -> Outcome: ...


class Feed:
    """Inputs for the functions of a program, the same ones whenever they are asked for."""

    def __init__(self, program: Program, caller: Caller, state: dict[Variable, Array], seed: int = 0) -> None:
        self._program = program
        self._caller = caller
        self._state = state
        self._seed = seed

    def batch(self, fn: Function, size: int, index: int) -> list[Array]:
        """The inputs of call number `index`: symbols of `fn`'s shapes stand for `size`, or for what a guard demands."""
        size = next(filter(None, map(_only_size, fn.guards)), size)
        for source in self._program.sources.values():
            rows = _rows(source, size, index)
            if _fits(fn, rows):
                return rows
            for prepare in self._program.functions.values():
                if not prepare.captures and _fits(prepare, rows) and _types(prepare.outs) == _types(fn.params):
                    return list(self._caller.call(prepare, rows, self._state).outs)
        return [self._random(var.type, size, (index, position)) for position, var in enumerate(fn.params)]

    def _random(self, kind: TensorType, size: int, key: tuple[int, int]) -> Array:
        generator = np.random.default_rng([self._seed, *key])
        bindings = defaultdict[str, int](lambda: size)
        shape = tuple(evaluate(dim, bindings) for dim in kind.shape)
        if kind.dtype == "float32":
            return generator.standard_normal(shape, np.float32)
        if kind.dtype == "bool":
            return generator.random(shape) < 0.5
        # uint8 with height, width and channels is an image, whose values fill the range.
        top = 256 if kind.dtype == "uint8" and kind.rank >= 3 else _INTEGERS
        return generator.integers(0, top, shape).astype(kind.dtype)


def random_state(variables: Sequence[Variable], values: dict[Variable, Array], seed: int = 0) -> dict[Variable, Array]:
    """Random weights, and every other variable as a program begins with it.

    Kernels are drawn like He's initializer, so that signals keep their size through the net, those of frozen layers
    too; what has one axis (biases, scales) is moved from its first value, so that a forgotten bias shows.
    """
    generator = np.random.default_rng(seed)
    state: dict[Variable, Array] = {}
    for variable in variables:
        shape = tuple(evaluate(dim, {}) for dim in variable.type.shape)
        is_made = variable not in values  # by an initializer
        constant = np.full(shape, variable.initializer.get("value", 0))
        first = (constant if is_made else values[variable]).astype(variable.type.dtype)
        drawn = is_made and variable.initializer["name"] != "constant"  # a kernel's first value
        if variable.type.dtype != "float32" or (not variable.trainable and not drawn):
            state[variable] = first
        elif len(shape) < 2:
            state[variable] = (first + 0.1 * generator.standard_normal(shape)).astype(np.float32)
        else:
            deviation = np.sqrt(2 / np.prod(shape[:-1]))
            state[variable] = (deviation * generator.standard_normal(shape)).astype(np.float32)
    return state


def _rows(source: Source, size: int, index: int) -> list[Array]:
    """Batch number `index` of a source, starting over at its end."""
    positions = (np.arange(size) + index * size) % source.size
    return [element.values[positions] for element in source.elements]


def _only_size(guard: Guard) -> int | None:
    """The one that a guard such as n - 10 == 0 lets pass."""

    if not guard.equal or len(guard.symbols) != 1:
        return None
    (name,) = guard.symbols
    only: int = -evaluate(guard.size, {name: 0})
    return None if evaluate(guard.size, {name: only}) else only


def _fits(fn: Function, rows: list[Array]) -> bool:
    return len(fn.params) == len(rows) and all(
        var.type.dtype == array.dtype.name and var.type.rank == array.ndim and var.type.shape[1:] == array.shape[1:]
        for var, array in zip(fn.params, rows, strict=True)
    )


def _types(values: Sequence[Var]) -> list[TensorType]:
    return [var.type for var in values]
