"""Dimensions and guards as JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest

from bmlc.emit import js
from bmlc.emit.dims import bind_symbols, checked_size, dim_expression
from bmlc.emit.printer import print_module
from bmlc.ir import UNKNOWN, Guard, TensorType, Var, dim


def printed(*statements: js.Statement) -> list[str]:
    return print_module(list(statements), Path("f.py")).code.splitlines()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("64*n - 1", "64 * n - 1"),
        ("n*t", "n * t"),
        ("(t - 3)//2 + 1", "Math.floor((t + 1) / 2) - 1"),
        ("1 - n*(t//4)", "-(n * Math.floor(t / 4)) + 1"),
        ("n*t//m", "Math.floor(n * t / m)"),
        ("n//(m + t)", "Math.floor(n / (m + t))"),
    ],
)
def test_a_dimension_is_an_expression(text: str, code: str) -> None:
    assert printed(js.const("size", dim_expression(dim(text)))) == [f"const size = {code};"]


def test_symbols_come_from_the_first_size_that_gives_them() -> None:
    params = [
        Var("x", TensorType((dim("n*t"), dim("2*n - 1")), "float32")),
        Var("y", TensorType((dim("n"),), "float32")),
    ]
    names = {var: var.name for var in params}
    assert printed(*bind_symbols(params, names)) == [
        "const n = (x.shape[1] + 1) / 2;",
        "const t = x.shape[0] / n;",
    ]


def test_a_guard_is_a_check_of_the_backend() -> None:
    guard = Guard(dim("m - n"), True, "add expected n = m for [n] and [m]", UNKNOWN)
    assert printed(checked_size(guard)) == [
        'backend.checkSizes(m - n === 0, "add expected n = m for [n] and [m]", { m, n });'
    ]
