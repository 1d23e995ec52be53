"""scan: what it computes, what its function may do, and what it says of a misuse."""

import numpy as np
import pytest
from cases.traced import Traced, evaluated

import bml
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import TensorType, symbol
from bmlc.passes.pipeline import optimize
from bmlc.passes.trace import trace
from bmlc.reference import evaluate


def test_the_carry_passes_and_results_are_stacked():
    total, before = evaluated(lambda xs: ops.scan(lambda c, x: (c + x, c), 0.0, xs), np.arange(5.0))
    assert total == 10
    assert before.tolist() == [0, 0, 1, 3, 6]


def test_backwards_results_stay_beside_their_slices():
    total, before = evaluated(lambda xs: ops.scan(lambda c, x: (c + x, c), 0.0, xs, reverse=True), np.arange(5.0))
    assert total == 10
    assert before.tolist() == [10, 9, 7, 4, 0]


@pytest.mark.parametrize("unroll", [1, True])
def test_carries_slices_and_results_are_trees(unroll):
    def step(carry, x):
        return {"sum": carry["sum"] + x[0], "last": x[1]}, [carry["sum"], (x[1] * 2,)]

    def run(*xs):
        return ops.scan(step, {"sum": 1.0, "last": 0}, xs, unroll=unroll)

    carry, ys = evaluated(run, np.arange(3.0), np.arange(3))
    assert {key: value.item() for key, value in carry.items()} == {"sum": 4, "last": 2}
    assert ys[0].tolist() == [1, 1, 2]
    assert ys[1][0].tolist() == [0, 2, 4]


def test_without_slices_there_is_a_length():
    assert evaluated(lambda: ops.scan(lambda c, x: (c * 2, None), 1.0, length=10)) == (1024.0, None)


def test_variables_are_read_and_set_at_each_step():
    count = bml.Variable(0, dtype="int32", trainable=False)
    scale = bml.Variable(3.0)

    def step(c, x):
        count.assign_add(1)
        return c + scale * x, count * 10

    def run(xs):
        return (*ops.scan(step, 0.0, xs), count + 0)

    total, counts, after = evaluated(run, np.ones(6))
    assert (total, counts.tolist(), after, count.numpy()) == (18, [10, 20, 30, 40, 50, 60], 6, 6)


def test_functions_of_functions():
    def row(c, xs):
        return ops.scan(lambda d, x: (d + x, None), c, xs)[0], c

    total, before = evaluated(lambda xs: ops.scan(row, 0.0, xs), np.arange(6.0).reshape(3, 2))
    assert (total, before.tolist()) == (15, [0, 1, 6])


def test_a_function_of_an_element_sets_no_variable_from_it():
    total = bml.Variable(0.0, trainable=False)
    with pytest.raises(UserError, match="it cannot set variable"):
        evaluated(lambda xs: ops.vectorized_map(lambda x: (total.assign(x), x)[1], xs), np.ones(3))


def test_a_step_may_take_gradients():
    def step(w, x):
        value, gradient = bml.value_and_grad(lambda w: ops.sum((w * x - 1.0) ** 2), argnums=0)(w)
        return w - 0.1 * gradient, value

    fn = trace(lambda xs: ops.scan(step, ops.zeros(3), xs), [("xs", TensorType((symbol("t"), 3), "float32"))], "f")
    x = np.random.default_rng(0).random((5, 3), np.float32)
    for received, expected in zip(evaluate(optimize(fn), [x], [])[0], evaluate(fn, [x], [])[0], strict=True):
        np.testing.assert_allclose(received, expected, rtol=1e-6)


def test_each_step_draws_its_own_numbers():
    draw = Traced(
        lambda xs: ops.scan(lambda c, x: (c, bml.random.uniform(())), 0.0, xs)[1], TensorType((symbol("t"),), "float32")
    )
    (first,), (second,) = draw(np.ones(8, "float32")), draw(np.ones(8, "float32"))
    assert len({*first.tolist(), *second.tolist()}) == 16


def test_lengths_that_only_a_call_knows_have_room():
    def run(fn, size):
        traced = trace(fn, [("xs", TensorType((symbol("t"),), "float32"))], "run")
        return evaluate(traced, [np.ones(size, "float32")], [])

    with pytest.raises(UserError, match="scan expected a length of at least 0, received t = 1"):
        run(lambda xs: ops.fori_loop(0, ops.shape(xs)[0] - 2, lambda i, x: x + 1.0, 0.0), 1)
    with pytest.raises(UserError, match="associative_scan expected at least one element along t, received t = 0"):
        run(lambda xs: ops.associative_scan(ops.add, xs), 0)


MISUSES = [
    (
        lambda: ops.fori_loop(0, 3.5, lambda i, x: x, 0.0),
        "BML102",
        "fori_loop expected upper to be an int or a dimension, received 3.5",
    ),
    (lambda: ops.scan(lambda c, x: (c, x), 0.0), "BML102", "scan expected xs or a length, received neither"),
    (
        lambda: ops.scan(lambda c, x: (c, x), 0.0, np.ones(3), length=4),
        "BML102",
        "scan expected a length of 3, that of xs, received length=4",
    ),
    (
        lambda: ops.scan(lambda c, x: (c, x), 0.0, (np.ones(3), np.ones(4))),
        "BML101",
        "scan expected tensors of one leading size, received float32[3] and float32[4]",
    ),
    (
        lambda: ops.scan(lambda c, x: (ops.cast(c, "int32"), x), 0.0, np.ones(3)),
        "BML101",
        "scan expected a carry of the type that it was given, float32[], received int32[]",
    ),
    (
        lambda: ops.scan(lambda c, x: ((c, c), x), 0.0, np.ones(3)),
        "BML101",
        "scan expected a carry as it was given, float32[], received (float32[], float32[])",
    ),
]


@pytest.mark.parametrize(("call", "code", "message"), MISUSES, ids=[message for _, _, message in MISUSES])
def test_misuses_are_told_with_the_line_of_the_user(call, code, message):
    with pytest.raises(UserError) as caught:
        evaluated(call)
    assert (caught.value.code, caught.value.message) == (code, message)
    assert caught.value.loc.file == __file__
