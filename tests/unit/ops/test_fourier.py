"""Transforms of long rows need few constants, and no tensor that grows with the square of their size."""

import pytest

from bmlc import ops
from bmlc.ir import TensorType
from bmlc.passes.trace import trace


@pytest.mark.parametrize(("size", "constants"), [(1000, 500), (1024, 500), (1009, 2000), (4096, 1000)])
def test_what_a_transform_holds(size, constants):
    fn = trace(lambda x: list(ops.rfft(x)), [("x", TensorType((size,), "float32"))], "transform")
    values = {eqn.attrs["value"].tobytes(): eqn.attrs["value"].size for eqn in fn.body if eqn.op.name == "constant"}
    assert sum(values.values()) <= constants
    assert max(var.type.size for eqn in fn.body for var in eqn.outs) <= 5 * size
