"""Parts of a tensor and what surrounds it: the primitive slice, pad, flip, and Python's `x[...]` made of them."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Sequence
from typing import TypeAlias

from bmlc.errors import UserError
from bmlc.ir import Dim, Poly, TensorType, current_builder
from bmlc.ops.casting import cast, convert_to_tensor, unwrap
from bmlc.ops.constant import arange, size_as_int
from bmlc.ops.elementwise_binary import maximum, minimum
from bmlc.ops.gathering import take
from bmlc.ops.op import TF, Array, Gradients, Op1, Target, shifted
from bmlc.ops.rules import Axes, Axis, Shape, bad_argument, misuse, normalize_axes, require_room
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["flip", "getitem"]

PadWidth: TypeAlias = int | Sequence[int] | Sequence[Sequence[Dim]]
Pads: TypeAlias = tuple[tuple[Dim, Dim], ...]


def slice_shape(x: TensorType, *, begin: Shape, size: Shape) -> TensorType:
    fits = len(begin) == len(size) == x.rank
    for start, count, whole in zip(begin, size, x.shape, strict=False):
        rest = whole - start - count
        fits = fits and not (isinstance(rest, int) and rest < 0) and not (isinstance(count, int) and count < 0)
        fits = fits and not (isinstance(start, int) and start < 0)
    if not fits:
        raise misuse("slice", f"begin and size within {x}", f"begin={_text(begin)}, size={_text(size)}")
    return x.with_shape(size)


def slice_gradient(g: Tensor, y: Tensor, x: Tensor, *, begin: Shape, size: Shape) -> Gradients:
    around = tuple((b, whole - b - s) for b, s, whole in zip(begin, size, x.dims, strict=True))
    return (PAD(g, pads=around, value=0.0),)  # y = a part of x:  dx = g with zeros around it


def slice_reference(tf: TF, x: Array, *, begin: Shape, size: Shape) -> Array:
    """Also where a tensor is too short by one: TensorFlow takes a size of -1 for all that is left."""
    if not begin:
        return x
    sizes = tf.stack(size)
    return tf.slice(x, tf.stack(begin), sizes - tf.cast(sizes < 0, sizes.dtype))


SLICE = Op1(
    name="slice",
    shape=slice_shape,
    gradient=slice_gradient,
    batching=lambda op, xs, batched, begin, size: op(xs[0], begin=(0, *begin), size=(xs[0].dims[0], *size)),
    reference=slice_reference,
    kernel=lambda k, x, *, begin, size: k.kernel("Slice", x, begin=begin, size=size),
)


def pad_shape(x: TensorType, *, pads: Pads, value: float) -> TensorType:
    if len(pads) != x.rank:
        raise misuse("pad", f"a pair of ints for each of {x.rank} dimensions", f"{len(pads)} pairs")
    return x.with_shape(tuple(before + size + after for (before, after), size in zip(pads, x.shape, strict=True)))


def pad_reference(tf: TF, x: Array, *, pads: Pads, value: float) -> Array:
    if not pads:
        return x
    return tf.pad(x, tf.stack([tf.stack(both) for both in pads]), constant_values=tf.cast(value, x.dtype))


PAD = Op1(
    name="pad",
    shape=pad_shape,
    # dx = the part of g that x filled
    gradient=lambda g, y, x, *, pads, value: (SLICE(g, begin=tuple(before for before, _ in pads), size=x.dims),),
    batching=lambda op, xs, batched, pads, value: op(*xs, pads=((0, 0), *pads), value=value),
    reference=pad_reference,
    kernel=lambda k, x, *, pads, value: k.kernel("PadV2", x, paddings=pads, constantValue=value),
)


def flip_shape(x: TensorType, *, axis: Axes) -> TensorType:
    return x


def flip_kernel(k: Target, x: Tensor, *, axis: Axes) -> Tensor:
    if x.dtype == "bool":  # wasm's Reverse writes four bytes an element
        return cast(flip(cast(x, "int32"), axis), "bool")
    return k.kernel("Reverse", x, dims=axis)


FLIP = Op1(
    name="flip",
    shape=flip_shape,
    gradient=lambda g, y, x, *, axis: (flip(g, axis),),  # y = x backwards:  dx = g backwards
    batching=shifted,
    reference=lambda tf, x, *, axis: tf.reverse(x, axis),
    kernel=flip_kernel,
)


def part_of(x: Tensor, begin: Shape, size: Shape) -> Tensor:
    """The part of `x` that begins at `begin` and has the shape `size`."""
    return x if size == tuple(x.dims) and not any(begin) else SLICE(x, begin=begin, size=size)


def slice_along(x: Tensor, axis: int, begin: Dim, size: Dim) -> Tensor:
    """The elements `begin` to `begin + size` along one axis."""
    starts: Shape = tuple(begin if i == axis else 0 for i in range(x.ndim))
    return part_of(x, starts, tuple(size if i == axis else whole for i, whole in enumerate(x.dims)))


def flip(x: Operand, axis: Axis = None) -> Tensor:
    """`x` backwards along `axis` (all by default)."""
    tensor = convert_to_tensor(x)
    axes = normalize_axes("flip", axis, tensor.ndim)
    return FLIP(tensor, axis=axes) if axes else tensor


def getitem(x: Operand, index: Operand) -> Tensor:
    """`x[index]` for ints, slices with bounds known while tracing, None and Ellipsis, and for one tensor of ints."""
    x = convert_to_tensor(x)
    index = index if isinstance(index, tuple) else unwrap(index)
    if isinstance(index, Tensor) and index.dtype in ("int32", "uint8") and x.ndim:
        return take(x, index, axis=0)
    entries = list(index) if isinstance(index, tuple) else [index]
    used = sum(entry is not None and entry is not Ellipsis for entry in entries)
    ellipses = [i for i, entry in enumerate(entries) if entry is Ellipsis]
    if used > x.ndim or len(ellipses) > 1:
        raise misuse("x[...]", f"at most {x.ndim} indices and one Ellipsis", f"x[{_index_text(entries)}]")
    missing = [builtins.slice(None)] * (x.ndim - used)
    place = ellipses[0] if ellipses else len(entries)
    entries[place : place + 1] = missing

    kept: list[int | None] = []  # of the result's dimensions, those of x by their number, None for new ones
    axis = 0
    for entry in entries:
        if entry is None:
            kept.append(None)
            continue
        if isinstance(entry, builtins.slice):
            x = _slice_axis(x, axis, entry)
            kept.append(axis)
        elif isinstance(unwrap(entry), Tensor):
            x = take(x, _scalar(entry), axis)
        else:
            x = slice_along(x, axis, _position(entry, x.dims[axis]), 1)
        axis += 1
    return reshape(x, tuple(1 if i is None else x.dims[i] for i in kept))


def _slice_axis(x: Tensor, axis: int, part: builtins.slice) -> Tensor:
    size = x.dims[axis]
    step = 1 if part.step is None else operator.index(part.step)
    if step == 0:
        raise bad_argument("x[...]", "a step that is not 0", f"{part}")
    if step < 0:
        if part.start is not None or part.stop is not None:
            raise bad_argument("x[...]", "no bounds with a negative step", f"{part}", "slice first, then use x[::-1]")
        return _every(flip(x, axis), axis, -step)
    if isinstance(part.start, Tensor):
        return _every(_from(x, axis, part.start, part.stop), axis, step)
    begin = 0 if part.start is None else _bound(part.start, size)
    end = size if part.stop is None else _bound(part.stop, size)
    count = end - begin
    if isinstance(count, int) and count < 0:
        count = 0
    return _every(slice_along(x, axis, begin, count), axis, step)


def _from(x: Tensor, axis: int, start: Tensor, stop: Operand) -> Tensor:
    """`x[i : i + n]` for an `i` that is known when the program runs; moved inside where it would reach over an end."""
    count = _added(start, stop) if isinstance(stop, Tensor) else None
    if count is None:
        expected = "a slice from a tensor to end an int behind it, x[i : i + n]"
        raise misuse("x[...]", expected, f"x[{start!r} : {stop!r}]", "use bml.ops.slice(x, starts, shape)")
    return take(x, within(start, count, x, axis), axis)


def within(start: Tensor, count: Dim, x: Tensor, axis: int) -> Tensor:
    """The `count` positions from `start`, moved inside of the axis."""
    room = x.dims[axis] - count
    if isinstance(room, int) and room < 0:
        raise misuse("slice", f"at most {x.dims[axis]} elements on axis {axis}", count)
    require_room("slice", room, f"at most {x.dims[axis]} elements on axis {axis}, not {count}")
    return minimum(maximum(start, 0), size_as_int(room)) + arange(count)


def _added(start: Tensor, stop: Tensor) -> int | None:
    """The int that was added to `start` to make `stop`."""
    made = {out: eqn for eqn in current_builder().body for out in eqn.outs}
    total = made.get(stop.var)
    if total is None or total.op.name != "add" or start.var not in total.inputs:
        return None
    term = made.get(total.inputs[1 if total.inputs[0] is start.var else 0])
    return int(term.attrs["value"]) if term is not None and term.op.name == "constant" else None


def _every(x: Tensor, axis: int, step: int) -> Tensor:
    """Every `step`-th element along `axis`: pad to a multiple of `step`, fold, and keep the first column."""
    if step == 1:
        return x
    size = x.dims[axis]
    count = (size + step - 1) // step
    widths = tuple((0, count * step - size) if i == axis else (0, 0) for i in range(x.ndim))
    whole = x if count * step == size else PAD(x, pads=widths, value=0.0)
    folded = reshape(whole, (*x.dims[:axis], count, step, *x.dims[axis + 1 :]))
    return reshape(slice_along(folded, axis + 1, 0, 1), (*x.dims[:axis], count, *x.dims[axis + 1 :]))


def _bound(bound: Operand, size: Dim) -> Dim:
    """A slice's bound counted from the front and kept within the dimension; one of unknown size has to reach it."""
    if isinstance(bound, Poly):
        return bound
    value = _integer(bound)
    if isinstance(size, int):
        return max(0, size + value) if value < 0 else min(value, size)
    return size + value if value < 0 else value


def _position(entry: Operand, size: Dim) -> Dim:
    if isinstance(entry, Poly):
        return entry
    value = _integer(entry)
    if isinstance(size, int) and not -size <= value < size:
        raise bad_argument("x[...]", f"an index in [{-size}, {size})", value)
    return size + value if value < 0 else value


def _scalar(entry: Operand) -> Tensor:
    """A tensor amid other indices, as the row of one position that it must be."""
    place: Tensor = unwrap(entry)
    if place.type.size != 1 or place.dtype not in ("int32", "uint8"):
        _integer(place)  # an error
    return reshape(place, (1,))


def _integer(value: Operand) -> int:
    try:
        return operator.index(value)
    except (TypeError, UserError):
        raise UserError.here(
            "BML101",
            f"x[...] expected ints, slices of ints, None or Ellipsis, received {value!r}",
            "bml.ops.take(x, indices, axis) gathers by a tensor, bml.ops.slice(x, starts, shape) begins at one",
        ) from None


def _index_text(entries: list[Operand]) -> str:
    return ", ".join("..." if entry is Ellipsis else str(entry) for entry in entries)


def _text(shape: Shape) -> str:
    return f"({', '.join(map(str, shape))})"
