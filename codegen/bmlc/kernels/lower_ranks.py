"""A kernel call of a rank above what the kernel can do, as calls of lower ranks.

    y: float32[2, 3, 2, 3, 2, 3, 2] = Add(x, [2, 3, 2, 3, 2, 3, 1])
 => y: float32[216, 2] = Add(Reshape(x, [216, 2]), Reshape(..., [216, 1])), reshaped back

Neighbouring dimensions that the kernel treats alike are one dimension. Where too many are left, what is done to several
dimensions is done to one after the other, which takes rank 4 at most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias

from bmlc.ir import TensorType
from bmlc.kernels.backend import ELEMENTWISE
from bmlc.kernels.kernel import Kernel, RankError, Target
from bmlc.ops.broadcasting import broadcast_to
from bmlc.ops.rules import Shape, product
from bmlc.ops.shape import neighbours, reshape
from bmlc.ops.tensor import Tensor

__all__ = ["lower_ranks"]

Inputs: TypeAlias = tuple[Tensor, ...]
Attrs: TypeAlias = Mapping[str, Any]
Types: TypeAlias = tuple[TensorType, ...]
Rule: TypeAlias = Callable[[Target, Kernel, Inputs, Types, Attrs], Tensor]


def lower_ranks(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
    """The result of `kernel`, whose inputs or outputs of these `types` are of too high a rank."""
    rule = _RULES.get(kernel.name)
    if rule is None:
        raise RankError(kernel)
    return reshape(rule(k, kernel, inputs, types, attrs), types[0].shape)


def runs(shape: Shape, kinds: Sequence[Any]) -> list[tuple[int, ...]]:
    """The axes of `shape` with a size above 1, neighbours of one kind together."""
    axes = [axis for axis, size in enumerate(shape) if size != 1]
    return [tuple(run) for _, run in groupby(axes, key=lambda axis: kinds[axis])]


def elementwise(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
    (of,) = types
    aligned = tuple((1,) * (of.rank - x.ndim) + x.shape for x in inputs)
    kinds = [tuple(shape[axis] == 1 for shape in aligned) for axis in range(of.rank)]
    groups = runs(of.shape, kinds)
    if kernel.max_rank is not None and len(groups) > kernel.max_rank:
        wide = tuple(stretched(x, of.shape) for x in inputs)
        flat = (1, product(of.shape))
        return k.kernel(kernel.name, *(reshape(x, flat) for x in wide), types=(of.with_shape(flat),), **attrs)
    groups = [()] * (2 - len(groups)) + groups  # a condition of rank 1 selects rows on the GPUs
    merged = tuple(tuple(product(shape[axis] for axis in group) for group in groups) for shape in aligned)
    out = tuple(product(of.shape[axis] for axis in group) for group in groups)
    low = (reshape(x, shape) for x, shape in zip(inputs, merged, strict=True))
    return k.kernel(kernel.name, *low, types=(of.with_shape(out),), **attrs)


def stretched(x: Tensor, shape: Shape) -> Tensor:
    """`x` repeated to `shape`, one run of dimensions after the other."""
    now = [*(1,) * (len(shape) - x.ndim), *x.shape]
    for run in runs(shape, [size == 1 for size in now]):
        if now[run[0]] == 1:
            before, after = product(now[: run[0]]), product(now[run[-1] + 1 :])
            repeats = product([shape[axis] for axis in run])
            x = broadcast_to(reshape(x, (before, 1, after)), (before, repeats, after))
            now[run[0] : run[-1] + 1] = shape[run[0] : run[-1] + 1]
    return x


def flat(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
    """A count or a sum over all elements, in any order."""
    low = (reshape(x, (product(x.shape),)) for x in inputs)
    return k.kernel(kernel.name, *low, types=types, **attrs)


def fill(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
    shape = (product(types[0].shape),)
    return k.kernel(kernel.name, types=(types[0].with_shape(shape),), **{**attrs, "shape": shape})


def along_last(axis_name: str, kept: bool = False) -> Rule:
    """What works along the last axes, which legalization has made them: a reduction, argmax, softmax."""

    def rule(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
        (x,) = inputs
        axes = attrs[axis_name]
        count = len(axes) if isinstance(axes, tuple) else 1
        outer, inner = product(x.shape[: x.ndim - count]), product(x.shape[x.ndim - count :])
        of = types[0].with_shape((outer, inner) if kept else (outer,))
        low = {**attrs, axis_name: (1,) if isinstance(axes, tuple) else 1}
        return k.kernel(kernel.name, reshape(x, (outer, inner)), types=(of,), **low)

    return rule


def transpose(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
    (x,) = inputs
    moved = [axis for axis, size in enumerate(x.shape) if size != 1]
    sizes = tuple(x.shape[axis] for axis in moved)
    groups = neighbours(tuple(moved.index(axis) for axis in attrs["perm"] if axis in moved))
    shape = tuple(product(sizes[i] for i in run) for run in sorted(groups))
    perm = [sorted(groups).index(run) for run in groups]
    if kernel.max_rank is None or len(perm) <= kernel.max_rank:
        of = types[0].with_shape(tuple(shape[i] for i in perm))
        return k.kernel(kernel.name, reshape(x, shape), types=(of,), perm=tuple(perm))
    left = list(range(len(shape)))  # the axes that are not in their place yet, in their present order
    for done, axis in enumerate(perm):
        at = left.index(axis)
        placed = product([shape[i] for i in perm[:done]])
        before, after = product([shape[i] for i in left[:at]]), product([shape[i] for i in left[at + 1 :]])
        left.remove(axis)
        if at:
            apart = reshape(x, (placed, before, shape[axis], after))
            of = types[0].with_shape((placed, shape[axis], before, after))
            x = k.kernel(kernel.name, apart, types=(of,), perm=(0, 2, 1, 3))
    return x


def axis_by_axis(names: dict[str, Any]) -> Rule:
    """What is done to each axis by itself: `names` are attributes with an item an axis -> the item that does nothing.

    An item of `size` that does nothing is the whole axis, which None stands for.
    """

    def rule(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
        (x,), (of,) = inputs, types
        idle = {name: tuple(x.shape) if item is None else (item,) * x.ndim for name, item in names.items()}
        active = [any(attrs[name][axis] != idle[name][axis] for name in names) for axis in range(x.ndim)]
        # An axis of size 1 that grows has to stay.
        kinds = [(axis,) if moves else () for axis, moves in enumerate(active)]
        groups = [tuple(run) for _, run in groupby(range(x.ndim), key=lambda axis: kinds[axis])]
        limit = kernel.max_rank
        if limit is None or len(groups) <= limit:
            return apply(k, kernel, x, of, attrs, groups)
        now = x
        for axis in (axis for axis, moves in enumerate(active) if moves):
            only = {name: (*idle[name][:axis], attrs[name][axis], *idle[name][axis + 1 :]) for name in names}
            if "size" in names:
                only["size"] = (*of.shape[: axis + 1], *x.shape[axis + 1 :])
            out = of.with_shape((*of.shape[: axis + 1], *x.shape[axis + 1 :]))
            around = [tuple(range(axis)), (axis,), tuple(range(axis + 1, x.ndim))]
            now = reshape(apply(k, kernel, now, out, {**attrs, **only}, around), out.shape)
        return now

    def apply(
        k: Target, kernel: Kernel, x: Tensor, of: TensorType, attrs: Attrs, groups: list[tuple[int, ...]]
    ) -> Tensor:
        low = dict(attrs)
        shape = tuple(product([x.shape[axis] for axis in run]) for run in groups)
        out = tuple(product([of.shape[axis] for axis in run]) for run in groups)
        for name in names:
            idle = shape if name == "size" else (names[name],) * len(groups)
            low[name] = tuple(
                attrs[name][run[0]] if len(run) == 1 else nothing for run, nothing in zip(groups, idle, strict=True)
            )
        return k.kernel(kernel.name, reshape(x, shape), types=(of.with_shape(out),), **low)

    return rule


def reverse(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
    (x,), (of,), dims = inputs, types, attrs["dims"]
    groups = runs(x.shape, [axis in dims for axis in range(x.ndim)])
    shape = tuple(product(x.shape[axis] for axis in run) for run in groups)
    turned = tuple(i for i, run in enumerate(groups) if run[0] in dims)
    if kernel.max_rank is None or len(groups) <= kernel.max_rank:
        return k.kernel(kernel.name, reshape(x, shape), types=(of.with_shape(shape),), dims=turned)
    for i in turned:
        sizes = product(shape[:i]), shape[i], product(shape[i + 1 :])
        x = k.kernel(kernel.name, reshape(x, sizes), types=(of.with_shape(sizes),), dims=(1,))
    return x


def concat(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
    axis = attrs["axis"]

    def pair(shape: Shape) -> Shape:
        return product(shape[:axis]), product(shape[axis:])

    of = types[0].with_shape(pair(types[0].shape))
    return k.kernel(kernel.name, *(reshape(x, pair(x.shape)) for x in inputs), types=(of,), **{**attrs, "axis": 1})


def rows(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
    """Rows folded by their ids, one for all or a batch of them."""
    (x, ids), (of,), batch = inputs, types, attrs.get("batchDims", 0)
    leading = (product(x.shape[:batch]),) if batch else ()
    inner = product(x.shape[batch + 1 :])
    low = of.with_shape((*leading, of.shape[batch], inner))
    x = reshape(x, (*leading, x.shape[batch], inner))
    attrs = {**attrs, "batchDims": 1} if batch else attrs
    return k.kernel(kernel.name, x, reshape(ids, x.shape[:-1]), types=(low,), **attrs)


def gather(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
    (x, indices), axis, batch = inputs, attrs["axis"], attrs["batchDims"]
    leading = (product(x.shape[:batch]),) if batch else ()
    outer, inner = product(x.shape[batch:axis]), product(x.shape[axis + 1 :])
    picked = product(indices.shape[batch:])
    low = types[0].with_shape((*leading, outer, picked, inner))
    x, indices = reshape(x, (*leading, outer, x.shape[axis], inner)), reshape(indices, (*leading, picked))
    axes = {"axis": 1 + len(leading), "batchDims": len(leading)}
    return k.kernel(kernel.name, x, indices, types=(low,), **axes)


def within_last(k: Target, kernel: Kernel, inputs: Inputs, types: Types, attrs: Attrs) -> Tensor:
    """What goes along the last axis and keeps it."""
    (x,) = inputs
    low = product(x.shape[:-1]), x.shape[-1]
    return k.kernel(kernel.name, reshape(x, low), types=(types[0].with_shape(low),), **attrs)


_RULES: dict[str, Rule] = {
    **dict.fromkeys((*ELEMENTWISE, "Cast", "IntegerMod", "Select"), elementwise),
    **dict.fromkeys(["All", "Any", "Mean", "Min", "Prod", "Sum"], along_last("axis")),
    **dict.fromkeys(["ArgMax", "ArgMin"], along_last("axis")),
    **dict.fromkeys(["CumLogSumExp", "Cumprod", "Cumsum", "Ranks"], within_last),
    "Concat": concat,
    "Fill": fill,
    "Gather": gather,
    "Max": along_last("reductionIndices"),
    "NonFiniteCounts": flat,
    "PadV2": axis_by_axis({"paddings": (0, 0)}),
    "Reverse": reverse,
    **dict.fromkeys(["SegmentMax", "SegmentProd", "SegmentSum"], rows),
    "Slice": axis_by_axis({"begin": 0, "size": None}),
    "Tile": axis_by_axis({"reps": 1}),
    "Transpose": transpose,
    "UnsortedSegmentSum": rows,
}
