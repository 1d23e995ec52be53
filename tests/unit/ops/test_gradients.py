"""Every gradient rule, held against TensorFlow's tape over the function before differentiation."""

import numpy as np
import pytest
from cases.op_table import CASES
from cases.ops import gradient_of

from bmlc.ir import verify
from bmlc.passes.differentiate import differentiate
from bmlc.reference import evaluate

DIFFERENTIABLE = [case for case in CASES if case.differentiable and case.float_inputs]


@pytest.mark.parametrize("case", DIFFERENTIABLE, ids=lambda case: case.name)
def test_the_gradient_is_that_of_tensorflows_tape(case):
    function = gradient_of(case)
    gradients = verify(differentiate(function))
    for inputs in case.calls:
        expected, _ = evaluate(function, inputs, (), precision="float64")
        received, _ = evaluate(gradients, inputs, (), precision="float64")
        for theirs, ours in zip(expected, received, strict=True):
            largest = max(1.0, float(np.abs(theirs).max(initial=0)))
            np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-7 * largest)
