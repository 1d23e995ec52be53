"""Every batching rule, held against a loop over the elements."""

from itertools import chain, combinations

import numpy as np
import pytest
from cases.op_table import CASES

from bmlc.ir import TensorType, Variable, active_builder, verify
from bmlc.ops.tensor import Tensor
from bmlc.passes.batch import batch
from bmlc.passes.trace import trace
from bmlc.reference import evaluate


def shared_subsets(case):
    """Which inputs all elements share: none, and each proper subset of two or three, with those that must be shared."""
    indices = range(len(case.inputs))
    subsets = chain.from_iterable(combinations(indices, size) for size in range(len(case.inputs)))
    return [subset for subset in subsets if set(case.shared) <= set(subset)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_batch_is_as_a_loop_over_its_elements(case):
    for shared in shared_subsets(case):
        check(case, shared)


def check(case, shared):
    variables = {
        i: Variable(f"x{i}", TensorType(case.inputs[i].shape, case.inputs[i].dtype.name), True, {}) for i in shared
    }
    own = [i for i in range(len(case.inputs)) if i not in shared]

    def element(*xs):
        given = dict(zip(own, xs, strict=True))
        given |= {i: Tensor(active_builder().read(variable)) for i, variable in variables.items()}
        return case.fn(*(given[i] for i in range(len(case.inputs))))

    params = [(f"x{i}", TensorType(case.inputs[i].shape, case.inputs[i].dtype.name)) for i in own]
    fn = trace(element, params, case.name)
    elements = [[vary(case.inputs[i], k) for i in own] for k in range(3)]
    values = [case.inputs[variable_index(variables, capture.variable)] for capture in fn.captures]
    expected = [evaluate(fn, xs, values)[0] for xs in elements]

    batched = verify(batch(fn))
    values = [case.inputs[variable_index(variables, capture.variable)] for capture in batched.captures]
    received, _ = evaluate(batched, [np.stack(xs) for xs in zip(*elements, strict=True)], values)
    for position, out in enumerate(received):
        loop = np.stack([np.asarray(outs[position]) for outs in expected])
        assert out.dtype == loop.dtype
        np.testing.assert_allclose(out, loop, rtol=2e-5, atol=1e-5)


def vary(x, k):
    """A different element of the same kind: in another order and, for floats, of another size."""
    rolled = np.roll(x, k, axis=-1) if x.ndim else x
    return rolled * np.float32(1 + k / 8) if x.dtype == np.float32 else rolled


def variable_index(variables, variable):
    return next(i for i, other in variables.items() if other is variable)
