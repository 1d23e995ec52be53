"""A ReLU's gate moves before the pooling's gradient, where both give the same."""

import numpy as np
import pytest

from bmlc import ops
from bmlc.parity.reference import Reference
from bmlc.passes.differentiate import differentiate
from bmlc.passes.gate_before_unpooling import gate_before_unpooling
from bmlc.passes.trace import trace


def gradient(activation, pool_size, strides):
    def loss(x):
        pooled = ops.max_pool(activation(x), pool_size, strides, "same")
        return ops.sum(pooled * pooled)

    return lambda x: ops.value_and_grad(x, body=trace(loss, [("x", x.type)], "loss"), wrt=(0,))[1]


def names(fn):
    return [eqn.op.name for eqn in fn.body if eqn.op.name in ("max_pool_gradient", "multiply", "step")]


@pytest.mark.parametrize(("pool_size", "strides"), [(2, 2), (3, 2), (3, 1)])
def test_the_gradient_stays_the_same(traced, pool_size, strides):
    before = differentiate(traced(gradient(ops.relu, pool_size, strides), x="float32[2, 5, 5, 3]"))
    after = gate_before_unpooling(before)
    assert names(before)[-1] == "multiply"
    assert names(after)[-3:] == ["step", "multiply", "max_pool_gradient"]
    x = np.random.default_rng(0).normal(size=(2, 5, 5, 3)).astype("float32")
    expected, actual = (Reference().call(fn, [x], {}).outs[0] for fn in (before, after))
    assert np.count_nonzero(expected)
    np.testing.assert_array_equal(actual, expected)


@pytest.mark.parametrize(
    "activation",
    [
        ops.tanh,
        lambda x: ops.leaky_relu(x, 0.2),  # its gate is a factor, which would be applied before a rounding
        lambda x: ops.exp(ops.relu(x)),  # the pooling's input is not the gate's
    ],
)
def test_other_activations_stay(traced, activation):
    fn = differentiate(traced(gradient(activation, 3, 1), x="float32[2, 5, 5, 3]"))
    assert gate_before_unpooling(fn) == fn


def test_an_unpooling_that_is_read_elsewhere_stays(traced):
    def both(g, x):
        pads = ((0, 0), (0, 0))
        unpooled = ops.pooling.MAX_POOL_GRADIENT(g, x, ops.max_pool(x, 2), window=(2, 2), strides=(2, 2), pads=pads)
        return unpooled * ops.step(x), unpooled

    fn = traced(both, g="float32[2, 2, 2, 3]", x="float32[2, 4, 4, 3]")
    assert gate_before_unpooling(fn) == fn
