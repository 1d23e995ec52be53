"""Which kernels of ours stand in for tfjs's where int32 and bool go through floats there.

On webgpu tfjs computes ints, and even moves them, as float32: exact up to 2**24. On cpu it multiplies them as float64.
A rule asks for tfjs's kernel; for tensors without float32 it gets one that is exact, and that wraps around as
TensorFlow's does.
"""

from __future__ import annotations

from typing import Any

from bmlc.ir import TensorType

__all__ = ["integer_kernel"]

_MAPS = {
    "Add": "add",
    "Equal": "equal",
    "FloorDiv": "floor_divide",
    "Greater": "greater",
    "GreaterEqual": "greater_equal",
    "Less": "less",
    "LessEqual": "less_equal",
    "Maximum": "maximum",
    "Minimum": "minimum",
    "Mod": "mod",
    "Multiply": "multiply",
    "NotEqual": "not_equal",
    "Select": "select",
    "Sub": "subtract",
}
_MOVES = ("PadV2", "Reverse", "Slice", "Tile", "Transpose")
_FOLDS = {"Max": "max", "Min": "min", "Prod": "prod", "Sum": "sum"}


def integer_kernel(
    backend: str, name: str, inputs: tuple[TensorType, ...], outs: tuple[TensorType, ...], attrs: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The kernel to call for `name`, and its attributes: `name` itself wherever that is exact."""
    if not inputs or any(of.dtype == "float32" for of in inputs):
        return name, attrs
    if name == "BatchMatMul" and backend != "webgl":
        return "IntegerMatMul", {}
    if name in _FOLDS and (backend == "webgpu" or (backend == "cpu" and name in ("Prod", "Sum"))):
        axes = attrs["axis"] if "axis" in attrs else attrs["reductionIndices"]
        return "IntegerReduce", {"fold": _FOLDS[name], "axes": len(axes)}
    if name == "Multiply" and backend == "cpu":
        return "IntegerMultiply", {}
    if name == "Mod" and backend == "webgl":
        return "IntegerMod", {}
    if backend == "webgpu":
        if name in _MAPS:
            return "IntegerMap", {"operation": _MAPS[name], "dtype": outs[0].dtype}
        if name in _MOVES:
            return "IntegerMove", attrs
        if name == "Concat":
            return "IntegerConcat", attrs
    return name, attrs
