"""Constants of tensor functions: declared once in their module, and resident until the backend closes; attributes."""

from __future__ import annotations

from typing import Any

import numpy as np

from bmlc.emit import js
from bmlc.emit.dims import dim_expression
from bmlc.emit.names import JsNames
from bmlc.emit.printer import js_number
from bmlc.ir import Poly
from bmlc.ops.random import MadeSeed

__all__ = ["Constants", "attribute", "backend_method"]


class Constants:
    """By name; equal ones are shared."""

    def __init__(self, scope: JsNames) -> None:
        self._scope = scope
        self._names: dict[tuple[bytes, tuple[int, ...], str], str] = {}
        self._declarations: list[js.Declare] = []

    def name(self, value: np.ndarray[Any, Any], dtype: str) -> str:
        key = (value.tobytes(), value.shape, dtype)
        if key not in self._names:
            self._names[key] = self._scope.exact(_constant_hint(value))
            data = js.value([_plain(item) for item in value.ravel()])
            arguments = (data, js.value(list(value.shape)), js.Literal(dtype))
            self._declarations.append(js.const(self._names[key], js.call(backend_method("constant"), *arguments)))
        return self._names[key]

    def declarations(self) -> list[js.Declare]:
        return self._declarations


def backend_method(method: str) -> js.Member:
    return js.Member(js.name("backend"), method)


def _constant_hint(value: np.ndarray[Any, Any]) -> str:
    """`c255`, `c0_001`, `cMinus1` for numbers."""
    if value.size != 1 or value.dtype == np.bool_:
        return "constant"
    text = js_number(_plain(value.ravel()[0]))
    return "c" + text.replace("-", "Minus").replace("+", "").replace(".", "_")


def _plain(item: np.generic) -> Any:
    """The shortest number that rounds to `item`: 0.001, not 0.0010000000474974513, and 255, not 255.0."""
    number = float(str(item)) if isinstance(item, np.float32) else item.item()
    whole = isinstance(number, float) and number.is_integer() and abs(number) < 2**53 and str(number) != "-0.0"
    return int(number) if whole else number


def attribute(value: Any) -> js.Expression:
    """What a kernel takes beside tensors; sizes and seeds as the function knows them."""
    match value:
        case Poly():
            return dim_expression(value)
        case MadeSeed():
            return js.Binary("??", js.Index(js.name("seeds"), js.Literal(value.counter)), js.Literal(int(value)))
        case dict():
            return js.Object(tuple(js.Property(key, attribute(item)) for key, item in value.items()))
        case tuple() | list():
            return js.Array(tuple(attribute(item) for item in value))
        case np.generic():
            return js.value(value.item())
        case _:
            return js.value(value)
