"""A kernel call of a rank above what the kernel can do, as calls of lower ranks.

    y: float32[2, 3, 2, 3, 2, 3, 2] = Add(x, [2, 3, 2, 3, 2, 3, 1])
 => y: float32[216, 2] = Add(Reshape(x, [216, 2]), Reshape(..., [216, 1])), reshaped back

Neighbouring dimensions that the kernel treats alike are one dimension. Where too many are left, what is done to several
dimensions is done to one after the other, which takes rank 4 at most.
"""

# ruff: noqa: N803 - the attributes as tfjs names them

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias, TypeVar

from bmlc.ir import Dim, TensorType, current_builder
from bmlc.kernels.kernel import Kernel, UnsupportedError
from bmlc.kernels.signatures import BINARY, UNARY
from bmlc.ops.broadcasting import broadcast_to
from bmlc.ops.rules import Shape, product
from bmlc.ops.shape import neighbours, reshape
from bmlc.ops.tensor import Tensor

__all__ = ["lower_ranks"]

T = TypeVar("T")
Axes: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Call:
    """A call of `kernel` that gives `of`."""

    kernel: Kernel
    of: TensorType

    def low(self, *inputs: Tensor, shape: Shape, **attrs: object) -> Tensor:
        """A call for an output of another shape."""
        operands = tuple(x.var for x in inputs)
        return Tensor(*current_builder().emit(self.kernel, operands, (self.of.with_shape(shape),), **attrs))

    def fits(self, rank: int) -> bool:
        return self.kernel.max_rank is None or rank <= self.kernel.max_rank


def lower_ranks(kernel: Kernel, inputs: Sequence[Tensor], of: TensorType, attrs: Mapping[str, object]) -> Tensor:
    """The result `of` kernel, by calls of as low a rank as can be."""
    rule = _RULES.get(kernel.name)
    if rule is None:
        received = " and ".join(str(x.type) for x in inputs)
        has = f"{kernel.name} of rank {kernel.max_rank} at most, received {received}"
        raise UnsupportedError(has, "reshape to fewer dimensions, or ")
    return reshape(rule(Call(kernel, of), *inputs, **attrs), of.shape)


def runs(axes: Sequence[int], kinds: Sequence[Hashable]) -> list[Axes]:
    """Neighbours of one kind together."""
    return [tuple(run) for _, run in groupby(axes, key=lambda axis: kinds[axis])]


def wide(shape: Shape) -> list[int]:
    """The axes with a size above 1."""
    return [axis for axis, size in enumerate(shape) if size != 1]


def merged(shape: Shape, groups: Sequence[Axes]) -> Shape:
    """Each group of axes as one dimension."""
    return tuple(product(shape[axis] for axis in group) for group in groups)


def elementwise(call: Call, *inputs: Tensor, **attrs: object) -> Tensor:
    shape = call.of.shape
    aligned = [(1,) * (len(shape) - x.ndim) + x.dims for x in inputs]
    groups = runs(wide(shape), list(zip(*([size == 1 for size in each] for each in aligned), strict=True)))
    if not call.fits(len(groups)):
        flat = (1, product(shape))
        whole = [stretched(x, shape) for x in inputs]
        return call.low(*(reshape(x, flat) for x in whole), shape=flat, **attrs)
    groups = [()] * (2 - len(groups)) + groups  # a condition of rank 1 selects rows on the GPUs
    low = (reshape(x, merged(each, groups)) for x, each in zip(inputs, aligned, strict=True))
    return call.low(*low, shape=merged(shape, groups), **attrs)


def stretched(x: Tensor, shape: Shape) -> Tensor:
    """`x` repeated to `shape`, one run of dimensions after the other."""
    now = [*(1,) * (len(shape) - x.ndim), *x.dims]
    for run in runs(wide(shape), [size == 1 for size in now]):
        if now[run[0]] == 1:
            before, after = product(now[: run[0]]), product(now[run[-1] + 1 :])
            x = broadcast_to(reshape(x, (before, 1, after)), (before, *merged(shape, [run]), after))
            now[run[0] : run[-1] + 1] = shape[run[0] : run[-1] + 1]
    return x


def flat(call: Call, *inputs: Tensor, **attrs: object) -> Tensor:
    """A count or a sum over all elements, in any order."""
    return call.low(*(reshape(x, (product(x.dims),)) for x in inputs), shape=call.of.shape, **attrs)


def fill(call: Call, *, shape: Shape, **attrs: object) -> Tensor:
    low = (product(shape),)
    return Tensor(*current_builder().emit(call.kernel, (), (call.of.with_shape(low),), shape=low, **attrs))


def along_last(call: Call, x: Tensor, **attrs: bool | int | Axes) -> Tensor:
    """A reduction or a position along the last axes, which legalization has made them."""
    (name,) = attrs.keys() - {"keepDims"}
    axes = attrs[name]
    count = len(axes) if isinstance(axes, tuple) else 1
    outer, inner = product(x.dims[: x.ndim - count]), product(x.dims[x.ndim - count :])
    low = {**attrs, name: (1,) if isinstance(axes, tuple) else 1}
    return call.low(reshape(x, (outer, inner)), shape=(outer,), **low)


def transpose(call: Call, x: Tensor, *, perm: Axes) -> Tensor:
    moved = wide(x.dims)
    groups = neighbours(tuple(moved.index(axis) for axis in perm if axis in moved))
    shape = merged(tuple(x.dims[axis] for axis in moved), sorted(groups))
    order = [sorted(groups).index(run) for run in groups]
    if call.fits(len(order)):
        return call.low(reshape(x, shape), shape=tuple(shape[i] for i in order), perm=tuple(order))
    left = list(range(len(shape)))  # the axes that are not in their place yet, in their present order
    for done, axis in enumerate(order):
        at = left.index(axis)
        placed, before, after = merged(shape, [tuple(order[:done]), tuple(left[:at]), tuple(left[at + 1 :])])
        left.remove(axis)
        if at:
            apart = reshape(x, (placed, before, shape[axis], after))
            x = call.low(apart, shape=(placed, shape[axis], before, after), perm=(0, 2, 1, 3))
    return x


def by_axes(
    call: Call,
    x: Tensor,
    name: str,
    given: Sequence[T],
    idle: T,
    rest: Callable[[Shape], Mapping[str, object]] = lambda shape: {},
) -> Tensor:
    """What is done to each axis by itself.

    Args:
        call: The call.
        x: Its input.
        name: The attribute with an item for each axis.
        given: These items.
        idle: The item of an axis that stays as it is.
        rest: (shape of the output) -> the other attributes.
    """
    every = range(x.ndim)
    active = [given[axis] != idle or call.of.shape[axis] != x.dims[axis] for axis in every]

    def some(x: Tensor, groups: Sequence[Axes], done: Sequence[int], out: Shape) -> Tensor:
        shape, items = merged(out, groups), tuple(given[run[0]] if run and run[0] in done else idle for run in groups)
        low = call.low(reshape(x, merged(x.dims, groups)), shape=shape, **{name: items, **rest(shape)})
        return reshape(low, out)

    groups = runs(every, [axis if active[axis] else None for axis in every])
    several = [axis for axis in every if active[axis]]
    if call.fits(len(groups)):
        return some(x, groups, several, call.of.shape)
    for axis in several:
        around = [tuple(every[:axis]), (axis,), tuple(every[axis + 1 :])]
        x = some(x, around, [axis], (*call.of.shape[: axis + 1], *x.dims[axis + 1 :]))
    return x


def pad(call: Call, x: Tensor, *, paddings: Sequence[tuple[Dim, Dim]], constantValue: float) -> Tensor:
    return by_axes(call, x, "paddings", paddings, (0, 0), lambda shape: {"constantValue": constantValue})


def part(call: Call, x: Tensor, *, begin: Shape, size: Shape) -> Tensor:
    return by_axes(call, x, "begin", begin, 0, lambda shape: {"size": shape})


def tile(call: Call, x: Tensor, *, reps: Shape) -> Tensor:
    return by_axes(call, x, "reps", reps, 1)


def reverse(call: Call, x: Tensor, *, dims: Axes) -> Tensor:
    groups = runs(wide(x.dims), [axis in dims for axis in range(x.ndim)])
    shape = merged(x.dims, groups)
    turned = tuple(i for i, run in enumerate(groups) if run[0] in dims)
    if call.fits(len(groups)):
        return call.low(reshape(x, shape), shape=shape, dims=turned)
    for i in turned:
        sizes = product(shape[:i]), shape[i], product(shape[i + 1 :])
        x = call.low(reshape(x, sizes), shape=sizes, dims=(1,))
    return x


def concat(call: Call, *inputs: Tensor, axis: int) -> Tensor:
    def pair(shape: Shape) -> Shape:
        return product(shape[:axis]), product(shape[axis:])

    return call.low(*(reshape(x, pair(x.dims)) for x in inputs), shape=pair(call.of.shape), axis=1)


def rows(call: Call, x: Tensor, *places: Tensor, count: Dim, batchDims: int) -> Tensor:
    """A sum of rows by their ids, one for all or a batch of them."""
    leading = (product(x.dims[:batchDims]),) if batchDims else ()
    inner = product(x.dims[batchDims + 1 :])
    x = reshape(x, (*leading, x.dims[batchDims], inner))
    shape = (*leading, count, inner)
    low = (reshape(each, x.dims[:-1]) for each in places)
    return call.low(x, *low, shape=shape, count=count, batchDims=len(leading))


def gather(call: Call, x: Tensor, indices: Tensor, *, axis: int, batchDims: int) -> Tensor:
    leading = (product(x.dims[:batchDims]),) if batchDims else ()
    outer, inner = product(x.dims[batchDims:axis]), product(x.dims[axis + 1 :])
    picked = product(indices.dims[batchDims:])
    low = reshape(x, (*leading, outer, x.dims[axis], inner)), reshape(indices, (*leading, picked))
    shape = (*leading, outer, picked, inner)
    return call.low(*low, shape=shape, axis=1 + len(leading), batchDims=len(leading))


def within_last(call: Call, x: Tensor, **attrs: object) -> Tensor:
    """What goes along the last axis and keeps it."""
    low = product(x.dims[:-1]), x.dims[-1]
    return call.low(reshape(x, low), shape=low, **attrs)


_RULES: Mapping[str, Callable[..., Tensor]] = {
    **dict.fromkeys((*UNARY.split(), *BINARY.split(), "Cast", "IntegerMod", "Select"), elementwise),
    **dict.fromkeys(("BatchNorm", "FusedBatchNorm"), elementwise),
    **dict.fromkeys(("All", "Any", "ArgMax", "ArgMin", "Max", "Mean", "Min", "Prod", "Sum"), along_last),
    **dict.fromkeys(("Cumprod", "Cumsum", "ArgSort"), within_last),
    **dict.fromkeys(("SegmentMax", "SegmentProd", "SegmentSum"), rows),
    "Concat": concat,
    "Fill": fill,
    "Gather": gather,
    "NonFiniteCounts": flat,
    "PadV2": pad,
    "Reverse": reverse,
    "Slice": part,
    "Tile": tile,
    "Transpose": transpose,
}
