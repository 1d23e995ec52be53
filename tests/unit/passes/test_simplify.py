"""fold, eliminate_common_subexpressions, eliminate_dead_code and their fixed point."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from bmlc import ops
from bmlc.passes.eliminate_common_subexpressions import eliminate_common_subexpressions
from bmlc.passes.eliminate_dead_code import eliminate_dead_code
from bmlc.passes.fold import fold
from bmlc.passes.simplify import simplify


@pytest.mark.parametrize(
    "fn",
    [
        lambda x: x + 0,
        lambda x: 0.0 + x,
        lambda x: x - 0,
        lambda x: x * 1,
        lambda x: x / 1.0,
        lambda x: ops.negative(ops.negative(x)),
        ops.stop_gradient,
        lambda x: ops.reshape(ops.reshape(x, (6,)), (2, 3)),
        lambda x: ops.broadcast_to(x, (2, 3)),
    ],
)
def test_what_does_nothing_is_left_out(traced, text, fn):
    assert text(simplify(traced(fn, x="float32[2, 3]"))) == ["def f(x: float32[2, 3]):", "return x"]


@pytest.mark.parametrize("fn", [lambda x: x * 0, lambda x: 0 - x, lambda x: 1 / x, lambda x: x - x])
def test_what_depends_on_infinities_and_nans_stays(traced, fn):
    assert len(simplify(traced(fn, x="float32[3]")).body) >= 1


def test_a_neutral_element_that_broadcasts_stays(traced, text):
    ones = np.ones((4, 3), "float32")
    assert "multiply" in text(simplify(traced(lambda x: x * ones, x="float32[3]")))[-2]


def test_arithmetic_on_constants_is_done_in_float32(traced, text):
    lines = text(simplify(traced(lambda x: x * (ops.constant(1.0) / 3 + 0.1), x="float32[3]")))
    value = float(np.float32(1) / np.float32(3) + np.float32(0.1))
    assert lines[1] == f"f: float32[] = constant[value={value}]()"
    assert lines[2].startswith("f_1: float32[3] = multiply(x, f)")


def test_a_constant_that_overflows_is_left_to_happen(traced):
    fn = fold(traced(lambda x: x + ops.constant(1.0) / 0.0, x="float32[]"))
    assert [eqn.op.name for eqn in fn.body] == ["constant", "constant", "divide", "add"]


def test_an_op_that_broadcasts_takes_the_small_operand(traced, text):
    fn = traced(lambda s, x: ops.broadcast_to(s, (4, 3)) * x, s="float32[3]", x="float32[4, 3]")
    assert text(simplify(fn)) == [
        "def f(s: float32[3], x: float32[4, 3]):",
        "f: float32[4, 3] = multiply(s, x)",
        "return f",
    ]


def test_equal_equations_are_computed_once(traced, text):
    fn = traced(lambda x: ops.exp(x) + ops.exp(x), x="float32[n]")
    assert text(eliminate_dead_code(eliminate_common_subexpressions(fn))) == [
        "def f(x: float32[n]):",
        "f: float32[n] = exp(x)",
        "f_1: float32[n] = add(f, f)",
        "return f_1",
    ]


def test_equal_inputs_with_other_attributes_are_not_equal(traced):
    fn = traced(lambda x: (ops.sum(x, axis=0), ops.sum(x, axis=1), ops.sum(x, axis=0)), x="float32[3, 3]")
    assert len(eliminate_common_subexpressions(fn).body) == 2


def test_zero_and_minus_zero_are_two_constants(traced):
    fn = traced(lambda x: (x / ops.constant(0.0), x / ops.constant(-0.0)), x="float32[]")
    assert sum(eqn.op.name == "constant" for eqn in simplify(fn).body) == 2


def test_what_nobody_reads_is_dropped(traced, text):
    def fn(x):
        ops.exp(ops.exp(x))
        return ops.relu(x)

    assert text(eliminate_dead_code(traced(fn, x="float32[n]"))) == [
        "def f(x: float32[n]):",
        "f: float32[n] = relu(x)",
        "return f",
    ]


def test_what_a_rewrite_made_is_rewritten_by_the_rules_of_its_own_op(traced, monkeypatch):
    module = import_module("bmlc.passes.fold")
    negated = ops.negative
    rules = {
        "subtract": (lambda eqn, known: replace(eqn, op=negated, inputs=eqn.inputs[1:]), module._neutral(0, 1)),
        "negative": (module._inverse,),
    }
    monkeypatch.setattr(module, "_REWRITES", rules)
    fn = module.fold(traced(lambda x, y: x - ops.negative(y), x="float32[3]", y="float32[3]"))
    assert fn.outs == (fn.params[1],)
