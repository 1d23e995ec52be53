"""Names of ours after what made the value.

f([x])[0]   =>  f1          add([x, y])[0]   =>  sum1          xs.pop()   =>  popped
"""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.printing.runtime import PYTHON
from bmlc.scripts.values import Retain

__all__ = ["hint_of"]

_RESULTS = {
    "add": "sum",
    "divide": "quotient",
    "getitem": "item",
    "matmul": "product",
    "multiply": "product",
    "negative": "negated",
    "power": "power",
    "subtract": "difference",
    "sum": "total",
}


def hint_of(value: js.Expression) -> tuple[str, bool] | None:
    """The name of the function that gives `value`, and whether it is numbered always: it is the function's, too."""
    match value:
        case js.Await(inner) | js.Index(js.Call() as inner, js.Literal(0)):
            return hint_of(inner)
        case js.Call(js.Member(js.Identifier("run"), "call"), (js.Literal(str() as name), _)):
            return _of_function(name)
        case Retain(_, (inner,)) | js.Call(js.Member(js.Identifier("run"), "adopt"), (inner,)):
            return hint_of(inner)
        case js.Call(js.Member(_, "pop" | "popOr" | "popItem")) | js.Call(js.Identifier("popItem")):
            return "popped", False
        case js.Call(js.Identifier(name)) if name not in PYTHON:
            return _of_function(name)
    return None


def _of_function(name: str) -> tuple[str, bool]:
    """The number of a second `add` tells functions apart, not results; a number of the user's is part of a name."""
    word = name.rstrip("0123456789")
    return _RESULTS.get(word, name if word == name else f"{name}Value"), True
