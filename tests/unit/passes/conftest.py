"""Passes are tested on functions traced from a few lines of Python, and by the text of what comes out."""

from collections.abc import Callable
from typing import Any

import pytest

from bmlc.ir import Function, format_function, verify
from bmlc.passes.trace import trace

from ...case_files import tensor_type

Traced = Callable[..., Function]


@pytest.fixture
def traced() -> Traced:
    """`traced(fn, x="float32[n, 3]")`: the function that `fn` computes for parameters of these types."""

    def build(fn: Callable[..., Any], **params: str) -> Function:
        return verify(trace(fn, [(name, tensor_type(text)) for name, text in params.items()], "f"))

    return build


@pytest.fixture
def text() -> Callable[[Function], list[str]]:
    """The lines of a verified function, without places."""

    def lines(fn: Function) -> list[str]:
        return [line.strip() for line in format_function(verify(fn), locations=False).splitlines()]

    return lines
