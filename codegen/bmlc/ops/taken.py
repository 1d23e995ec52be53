"""`taken`: the operands of a function that runs for all elements, of which only some take its results.

    y = where(p, f(x, w), …)        =>        x1, w1 = taken[depths=(1, 0), safe=False](p, x, w)
                                              y = where(p, f(x1, w1), …)

The operands pass through as they are. But at an element that does not take its results f may have an infinite
derivative, and 0 times that is NaN. So once `taken` is differentiated it is *safe*: such an element has the values of
one that takes them, and no gradient goes back to it. `depths` says how many of p's dimensions an operand has; one
without is shared by all elements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bmlc.ir import Dim, Eqn, TensorType, Var
from bmlc.ops.broadcasting import stretched
from bmlc.ops.casting import cast
from bmlc.ops.constant import zeros_like
from bmlc.ops.gathering import TAKE
from bmlc.ops.op import TF, Array, Op
from bmlc.ops.reduction import any as any_of
from bmlc.ops.reduction import argmax
from bmlc.ops.region import RegionOp, Vjp
from bmlc.ops.selection import where
from bmlc.ops.shape import expand_dims, reshape
from bmlc.ops.tensor import Tensor

__all__ = ["TAKEN", "taken", "written_out"]


def taken_shape(p: TensorType, *xs: TensorType, depths: tuple[int, ...], safe: bool) -> tuple[TensorType, ...]:
    return xs


def taken_augment(
    eqn: Eqn, active: Sequence[bool], cotangents: Sequence[Tensor | None], vjp: Vjp
) -> tuple[Eqn, list[Tensor | None]]:
    takes = [Tensor(eqn.inputs[0])]
    while takes[0].ndim:
        takes.insert(0, any_of(takes[0], axis=-1))  # by depth: whether any element of this part takes the results
    pairs = zip(cotangents, eqn.attrs["depths"], strict=True)
    gradients = [None if g is None else where(_beside(takes[depth], g), g, zeros_like(g)) for g, depth in pairs]
    return replace(eqn, attrs={**eqn.attrs, "safe": True}), [None, *gradients]


def taken_batching(
    op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], n: Dim, *, depths: tuple[int, ...], safe: bool
) -> tuple[Tensor, ...]:
    """An operand with one dimension of p has all those before it."""
    has = [flag or depth > 0 for flag, depth in zip(batched, (1, *depths), strict=True)]
    given = stretched(inputs, batched, has, n)
    deeper = tuple(depth + new for depth, new in zip(depths, has[1:], strict=True))
    return TAKEN.several(*given, depths=deeper, safe=safe)


def taken_reference(tf: TF, p: Array, *xs: Array, depths: tuple[int, ...], safe: bool) -> tuple[Array, ...]:
    """The safe ones: TensorFlow's tape may differentiate them."""

    def chosen(x: Array, other: Array) -> Array:
        mask = tf.reshape(p, tf.concat([tf.shape(p), tf.ones(x.shape.rank - p.shape.rank, tf.int32)], 0))
        return tf.where(mask, x, tf.stop_gradient(other))

    for axis in reversed(range(p.shape.rank)):
        first = tf.argmax(tf.cast(p, tf.int32), axis, output_type=tf.int32)
        xs = tuple(
            chosen(x, tf.expand_dims(tf.gather(x, first, axis=axis, batch_dims=axis), axis)) if depth > axis else x
            for x, depth in zip(xs, depths, strict=True)
        )
        p = tf.reduce_any(p, axis)
    return tuple(x if depth else chosen(x, x) for x, depth in zip(xs, depths, strict=True))


def taken_prune(eqn: Eqn, needed: set[Var]) -> Eqn:
    """Without the operands that nothing reads."""
    kept = [i for i, var in enumerate(eqn.outs) if var in needed]
    if len(kept) == len(eqn.outs):
        return eqn
    inputs, outs = (eqn.inputs[0], *(eqn.inputs[i + 1] for i in kept)), tuple(eqn.outs[i] for i in kept)
    depths = tuple(eqn.attrs["depths"][i] for i in kept)
    return replace(eqn, inputs=inputs, outs=outs, attrs={**eqn.attrs, "depths": depths})


TAKEN = RegionOp(  # written out before there are kernels
    name="taken",
    shape=taken_shape,
    batching=taken_batching,
    reference=taken_reference,
    augment=taken_augment,
    prune=taken_prune,
)


def taken(p: Tensor, operands: Sequence[Tensor], batched: Sequence[bool]) -> list[Tensor]:
    """`operands`, of which some are `batched`, for a function whose results the elements take for which `p` holds."""
    results = list(operands)
    if any(x.dtype == "float32" for x in operands):
        passed = [i for i, x in enumerate(operands) if batched[i] or x.dtype == "float32"]
        depths = tuple(int(batched[i]) for i in passed)
        through = TAKEN.several(p, *(operands[i] for i in passed), depths=depths, safe=False)
        for i, x in zip(passed, through, strict=True):
            results[i] = x
    return results


def written_out(eqn: Eqn) -> list[Var]:
    """What `eqn` gives, by other ops."""
    p, *xs = map(Tensor, eqn.inputs)
    for axis in reversed(range(p.ndim if eqn.attrs["safe"] else 0)):
        first = argmax(cast(p, "float32"), axis)
        for i, depth in enumerate(eqn.attrs["depths"]):
            if depth > axis:
                other = expand_dims(TAKE(xs[i], first, axis=axis, batch=axis), axis)
                xs[i] = where(_beside(p, xs[i]), xs[i], other)
        p = any_of(p, axis)
    return [x.var for x in xs]


def _beside(p: Tensor, x: Tensor) -> Tensor:
    """`p` with as many dimensions as `x`, which it is to broadcast with."""
    return reshape(p, (*p.dims, *(1,) * (x.ndim - p.ndim)))
