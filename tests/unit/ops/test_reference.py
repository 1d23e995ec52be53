"""Every function traced, typed and run on TensorFlow, held against NumPy."""

# ruff: noqa: A004 - the name in `bmlc.reference`

import numpy as np
import pytest
from cases.op_table import CASES
from cases.ops import function_of

from bmlc.ir import evaluate as size_of
from bmlc.ir import verify
from bmlc.reference import compile, evaluate


@pytest.mark.parametrize("case", [case for case in CASES if case.numpy], ids=lambda case: case.name)
def test_the_reference_agrees_with_numpy(case):
    fn = verify(function_of(case))
    for inputs in case.calls:
        outs, _ = evaluate(fn, inputs, ())
        expected = case.numpy(*inputs)
        for out, var, wanted in zip(outs, fn.outs, expected if isinstance(expected, list) else [expected], strict=True):
            assert out.dtype == var.type.dtype
            assert tuple(out.shape) == np.shape(wanted)
            assert tuple(size_of(size, case.sizes(inputs)) for size in var.type.shape) == out.shape
            np.testing.assert_allclose(out, np.asarray(wanted, var.type.dtype), rtol=2e-5, atol=2e-6)


@pytest.mark.parametrize("case", [case for case in CASES if any(case.symbolic)], ids=lambda case: case.name)
def test_a_compiled_function_takes_any_size(case):
    fn = function_of(case)
    compiled = compile(fn, precision="float64")
    for inputs in case.calls:
        outs, _ = compiled(inputs, ())
        expected, _ = evaluate(fn, inputs, (), precision="float64")
        for out, wanted, var in zip(outs, expected, fn.outs, strict=True):
            assert out.dtype == ("float64" if var.type.dtype == "float32" else var.type.dtype)
            np.testing.assert_allclose(out, wanted, rtol=1e-12)
