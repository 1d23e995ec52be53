"""The table of dtype x dtype x operator: equal where a file runs by itself and where it is compiled.

`tests/keras/test_keras_dtypes.py` holds the functions of a build, through emitted JavaScript, to `keras.ops` on
TensorFlow; here operators are held to these functions, and their dtypes to those of a build.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import dtypes
import keras
import numpy as np
import pytest

import bml

PAIRS = [(name, *pair) for name, operator in dtypes.OPERATORS.items() if operator for pair in dtypes.pairs(name)]
COMPILED = """
import json, sys
from bml.keras import seam
seam.load()
sys.path.append(sys.argv[1])
import dtypes
from bmlc.ir import TensorType
from bmlc.passes.trace import trace

params = [(name, TensorType(x.shape, name)) for name, x in dtypes.TENSORS.items()]
def every(*tensors):
    return [dtypes.OPERATORS[name](*dtypes.operands(tensors, pair)) for name, *pair in json.load(sys.stdin)]
print(json.dumps([out.type.dtype for out in trace(every, params, "every").outs]))
"""


@bml.function
def by_operators(*tensors: Any) -> Any:
    return [dtypes.OPERATORS[name](*dtypes.operands(tensors, pair)) for name, *pair in PAIRS]  # type: ignore[misc]


@bml.function
def by_functions(*tensors: Any) -> Any:
    return [getattr(keras.ops, name)(*dtypes.operands(tensors, pair)) for name, *pair in PAIRS]


@pytest.fixture(scope="module")
def compiled() -> list[str]:
    folder = Path(str(dtypes.__file__)).parent
    done = subprocess.run(
        [sys.executable, "-c", COMPILED, str(folder)],
        input=json.dumps(PAIRS),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_operators_are_the_functions_of_keras_and_have_the_dtypes_of_a_build(compiled: list[str]) -> None:
    tensors = list(dtypes.TENSORS.values())
    rows = zip(PAIRS, by_operators(*tensors), by_functions(*tensors), compiled, strict=True)
    for pair, operator, function, dtype in rows:
        np.testing.assert_array_equal(operator, function, err_msg=str(pair))
        assert (operator.dtype, function.dtype) == (dtype, dtype), pair
    assert len(PAIRS) > 300


def test_logic_of_truth_values_and_bits_of_numbers() -> None:
    @bml.function
    def combine(p: Any, q: Any, x: Any) -> Any:
        return p & q, p | q, p ^ q, ~p, True & p, x & 3, x | 8, x ^ 1, ~x, x << 1, x >> 1, 12 & x

    results = combine([True, False], [True, True], [5, 6])
    assert [result.tolist() for result in results] == [
        *([True, False], [True, True], [False, True], [False, True], [True, False]),
        *([1, 2], [13, 14], [4, 7], [-6, -7], [10, 12], [2, 3], [4, 4]),
    ]


def test_arrays_and_variables_beside_tensors() -> None:
    w = bml.Variable([2.0, 4.0])

    @bml.function
    def mixed(x: Any) -> Any:
        array = np.array([3.0, 5.0])  # of 64 bits
        return array * x, x - array, array @ w, x // w, w > x, x == array, -x, abs(-w), x[0] ** 2, (1, 2) * x

    results = mixed([2, 5])
    assert [result.tolist() for result in results] == [
        *([6.0, 25.0], [-1.0, 0.0], 26.0, [1.0, 1.0], [False, False], [False, True]),
        *([-2, -5], [2.0, 4.0], 4, [2, 10]),
    ]
    assert [result.dtype for result in results[:4]] == ["float32"] * 4
