"""Random numbers of mapped functions: drawn for each element, wherever the function draws, but for a fixed seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from cases.draw_table import DRAWINGS, ELEMENTS, Drawing, expected
from cases.traced import Traced

import bml
from bmlc import ops
from bmlc.ir import Function, TensorType
from bmlc.ops.random import random_uniform
from bmlc.passes.batch import batch
from bmlc.passes.trace import trace
from bmlc.reference import evaluate

ELEMENT, BATCH = TensorType((), "float32"), TensorType((len(ELEMENTS),), "float32")
MAPS: dict[str, Callable[[Callable[..., Any]], Function]] = {
    "vectorized_map": lambda fn: trace(lambda ys: ops.vectorized_map(fn, ys), [("ys", BATCH)], "mapped"),
    "data_set": lambda fn: batch(trace(fn, [("x", ELEMENT)], "element")),
}
by_map = pytest.mark.parametrize("each", MAPS.values(), ids=MAPS)
by_drawing = pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)


def function(drawing: Drawing, seed: Any) -> Callable[[Any], Any]:
    return lambda x: drawing.fn(lambda: bml.random.uniform((2,), seed=seed), x)


@by_map
@by_drawing
def test_each_element_draws_its_own_numbers(drawing: Drawing, each: Any) -> None:
    drawn = Traced(each(function(drawing, bml.random.SeedGenerator(5))))(ELEMENTS)
    assert np.array_equal(*drawn, expected(drawing, 5, 0))


@by_map
@by_drawing
def test_a_fixed_seed_draws_the_same_for_all(drawing: Drawing, each: Any) -> None:
    assert np.array_equal(*Traced(each(function(drawing, 5)))(ELEMENTS), expected(drawing, 5, None))


@by_drawing
def test_draws_without_a_seed_are_counted(drawing: Drawing) -> None:
    draw = Traced(MAPS["vectorized_map"](function(drawing, None)))
    rows = np.concatenate([*draw(ELEMENTS), *draw(ELEMENTS)]).reshape(-1, 2)
    rows = rows[rows.any(axis=1)]
    assert len(np.unique(rows, axis=0)) == len(rows)


def test_a_seed_that_is_fixed_around_is_fixed_inside() -> None:
    """A constant of the outermost function counts no draws, however deep it is read."""

    def element(x: Any) -> Any:
        counter = ops.convert_to_tensor(0)

        def draw() -> Any:
            return random_uniform(counter, shape=(2,), seed=5, site=7)

        return ops.scan(lambda c, _: (c, ops.map(lambda y: draw(), ops.zeros((4,)))), x, length=5)[1]

    fn = batch(trace(element, [("x", TensorType((), "float32"))], "element"))
    (drawn,), _ = evaluate(fn, [ELEMENTS], ())
    assert len(np.unique(np.reshape(drawn, (-1, 2)), axis=0)) == 1
