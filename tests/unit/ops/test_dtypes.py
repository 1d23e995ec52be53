"""The dtypes of results, against `keras.ops` on TensorFlow."""

import keras
import numpy as np
import pytest

from bmlc import ops
from bmlc.ir import TensorType
from bmlc.passes.trace import trace

VALUES = {
    "bool": np.array([[True, False], [True, True]]),
    "uint8": np.array([[1, 2], [3, 4]], "uint8"),
    "int32": np.array([[1, 2], [3, 4]], "int32"),
    "float32": np.array([[0.1, 0.2], [0.3, 0.4]], "float32"),
}
# uint8 holds data only: where Keras computes in bytes bml computes in int32, which does not wrap around at 255.
IN_BYTES = {"uint8": "int32", "uint32": "int32"}
KEEPING = {"expand_dims", "flip", "ones_like", "ravel", "squeeze", "transpose", "zeros_like"}
UNARY = """
abs absolute all amax amin any argmax argmin average ceil cos count_nonzero exp expm1 flip floor log log1p log2 log10
logical_not max mean min negative norm normalize ones_like prod ravel reciprocal relu relu6 rsqrt selu sigmoid sign silu
sin softmax softplus softsign sqrt square squeeze std sum swish tan tanh transpose var zeros_like
"""
BINARY = """
add divide dot equal greater less_equal logical_and logical_xor matmul maximum minimum multiply outer subtract
true_divide
"""
OPERANDS = {
    **{name: [(a,) for a in VALUES] for name in UNARY.split()},
    **{name: [(a, b) for a in VALUES for b in VALUES] for name in BINARY.split()},
}


@pytest.mark.parametrize("name", OPERANDS)
def test_results_have_keras_dtypes(name):
    expected, actual = {}, {}
    for dtypes in OPERANDS[name]:
        try:
            made = getattr(keras.ops, name)(*(keras.ops.convert_to_tensor(VALUES[dtype]) for dtype in dtypes))
        except Exception:  # Keras takes no such tensors
            continue
        theirs = keras.backend.standardize_dtype(made.dtype)
        expected[dtypes] = theirs if name in KEEPING else IN_BYTES.get(theirs, theirs)
        params = [(f"x{i}", TensorType((2, 2), dtype)) for i, dtype in enumerate(dtypes)]
        actual[dtypes] = trace(getattr(ops, name), params, name).outs[0].type.dtype
    assert expected
    assert actual == expected
