"""The cases, by the module that declares the op."""

from __future__ import annotations

import math

import numpy as np
from cases.control_table import CONTROL
from cases.convolution_table import CONVOLUTIONS
from cases.einsum_table import EINSUM
from cases.elementary_table import ELEMENTARY
from cases.empty_table import EMPTY
from cases.families import binary_cases, reduction_cases, reductions, unary_cases
from cases.fourier_table import FOURIER
from cases.image_table import IMAGE
from cases.index_table import INDEXING
from cases.inputs import BITS, CUBE, INTEGERS, MORE_BITS, MORE_INTEGERS, OTHER, ROW, P, X
from cases.matrix_table import MATRICES
from cases.normalization_table import NORMALIZATION
from cases.ops import Array, Case, booleans, images, normal
from cases.order_table import ORDER
from cases.rank_table import RANKS
from cases.scan_table import SCANS
from cases.shape_table import SHAPE
from cases.size_table import SIZES
from cases.window_table import WINDOWS

from bmlc import ops
from bmlc.ops.linalg import product_of

erf = np.vectorize(math.erf, otypes=[np.float32])


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def softplus(x: Array) -> Array:
    return np.log1p(np.exp(x))


def softmax(x: Array, axis: int = -1) -> Array:
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def elu(x: Array, alpha: float = 1.0) -> Array:
    return np.where(x > 0, x, alpha * np.expm1(x))


def unary(name: str, x: Array, numpy: object, **attrs: object) -> Case:
    options = {key: attrs.pop(key) for key in ("tolerance", "gpu_tolerance") if key in attrs}
    suffix = "".join(f"_{value}" for value in attrs.values())
    fn = getattr(ops, name)
    return Case(
        f"{name}{suffix}",
        lambda t: fn(t, **attrs),
        (x,),
        numpy,
        symbolic=(True,),
        **options,  # type: ignore[arg-type]
    )


UNARY = [
    unary("sin", X, np.sin, gpu_tolerance=5e-4),
    unary("cos", X, np.cos, gpu_tolerance=5e-4),
    unary("tan", X / 2, np.tan, gpu_tolerance=5e-4),
    unary("log2", P, np.log2),
    unary("log10", P, np.log10),
    unary("erf", X, erf),
    unary("step", X, lambda x: (x > 0).astype("f")),
    unary("step", X, lambda x: np.where(x > 0, 1, 0.25).astype("f"), alpha=0.25),
    unary("relu", X, lambda x: np.maximum(x, 0)),
    unary("relu6", X * 4, lambda x: np.clip(x, 0, 6)),
    unary("elu", X, elu),
    unary("elu", X, lambda x: elu(x, 0.5), alpha=0.5),
    unary("selu", X, lambda x: np.float32(1.0507009873554805) * elu(x, 1.6732632423543772)),
    unary("leaky_relu", X, lambda x: np.where(x > 0, x, 0.2 * x)),
    unary("leaky_relu", X, lambda x: np.where(x > 0, x, 0.5 * x), negative_slope=0.5),
    unary("sigmoid", X, sigmoid),
    unary("tanh", X, np.tanh),
    unary("softplus", X, softplus),
    unary("silu", X, lambda x: x * sigmoid(x)),
    unary("gelu", X, lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))),
    unary("gelu", X, lambda x: 0.5 * x * (1 + erf(x / np.sqrt(2))), approximate=False),
    unary("softsign", X, lambda x: x / (1 + np.abs(x))),
    unary("hard_sigmoid", X * 3, lambda x: np.clip(x / 6 + 0.5, 0, 1)),
    unary("log_sigmoid", X, lambda x: np.log(sigmoid(x))),
    unary("reciprocal", P, lambda x: 1 / x),
    unary("softmax", X, softmax),
    unary("softmax", X, lambda x: softmax(x, 0), axis=0),
    unary("log_softmax", X, lambda x: np.log(softmax(x))),
    unary("log_softmax", X, lambda x: np.log(softmax(x, 0)), axis=0),
    unary("celu", X, lambda x: np.maximum(x, 0) + 0.5 * np.expm1(np.minimum(x, 0) / 0.5), alpha=0.5),
    unary("hard_shrink", X, lambda x: np.where(np.abs(x) > 0.5, x, 0).astype("f")),
    unary("hard_silu", X * 3, lambda x: x * np.clip(x / 6 + 0.5, 0, 1)),
    unary("hard_tanh", X, lambda x: np.clip(x, -1, 1)),
    unary("soft_shrink", X, lambda x: np.sign(x) * np.maximum(np.abs(x) - 0.5, 0)),
    unary("squareplus", X, lambda x: (x + np.sqrt(x**2 + 4)) / 2),
    unary("tanh_shrink", X, lambda x: x - np.tanh(x)),
    unary("threshold", X, lambda x: np.where(x > 0.5, x, -1).astype("f"), threshold=0.5, default_value=-1.0),
    unary("ceil", X, np.ceil),
    Case("exp_of_int", ops.exp, (INTEGERS,), lambda x: np.exp(x.astype("f"))),
    Case("clip", lambda x: ops.clip(x, -0.5, 1.0), (X,), lambda x: np.clip(x, -0.5, 1.0)),
    Case("clip_int", lambda x: ops.clip(x, -2, 3), (INTEGERS,), lambda x: np.clip(x, -2, 3)),
]


def cross_entropy(targets: Array, logits: Array, axis: int = -1) -> Array:
    return -(targets * np.log(softmax(logits, axis))).sum(axis)


BINARY = [
    Case("softmax_cross_entropy", ops.softmax_cross_entropy, (softmax(OTHER), X), cross_entropy, symbolic=(True, True)),
    Case(
        "softmax_cross_entropy_0",
        lambda t, x: ops.softmax_cross_entropy(t, x, axis=0),
        (softmax(OTHER, 0), X),
        lambda t, x: cross_entropy(t, x, 0),
    ),
    Case("softmax_cross_entropy_far", ops.softmax_cross_entropy, (softmax(CUBE), CUBE * 60), None),
    Case("divide_int", lambda x: x / 7, (INTEGERS,), lambda x: (x / 7).astype("f")),
    Case("power_int", lambda x: x**3, (INTEGERS,), lambda x: x**3),
    Case("power_half", lambda x: x**0.5, (P,), np.sqrt),
    Case("power_number", lambda x: x**1.7, (P,), lambda x: x**1.7),
    Case("equal_bool", ops.equal, (BITS, MORE_BITS), np.equal),
    Case("logical_xor", ops.logical_xor, (BITS, MORE_BITS), np.logical_xor),
    Case("bytes_to_floats", lambda x: x / 255.0, (images(2, 5),), lambda x: (x / 255).astype("f"), symbolic=(True,)),
    Case("bytes_and_number", lambda x: x + 250, (images(2, 5),), lambda x: x.astype("i") + 250),
    Case("scalars", lambda a, b: a * b + 1.0, (X[0, 0].reshape(()), X), lambda a, b: a * b + 1),
]

SELECTION = [
    Case("where", ops.where, (BITS, X, OTHER), np.where),
    Case("where_broadcast", ops.where, (BITS[:, :1], ROW, X), np.where),
    Case("where_vector", ops.where, (BITS[0], ROW, OTHER[0]), np.where),
    Case("where_number", lambda c, x: ops.where(c, x, 0.0), (BITS, X), lambda c, x: np.where(c, x, np.float32(0))),
    Case("where_int", ops.where, (BITS, INTEGERS, MORE_INTEGERS), np.where),
    Case("where_bool", ops.where, (BITS, MORE_BITS, BITS[::-1].copy()), np.where),
    Case(
        "where_rank_5",
        ops.where,
        (booleans(1, 2, 1, 2, 3), normal(1, 2, 1, 2, 3), normal(1, 2, 1, 2, 3, seed=1)),
        np.where,
    ),
    Case("cast_float_to_int", lambda x: ops.cast(x * 3.0, "int32"), (X,), lambda x: (x * 3).astype("i")),
    Case("cast_int_to_float", lambda x: ops.cast(x, "float32"), (INTEGERS,), lambda x: x.astype("f")),
    Case("cast_float_to_bool", lambda x: ops.cast(x, "bool"), (np.array([0.0, 0.4, -2, 256], "f"),), lambda x: x != 0),
    Case("cast_int_to_bool", lambda x: ops.cast(x, "bool"), (np.array([0, 1, 256, -1], "i"),), lambda x: x != 0),
    Case("cast_bool_to_float", lambda x: ops.cast(x, "float32"), (BITS,), lambda x: x.astype("f")),
    Case("cast_bool_to_int", lambda x: ops.cast(x, "int32"), (BITS,), lambda x: x.astype("i")),
    Case("cast_bytes", lambda x: ops.cast(x, "int32"), (images(2, 3),), lambda x: x.astype("i")),
    Case("stop_gradient", lambda x: x * ops.stop_gradient(x), (X,), np.square),
]


WITH_ZEROS = np.where(booleans(3, 4, 5, seed=3), CUBE, 0).astype("f")
TIES = np.array([[1, 3, 3], [2, 2, 2]], "f")

REDUCTION = [
    *reductions("prod", ops.prod, np.prod, CUBE[:2, :2, :3].copy()),
    *reductions("all", ops.all, np.all, booleans(3, 4, 5) | booleans(3, 4, 5, seed=1)),
    *reductions("any", ops.any, np.any, booleans(3, 4, 5) & booleans(3, 4, 5, seed=1) & booleans(3, 4, 5, seed=2)),
    *reductions("var", ops.var, np.var, CUBE),
    *reductions("std", ops.std, np.std, CUBE),
    Case("max_int", lambda x: ops.max(x, axis=0), (INTEGERS,), lambda x: x.max(axis=0)),
    Case("min_int", lambda x: ops.min(x, axis=1), (INTEGERS,), lambda x: x.min(axis=1)),
    Case("sum_bool", lambda x: ops.sum(x, axis=0), (BITS,), lambda x: x.sum(axis=0, dtype="i")),
    Case("mean_int", lambda x: ops.mean(x, axis=0), (INTEGERS,), lambda x: x.mean(axis=0, dtype="f")),
    Case("max_ties", lambda x: ops.max(x, axis=1), (TIES,), lambda x: x.max(axis=1)),
    Case("prod_zeros", lambda x: ops.prod(x, axis=2), (WITH_ZEROS,), lambda x: x.prod(axis=2)),
    Case("argmax", lambda x: ops.argmax(x, axis=-1), (CUBE,), lambda x: x.argmax(-1).astype("i"), symbolic=(True,)),
    Case("argmax_first", lambda x: ops.argmax(x, axis=0), (CUBE,), lambda x: x.argmax(0).astype("i")),
    Case("argmax_flat", ops.argmax, (CUBE,), lambda x: np.int32(x.argmax())),
    Case("argmax_ties", lambda x: ops.argmax(x, axis=1), (TIES,), lambda x: x.argmax(1).astype("i")),
    Case("argmin", lambda x: ops.argmin(x, axis=1, keepdims=True), (X,), lambda x: x.argmin(1)[:, None].astype("i")),
    Case("norm", ops.norm, (X,), np.linalg.norm, symbolic=(True,)),
    Case(
        "count_nonzero",
        lambda x: ops.count_nonzero(x, axis=1),
        (INTEGERS,),
        lambda x: np.count_nonzero(x, axis=1).astype("i"),
        symbolic=(True,),
    ),
    Case(
        "moments",
        lambda x: list(ops.moments(x, axes=(0, 1))),
        (CUBE,),
        lambda x: [x.mean((0, 1)), x.var((0, 1))],
        symbolic=(True,),
    ),
    Case("logsumexp", lambda x: ops.logsumexp(x, axis=1), (X,), lambda x: np.log(np.exp(x).sum(1))),
]

A, B = normal(3, 4), normal(4, 5, seed=1)
COLUMN_OF_4 = normal(4, 1, seed=6)
BATCH_A, BATCH_B = normal(2, 3, 4), normal(2, 4, 5, seed=1)


def transposed(transpose_a: bool, transpose_b: bool) -> Case:
    a, b = (A.T.copy() if transpose_a else A), (B.T.copy() if transpose_b else B)
    return Case(
        f"matmul_{'t' if transpose_a else 'n'}{'t' if transpose_b else 'n'}",
        lambda x, y: product_of(x, y, transpose_a, transpose_b),
        (a, b),
        lambda x, y: (x.T if transpose_a else x) @ (y.T if transpose_b else y),
    )


LINALG = [
    transposed(False, False),
    transposed(True, False),
    transposed(False, True),
    transposed(True, True),
    Case("matmul", ops.matmul, (A, B), np.matmul, symbolic=(True, False)),
    Case("matmul_batch", ops.matmul, (BATCH_A, BATCH_B), np.matmul, symbolic=(True, True)),
    Case("matmul_dense", ops.matmul, (BATCH_A, B), np.matmul, symbolic=(True, False)),
    Case("matmul_broadcast", ops.matmul, (A, BATCH_B), np.matmul),
    Case("matmul_vector", ops.matmul, (A, ROW), np.matmul),
    Case("matmul_row", ops.matmul, (ROW, B), np.matmul),
    Case("matmul_vectors", ops.matmul, (ROW, ROW), np.matmul),
    Case("matmul_large", ops.matmul, (normal(33, 70), normal(70, 17, seed=1)), np.matmul),
    Case(
        "matmul_reshaped",
        lambda x, w: x @ w + ops.sum(x[:, :1] @ ops.reshape(w, (1, 4))),
        (A, COLUMN_OF_4),
        lambda x, w: x @ w + np.sum(x[:, :1] @ w.T),
    ),
    Case("dot_vectors", ops.dot, (ROW, normal(4, seed=5)), np.dot),
    Case("dot", ops.dot, (BATCH_A, B), np.dot),
]

LISTED = [
    *UNARY,
    *BINARY,
    *SELECTION,
    *REDUCTION,
    *SHAPE,
    *LINALG,
    *WINDOWS,
    *SIZES,
    *INDEXING,
    *RANKS,
    *EMPTY,
    *CONTROL,
    *SCANS,
    *ELEMENTARY,
    *EINSUM,
    *ORDER,
    *MATRICES,
    *CONVOLUTIONS,
    *IMAGE,
    *FOURIER,
    *NORMALIZATION,
]
NAMES = [case.name for case in LISTED]
CASES = [*LISTED, *unary_cases(NAMES), *binary_cases(NAMES), *reduction_cases(NAMES)]
