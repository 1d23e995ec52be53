"""Joining and taking apart: concatenate, stack, split."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bmlc.ir import Dim, TensorType
from bmlc.ops.broadcasting import all_batched
from bmlc.ops.casting import as_tensors, convert_to_tensor
from bmlc.ops.convert import Operand, highest
from bmlc.ops.op import TF, Array, Gradients, Op, OpN, Target
from bmlc.ops.rules import may_equal, misuse, normalize_axis, same_shape
from bmlc.ops.shape import expand_dims
from bmlc.ops.slicing import slice_along
from bmlc.ops.tensor import Tensor

__all__ = ["concatenate", "split", "stack"]


def concatenate_shape(*xs: TensorType, axis: int) -> TensorType:
    first = xs[0]
    total: Dim = 0
    for x in xs:
        fits = x.rank == first.rank and x.dtype == first.dtype
        for part in (slice(axis), slice(axis + 1, None)):
            fits = fits and same_shape("concatenate", first.shape[part], x.shape[part], first.shape, x.shape)
        if not fits:
            raise misuse("concatenate", f"tensors that differ along axis {axis} only", " and ".join(map(str, xs)))
        total = x.shape[axis] + total
    return first.with_shape((*first.shape[:axis], total, *first.shape[axis + 1 :]))


def concatenate_gradient(g: Tensor, y: Tensor, *xs: Tensor, axis: int) -> Gradients:
    gradients: list[Tensor] = []  # y = [x1; x2; ...]:  dx_i = the part of g that x_i filled
    begin: Dim = 0
    for x in xs:
        gradients.append(slice_along(g, axis, begin, x.shape[axis]))
        begin = x.shape[axis] + begin
    return tuple(gradients)


def concatenate_batching(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, axis: int) -> Tensor:
    return CONCATENATE(*all_batched(inputs, batched), axis=axis + 1)


def concatenate_reference(tf: TF, *xs: Array, axis: int) -> Array:
    return tf.concat(xs, axis)


def concatenate_kernel(k: Target, *xs: Tensor, axis: int) -> Tensor:
    return k.kernel("Concat", *xs, axis=axis)


CONCATENATE = OpN(
    name="concatenate",
    shape=concatenate_shape,
    gradient=concatenate_gradient,
    batching=concatenate_batching,
    reference=concatenate_reference,
    kernel=concatenate_kernel,
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
        raise misuse(op, "a list of at least one tensor", f"{xs!r}", code="BML102")
    return as_tensors(highest(*xs), *xs)


def split(x: Operand, indices_or_sections: int | Sequence[Dim], axis: int = 0) -> list[Tensor]:
    """`x` in so many equal parts along `axis`, or cut at the given positions."""
    x = convert_to_tensor(x)
    along = normalize_axis("split", axis, x.ndim)
    size = x.shape[along]
    if isinstance(indices_or_sections, int):
        parts = indices_or_sections
        if parts < 1 or not may_equal("split", size // parts * parts, size, x.shape):
            raise misuse("split", f"a number of parts that divides {size}", f"{parts}", code="BML102")
        cuts: list[Dim] = [size // parts * i for i in range(parts + 1)]
    else:
        cuts = [0, *indices_or_sections, size]
    return [slice_along(x, along, begin, end - begin) for begin, end in pairwise(cuts)]
