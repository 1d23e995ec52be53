"""Sums and products of all elements up to each one, along an axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast as typed

from bmlc.ir import DType, TensorType
from bmlc.ops.casting import KINDS, as_bytes, cast
from bmlc.ops.op import TF, Array, Gradients, Op1, Target
from bmlc.ops.reducing import innermost
from bmlc.ops.rounding import divide_no_nan
from bmlc.ops.rules import misuse, normalize_axis
from bmlc.ops.selection import equal, logical_and, where
from bmlc.ops.shape import reshape, transpose
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["cumprod", "cumsum"]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Cumulative(Op1[...]):
    """A function of `x`, `axis` (of all elements in order where it is None) and `reverse`: from the end."""

    doc: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "__doc__", self.doc)

    def __call__(
        self, x: Operand, axis: int | None = None, dtype: DType | None = None, reverse: bool = False
    ) -> Tensor:
        given = x if dtype is None else cast(x, dtype)
        (t,) = KINDS["number"].operands(given)
        if axis is None:
            t, axis = reshape(t, (-1,)), 0
        attrs = {"axis": normalize_axis(self.name, axis, t.ndim), "reverse": reverse}
        return as_bytes(typed(Tensor, self.apply((t,), attrs)), given)


def cumulative(
    name: str,
    doc: str,
    gradient: Callable[[Tensor, Tensor, Tensor, int, bool], Tensor],
    kernel: str,
) -> Cumulative:
    """As `reducing.reduction`; gradient: (g, y, x, axis, reverse) -> the gradient for `x`."""

    def shape(x: TensorType, *, axis: int, reverse: bool) -> TensorType:
        if x.dtype not in KINDS["number"].dtypes:
            raise misuse(name, " or ".join(KINDS["number"].dtypes), x)
        return x

    def rule(g: Tensor, y: Tensor, x: Tensor, *, axis: int, reverse: bool) -> Gradients:
        return (gradient(g, y, x, axis, reverse),)

    def tf_reference(tf: TF, x: Array, *, axis: int, reverse: bool) -> Array:
        return getattr(tf.math, name)(x, axis=axis, reverse=reverse)

    def along_last(k: Target, x: Tensor, *, axis: int, reverse: bool) -> Tensor:
        moved = innermost(x, (axis,))
        back = (*range(axis), x.ndim - 1, *range(axis, x.ndim - 1))
        return transpose(k.kernel(kernel, moved, types=(moved.type,), reverse=reverse), back)

    return Cumulative(
        name=name,
        doc=doc,
        shape=shape,
        gradient=rule,
        batching=lambda op, xs, batched, axis, reverse: op.apply(xs, {"axis": axis + 1, "reverse": reverse}),
        reference=tf_reference,
        kernel=along_last,
    )


cumsum: Cumulative = cumulative(
    "cumsum",
    "The sums of the elements up to each one along `axis`.",
    lambda g, y, x, axis, reverse: cumsum(g, axis, reverse=not reverse),
    "Cumsum",
)


def cumprod_gradient(g: Tensor, y: Tensor, x: Tensor, axis: int, reverse: bool) -> Tensor:
    # y_j = the product of the x_i up to j:  dx_i = the sum of g_j y_j / x_i from i on. Behind the first 0 all products
    # are 0; its own gradient has them without it.
    zero = equal(x, 0.0)
    first = logical_and(zero, equal(cumsum(zero, axis, reverse=reverse), 1))
    without = cumprod(where(first, 1.0, x), axis, reverse=reverse)
    own = cumsum(g * without, axis, reverse=not reverse)
    return where(first, own, divide_no_nan(cumsum(g * y, axis, reverse=not reverse), x))


cumprod: Cumulative = cumulative(
    "cumprod", "The products of the elements up to each one along `axis`.", cumprod_gradient, "Cumprod"
)
