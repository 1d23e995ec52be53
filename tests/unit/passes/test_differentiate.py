"""Gradients on the IR, held against TensorFlow's tape over the function before differentiation."""

import numpy as np
import pytest

from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir.builder import scoped
from bmlc.ops.control import value_and_grad
from bmlc.passes.differentiate import differentiate
from bmlc.passes.simplify import simplify
from bmlc.passes.trace import trace
from bmlc.reference import evaluate


def gradient_of(traced, fn, wrt, **params):
    """A function that returns the loss and the gradients of `fn`."""

    def outer(*args):
        body = trace(fn, [(name, arg.type) for name, arg in zip(params, args, strict=True)], "body")
        return value_and_grad(*args, body=body, wrt=wrt)

    return traced(outer, **params)


@pytest.mark.parametrize(
    ("fn", "wrt"),
    [
        (lambda x, w: ops.sum(x * x * w), (0, 1)),
        (lambda x, w: ops.mean(ops.square(x - w)), (0, 1)),
        (lambda x, w: ops.sum(ops.tanh(x) * ops.stop_gradient(x) + w), (0, 1)),
        (lambda x, w: ops.sum(x + x + x), (0, 1)),  # w: zeros, as the loss does not depend on it
        (lambda x, w: ops.sum(ops.exp(ops.cast(x > 0, "float32") * w)), (0, 1)),
        (lambda x, w: ops.sum(ops.softmax(x) * w), (0,)),
    ],
)
def test_the_gradients_are_those_of_tensorflows_tape(traced, fn, wrt):
    random = np.random.default_rng(0)
    x, w = random.normal(size=(2, 3, 4)).astype("float32")
    function = gradient_of(traced, fn, wrt, x="float32[n, 4]", w="float32[n, 4]")
    expected, _ = evaluate(function, [x, w], [])  # the tape, on the graph before differentiation
    received, _ = evaluate(simplify(differentiate(function)), [x, w], [])
    assert len(received) == 1 + len(wrt)
    for theirs, ours in zip(expected, received, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


def test_the_sum_of_what_several_readers_give_has_their_line_and_layer(traced):
    def read(x):
        with scoped("layer"):
            return ops.sum(ops.exp(x) * ops.sin(x))

    eqns = differentiate(gradient_of(traced, read, (0,), x="float32[3]")).body
    assert {(eqn.loc.line > 0, eqn.scope.split("/")[-1]) for eqn in eqns if eqn.op.name == "add"} == {(True, "d_layer")}


def test_the_second_derivative(traced):
    def slope(x):
        body = trace(lambda t: ops.sum(t * t * t), [("t", x.type)], "cube")
        return ops.sum(value_and_grad(x, body=body, wrt=(0,))[1])

    function = gradient_of(traced, slope, (0,), x="float32[3]")
    x = np.array([1, 2, -3], "float32")
    (_, second), _ = evaluate(simplify(differentiate(function)), [x], [])
    np.testing.assert_allclose(second, 6 * x)


def test_what_has_no_gradient_is_named_with_its_reason(traced):
    def slope(x):
        body = trace(lambda t: ops.sum(ops.max_pool(t, 2)), [("t", x.type)], "pooled")
        return ops.sum(value_and_grad(x, body=body, wrt=(0,))[1])

    with pytest.raises(UserError) as caught:
        differentiate(gradient_of(traced, slope, (0,), x="float32[1, 4, 4, 1]"))
    assert caught.value.code == "BML104"
    assert (
        caught.value.message
        == "max_pool_gradient has no gradient: a second derivative through max pooling is not available"
    )
    assert caught.value.loc.line > 0
