"""Every rule of an op, with each backend's own kernel rules, takes the op's inputs and attributes by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import Parameter, signature
from typing import Any, get_args, get_type_hints

import pytest
from cases.families import DECLARED

from bmlc import ops
from bmlc.kernels.tables import FACTS
from bmlc.ops.op import Op, Op0, Op1, Op2, Op3

INPUTS = {Op0: 0, Op1: 1, Op2: 2, Op3: 3}
OPS = [op for op in DECLARED.values() if isinstance(op, tuple(INPUTS))]


@pytest.mark.parametrize("op", OPS, ids=[op.name for op in OPS])
def test_rules_fit_the_op(op: Op) -> None:
    inputs = next(count for kind, count in INPUTS.items() if isinstance(op, kind))
    names = attributes(op.shape, inputs)
    assert names is not None
    for before, rule in rules(op, inputs):
        signature(rule).bind(*[None] * before, **dict.fromkeys(names))
        assert attributes(rule, before) in (None, names)


@pytest.mark.parametrize("name", [name for name in ops.__all__ if getattr(getattr(ops, name), "name", "") == name])
def test_a_public_op_is_named_and_described_as_a_function(name: str) -> None:
    function = getattr(ops, name)
    assert function.__name__ == name
    assert function.__doc__ != type(function).__doc__


def rules(op: Op, inputs: int) -> Iterator[tuple[int, Callable[..., Any]]]:
    """Each rule with the number of arguments before the attributes."""
    yield 1 + inputs, op.reference
    if op.batching is not None:
        yield 3, op.batching
    if callable(op.gradient):
        yield 2 + inputs, op.gradient
    if op.kernel is not None:
        yield 1 + inputs, op.kernel
    for facts in FACTS.values():
        yield from ((1 + inputs, rule) for of, rule in facts.rules if of is op)


def attributes(rule: Callable[..., Any], before: int) -> set[str] | None:
    """The names behind the first `before` parameters, but for those with defaults; None if it takes any."""
    names: set[str] = set()
    for index, param in enumerate(signature(rule).parameters.values()):
        if param.kind is Parameter.VAR_KEYWORD:
            kinds = get_args(get_type_hints(rule).get(param.name))  # Unpack[Steps]
            if not kinds:
                return None
            names |= get_type_hints(kinds[0]).keys()
        elif param.default is Parameter.empty and index >= before:
            names.add(param.name)
    return names
