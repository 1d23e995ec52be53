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
# (kernel, output types, attributes) -> the kernel to call instead, and its attributes
StandIn: TypeAlias = Callable[[str, tuple[TensorType, ...], Attrs], tuple[str, Attrs]]


def ours(kernel: str) -> StandIn:
    """Kernel `kernel`, which takes no attributes."""
    return lambda name, outs, attrs: (kernel, {})


def fold(name: str, outs: tuple[TensorType, ...], attrs: Attrs) -> tuple[str, Attrs]:
    axes = attrs["axis"] if "axis" in attrs else attrs["reductionIndices"]
    assert isinstance(axes, tuple)
    return "IntegerReduce", {"fold": name.lower(), "axes": len(axes)}


_MAPPED = "Add Equal FloorDiv Greater GreaterEqual Less LessEqual Maximum Minimum Mod Multiply NotEqual Select Sub"

PRODUCT: Mapping[str, StandIn] = {"BatchMatMul": ours("IntegerMatMul")}
FOLDS: Mapping[str, StandIn] = dict.fromkeys(("Max", "Min", "Prod", "Sum"), fold)
MAPS: Mapping[str, StandIn] = dict.fromkeys(
    _MAPPED.split(), lambda name, outs, attrs: ("IntegerMap", {"operation": name, "dtype": outs[0].dtype})
)
MOVES: Mapping[str, StandIn] = {
    **dict.fromkeys(
        ("PadV2", "Reverse", "Slice", "Tile", "Transpose"), lambda name, outs, attrs: ("IntegerMove", attrs)
    ),
    "Concat": lambda name, outs, attrs: ("IntegerConcat", attrs),
}
