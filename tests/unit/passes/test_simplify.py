"""The fixed point of simplify. Its rules are held by tests/golden: `passes/simplify-*.test`, test_rewrites.py."""

from importlib import import_module

import pytest

from bmlc import ops
from bmlc.ops.control import value_and_grad
from bmlc.passes.differentiate import differentiate
from bmlc.passes.rewrite import rewrite
from bmlc.passes.rewrites import RULES
from bmlc.passes.simplify import simplify
from bmlc.passes.trace import trace


def test_what_a_rule_gives_is_rewritten_by_the_rules_of_its_own_op(traced, monkeypatch):
    monkeypatch.setitem(RULES, "subtract", [lambda m: ops.negative(m.inputs[1])])
    fn = rewrite(traced(lambda x, y: x - ops.negative(y), x="float32[3]", y="float32[3]"))
    assert fn.outs == (fn.params[1],)


def test_what_a_rule_makes_takes_the_name_of_what_it_stands_for(traced):
    fn = traced(lambda x: ops.reshape(ops.reshape(x, (6,)), (3, 2)), x="float32[2, 3]")
    assert rewrite(fn).outs == fn.outs


def test_rules_that_undo_each_other_are_found(traced, monkeypatch):
    monkeypatch.setitem(RULES, "exp", [lambda m: ops.log(m.inputs[0])])
    monkeypatch.setitem(RULES, "log", [lambda m: ops.exp(m.inputs[0])])
    with pytest.raises(AssertionError, match=r"and other rules of .* undo each other"):
        simplify(traced(ops.exp, x="float32[3]"))


def test_a_rule_that_gives_another_type_is_found(traced, monkeypatch):
    monkeypatch.setitem(RULES, "exp", [lambda m: ops.sum(m.inputs[0])])
    with pytest.raises(AssertionError, match=r"gives float32\[\] instead of float32\[3\]"):
        simplify(traced(ops.exp, x="float32[3]"))


def test_the_rounds_do_not_grow_with_the_depth(traced, monkeypatch):
    module = import_module("bmlc.passes.simplify")
    rounds = []
    monkeypatch.setattr(module, "rewrite", lambda fn: rounds.append(fn) or rewrite(fn))

    def rounds_for(depth):
        def loss(x, w):
            for _ in range(depth):
                x = ops.relu(ops.matmul(x, w) / 2 + ops.ones_like(x))
            return ops.mean(ops.mean(x, axis=1))

        def gradients(x, w):
            return value_and_grad(x, w, body=trace(loss, [("x", x.type), ("w", w.type)], "loss"), wrt=(1,))

        rounds.clear()
        simplify(differentiate(traced(gradients, x="float32[n, 3]", w="float32[3, 3]")))
        return len(rounds)

    assert rounds_for(2) == rounds_for(20)
