"""Printed chains on wasm: random expressions to NumPy's last bit, over shapes that broadcast; functions of float64."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from bmlc import ops
from bmlc.ir import Function, TensorType, symbol
from bmlc.parity.arrays import Array
from bmlc.passes.trace import trace

from .tables import Table, open_table

N = symbol("n")
SHAPES = [(N, 3, 7), (7,), (3, 1), (N, 1, 1), (), (1, 3, 7), (N, 3, 1), (N, 1, 7), (1, 7)]
WHOLE = SHAPES[0]
EXPRESSIONS = 48

Choice = tuple[str, Callable[..., Any], Callable[..., Any], int]  # name, of tensors, of arrays, operands
FLOATS: list[Choice] = [
    ("add", lambda a, b: a + b, np.add, 2),
    ("subtract", lambda a, b: a - b, np.subtract, 2),
    ("multiply", lambda a, b: a * b, np.multiply, 2),
    ("divide", lambda a, b: a / b, np.divide, 2),
    ("maximum", ops.maximum, np.maximum, 2),
    ("minimum", ops.minimum, np.minimum, 2),
    ("square", ops.square, np.square, 1),
    ("root", lambda x: ops.sqrt(ops.abs(x)), lambda x: np.sqrt(np.abs(x)), 1),
    ("floor", ops.floor, np.floor, 1),
    ("negative", lambda x: -x, np.negative, 1),
    ("where", lambda a, b, c: ops.where(a > b, b, c), lambda a, b, c: np.where(a > b, b, c), 3),
    (
        "both",
        lambda a, b: ops.cast(ops.logical_and(a < b, ops.logical_not(ops.equal(a, 0.0))), "float32"),
        lambda a, b: ((a < b) & ~(a == 0)).astype(np.float32),
        2,
    ),
]
INTEGERS: list[Choice] = [
    ("add", lambda a, b: a + b, np.add, 2),
    ("subtract", lambda a, b: a - b, np.subtract, 2),
    ("multiply", lambda a, b: a * b, np.multiply, 2),
    ("maximum", ops.maximum, np.maximum, 2),
    ("floor_divide", ops.floor_divide, lambda a, b: np.where(b == 0, 0, np.floor_divide(a, b)), 2),
    ("mod", ops.mod, lambda a, b: np.where(b == 0, 0, np.mod(a, b)), 2),
]


class Expression:
    """A random function of some tensors, traced, and what NumPy makes of it."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        self.dtype: Any = "int32" if seed % 4 == 3 else "float32"
        self._choices = INTEGERS if self.dtype == "int32" else FLOATS
        self.shapes = [WHOLE, *(SHAPES[i] for i in random.integers(0, len(SHAPES), 3))]
        # Two results of the whole shape, of which the second reads the first.
        self._trees = [self._tree(random, 4), ("add", self._tree(random, 2), "first")]

    def _tree(self, random: np.random.Generator, depth: int) -> Any:
        if depth == 0 or random.random() < 0.15:
            return int(random.integers(0, len(self.shapes)))
        name, *_, count = self._choices[random.integers(0, len(self._choices))]
        return (name, *(self._tree(random, depth - 1) for _ in range(count)))

    def _evaluated(self, column: int, inputs: tuple[Any, ...]) -> tuple[Any, Any]:
        known = {name: choice[column] for name, *choice in self._choices}

        def value(tree: Any) -> Any:
            if tree == "first":
                return first
            return inputs[tree] if isinstance(tree, int) else known[tree[0]](*map(value, tree[1:]))

        first: Any = None
        # A part of the whole shape, so that each result has that.
        first = known["add"](value(self._trees[0]), inputs[0])
        return first, value(self._trees[1])

    def function(self) -> Function:
        params = [(f"x{i}", TensorType(shape, self.dtype)) for i, shape in enumerate(self.shapes)]
        return trace(lambda *xs: self._evaluated(0, xs), params, "f")

    def arrays(self, n: int) -> tuple[Array, ...]:
        random = np.random.default_rng(n)
        shapes = [tuple(n if size is N else size for size in shape) for shape in self.shapes]
        if self.dtype == "int32":
            return tuple(np.asarray(random.integers(-9, 9, shape), np.int32) for shape in shapes)
        return tuple(np.asarray(np.round(random.normal(size=shape), 1), np.float32) for shape in shapes)

    def expected(self, inputs: tuple[Array, ...]) -> tuple[Array, Array]:
        with np.errstate(all="ignore"):
            return self._evaluated(1, inputs)


RANDOM = {f"expression {seed}": Expression(seed) for seed in range(EXPRESSIONS)}

ERF = np.vectorize(math.erf, otypes=[np.float64])
# Each with NumPy's in float64, where its arguments lie, and how many units of the last place it may be off.
FUNCTIONS: dict[str, tuple[Callable[..., Any], Callable[..., Any], tuple[float, float], int]] = {
    "exp": (ops.exp, np.exp, (-87, 88), 2),
    "expm1": (ops.expm1, np.expm1, (-20, 88), 1),
    "log": (ops.log, np.log, (1e-38, 1e38), 1),
    "log1p": (ops.log1p, np.log1p, (-0.99, 1e6), 1),
    "sigmoid": (ops.sigmoid, lambda x: 1 / (1 + np.exp(-x)), (-80, 30), 3),
    "softplus": (ops.softplus, lambda x: np.log1p(np.exp(x)), (-80, 80), 1),
    "tanh": (ops.tanh, np.tanh, (-12, 12), 3),
    "erf": (ops.erf, ERF, (-5, 5), 4),
    "sin": (ops.sin, np.sin, (-1e9, 1e9), 1),
    "cos": (ops.cos, np.cos, (-1e9, 1e9), 1),
    "sinh": (ops.sinh, np.sinh, (-80, 80), 1),
    "cosh": (ops.cosh, np.cosh, (-80, 80), 1),
    "arcsin": (ops.arcsin, np.arcsin, (-1, 1), 1),
    "arccos": (ops.arccos, np.arccos, (-1, 1), 1),
    "arctan": (ops.arctan, np.arctan, (-1e3, 1e3), 1),
    "arcsinh": (ops.arcsinh, np.arcsinh, (-1e9, 1e9), 1),
    "arccosh": (ops.arccosh, np.arccosh, (1, 1e9), 1),
    "arctanh": (ops.arctanh, np.arctanh, (-0.999, 0.999), 1),
    "power": (lambda x: ops.power(x, x), lambda x: x**x, (1e-5, 25), 1),
    "arctan2": (lambda x: ops.arctan2(x, x * x), lambda x: np.arctan2(x, (x * x)), (-9, 9), 2),
}


def functions() -> dict[str, Function]:
    of_one = [("x", TensorType((N,), "float32"))]
    return {
        **{name: expression.function() for name, expression in RANDOM.items()},
        **{name: trace(op, of_one, "f") for name, (op, *_) in FUNCTIONS.items()},
    }


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    with open_table(functions(), ("wasm",), tmp_path_factory.mktemp("chains")) as opened:
        yield opened


@pytest.mark.parametrize("name", RANDOM)
def test_random_expressions(table: Table, name: str) -> None:
    for n in (1, 2, 5):
        inputs = RANDOM[name].arrays(n)
        outs = table.sides["wasm"].call(name, inputs, {})[0].outs
        for out, wanted in zip(outs, RANDOM[name].expected(inputs), strict=True):
            np.testing.assert_array_equal(out, wanted, strict=True)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_are_right_to_the_last_places(table: Table, name: str) -> None:
    _, reference, (low, high), units = FUNCTIONS[name]
    random = np.random.default_rng(7)
    x = random.uniform(low, high, 4001)
    magnitudes = np.exp(random.uniform(-60 if low <= 0 else math.log(low), math.log(high), 4001))
    signed = magnitudes * (random.choice([-1, 1], 4001) if low < 0 else 1)
    x = np.concatenate([x, np.clip(signed, low, high)]).astype(np.float32)
    (out,) = table.sides["wasm"].call(name, (x,), {})[0].outs
    exact = reference(x.astype(np.float64))
    off = np.abs(out - exact) / np.spacing(np.abs(exact).astype(np.float32))
    worst = int(np.argmax(off))
    assert off[worst] <= units, f"{name}({x[worst]!r}) gives {out[worst]!r}, off by {off[worst]:.2f} units"


def test_expressions_are_chains(table: Table) -> None:
    """A whole expression in few calls, of which the random ones would not tell."""
    lowered = table.sides["wasm"].compiled.lowered
    kernels = [sum("chain" in eqn.attrs for eqn in lowered[name].eqns()) for name in RANDOM]
    assert sum(kernels) < 4 * len(kernels)
