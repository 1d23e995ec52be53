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
UNARY = """
abs absolute all amax amin any arccos arccosh arcsin arcsinh arctan arctanh argmax argmin argsort ceil cos cosh
count_nonzero cumprod cumsum deg2rad diag diagflat diagonal erfinv exp expm1 flip floor isfinite isinf isnan log
log10 log1p log2 logical_not max mean min nan_to_num negative norm ones_like prod rad2deg ravel reciprocal
relu relu6 rot90 round rsqrt selu sigmoid sign signbit silu sin sinh softmax softplus softsign sort sqrt square
squeeze std sum tan tanh trace transpose tril triu trunc var zeros_like
"""
BINARY = """
add arctan2 divide dot equal floor_divide greater less_equal logical_and logical_xor matmul maximum minimum mod
multiply outer subtract true_divide
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
        expected[dtypes] = "int32" if theirs == "uint32" else theirs
        params = [(f"x{i}", TensorType((2, 2), dtype)) for i, dtype in enumerate(dtypes)]
        actual[dtypes] = trace(getattr(ops, name), params, name).outs[0].type.dtype
    assert expected
    assert actual == expected
