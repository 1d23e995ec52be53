"""What is called instead of tfjs's kernels where int32 and bool go through floats there.

On webgpu tfjs computes ints, and even moves them, as float32: exact up to 2**24. On cpu it multiplies them as float64.
A rule asks for tfjs's kernel; for tensors without float32 it gets one of ours, which is exact, and wraps around as
TensorFlow's does. Each backend says which it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bmlc.ir import TensorType

__all__ = ["FOLDS", "MAPS", "MOVES", "PRODUCT", "StandIn", "ours"]

Attrs: TypeAlias = Mapping[str, object]
# (output types, attributes) -> the kernel to call instead, and its attributes
StandIn: TypeAlias = Callable[[tuple[TensorType, ...], Attrs], tuple[str, Attrs]]


def ours(kernel: str) -> StandIn:
    """Kernel `kernel`, which takes no attributes."""
    return lambda outs, attrs: (kernel, {})


def fold(name: str) -> StandIn:
    def stand_in(outs: tuple[TensorType, ...], attrs: Attrs) -> tuple[str, Attrs]:
        axes = attrs["axis"] if "axis" in attrs else attrs["reductionIndices"]
        assert isinstance(axes, tuple)
        return "IntegerReduce", {"fold": name, "axes": len(axes)}

    return stand_in


def by_element(operation: str) -> StandIn:
    return lambda outs, attrs: ("IntegerMap", {"operation": operation, "dtype": outs[0].dtype})


PRODUCT: Mapping[str, StandIn] = {"BatchMatMul": ours("IntegerMatMul")}
FOLDS: Mapping[str, StandIn] = {name: fold(name.lower()) for name in ("Max", "Min", "Prod", "Sum")}
MAPS: Mapping[str, StandIn] = {
    "Add": by_element("add"),
    "Equal": by_element("equal"),
    "FloorDiv": by_element("floor_divide"),
    "Greater": by_element("greater"),
    "GreaterEqual": by_element("greater_equal"),
    "Less": by_element("less"),
    "LessEqual": by_element("less_equal"),
    "Maximum": by_element("maximum"),
    "Minimum": by_element("minimum"),
    "Mod": by_element("mod"),
    "Multiply": by_element("multiply"),
    "NotEqual": by_element("not_equal"),
    "Select": by_element("select"),
    "Sub": by_element("subtract"),
}
MOVES: Mapping[str, StandIn] = {
    **dict.fromkeys(("PadV2", "Reverse", "Slice", "Tile", "Transpose"), lambda outs, attrs: ("IntegerMove", attrs)),
    "Concat": lambda outs, attrs: ("IntegerConcat", attrs),
}
