"""Counting what is not finite: what is added to a function, and which equation is named."""

import numpy as np
import pytest

from bmlc import ops
from bmlc.parity.reference import Reference
from bmlc.passes.check_numerics import check_numerics, first_blamed
from bmlc.passes.pipeline import optimize
from bmlc.passes.simplify import simplify
from bmlc.passes.trace import trace

NAN, INF = float("nan"), float("inf")


def blamed(traced, fn, *arrays, **params):
    """The subject of the check that is named when `fn` is called with `arrays`, None where all is well."""
    checked = check_numerics(optimize(traced(fn, **params)))
    counts = Reference().call(checked.function, [np.asarray(x, np.float32) for x in arrays], {}).outs[-1]
    found = first_blamed(checked.checks, counts.tolist())
    return None if found is None else checked.checks[found].subject


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
    found = checked.checks[first_blamed(checked.checks, counts.tolist())]
    assert (found.subject, found.layer) == ("divide gave", "gradient of loss")
