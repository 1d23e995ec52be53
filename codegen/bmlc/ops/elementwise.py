"""How an op that works element by element is declared: `exp = unary("exp", "e^x.", lambda g, y, x: g * y, "Exp")`.

The declaration is the public function: it takes tensors, arrays and numbers, and converts them. Every rule that does
not vary within the family is written here, once.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, cast

from bmlc.ir import DType, TensorType
from bmlc.ops.broadcasting import elementwise, unbroadcast
from bmlc.ops.casting import KINDS, Kind, PublicOp, as_bytes, as_float
from bmlc.ops.op import TF, Array, Gradients, NotDifferentiable, Op1, Op2, Target, unchanged
from bmlc.ops.rules import broadcast_shapes, misuse
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["Binary", "Unary", "binary", "composed", "named_kernel", "same_type", "tf_call", "unary"]

UnaryGradient: TypeAlias = Callable[[Tensor, Tensor, Tensor], Tensor]
BinaryGradient: TypeAlias = Callable[[Tensor, Tensor, Tensor, Tensor], tuple[Tensor, Tensor]]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Unary(PublicOp, Op1[[]]):
    """A function of one tensor, element by element."""

    def __call__(self, x: Operand) -> Tensor:
        return as_bytes(self.apply_to(x), x)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Binary(PublicOp, Op2[[]]):
    """A function of two tensors, element by element; they broadcast as in NumPy."""

    def __call__(self, x1: Operand, x2: Operand) -> Tensor:
        return as_bytes(self.apply_to(x1, x2), x1, x2)


def unary(
    name: str,
    doc: str,
    gradient: UnaryGradient | NotDifferentiable | None,
    kernel: str | Callable[[Target, Tensor], Tensor],
    *,
    of: Kind = "float",
    ints: Callable[[Target, Tensor], Tensor] | None = None,
    out: DType | None = None,
    reference: str | Callable[[TF, Array], Array] | None = None,
) -> Unary:
    """A function of `x`.

    Args:
        name: As in Keras.
        doc: What it gives.
        gradient: (g, y, x) -> the gradient for `x`; None where nothing flows.
        kernel: A kernel of tfjs's or ours, or a rule: (k, x) -> y.
        of: What `x` is converted to.
        ints: The rule for int32, where the kernel is one of floats.
        out: The dtype of the result; that of `x` by default.
        reference: TensorFlow's function, by its path or as a rule: (tf, x) -> y; `math.<name>` by default, arc as a.
    """
    rule = named_kernel(kernel)
    return Unary(
        name=name,
        doc=doc,
        of=of,
        shape=same_type(name, *KINDS[of].dtypes, out=out),
        gradient=(lambda g, y, x: (gradient(g, y, x),)) if callable(gradient) else gradient,
        batching=unchanged,
        reference=tf_call(reference or f"math.{name.replace('arc', 'a')}"),
        kernel=(lambda k, x: ints(k, x) if x.dtype == "int32" else rule(k, x)) if ints else rule,
    )


def binary(
    name: str,
    doc: str,
    gradient: BinaryGradient | NotDifferentiable | None,
    kernel: str | Callable[[Target, Tensor, Tensor], Tensor],
    *,
    of: Kind = "number",
    out: DType | None = None,
    reference: str | Callable[[TF, Array, Array], Array] | None = None,
) -> Binary:
    """A function of `x1` and `x2`, which broadcast.

    Args:
        name: As in Keras.
        doc: What it gives.
        gradient: (g, y, a, b) -> the gradients for a and b, before they are summed back to what broadcasting stretched.
        kernel: A kernel of tfjs's or ours, or a rule: (k, a, b) -> y.
        of: What the operands are converted to.
        out: The dtype of the result; that of the operands by default.
        reference: TensorFlow's function, by its path or as a rule: (tf, a, b) -> y; `math.<name>` by default, arc as a.
    """

    def shape(a: TensorType, b: TensorType) -> TensorType:
        if a.dtype != b.dtype or a.dtype not in KINDS[of].dtypes:
            raise misuse(name, f"two tensors of one dtype, {' or '.join(KINDS[of].dtypes)}", f"{a} and {b}")
        return TensorType(broadcast_shapes(name, a.shape, b.shape), out or a.dtype)

    def rule(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> Gradients:
        assert callable(gradient)
        da, db = gradient(g, y, a, b)
        return unbroadcast(da, a.type), unbroadcast(db, b.type)

    return Binary(
        name=name,
        doc=doc,
        of=of,
        shape=shape,
        gradient=rule if callable(gradient) else gradient,
        batching=elementwise,
        reference=tf_call(reference or f"math.{name.replace('arc', 'a')}"),
        kernel=named_kernel(kernel),
    )


def composed(name: str, doc: str, of_floats: Callable[[Tensor], Tensor]) -> Callable[[Operand], Tensor]:
    """A function of `x`, as float32, that is written with ops and has no rules of its own."""

    def call(x: Operand) -> Tensor:
        return of_floats(*as_float(x))

    call.__name__, call.__doc__ = name, doc
    return call


def same_type(name: str, *dtypes: DType, out: DType | None = None) -> Callable[[TensorType], TensorType]:
    """The shape rule of a unary op: an output like its input, which has one of `dtypes`."""

    def shape(x: TensorType) -> TensorType:
        if x.dtype not in dtypes:
            raise misuse(name, " or ".join(dtypes), x)
        return x.with_dtype(out or x.dtype)

    return shape


def named_kernel(kernel: str | Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The rule itself, or the one that calls the kernel of that name without attributes."""
    if not isinstance(kernel, str):
        return kernel
    return lambda k, *inputs: cast(Tensor, k.kernel(kernel, *inputs))


def tf_call(reference: str | Callable[..., Array]) -> Callable[..., Array]:
    """The rule itself, or the one that calls TensorFlow's function of that path."""
    if not isinstance(reference, str):
        return reference
    return lambda tf, *inputs: operator.attrgetter(reference)(tf)(*inputs)
