"""Counting what is not finite: what is added to a function, and which equation is named."""

import numpy as np
import pytest

import bml
from bmlc import ops
from bmlc.parity.reference import Reference
from bmlc.passes.check_numerics import check_numerics
from bmlc.passes.pipeline import optimize
from bmlc.passes.simplify import simplify
from bmlc.passes.trace import trace

NAN, INF = float("nan"), float("inf")


def first_blamed(checks, counts):
    """The first check to blame for `counts`, as the runtime names it; None where all is well."""
    nans, infinities = counts[::2], counts[1::2]
    for index, check in enumerate(checks):
        if nans[index] and not check.means_nan and not any(nans[read] for read in check.reads):
            return check
        if infinities[index] and not check.means_infinity and not any(infinities[read] for read in check.reads):
            return check
    return None


def blamed(traced, fn, *arrays, **params):
    """The subject of the check that is named when `fn` is called with `arrays`, None where all is well."""
    checked = check_numerics(optimize(traced(fn, **params)))
    counts = Reference().call(checked.function, [np.asarray(x, np.float32) for x in arrays], {}).outs[-1]
    found = first_blamed(checked.checks, counts.tolist())
    return found and found.subject


def test_counts_are_one_more_result(traced, text):
    fn = traced(lambda x: ops.reshape(ops.log(x), (-1, 2)), x="float32[4]")
    checked = check_numerics(simplify(fn))
    assert text(checked.function) == [
        "def f(x: float32[4]):",
        "finite: float32[2] = nonfinite_counts(x)",
        "f: float32[4] = log(x)",
        "finite_1: float32[2] = nonfinite_counts(f)",
        "f_1: float32[2, 2] = reshape[shape=(2, 2)](f)",
        "counts: float32[4] = concatenate[axis=0](finite, finite_1)",
        "return f_1, counts",
    ]
    assert [(check.subject, check.layer, check.reads) for check in checked.checks] == [
        ("parameter x holds", "", ()),
        ("log gave", "f", (0,)),
    ]


def test_a_function_without_floats_stays(traced):
    fn = traced(lambda x: x + 1, x="int32[n]")
    checked = check_numerics(fn)
    assert (checked.function, checked.checks) == (fn, ())


def test_the_first_equation_that_makes_one_is_named(traced):
    def fn(x):
        return ops.sqrt(x) + ops.log(x - 1.0) * 0.0

    assert blamed(traced, fn, [1.5, 4.0], x="float32[n]") is None
    assert blamed(traced, fn, [1.0, 4.0], x="float32[n]") == "log gave"
    assert blamed(traced, fn, [-1.0, 4.0], x="float32[n]") == "sqrt gave"


@pytest.mark.parametrize("value", [NAN, INF, -INF])
def test_an_input_that_is_not_finite_is_named_before_any_equation(traced, value):
    assert blamed(traced, lambda x: 1.0 / x, [0.0, value], x="float32[n]") == "parameter x holds"


def masked_softmax(x, mask):
    return ops.softmax(ops.where(mask > 0.5, x, -INF))


def test_an_infinity_that_the_program_means_is_not_to_blame(traced):
    params = {"x": "float32[n, 2]", "mask": "float32[n, 2]"}
    x = [[1.0, 2.0], [3.0, 4.0]]
    assert blamed(traced, masked_softmax, x, [[1, 0], [0, 1]], **params) is None


def test_a_nan_made_of_an_infinity_that_is_meant_is(traced):
    params = {"x": "float32[n, 2]", "mask": "float32[n, 2]"}
    x = [[1.0, 2.0], [3.0, 4.0]]
    assert blamed(traced, masked_softmax, x, [[1, 0], [0, 0]], **params) == "softmax gave"


def test_filling_with_an_infinity_is_meant(traced):
    fn = traced(lambda x: ops.max(ops.pad(x, ((1, 1),), constant_values=-INF)), x="float32[3]")
    checked = check_numerics(simplify(fn))
    counts = Reference().call(checked.function, [np.ones(3, np.float32)], {}).outs[-1]
    assert counts.sum() == 2  # pad's
    assert first_blamed(checked.checks, counts.tolist()) is None


def test_gradients_name_their_layer(traced):
    def fn(x):
        def loss(x):
            return ops.sum(ops.sqrt(x))

        return ops.value_and_grad(x, body=trace(loss, [("x", x.type)], "loss"), wrt=(0,))[1]

    checked = check_numerics(optimize(traced(fn, x="float32[n]")))
    counts = Reference().call(checked.function, [np.zeros(2, np.float32)], {}).outs[-1]
    found = first_blamed(checked.checks, counts.tolist())
    assert (found.subject, found.layer) == ("divide gave", "gradient of loss")


def halfway(i, x):
    return i + 1, ops.sqrt(x - 1.0)


def root(z, x):
    return ops.cond(z < 9.0, lambda: ops.sqrt(x), lambda: z)


HELD = {
    "a slice": lambda x: ops.scan(lambda h, each: (h + ops.sqrt(each), each), 0.0, x),
    "a slice, back": lambda x: ops.scan(lambda h, each: (h + ops.sqrt(each), None), 0.0, x, reverse=True)[0],
    "a carry": lambda x: ops.scan(lambda h, each: (ops.sqrt(h) * 0.0 + each, h), x[0], x),
    "map": lambda x: ops.map(lambda each: ops.exp(ops.sqrt(each)), x),
    "then": lambda x: ops.cond(x[0] < 9.0, lambda: ops.sqrt(x), lambda: x * 2.0),
    "otherwise": lambda x: ops.cond(x[0] > 9.0, lambda: ops.log(x), lambda: ops.sqrt(x)),
    "while": lambda x: ops.while_loop(lambda i, x: i < 1, halfway, (0, x + 1.0))[1],
    "while, bounded": lambda x: ops.while_loop(lambda i, x: i < 1, halfway, (0, x + 1.0), 9)[1],
    "inside each other": lambda x: ops.scan(
        lambda h, each: (ops.fori_loop(0, 5, lambda i, z: root(z, each), h), h),
        1.0,
        x,
    ),
}


@pytest.mark.parametrize("name", HELD)
def test_the_equation_in_a_loop_or_a_branch_is_named(traced, name):
    assert blamed(traced, HELD[name], [1.0, 2.0, -3.0, 4.0, 5.0], x="float32[5]") == "sqrt gave"
    assert blamed(traced, HELD[name], [1.0, 2.0, 3.0, 4.0, 5.0], x="float32[5]") is None
    assert blamed(traced, HELD[name], [1.0, 2.0, NAN, 4.0, 5.0], x="float32[5]") == "parameter x holds"


def test_what_is_not_taken_and_what_is_meant_in_a_loop_is_not_to_blame(traced):
    def fn(x):
        masked = ops.map(lambda each: ops.softmax(ops.where(each > 2.0, each, -INF)), x)
        return ops.cond(ops.sum(x) > 0.0, lambda: masked, lambda: ops.log(masked - 9.0))

    assert blamed(traced, fn, [[1.0, 3.0], [4.0, 1.0]], x="float32[2, 2]") is None
    assert blamed(traced, fn, [[1.0, 3.0], [1.0, 1.0]], x="float32[2, 2]") == "softmax gave"


def test_the_gradient_of_a_step_is_named(traced):
    def fn(x):
        def products(x):
            return ops.sum(ops.scan(lambda h, each: (h * ops.sqrt(each), h), 1.0, x)[1])

        return bml.value_and_grad(products, argnums=0)(x)

    assert blamed(traced, fn, [1.0, 4.0, 9.0, 1.0, 0.0], x="float32[5]") is not None
    assert blamed(traced, fn, [1.0, 4.0, 9.0, 1.0, 1.0], x="float32[5]") is None
