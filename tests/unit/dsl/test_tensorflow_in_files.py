"""What files take over from tensorflow.org: it means in a build what it means in Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from bml.collect import collect

HEAD = """\
import keras
import numpy as np
import tensorflow as tf

import bml

steps = keras.Variable(0.0)


"""
TAIL = """

@bml.function
def f(x: bml.TensorSpec((None, 4))):
    return {}
"""
COUNTED = "@tf.function\ndef counted(x):\n    steps.assign_add(1.0)\n    return x * 2.0\n"
METHOD = "class Own(keras.Layer):\n    @tf.function\n    def call(self, x):\n        return x * 2.0\n\n\nown = Own()\n"


@pytest.mark.parametrize(
    ("before", "call", "expected"),
    [
        (COUNTED, "counted(x)", ["add", "multiply"]),
        (COUNTED, "counted(x) + counted(x)", ["add", "multiply", "add", "multiply", "add"]),  # each call is one
        (METHOD, "own(x)", ["multiply"]),
    ],
)
def test_tf_functions_are_their_python_functions(tmp_path: Path, before: str, call: str, expected: list[str]) -> None:
    file = tmp_path / "program.py"
    file.write_text(f"{HEAD}{before}{TAIL.format(call)}")
    program = collect(file)
    assert [eqn.op.name for eqn in program.functions["f"].body if eqn.op.name in ("add", "multiply")] == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("keras.utils.to_categorical(np.array([0, 2, 1]))", "np.eye(3)[[0, 2, 1]]"),
        ("keras.utils.to_categorical([0, 2], num_classes=4)", "np.eye(4)[[0, 2]]"),
        ("keras.layers.CategoryEncoding(4, output_mode='one_hot')(np.array([0, 2]))", "np.eye(4)[[0, 2]]"),
        ("keras.layers.CategoryEncoding(4)(np.array([[0, 2], [3, 3]]))", "np.array([[1, 0, 1, 0], [0, 0, 0, 1]])"),
        ("keras.ops.sum(np.ones((2, 3, 4)), axis=[0, 1])", "np.full(4, 6)"),
        ("keras.metrics.Mean()(np.full((2, 3), 2.0))", "2.0"),
    ],
)
def test_arrays_are_encoded_and_summed_at_the_top_of_a_file(tmp_path: Path, call: str, expected: str) -> None:
    file = tmp_path / "program.py"
    same = f"np.testing.assert_array_equal({call}, {expected})\n"
    file.write_text(f"{HEAD}{same}{TAIL.format('x')}")
    collect(file)
