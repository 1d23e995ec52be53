"""Random numbers of mapped functions: drawn for each element, wherever the function draws, but for a fixed seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from cases.draw_table import DRAWINGS, ELEMENTS, expected

import bml
from bmlc import ops
from bmlc.ir import TensorType
from bmlc.ops.random import random_uniform
from bmlc.passes.batch import batch
from bmlc.passes.trace import trace
from bmlc.reference import evaluate

MAPS = {
    "vectorized_map": lambda fn, xs: bml.function(lambda ys: ops.vectorized_map(fn, ys))(xs),
    "data_set": lambda fn, xs: next(iter(bml.Dataset.from_arrays(xs).map(bml.function(fn)).batch(len(xs)))),
}
by_map = pytest.mark.parametrize("each", MAPS.values(), ids=MAPS)
by_drawing = pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)


@by_map
@by_drawing
def test_each_element_draws_its_own_numbers(drawing: Any, each: Any) -> None:
    generator = bml.random.SeedGenerator(5)
    drawn = each(lambda x: drawing.fn(lambda: bml.random.uniform((2,), seed=generator), x), ELEMENTS)
    assert np.array_equal(drawn, expected(drawing, 5, "seed_generator/uniform", 0))


@by_map
@by_drawing
def test_a_fixed_seed_draws_the_same_for_all(drawing: Any, each: Any) -> None:
    drawn = each(lambda x: drawing.fn(lambda: bml.random.uniform((2,), seed=5), x), ELEMENTS)
    assert np.array_equal(drawn, expected(drawing, 5, "uniform", None))


@by_drawing
def test_a_place_in_the_file_counts_its_draws(drawing: Any) -> None:
    @bml.function
    def draw(xs: Any) -> Any:
        return ops.vectorized_map(lambda x: drawing.fn(lambda: bml.random.uniform((2,)), x), xs)

    rows = np.concatenate([draw(ELEMENTS), draw(ELEMENTS)]).reshape(-1, 2)
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
