"""The table of dtype x dtype x operator: tensors of each dtype with each other and with Python's numbers."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np
from case import Case
from keras import ops

__all__ = ["CASES", "OPERATORS", "REFUSED", "TENSORS", "operands", "pairs"]

TENSORS = {
    "float32": np.array([3.5, -2.0, 7.0], "float32"),
    "int32": np.array([7, 3, 2], "int32"),
    "bool": np.array([True, True, True]),
    "uint8": np.array([250, 3, 9], "uint8"),
}
NUMBERS: dict[str, Any] = {"int": 3, "float": 2.5, "True": True}
OPERATORS = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "floor_divide": operator.floordiv,
    "mod": operator.mod,
    "power": operator.pow,
    "maximum": None,
    "minimum": None,
    "equal": operator.eq,
    "not_equal": operator.ne,
    "less": operator.lt,
    "greater_equal": operator.ge,
    "logical_and": None,
    "logical_or": None,
    "matmul": operator.matmul,
}
BOOLS = {("bool", "bool"), ("bool", "True"), ("True", "bool")}
WITHOUT_BOOLS = ["add", "subtract", "multiply", "floor_divide", "power", "maximum", "minimum", "less", "greater_equal"]
# Kernels compute powers in floats, so the exponent of integers has to be a number of Python's.
REFUSED = {
    (a, b)
    for a in ("int32", "uint8", "bool", "int", "True")
    for b in ("int32", "uint8", "bool", "True")
    if a in TENSORS or b in TENSORS
}


def pairs(name: str) -> list[tuple[str, str]]:
    """Those that Keras on TensorFlow takes, but for those that are refused here."""
    others = {} if name == "matmul" else NUMBERS
    found = [(a, b) for a in TENSORS for b in TENSORS]
    found += [pair for a in TENSORS for b in others for pair in ((a, b), (b, a))]
    left_out = (BOOLS if name in WITHOUT_BOOLS else set()) | (REFUSED if name == "power" else set())
    return [pair for pair in found if pair not in left_out]


def operands(tensors: Sequence[Any], pair: tuple[str, str]) -> list[Any]:
    named = {**dict(zip(TENSORS, tensors, strict=True)), **NUMBERS}
    return [named[each] for each in pair]


def _all_pairs(name: str) -> Case:
    def results(*tensors: Any) -> list[Any]:
        return [getattr(ops, name)(*operands(tensors, pair)) for pair in pairs(name)]

    return Case(name, lambda: results, list(TENSORS.values()), unknown=0, gradients=False)


CASES = [_all_pairs(name) for name in OPERATORS]
