"""What functions inside functions must not change: checked sizes, orders of keys, gradients, what nobody reads."""

from pathlib import Path

import numpy as np
import pytest

import bml
from bmlc import ops
from bmlc.emit.tensor_functions import emit_tensor_functions
from bmlc.errors import UserError
from bmlc.ir import TensorType, symbol
from bmlc.passes.pipeline import lower, optimize
from bmlc.passes.trace import trace
from bmlc.reference import evaluate

from ...cases.traced import evaluated

X = np.float32([0.5, -1.25, 0.75, 1.5])


@pytest.mark.parametrize("fn", [lambda x: x[0] * ops.exp(x[0]), lambda x: ops.sum(x[1:] * ops.exp(x[1:]))])
def test_a_loss_may_take_one_part_twice(fn):
    value, gradient = evaluated(bml.value_and_grad(fn, argnums=0), X)
    assert np.isfinite(value)
    part = X[:1] if gradient[1] == 0 else X[1:]
    np.testing.assert_allclose(gradient[gradient != 0], (1 + part) * np.exp(part), rtol=1e-5)


def test_dictionaries_are_read_by_their_keys():
    start = {"a": 0.0, "b": 0.0}
    total = evaluated(
        lambda xs: ops.scan(lambda c, x: ({"b": c["b"] + 100.0, "a": c["a"] + x}, None), start, xs)[0],
        np.ones(5, "float32"),
    )
    assert total == {"a": 5, "b": 500}
    chosen = evaluated(
        lambda x: ops.cond(x[0] > 1.0, lambda: {"a": x, "b": 2 * x}, lambda: {"b": 3 * x, "a": 4 * x}), X
    )
    np.testing.assert_allclose(chosen["a"], 4 * X)
    for most in (None, 9):
        last = evaluated(
            lambda x, most=most: ops.while_loop(
                lambda s: s["a"] < x, lambda s: {"b": s["b"] - 1.0, "a": s["a"] + 1.0}, start, maximum_iterations=most
            ),
            np.float32(3.0),
        )
        assert last == {"a": 3, "b": -3}


def lowered(fn, *types):
    return lower(optimize(trace(fn, [(f"x{i}", of) for i, of in enumerate(types)], "f")), "cpu")


def code_of(fn, *types, path="f.py"):
    return emit_tensor_functions({"f": lowered(fn, *types)}, "cpu", Path(path)).code


def test_what_one_arm_checks_is_checked_after_it_too():
    vector = TensorType((symbol("n"),), "float32")
    code = code_of(
        lambda x, p: (ops.cond(p, lambda: ops.sum(x[-3:]), lambda: ops.sum(x)), x[-3:] * 1.5),
        vector,
        TensorType((), "bool"),
    )
    assert code.count("backend.checkSizes(") == 2


def test_a_size_may_be_called_as_a_loop_calls_its_steps():
    row = [TensorType((symbol(name), 4), "float32") for name in ("i", "j", "t")]
    code = code_of(lambda x, y, ts: (x + y, ops.scan(lambda c, t: (c + t, None), ts[0], ts)[0]), *row)
    assert "add expected" in code


def test_a_gradient_of_ones_own_is_that_of_each_element():
    @ops.custom_gradient
    def straight_through(x):
        return ops.round(x), lambda upstream: upstream * 7.0

    def loss(x):
        return ops.sum(ops.vectorized_map(lambda y: straight_through(y) * 2.0, x))

    assert evaluated(bml.value_and_grad(loss, argnums=0), X)[1].tolist() == [14, 14, 14, 14]


def test_what_nobody_reads_of_a_scan_is_not_computed():
    fn = trace(
        lambda xs: ops.scan(lambda c, x: (c + x, ops.exp(x)), 0.0, xs)[0], [("xs", TensorType((9,), "float32"))], "f"
    )
    assert not [eqn for eqn in optimize(fn).eqns() if eqn.op.name == "exp"]


def test_no_gradient_is_asked_of_what_is_cut_off():
    def loss(x):
        start = ops.cast(ops.stop_gradient(ops.sum(x)), "float32")
        return ops.sum(x) * ops.while_loop(lambda y: y < 3.0, lambda y: y + 1.0, start)

    assert evaluated(bml.value_and_grad(loss, argnums=0), np.float32([1, 1]))[1].tolist() == [3, 3]


@pytest.mark.parametrize("length", [3, 6])
def test_a_scan_says_what_carry_it_was_given_however_short_it_is(length):
    with pytest.raises(UserError) as caught:
        ops.scan(lambda c, _: (c + 0.5, None), 0, length=length)
    assert caught.value.message.startswith("scan expected a carry of the type that it was given, int32[]")


def test_a_length_is_at_least_0():
    with pytest.raises(UserError) as caught:
        ops.scan(lambda c, _: (c, None), 0.0, length=-2)
    assert caught.value.message == "scan expected a length of at least 0, received length=-2"


@pytest.mark.parametrize("steps", [3, 6])
def test_each_parameter_has_a_gradient_of_its_own(steps):
    """The same in a scan that is written out and in one that is a loop, where the carry begins as `x`."""

    def ascend(x):
        def step(c, _):
            gradient = bml.value_and_grad(lambda c: ops.sum(c * x), argnums=0)(c)[1]
            return c + gradient, gradient

        return ops.scan(step, x, length=steps)[1]

    assert evaluated(ascend, X).tolist() == [X.tolist()] * steps
    fn = optimize(trace(ascend, [("x", TensorType((4,), "float32"))], "f"))
    (compiled,), _ = evaluate(fn, [X], ())
    assert compiled.numpy().tolist() == [X.tolist()] * steps


KEEPERS = {
    "scan": lambda keep, x: ops.scan(lambda c, y: (c + keep(y), c), 0.0, x),
    "cond": lambda keep, x: ops.cond(x[0] > 0, lambda: keep(x[0]), lambda: x[1]),
    "while_loop": lambda keep, x: ops.while_loop(lambda c: c < 3, keep, x[0]),
    "vectorized_map": ops.vectorized_map,
    "custom_gradient": lambda keep, x: ops.custom_gradient(lambda y: (keep(y), lambda d: d))(x),
    "value_and_grad": lambda keep, x: bml.value_and_grad(lambda y: ops.sum(keep(y)), argnums=0)(x),
}


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("name", KEEPERS)
def test_a_tensor_that_was_kept_from_another_function_is_refused_where_it_is_used(name, inside):
    kept = []

    def keep(y):
        kept.append(y * 2.0)
        return kept[0]

    def f(x):
        KEEPERS[name](keep, x)
        return ops.scan(lambda c, y: (c + kept[0], y), kept[0], x) if inside else kept[0] + 1.0

    with pytest.raises(
        UserError, match=r"expected tensors of its own or from around it, received a float32\["
    ) as caught:
        trace(f, [("x", TensorType((4,), "float32"))], "f")
    assert caught.value.code == "BML103"
    assert "kept[0]" in caught.value.loc.text
