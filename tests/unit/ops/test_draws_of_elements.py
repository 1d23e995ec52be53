"""Random numbers of mapped functions: drawn for each element, wherever the function draws, but for a fixed seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from cases.draw_table import DRAWINGS, ELEMENTS, expected

import bml
from bml import ops

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
