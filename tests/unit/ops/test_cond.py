"""cond, switch, while_loop and custom_gradient: what they compute, what their functions may do, what a misuse says."""

import numpy as np
import pytest
from cases.traced import evaluated

import bml
from bmlc import ops
from bmlc.errors import UserError


def test_one_of_two_functions_is_computed():
    x = np.array([1.0, 4.0])
    assert evaluated(lambda x: ops.cond(True, lambda: ops.sqrt(x), lambda: x), x).tolist() == [1, 2]
    assert evaluated(lambda x: ops.cond(x[0] > 2, lambda: ops.sqrt(x), lambda: x), x).tolist() == [1, 4]
    assert evaluated(lambda x: ops.cond(0, lambda: {"a": x}, lambda: {"a": x * 2}), x)["a"].tolist() == [2, 8]


def accumulating():
    """An update at every third call, of the sum of what came since."""
    weight = bml.Variable(0.0, name="weight")
    total = bml.Variable(0.0, trainable=False, name="total")
    calls = bml.Variable(0, dtype="int32", trainable=False, name="calls")

    def step(gradient):
        calls.assign_add(1)

        def update():
            weight.assign_sub(total + gradient)
            total.assign(0.0)

        def accumulate():
            total.assign_add(gradient)

        ops.cond(ops.equal(ops.mod(calls, 3), 0), update, accumulate)
        return weight + 0.0

    return step, weight, total


def test_variables_that_a_branch_sets_are_set():
    step, weight, total = accumulating()
    assert [evaluated(step, float(g)) for g in (1, 2, 3, 4, 5)] == [0, 0, -6, -6, -6]
    assert (weight.numpy(), total.numpy()) == (-6, 9)


def test_switch_clamps_its_index():
    branches = [lambda x: x, lambda x: x * 2, lambda x: x * 3]
    chosen = [evaluated(lambda index: ops.switch(index, branches, 5.0), index) for index in (-1, 0, 1, 2, 7)]
    assert chosen == [5, 5, 10, 15, 15]


@pytest.mark.parametrize("most", [None, 3, 100])
def test_while_loop_goes_on_as_long_as_its_condition_holds(most):
    def run(i, x):
        return ops.while_loop(lambda i, x: i < 10, lambda i, x: (i + 3, x * 2.0), (i, x), maximum_iterations=most)

    assert evaluated(run, 0, 1.0) == ((9, 8) if most == 3 else (12, 16))


def test_a_condition_sees_the_variables_that_the_body_sets():
    count = bml.Variable(0, dtype="int32", trainable=False)

    def body(x):
        count.assign_add(1)
        return x + 1.0

    def run(x):
        return ops.while_loop(lambda x: count < 5, body, x)

    assert (evaluated(run, 1.0), count.numpy()) == (6, 5)


def test_a_gradient_of_ones_own():
    @ops.custom_gradient
    def straight_through(x):
        e = ops.exp(x)
        return ops.round(x), lambda upstream: upstream * e

    assert evaluated(straight_through, [0.4, 1.6]).tolist() == [0, 2]
    loss = bml.value_and_grad(lambda x: ops.sum(straight_through(x) * 3.0), argnums=0)
    value, gradient = evaluated(loss, [0.0, 1.0])
    assert value == 3
    np.testing.assert_allclose(gradient, 3 * np.exp([0.0, 1.0]), rtol=1e-6)


def test_gradients_go_through_the_branch_that_was_taken():
    def loss(x, p):
        return ops.sum(ops.cond(p > 0, lambda: ops.sqrt(x), lambda: x * x))

    for p, expected in ((1.0, [np.inf, 0.25]), (-1.0, [0, 8])):
        _, gradient = evaluated(bml.value_and_grad(loss, argnums=0), [0.0, 4.0], p)
        assert gradient.tolist() == expected


def test_gradients_of_a_bounded_loop():
    def loss(x):
        return ops.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * x), (0, 1.0), maximum_iterations=8)[1]

    assert evaluated(bml.value_and_grad(loss, argnums=0), 2.0) == (8, 12)


@pytest.mark.parametrize(
    ("fn", "code", "message"),
    [
        (lambda x: ops.cond(x, lambda: x, lambda: x), "BML101", "cond expected a scalar truth value, received"),
        (lambda x: ops.cond(True, lambda: x, lambda: x[0]), "BML101", "cond expected functions that give the same"),
        (lambda x: ops.cond(True, lambda: x, lambda: (x,)), "BML101", "cond expected functions that give the same"),
        (lambda x: ops.while_loop(lambda x: x[0] < 3, lambda x: x[0], x), "BML101", "while_loop expected a carry"),
        (lambda x: ops.switch(0, []), "BML102", "switch expected at least one function"),
        (ops.custom_gradient(lambda x: x), "BML101", "custom_gradient expected a function that returns"),
        (
            ops.custom_gradient(lambda x: (x, lambda g: g[0])),
            "BML101",
            "custom_gradient expected a gradient of float32[2], received float32[]",
        ),
        (
            lambda x: bml.value_and_grad(lambda x: ops.while_loop(lambda x: x < 3, lambda x: x * 2, x), argnums=0)(
                x[0]
            ),
            "BML104",
            "while_loop has no gradient without a bound",
        ),
    ],
)
def test_what_a_misuse_says(fn, code, message):
    with pytest.raises(UserError) as caught:
        evaluated(fn, [1.0, 2.0])
    assert caught.value.code == code
    assert str(caught.value.message).startswith(message)
