"""Stretching to a shape, and the sum that takes it back: each is the gradient of the other."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.ir import Dim, TensorType
from bmlc.ops.casting import cast
from bmlc.ops.casting import convert_to_tensor as convert
from bmlc.ops.constant import full
from bmlc.ops.op import Op, Op1, Outs, Target
from bmlc.ops.reducing import reduction
from bmlc.ops.rules import Shape, as_shape, broadcast_shapes, misuse, same_shape
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["broadcast_to", "sum"]

sum = reduction(  # noqa: A001 - the name that Keras gives it
    "sum",
    "The sum over `axis` (all by default); integers and truth values sum as int32.",
    lambda g, y, x, axis: broadcast_to(g, x.dims),  # every element gets what the sum got
    "Sum",
)


def broadcast_to_shape(x: TensorType, *, shape: Shape) -> TensorType:
    if x.rank > len(shape) or broadcast_shapes("broadcast_to", x.shape, shape) != tuple(shape):
        raise misuse("broadcast_to", f"a tensor that stretches to [{', '.join(map(str, shape))}]", x)
    return x.with_shape(shape)


def broadcast_to_kernel(k: Target, x: Tensor, *, shape: Shape) -> Tensor:
    if x.dtype == "bool":
        return cast(broadcast_to(cast(x, "int32"), shape), "bool")
    return k.kernel("Multiply", full(shape, 1, x.dtype), x)  # a product broadcasts


BROADCAST_TO = Op1(
    name="broadcast_to",
    shape=broadcast_to_shape,
    gradient=lambda g, y, x, *, shape: (unbroadcast(g, x.type),),  # y repeats x:  dx = the sum of g over the repeats
    batching=lambda op, xs, batched, shape: broadcast_to(aligned(xs[0], len(shape)), (xs[0].dims[0], *shape)),
    reference=lambda tf, x, *, shape: tf.broadcast_to(x, tf.stack(shape) if shape else []),
    kernel=broadcast_to_kernel,
)


def broadcast_to(x: Operand, shape: Sequence[Dim]) -> Tensor:
    """`x` repeated along dimensions of size 1, and along new leading ones, to `shape`."""
    x, sizes = convert(x), as_shape("broadcast_to", shape)
    if same_shape("broadcast_to", x.dims, sizes):
        return reshape(x, sizes)
    return BROADCAST_TO(x, shape=sizes)


def unbroadcast(g: Tensor, like: TensorType) -> Tensor:
    """Sum `g` back to the shape of an operand that broadcasting stretched."""
    if g.dims == like.shape:
        return g
    added = g.ndim - like.rank
    summed = sum(g, axis=tuple(range(added))) if added else g
    repeats = tuple(i for i, size in enumerate(like.shape) if size == 1 and summed.dims[i] != 1)
    return sum(summed, axis=repeats, keepdims=True) if repeats else summed


def aligned(x: Tensor, rank: int) -> Tensor:
    """`x`, which has the extra leading dimension, with elements of rank `rank`."""
    return reshape(x, (x.dims[0], *(1,) * (rank + 1 - x.ndim), *x.dims[1:]))


def all_batched(inputs: Sequence[Tensor], batched: Sequence[bool]) -> tuple[Tensor, ...]:
    """`inputs` with the extra leading dimension, stretched where they had none."""
    return tuple(stretched(inputs, batched, [True] * len(inputs), inputs[batched.index(True)].dims[0]))


def stretched(inputs: Sequence[Tensor], has: Sequence[bool], wanted: Sequence[bool], n: Dim) -> list[Tensor]:
    """`inputs` with the extra leading dimension `n` where it is `wanted`, which some have."""
    flags = zip(inputs, has, wanted, strict=True)
    return [broadcast_to(x, (n, *x.dims)) if want and not there else x for x, there, want in flags]


def elementwise(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: object) -> Outs:
    """Batching of an op that broadcasts: size-1 dimensions behind the batch align the ranks of batched operands."""
    rank = max(x.ndim - is_batched for x, is_batched in zip(inputs, batched, strict=True))
    return op.apply([aligned(x, rank) if b else x for x, b in zip(inputs, batched, strict=True)], attrs)
