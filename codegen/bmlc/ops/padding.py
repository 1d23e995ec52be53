"""`pad`: a tensor amid elements of one value, or amid its own, mirrored."""

from __future__ import annotations

from typing import Literal

from bmlc.ir import Dim, Poly
from bmlc.ops.casting import convert_to_tensor
from bmlc.ops.convert import Operand
from bmlc.ops.joining import concatenate
from bmlc.ops.rules import misuse, require_room
from bmlc.ops.slicing import PAD, Pads, PadWidth, flip, slice_along
from bmlc.ops.tensor import Tensor

__all__ = ["pad"]

# How many elements at an end are not repeated there.
_MIRRORS = {"reflect": 1, "symmetric": 0}


def pad(
    x: Operand,
    pad_width: PadWidth,
    mode: Literal["constant", "reflect", "symmetric"] = "constant",
    constant_values: float | None = None,
) -> Tensor:
    """`x` amid other elements.

    Args:
        x: A tensor.
        pad_width: How many, before and behind it: a number, a pair, or a pair for each axis.
        mode: "constant"; "reflect": `x` backwards, without its first or last element; "symmetric": with it.
        constant_values: The elements of "constant", 0 by default.
    """
    tensor = convert_to_tensor(x)
    pads = _pad_width(pad_width, tensor.ndim)
    if mode != "constant" and (mode not in _MIRRORS or constant_values is not None):
        received = f"{mode=}, {constant_values=}"
        raise misuse("pad", "constant with constant_values, reflect or symmetric", received, code="BML102")
    if not any(before or after for before, after in pads):
        return tensor
    if mode != "constant":
        for axis, (before, after) in enumerate(pads):
            tensor = _mirrored(tensor, axis, before, after, _MIRRORS[mode])
        return tensor
    value = float(constant_values or 0.0)
    if tensor.dtype != "float32" and not value.is_integer():
        raise misuse("pad", f"a whole number for {tensor.type}", f"constant_values={constant_values}", code="BML102")
    return PAD(tensor, pads=pads, value=value)


def _mirrored(x: Tensor, axis: int, before: Dim, after: Dim, without: int) -> Tensor:
    """`x` between its own ends backwards, `without` as many elements at each."""
    size = x.shape[axis]
    for count in (before, after):
        room = size - without - count
        if isinstance(room, int) and room < 0:
            raise misuse("pad", f"at most {size - without} elements at an end of axis {axis}", count, code="BML102")
        require_room("pad", room, f"{count} elements to mirror on axis {axis}")
    front = flip(slice_along(x, axis, without, before), axis)
    back = flip(slice_along(x, axis, size - without - after, after), axis)
    parts = [(before, front), (size, x), (after, back)]
    return concatenate([part for count, part in parts if count != 0], axis)


def _pad_width(pad_width: Operand, rank: int) -> Pads:
    if isinstance(pad_width, int | Poly):
        pads: Operand = ((pad_width, pad_width),) * rank
    elif len(pad_width) == 2 and all(isinstance(n, int | Poly) for n in pad_width):
        pads = (tuple(pad_width),) * rank
    else:
        pads = tuple(tuple(both) for both in pad_width)
        pads = pads * rank if len(pads) == 1 else pads
    if len(pads) != rank or any(len(both) != 2 or any(isinstance(n, int) and n < 0 for n in both) for both in pads):
        raise misuse(
            "pad", f"a pair of ints >= 0 for each of {rank} dimensions", f"pad_width={pad_width!r}", code="BML102"
        )
    checked: Pads = pads
    return checked
