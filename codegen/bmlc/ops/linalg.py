"""Matrix products."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import all_batched, broadcast_to, sum
from bmlc.ops.casting import as_arithmetic, cast, highest
from bmlc.ops.constant import full
from bmlc.ops.elementwise_binary import multiply
from bmlc.ops.op import Gradients, Op, Op2, Target
from bmlc.ops.rules import broadcast_shapes, may_agree, misuse, product, same_shape, shape_texts
from bmlc.ops.shape import expand_dims, reshape, squeeze, swapaxes
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["dot", "matmul"]


def matmul_shape(a: TensorType, b: TensorType, *, transpose_a: bool, transpose_b: bool) -> TensorType:
    if a.dtype != b.dtype or a.dtype not in ("float32", "int32"):
        raise misuse("matmul", "two tensors of one dtype, float32 or int32", f"{a} and {b}")
    (rows, inner_a) = reversed(a.shape[-2:]) if transpose_a else a.shape[-2:]
    (inner_b, columns) = reversed(b.shape[-2:]) if transpose_b else b.shape[-2:]
    fits = may_agree("matmul", inner_a, inner_b, a.shape, b.shape)
    if not fits or not same_shape("matmul", a.shape[:-2], b.shape[:-2], a.shape, b.shape):
        raise misuse("matmul", "matrices whose inner sizes agree", f"{a} and {b}")
    return TensorType((*a.shape[:-2], rows, columns), a.dtype)


def matmul_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor, *, transpose_a: bool, transpose_b: bool) -> Gradients:
    if not transpose_a and not transpose_b:  # y = a @ b:  da = g @ b.T, db = a.T @ g
        return product_of(g, b, False, True), product_of(a, g, True, False)
    if not transpose_a:  # y = a @ b.T:  da = g @ b, db = g.T @ a
        return product_of(g, b, False, False), product_of(g, a, True, False)
    if not transpose_b:  # y = a.T @ b:  da = b @ g.T, db = a @ g
        return product_of(b, g, False, True), product_of(a, g, False, False)
    return product_of(b, g, True, True), product_of(g, a, True, True)  # y = a.T @ b.T:  da = b.T @ g.T, db = g.T @ a.T


def product_of(a: Tensor, b: Tensor, transpose_a: bool, transpose_b: bool) -> Tensor:
    return MATMUL(a, b, transpose_a=transpose_a, transpose_b=transpose_b)


def matmul_batching(
    op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, transpose_a: bool, transpose_b: bool
) -> Tensor:
    a, b = inputs
    if batched == (True, False) and b.ndim == 2 and not transpose_a:
        # The rows of all elements are one taller matrix.
        rows = reshape(a, (product(a.shape[:-1]), a.shape[-1]))
        y = product_of(rows, b, False, transpose_b)
        return reshape(y, (*a.shape[:-1], y.shape[-1]))
    a, b = all_batched(inputs, batched)
    return product_of(a, b, transpose_a, transpose_b)


def matmul_kernel(k: Target, a: Tensor, b: Tensor, *, transpose_a: bool, transpose_b: bool) -> Tensor:
    if 0 in (*a.shape, *b.shape):  # XNNPACK refuses them
        return full(k.out_types[0].shape, 0, a.dtype)
    if a.dtype == "int32" and (transpose_a or transpose_b):  # ours of ints is plain
        return plain_matmul(k, a, b, transpose_a=transpose_a, transpose_b=transpose_b)
    return k.kernel("BatchMatMul", a, b, transposeA=transpose_a, transposeB=transpose_b)


def plain_matmul(k: Target, a: Tensor, b: Tensor, *, transpose_a: bool, transpose_b: bool) -> Tensor:
    """The product of matrices that are transposed before."""
    a = swapaxes(a, -1, -2) if transpose_a else a
    b = swapaxes(b, -1, -2) if transpose_b else b
    return matmul_kernel(k, a, b, transpose_a=False, transpose_b=False)


MATMUL = Op2(
    name="matmul",
    shape=matmul_shape,
    gradient=matmul_gradient,
    batching=matmul_batching,
    reference=lambda tf, a, b, *, transpose_a, transpose_b: tf.linalg.matmul(a, b, transpose_a, transpose_b),
    kernel=matmul_kernel,
)


def matmul(x1: Operand, x2: Operand) -> Tensor:
    """The matrix product; a vector is a row on the left and a column on the right, leading dimensions broadcast."""
    if highest(x1, x2) == "bool":
        return cast(matmul(*as_arithmetic(x1, x2)), "bool")
    a, b = as_arithmetic(x1, x2)
    if not a.ndim or not b.ndim:
        raise misuse("matmul", "tensors of rank 1 or more", f"shapes {shape_texts(a.shape, b.shape)}", "use multiply")
    if a.ndim == 1:
        return squeeze(matmul(expand_dims(a, 0), b), -1 if b.ndim == 1 else -2)
    if b.ndim == 1:
        return squeeze(matmul(a, expand_dims(b, 1)), -1)
    if not may_agree("matmul", a.shape[-1], b.shape[-2], a.shape, b.shape):
        raise misuse("matmul", "matrices whose inner sizes agree", f"shapes {shape_texts(a.shape, b.shape)}")
    if a.ndim > 2 and b.ndim == 2:
        rows = reshape(a, (product(a.shape[:-1]), a.shape[-1]))
        return reshape(product_of(rows, b, False, False), (*a.shape[:-1], b.shape[-1]))
    leading = broadcast_shapes("matmul", a.shape[:-2], b.shape[:-2])
    a, b = (broadcast_to(x, (*leading, *x.shape[-2:])) for x in (a, b))
    return product_of(a, b, False, False)


def dot(x1: Operand, x2: Operand) -> Tensor:
    """NumPy's dot: the last dimension of `x1` with the second to last of `x2` (a vector's only one)."""
    if highest(x1, x2) == "bool":
        return cast(dot(*as_arithmetic(x1, x2)), "bool")
    a, b = as_arithmetic(x1, x2)
    if not a.ndim or not b.ndim:
        return multiply(a, b)
    if a.ndim == 1 and b.ndim == 1:
        if not same_shape("dot", a.shape, b.shape):
            raise misuse("dot", "vectors of one size", f"shapes {shape_texts(a.shape, b.shape)}")
        return sum(multiply(a, b))
    if b.ndim <= 2:
        return matmul(a, b)
    raise misuse("dot", "a second operand of rank 2 or less", f"shape {shape_texts(b.shape)}", "use matmul")
