"""What the fields of the page know of a script's parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.emit.bounds import parameter_bounds

PROGRAM = """
import numpy as np
import bml
from bml import layers

points = bml.Dataset.from_arrays(np.zeros((24, 2), "f"), np.zeros((24, 1), "f"))
shuffled = points.shuffle(seed=1)
model = bml.Sequential([bml.Input((2,)), layers.Dense(1)])
model.compile("sgd", "mse")


@bml.script
def train(size: int = 4, rounds: int = 2, warm_up: int = 0, rate: float = 0.1):
    {body}
"""


@pytest.mark.parametrize(
    ("body", "bounds"),
    [
        ("model.fit(points.batch(size), epochs=rounds)", {"size": {"min": 1, "examples": 24}, "rounds": {"min": 1}}),
        ("model.fit(shuffled.shuffle().batch(batch_size=size))", {"size": {"min": 1, "examples": 24}}),
        ("model.fit(points.batch(size, drop_remainder=True))", {"size": {"min": 1, "max": 24}}),
        ("model.fit(points.batch(size, drop_remainder=False))", {"size": {"min": 1, "examples": 24}}),
        ("model.fit(points.take(8).batch(size))", {"size": {"min": 1}}),
        ("mine = points.shuffle()\n    model.fit(mine.batch(size))", {"size": {"min": 1, "examples": 24}}),
        ("for _ in range(rounds):\n        model.fit(points.batch(4))", {"rounds": {"min": 1}}),
        ("for _ in range(warm_up):\n        model.fit(points.batch(4))", {}),  # none at all is a choice
        ("for _ in range(2, rounds):\n        model.fit(points.batch(4))", {}),
        ("size = 2 * size + 1\n    model.fit(points.batch(size))", {}),  # what is typed is not what is asked
        ("model.fit(points.batch(2 * size))", {}),
        ("print(size, rounds, warm_up, rate)", {}),
    ],
)
def test_bounds(body: str, bounds: dict[str, dict[str, int]], tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM.format(body=body), encoding="utf-8")
    program = collect(path)
    sizes = {name: source.size for name, source in program.sources.items()}
    assert parameter_bounds(program.scripts["train"], sizes) == bounds
