"""Sizes of batches: one symbol within a loop, another one in the next loop."""

from __future__ import annotations

from pathlib import Path

from bml.collect import collect

PROGRAM = """
import bml

left = bml.Dataset.from_tensor_slices([[0.0, 1.0], [2.0, 3.0]])
right = bml.Dataset.from_tensor_slices([[0.0, 1.0], [2.0, 3.0]])


@bml.function
def products(x, y):
    return bml.ops.matmul(x, bml.ops.transpose(y))


@bml.function
def difference(x, y):
    return x - y


@bml.script
def main():
    for x in left.batch(2):
        products(x, x)
        for y in right.batch(2):
            products(x, y)
            difference(x, y)
"""


def test_batches_of_two_loops_may_differ(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    functions = collect(path).functions
    params = {name: [str(param.type) for param in fn.params] for name, fn in functions.items()}
    assert params["products"] == ["float32[n, 2]", "float32[n, 2]"]
    assert params["products2"] == ["float32[n, 2]", "float32[m, 2]"]
    assert params["difference"] == ["float32[n, 2]", "float32[m, 2]"]
    (guard,) = functions["difference"].guards  # of the sizes, as it runs
    assert (str(guard.size), guard.equal) == ("m - n", True)
    assert guard.expected == "subtract expected n = m for [n, 2] and [m, 2]"
