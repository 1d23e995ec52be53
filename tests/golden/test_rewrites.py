"""The rules of `simplify`, over the cases of `passes/simplify-*.test`: each has one, and none changes a bit."""

from __future__ import annotations

from itertools import cycle, islice

import numpy as np
import pytest

from bmlc.ir import Function, TensorType, evaluate
from bmlc.passes.differentiate import differentiate
from bmlc.passes.pipeline import optimize
from bmlc.passes.rewrites import RULES, Match
from bmlc.passes.rewrites.match import Rule
from bmlc.passes.simplify import simplify
from bmlc.reference import evaluate as run

from ..case_files import Case, cases_of
from .test_passes import FOLDER, function

CASES = [case for file in sorted(FOLDER.glob("simplify-*.test")) for case in cases_of(file)]
SIZES = {"n": 3, "m": 2}
EMPTY = [{"n": 0, "m": 2}, {"n": 3, "m": 0}]
NUMBERS = (1.5, -0.0, np.inf, 0.0, -2.5, np.nan, 3e38, -np.inf, 0.1, -1e-30, 7.0)

pytestmark = pytest.mark.golden


def values(of: TensorType, start: int, finite: bool, sizes: dict[str, int]) -> np.ndarray:
    """An array of numbers that a wrong rule would change: infinities, NaN, both zeros."""
    shape = tuple(evaluate(size, sizes) for size in of.shape)
    numbers = np.array(list(islice(cycle(NUMBERS), start, start + int(np.prod(shape)))), "float32")
    if of.dtype != "float32" or finite:
        numbers = np.nan_to_num(numbers, posinf=255, neginf=0).clip(0, 255)
    return numbers.reshape(shape).astype(of.dtype)


def results(fn: Function, sizes: dict[str, int]) -> list[np.ndarray]:
    pools = any(eqn.op.name == "max_pool" for eqn in fn.body)  # NaN among what is pooled has no gradient to speak of
    outs, updates = run(fn, [values(var.type, i, pools, sizes) for i, var in enumerate(fn.params)], [])
    return [np.asarray(out) for out in (*outs, *updates)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_rule_changes_a_bit(case: Case) -> None:
    hold(case, SIZES)


@pytest.mark.parametrize("sizes", EMPTY, ids=str)
@pytest.mark.parametrize("case", [case for case in CASES if "left" in case.name], ids=lambda case: case.name)
def test_no_rule_changes_what_is_made_of_nothing(case: Case, sizes: dict[str, int]) -> None:
    hold(case, sizes)


def hold(case: Case, sizes: dict[str, int]) -> None:
    fn = function(case)
    for before, after in zip(results(differentiate(fn), sizes), results(optimize(fn), sizes), strict=True):
        np.testing.assert_array_equal(after, before)
        if before.dtype == np.float32:
            numbers = ~np.isnan(before)  # the sign of NaN means nothing
            np.testing.assert_array_equal(np.signbit(after[numbers]), np.signbit(before[numbers]))


def test_every_rule_is_applied_in_some_case(monkeypatch: pytest.MonkeyPatch) -> None:
    applied: set[str] = set()

    def watched(rule: Rule) -> Rule:
        def watching(m: Match) -> object:
            result = rule(m)
            if result is not None:
                applied.add(rule.__name__)
            return result

        return watching

    rules = {op: list(of_op) for op, of_op in RULES.items()}
    for op, of_op in rules.items():
        monkeypatch.setitem(RULES, op, [watched(rule) for rule in of_op])
    for case in CASES:
        optimize(function(case))
    assert applied == {rule.__name__ for of_op in rules.values() for rule in of_op}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_simple_stays_as_it_is(case: Case) -> None:
    fn = optimize(function(case))
    assert simplify(fn) is fn
