"""Gradients of functions that each element chooses: those of its own function, whatever the other one's would be."""

import numpy as np
import pytest
from cases.traced import evaluated

import bml
from bmlc import ops
from bmlc.ir import TensorType, symbol
from bmlc.passes.pipeline import optimize
from bmlc.passes.trace import trace
from bmlc.reference import evaluate

X, W = np.float32([4, 0, 1, -1, 9, -4]), np.float32([1, 2, 3, 0.5])


def switched(x, w):
    branches = [lambda: w * ops.sqrt(-x), lambda: w * x, lambda: w * ops.log(x)]
    return ops.switch(ops.cast(ops.sign(x), "int32") + 1, branches)


def in_a_scan(x, w):
    def step(c, u):
        return ops.cond(c > 0, lambda: ops.sqrt(c) * u, lambda: c - u), None

    return ops.scan(step, x, w)[0]


def looped(x, w):
    return ops.while_loop(lambda y: y > 1, lambda y: ops.sqrt(y - 1.0) * w[0], x, maximum_iterations=5)


def of_elements(x, w):
    return ops.vectorized_map(lambda u: ops.cond(u * x > 0, lambda: w * ops.sqrt(u * x), lambda: u * w), w - 2.0)


def of_one_for_all(x, w):
    return ops.vectorized_map(lambda u: ops.cond(x > 0, lambda: w * ops.sqrt(x), lambda: u * w), w - 2.0)


FUNCTIONS = {
    "cond": lambda x, w: ops.cond(x > 0, lambda: w * ops.sqrt(x), lambda: w * x),
    "none": lambda x, w: ops.cond(x > 100, lambda: w * ops.log(x - 100.0), lambda: w * x),
    "all": lambda x, w: ops.cond(x < 100, lambda: w * x, lambda: w * ops.log(x - 100.0)),
    "indices": lambda x, w: ops.cond(
        x > 0, lambda: ops.log(w * x)[:1] * ops.take(w, ops.cast(x / 3.0, "int32")), lambda: w[:1] * x
    ),
    "results": lambda x, w: ops.stack(ops.cond(x > 0, lambda: [ops.sqrt(x), w[0]], lambda: [x, w[1] * x])),
    "switch": switched,
    "scan": in_a_scan,
    "while_loop": looped,
    "elements": of_elements,
    "shared": of_one_for_all,
}


def gradients(fn, x, w):
    """The gradients by TensorFlow's tape, and by the compiler's rules."""

    def both(x, w):
        value, found = bml.value_and_grad(fn, argnums=(0, 1))(x, w)
        return value, *found

    types = [("x", TensorType((symbol("n"),) if x.ndim else (), "float32")), ("w", TensorType(w.shape, "float32"))]
    compiled, _ = evaluate(optimize(trace(both, types, "both")), [x, w], ())
    return list(evaluated(both, x, w)), [y.numpy() for y in compiled]


@pytest.mark.parametrize("fn", FUNCTIONS.values(), ids=FUNCTIONS)
def test_an_element_has_the_gradient_of_the_function_that_it_takes(fn):
    def one(x, w):
        return ops.sum(fn(x, w))

    alone = [gradients(one, x, W)[0] for x in X]
    expected = [sum(y for y, _, _ in alone), np.stack([dx for _, dx, _ in alone]), sum(dw for _, _, dw in alone)]
    assert all(np.isfinite(y).all() for y in expected)
    for found in gradients(lambda xs, w: ops.sum(ops.vectorized_map(lambda x: fn(x, w), xs)), X, W):
        for y, other in zip(found, expected, strict=True):
            np.testing.assert_allclose(y, other, rtol=1e-5, atol=1e-5)


def test_the_gradient_of_a_gradient():
    def root(x):
        return ops.cond(x > 0, lambda: ops.sqrt(x), lambda: 3.0 * x * x)

    def steepness(xs):
        return ops.sum(bml.value_and_grad(lambda ys: ops.sum(ops.vectorized_map(root, ys)), argnums=0)(xs)[1])

    def run(xs):
        return bml.value_and_grad(steepness, argnums=0)(xs)[1]

    (compiled,), _ = evaluate(optimize(trace(run, [("xs", TensorType((symbol("n"),), "float32"))], "f")), [X], ())
    for found in (evaluated(run, X), compiled):
        np.testing.assert_allclose(found, np.where(X > 0, -0.25 * np.abs(X + (X == 0)) ** -1.5, 6), rtol=1e-5)


def test_what_is_not_differentiated_costs_nothing():
    def run(xs):
        return ops.vectorized_map(lambda x: ops.cond(x > 0, lambda: ops.sqrt(x), lambda: x), xs)

    fn = optimize(trace(run, [("xs", TensorType((6,), "float32"))], "f"))
    assert not {eqn.op.name for eqn in fn.eqns()} & {"taken", "argmax", "take", "any"}
    assert sum(eqn.op.name == "where" for eqn in fn.eqns()) == 1
