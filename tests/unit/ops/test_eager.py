"""Ops outside of a trace take and give arrays: the same as the traced function gives."""

import numpy as np
import pytest
from cases.op_table import CASES
from cases.ops import Case, function_of

from bmlc.errors import UserError
from bmlc.ir import Function
from bmlc.ops.region import RegionOp
from bmlc.reference import evaluate

# Positions that are known at once are refused outside of a tensor, where a traced function leaves them out.
CHECKED = ("take", "gather_nd", "scatter", "slice")
TRACED = [(case, function_of(case)) for case in CASES]
# What takes functions is traced at once by `bml.ops`: tests/unit/ops/test_scan.py, test_cond.py.
PLAIN = [
    pytest.param(case, fn, id=case.name)
    for case, fn in TRACED
    if case.name not in ("vectorized_map", "gradients_of_elements")
    and case.name != "bytes_and_number"  # NumPy's own arithmetic of bytes
    and not any(isinstance(eqn.op, RegionOp) for eqn in fn.eqns())
]


@pytest.mark.parametrize(("case", "fn"), PLAIN)
def test_an_op_gives_arrays_what_its_traced_function_gives(case: Case, fn: Function) -> None:
    try:
        received = case.fn(*case.inputs)
    except UserError:
        if case.name.startswith(CHECKED):
            return
        raise
    expected, _ = evaluate(fn, case.inputs, ())
    several = received if isinstance(received, list | tuple) else [received]
    for a, b in zip(several, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)
