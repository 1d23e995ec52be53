"""How ops are declared: by rules that take the same attributes, under their own names, in few lines."""

import ast
import inspect
import typing
from inspect import Parameter
from pathlib import Path

import pytest
from cases.families import DECLARED

import bmlc
import bmlc.ops
from bmlc.kernels.tables import FACTS
from bmlc.ops.op import Op, Op0, Op1, Op2, Op3

FOLDER = Path(bmlc.__file__).parent
INPUTS = {Op0: 0, Op1: 1, Op2: 2, Op3: 3}
BEFORE = {"shape": 0, "gradient": 2, "reference": 1, "kernel": 1}  # parameters of a rule before the op's inputs
LINES = 112  # of ops, passes and kernels together, for each op


def attributes(rule, before):
    """The names of the attributes that a rule takes behind its first parameters, and whether it takes any others."""
    names, others = set(), False
    parameters = list(inspect.signature(rule).parameters.values())
    for position, each in enumerate(parameters):
        if each.kind is Parameter.VAR_KEYWORD:
            hint = typing.get_type_hints(rule).get(each.name, object)
            known = typing.get_args(hint)[0].__annotations__ if typing.get_origin(hint) is typing.Unpack else None
            names.update(known or ())
            others = known is None
        elif each.kind is Parameter.KEYWORD_ONLY or (position >= before and each.default is Parameter.empty):
            names.update([each.name] if each.kind is not Parameter.VAR_POSITIONAL else [])
    return names, others


@pytest.mark.parametrize("op", DECLARED.values(), ids=list(DECLARED))
def test_all_rules_take_the_same_attributes(op):
    inputs = next((count for of, count in INPUTS.items() if isinstance(op, of)), 0)
    rules = {name: (getattr(op, name), before + inputs) for name, before in BEFORE.items()}
    rules["batching"] = op.batching, 3
    rules |= {f"kernel on {name}": (facts.rules.get(op), 1 + inputs) for name, facts in FACTS.items()}
    expected, _ = attributes(*rules["shape"])
    for name, (rule, before) in rules.items():
        if callable(rule):
            taken, others = attributes(rule, before)
            assert taken <= expected if others else taken == expected, f"{name} takes {taken} instead of {expected}"


def test_an_op_that_is_the_function_has_its_name():
    exported = {name: getattr(bmlc.ops, name) for name in bmlc.ops.__all__}
    assert {name: op.name for name, op in exported.items() if isinstance(op, Op) and name != op.name} == {}


def test_no_op_asks_which_backend_it_is_for():
    """That stands in the backend's own file."""
    for path in (FOLDER / "ops").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.Attribute) and node.attr == "backend"), f"{path.name}:{node.lineno}"


def test_an_op_takes_few_lines():
    files = [path for part in ("ops", "passes", "kernels") for path in (FOLDER / part).rglob("*.py")]
    lines = sum(path.read_text("utf-8").count("\n") for path in files)
    assert lines <= LINES * len(DECLARED), f"{lines} lines for {len(DECLARED)} ops"
