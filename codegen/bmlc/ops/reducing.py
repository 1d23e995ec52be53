"""How a reduction over some axes is declared: `sum = reduction("sum", "The sum...", gradient, "Sum")`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bmlc.ir import TensorType
from bmlc.ops.casting import KINDS, Kind, PublicOp
from bmlc.ops.op import TF, Array, Gradients, NotDifferentiable, Op1, Target, shifted
from bmlc.ops.rules import Axes, Axis, misuse, normalize_axes, reduced_shape
from bmlc.ops.shape import reshape, transpose
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["Reduction", "innermost", "reduction", "reduction_kernel"]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Reduction(PublicOp, Op1[...]):
    """A reduction of one tensor over some axes."""

    def __call__(self, x: Operand, axis: Axis = None, keepdims: bool = False) -> Tensor:
        (t,) = KINDS[self.of].operands(x)
        axes = normalize_axes(self.name, axis, t.ndim)
        return self.apply_to(t, axis=axes, keepdims=keepdims) if axes else t


def reduction(
    name: str,
    doc: str,
    gradient: Callable[[Tensor, Tensor, Tensor, Axes], Tensor] | NotDifferentiable | None,
    kernel: str,
    *,
    of: Kind = "number",
    reference: str | None = None,
) -> Reduction:
    """A function of `x`, `axis` (all by default) and `keepdims`.

    Args:
        name: As in Keras.
        doc: What it gives.
        gradient: (g, y, x, axis) -> the gradient for `x`, where g and y have kept the axes as size 1.
        kernel: That reduces the innermost axes.
        of: What `x` is converted to.
        reference: In `tf.math`; `reduce_<name>` by default.
    """

    def shape(x: TensorType, *, axis: Axes, keepdims: bool) -> TensorType:
        if x.dtype not in KINDS[of].dtypes:
            raise misuse(name, " or ".join(KINDS[of].dtypes), x)
        return x.with_shape(reduced_shape(x.shape, axis, keepdims))

    def rule(g: Tensor, y: Tensor, x: Tensor, *, axis: Axes, keepdims: bool) -> Gradients:
        assert callable(gradient)
        kept = reduced_shape(x.dims, axis, keepdims=True)
        return (gradient(reshape(g, kept), reshape(y, kept), x, axis),)

    def tf_reference(tf: TF, x: Array, *, axis: Axes, keepdims: bool) -> Array:
        return getattr(tf.math, reference or f"reduce_{name}")(x, axis=axis, keepdims=keepdims)

    return Reduction(
        name=name,
        doc=doc,
        of=of,
        shape=shape,
        gradient=rule if callable(gradient) else gradient,
        batching=shifted,
        reference=tf_reference,
        kernel=reduction_kernel(kernel),
    )


def reduction_kernel(name: str) -> Callable[..., Tensor]:
    """The kernel rule of a reduction by kernel `name`."""

    def rule(k: Target, x: Tensor, *, axis: Axes, keepdims: bool) -> Tensor:
        of = x.type.with_shape(reduced_shape(x.dims, axis, keepdims=False))
        axes = {"reductionIndices" if name == "Max" else "axis": tuple(range(x.ndim - len(axis), x.ndim))}
        return reshape(k.kernel(name, innermost(x, axis), types=(of,), **axes, keepDims=False), k.out_types[0].shape)

    return rule


def innermost(x: Tensor, axis: Axes) -> Tensor:
    """`x` with `axis` as its last axes: kernels would transpose behind our back, where nothing can share the result."""
    return transpose(x, (*(i for i in range(x.ndim) if i not in axis), *axis))
