"""A chain: elementwise kernels whose intermediate values never become tensors.

    a = Sub(g, m)
    b = Multiply(a, 0.1)    =>    b = Chain[chain=x0 + (x1 - x0) * 0.1](m, g)
    c = Add(m, b)

Values are numbered: the inputs first, then the steps. So chains that compute the same are equal, whatever their inputs
are called, and share one function.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from bmlc.ir import DType

__all__ = ["CONSTANT", "Chain", "Step", "Walk"]

CONSTANT = "constant"
Walk: TypeAlias = Literal["element", "row", "rows"]


@dataclass(frozen=True)
class Step:
    """One kernel, on values of its chain."""

    kernel: str  # `CONSTANT` for a number, the bits of which are its attribute
    args: tuple[int, ...]
    attrs: tuple[tuple[str, float | str], ...]
    dtype: DType

    @staticmethod
    def number(value: np.ndarray, dtype: DType) -> Step:
        bits = value.ravel().astype(np.int32) if dtype == "bool" else value.ravel().view(np.int32)
        return Step(CONSTANT, (), (("bits", int(bits[0])),), dtype)


_RARE = frozenset(
    ["Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cos", "Cosh", "Erf", "Mod", "Sin", "Sinh", "Tan"]
)


@dataclass(frozen=True)
class Chain:
    """An expression.

    Args:
        inputs: The dtype of each input.
        along: Of each input, whether it goes along the innermost dimensions of the result; else it repeats in them.
        walk: How the result is gone through: it has one `element`; each input has its shape, or one element, so that it
            is one `row`; or some repeat along some dimensions only, and it is gone through in `rows`.
        steps: In an order in which each finds its arguments.
        outs: The values that are results.
    """

    inputs: tuple[DType, ...]
    along: tuple[bool, ...]
    walk: Walk
    steps: tuple[Step, ...]
    outs: tuple[int, ...]

    def dtype(self, value: int) -> DType:
        count = len(self.inputs)
        return self.inputs[value] if value < count else self.steps[value - count].dtype

    @property
    def layout(self) -> str:
        """`ffF>f`: dtypes of inputs and outputs; a capital repeats along the innermost dimensions."""
        letters = (
            dtype[0] if along else dtype[0].upper() for dtype, along in zip(self.inputs, self.along, strict=True)
        )
        return f"{''.join(letters)}>{''.join(self.dtype(out)[0] for out in self.outs)}"

    @property
    def is_rare(self) -> bool:
        """Whether it calls a function that few programs need."""
        return any(step.kernel in _RARE and step.dtype != "int32" for step in self.steps)

    @property
    def title(self) -> str:
        """Its kernels, or the first two and the last one."""
        names = [step.kernel for step in self.steps if step.kernel != CONSTANT]
        return "+".join(names if len(names) <= 4 else [*names[:2], "…", names[-1]])

    def lines(self, inputs: Sequence[str], outs: Sequence[str]) -> list[str]:
        """`name = expression` for each output, and before them for each value that is read several times."""
        reads = Counter(arg for step in self.steps for arg in step.args)
        names = dict(enumerate(inputs))
        results = dict(zip(self.outs, outs, strict=True))
        written: list[str] = []
        texts: dict[int, tuple[str, int]] = {}  # with the precedence of the operator outside
        for value, step in enumerate(self.steps, len(self.inputs)):
            args = [(names[arg], _ATOM) if arg in names else texts[arg] for arg in step.args]
            text = _text(step, args)
            if value in results or (reads[value] > 1 and step.kernel != CONSTANT):
                names[value] = results.get(value, f"t{value - len(self.inputs)}")
                written.append(f"{names[value]} = {text[0]}")
            else:
                texts[value] = text
        return written

    def __str__(self) -> str:
        inputs = [f"x{i}" for i in range(len(self.inputs))]
        outs = [f"y{i}" for i in range(len(self.outs))]
        lines = self.lines(inputs, outs)
        return lines[0].removeprefix("y0 = ") if len(lines) == 1 else "; ".join(lines)


_OPERATORS = {
    "LogicalOr": ("or", 1),
    "LogicalAnd": ("and", 2),
    **dict.fromkeys(("Equal",), ("==", 3)),
    "NotEqual": ("!=", 3),
    "Greater": (">", 4),
    "GreaterEqual": (">=", 4),
    "Less": ("<", 4),
    "LessEqual": ("<=", 4),
    "Add": ("+", 5),
    "Sub": ("-", 5),
    "Multiply": ("*", 6),
    "RealDiv": ("/", 6),
}
_ATOM = 9


def _text(step: Step, args: Sequence[tuple[str, int]]) -> tuple[str, int]:
    if step.kernel == CONSTANT:
        return _number(step), _ATOM
    if step.kernel in _OPERATORS:
        sign, precedence = _OPERATORS[step.kernel]
        (left, first), (right, second) = args
        left = left if first >= precedence else f"({left})"
        right = right if second > precedence else f"({right})"
        return f"{left} {sign} {right}", precedence
    given = [text for text, _ in args] + [f"{key}={value}" for key, value in step.attrs]
    return f"{step.kernel}({', '.join(given)})", _ATOM


def _number(step: Step) -> str:
    (_, bits), *_ = step.attrs
    if step.dtype == "float32":
        return str(np.array(bits, np.int32).view(np.float32)[()])
    return str(bool(bits)) if step.dtype == "bool" else str(bits)
