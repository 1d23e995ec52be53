"""Joining and taking apart: concatenate, stack, split; and pad, which joins elements to the ends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from bmlc.ir import Dim, Poly, TensorType
from bmlc.ops.broadcasting import all_batched
from bmlc.ops.casting import as_tensors, convert_to_tensor, highest
from bmlc.ops.op import Gradients, OpN
from bmlc.ops.rules import bad_argument, may_equal, misuse, must_agree, normalize_axis, require_room
from bmlc.ops.shape import expand_dims
from bmlc.ops.slicing import PAD, Pads, PadWidth, flip, slice_along
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["concatenate", "pad", "split", "stack"]

# How many elements at an end are not repeated there.
_MIRRORS = {"reflect": 1, "symmetric": 0}


def concatenate_shape(*xs: TensorType, axis: int) -> TensorType:
    first = xs[0]
    total: Dim = 0
    for x in xs:
        fits = x.rank == first.rank and x.dtype == first.dtype
        for part in (slice(axis), slice(axis + 1, None)):
            sizes = zip(first.shape[part], x.shape[part], strict=fits)
            fits = fits and all(must_agree("concatenate", *pair, first.shape, x.shape) for pair in sizes)
        if not fits:
            raise misuse("concatenate", f"tensors that differ along axis {axis} only", " and ".join(map(str, xs)))
        total = x.shape[axis] + total
    return first.with_shape((*first.shape[:axis], total, *first.shape[axis + 1 :]))


def concatenate_gradient(g: Tensor, y: Tensor, *xs: Tensor, axis: int) -> Gradients:
    gradients: list[Tensor] = []  # y = [x1; x2; ...]:  dx_i = the part of g that x_i filled
    begin: Dim = 0
    for x in xs:
        gradients.append(slice_along(g, axis, begin, x.dims[axis]))
        begin = x.dims[axis] + begin
    return tuple(gradients)


CONCATENATE = OpN(
    name="concatenate",
    shape=concatenate_shape,
    gradient=concatenate_gradient,
    batching=lambda op, xs, batched, axis: op.apply(all_batched(xs, batched), {"axis": axis + 1}),
    reference=lambda tf, *xs, axis: tf.concat(xs, axis),
    kernel=lambda k, *xs, axis: k.kernel("Concat", *xs, axis=axis),
)


def concatenate(xs: Sequence[Operand], axis: int = 0) -> Tensor:
    """The tensors `xs` one after the other along `axis`."""
    tensors = together("concatenate", xs)
    along = normalize_axis("concatenate", axis, tensors[0].ndim)
    return CONCATENATE(*tensors, axis=along) if len(tensors) > 1 else tensors[0]


def stack(x: Sequence[Operand], axis: int = 0) -> Tensor:
    """Tensors of one shape, side by side along a new `axis`."""
    return concatenate([expand_dims(one, axis) for one in together("stack", x)], axis)


def together(op: str, xs: Sequence[Operand]) -> tuple[Tensor, ...]:
    if not isinstance(xs, tuple | list) or not xs:
        raise bad_argument(op, "a list of at least one tensor", f"{xs!r}")
    return as_tensors(highest(*xs), *xs)


def split(x: Operand, indices_or_sections: int | Sequence[Dim], axis: int = 0) -> list[Tensor]:
    """`x` in so many equal parts along `axis`, or cut at the given positions."""
    x = convert_to_tensor(x)
    along = normalize_axis("split", axis, x.ndim)
    size = x.dims[along]
    if isinstance(indices_or_sections, int):
        parts = indices_or_sections
        if parts < 1 or not may_equal("split", size // parts * parts, size, x.dims):
            raise bad_argument("split", f"a number of parts that divides {size}", f"{parts}")
        cuts: list[Dim] = [size // parts * i for i in range(parts + 1)]
    else:
        cuts = [0, *indices_or_sections, size]
    return [slice_along(x, along, begin, end - begin) for begin, end in pairwise(cuts)]


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
        raise bad_argument("pad", "constant with constant_values, reflect or symmetric", received)
    if not any(before or after for before, after in pads):
        return tensor
    if mode != "constant":
        for axis, (before, after) in enumerate(pads):
            tensor = _mirrored(tensor, axis, before, after, _MIRRORS[mode])
        return tensor
    value = float(constant_values or 0.0)
    if tensor.dtype != "float32" and not value.is_integer():
        raise bad_argument("pad", f"a whole number for {tensor.type}", f"constant_values={constant_values}")
    return PAD(tensor, pads=pads, value=value)


def _mirrored(x: Tensor, axis: int, before: Dim, after: Dim, without: int) -> Tensor:
    """`x` between its own ends backwards, `without` as many elements at each."""
    size = x.dims[axis]
    for count in (before, after):
        room = size - without - count
        if isinstance(room, int) and room < 0:
            raise bad_argument("pad", f"at most {size - without} elements at an end of axis {axis}", count)
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
        pads = tuple(tuple(both) if isinstance(both, tuple | list) else (both,) for both in pad_width)
        pads = pads * rank if len(pads) == 1 else pads
    if len(pads) != rank or any(len(both) != 2 or any(isinstance(n, int) and n < 0 for n in both) for both in pads):
        raise bad_argument("pad", f"a pair of ints >= 0 for each of {rank} dimensions", f"pad_width={pad_width!r}")
    checked: Pads = pads
    return checked
