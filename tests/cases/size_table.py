"""The cases of sizes that are known only when a function is called: each at two of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from cases.numpy_nd import average_pool, conv, conv_transpose, depthwise_conv, max_pool
from cases.ops import Array, Case, integers, normal

from bmlc import ops

W = normal(4, 3, seed=5)


def sized(name: str, fn: Callable[..., Any], numpy: Any, names: str, *shapes: tuple[int, ...]) -> Case:
    """A case of one input, whose leading dimensions are `names`, at each of the `shapes`."""
    one, other = (normal(*shape, seed=i) for i, shape in enumerate(shapes))
    return Case(name, fn, (one,), numpy, symbolic=(names,), again=(other,))


def rows(name: str, fn: Callable[..., Any], numpy: Any = None) -> Case:
    """A case of n rows, an even and an odd number of them; `fn` is NumPy's too unless it differs."""
    return sized(name, fn, numpy or fn, "n", (4, 3), (5, 3))


def windows(op: str, numpy: Callable[..., Any], kernel: tuple[int, ...] | None, **attrs: Any) -> Case:
    """Images whose height and width are unknown, once even and odd, once odd and even."""
    given = () if kernel is None else (normal(*kernel, seed=5),)
    text = "_".join(str(value) for value in attrs.values()).replace(", ", "x")
    return sized(
        f"{op}_sized_{text}",
        lambda x: getattr(ops, op)(x, *given, **attrs),
        lambda x: numpy(x, *given, **attrs),
        "n h w",
        (2, 6, 5, 2),
        (1, 9, 8, 2),
    )


def agreeing(name: str, fn: Callable[..., Any], numpy: Any, names: tuple[str, str], *shapes: tuple[int, ...]) -> Case:
    """A case of two inputs, of which a guard has to say that sizes are equal."""
    one, two, other, another = (normal(*shape, seed=i) for i, shape in enumerate(shapes))
    return Case(name, fn, (one, two), numpy, symbolic=names, again=(other, another))


def chunks(x: Array) -> Array:
    return x.reshape(-1, 2, 3).sum(1)


def exchanged(x: Any) -> list[Any]:
    return [x[ops.shape(x)[0] // 2 :], x[: ops.shape(x)[0] // 2]]


def _by_tensors(x: Any) -> list[Any]:
    """Repeats and shapes that are int32 tensors, made of the sizes of `x`."""
    n, width = ops.shape(x)
    counts = ops.concatenate([ops.expand_dims(n, -1), np.asarray([2])])
    return [
        ops.tile(x, counts),
        ops.reshape(x, (counts[0], 1, width)),
        ops.ones(ops.stack([2, n]) + np.asarray([0, 1])),
    ]


def _middle(x: Array) -> Array:
    first = min(int(x[0].argmax()), 2)
    return x[first : first + len(x) - 2]


def _negated(x: Array) -> Array:
    first = min(int(x[0].argmax()), 1)
    return np.concatenate([x[:first], -x[1:], x[first + len(x) - 1 :]])


SIZES = [
    sized("matmul_unknown_rows", lambda x: ops.matmul(x, W), lambda x: x @ W, "n t", (2, 3, 4), (3, 5, 4)),
    sized(
        "matmul_unknown_inner",
        lambda x: ops.matmul(ops.transpose(x, (0, 2, 1)), x),
        lambda x: x.transpose(0, 2, 1) @ x,
        "n t",
        (2, 3, 4),
        (1, 5, 4),
    ),
    agreeing(
        "add_agreeing",
        lambda a, b: a * b + ops.sum(b, axis=0, keepdims=True),
        lambda a, b: a * b + b.sum(0, keepdims=True),
        ("n", "m"),
        *((3, 2), (3, 2), (5, 2), (5, 2)),
    ),
    agreeing(
        "concatenate_agreeing",
        lambda a, b: ops.concatenate([a, b], 1),
        lambda a, b: np.concatenate([a, b], 1),
        ("n", "m t"),
        *((3, 2), (3, 4), (2, 2), (2, 3)),
    ),
    agreeing("matmul_agreeing", ops.matmul, np.matmul, ("n t", "m"), *((3, 2), (2, 4), (2, 5), (5, 4))),
    sized("merge", lambda x: ops.reshape(x, (-1, 4)), lambda x: x.reshape(-1, 4), "n t", (2, 3, 4), (3, 1, 4)),
    sized("chunks", lambda x: ops.sum(ops.reshape(x, (-1, 2, 3)), axis=1), chunks, "n", (4, 3), (6, 3)),
    rows("every_second", lambda x: x[::2]),
    rows("every_third_of_a_part", lambda x: x[1::3, ::2]),
    rows("backwards_by_two", lambda x: x[::-2]),
    rows("slice_unknown", lambda x: ops.slice(x, (ops.argmax(x[0]), 0), (ops.shape(x)[0] - 2, 3)), _middle),
    rows("slice_update_unknown", lambda x: ops.slice_update(x, (ops.argmax(x[0]), 0), -x[1:]), _negated),
    rows("first_rows", lambda x: x[1:4]),
    sized(
        "halves", lambda x: ops.concatenate(exchanged(x)), lambda x: np.concatenate(exchanged(x)), "n", (4, 3), (5, 3)
    ),
    sized("split_unknown", lambda x: ops.split(x, 2), lambda x: np.split(x, 2), "n", (4, 3), (6, 3)),
    windows("max_pool", max_pool, None, pool_size=3, strides=2),
    windows("max_pool", max_pool, None, pool_size=(3, 2), strides=(2, 3), padding="same"),
    windows("average_pool", average_pool, None, pool_size=3, strides=2, padding="same"),
    windows("conv", conv, (3, 2, 2, 3), strides=2),
    windows("conv", conv, (3, 2, 2, 3), strides=(2, 3), padding="same"),
    windows("conv", conv, (3, 2, 2, 3), dilation_rate=(1, 2), padding="same"),
    windows("conv", conv, (1, 1, 2, 3), strides=2, padding="same"),
    windows("depthwise_conv", depthwise_conv, (3, 2, 2, 2), strides=2, padding="same"),
    windows("conv_transpose", conv_transpose, (3, 2, 3, 2), strides=2, padding="same"),
    windows("conv_transpose", conv_transpose, (3, 2, 3, 2), strides=3),
    sized(
        "arange_unknown",
        lambda x: x + ops.arange(1, 2 * ops.shape(x)[0] + 1, 2),
        lambda x: x + np.arange(1, 2 * len(x) + 1, 2, dtype="f"),
        "n",
        *((4,), (5,)),
    ),
    sized(
        "eye_unknown",
        lambda x: ops.eye(ops.shape(x)[0], k=1) @ x,
        lambda x: np.eye(len(x), k=1) @ x,
        "n",
        (4, 3),
        (5, 3),
    ),
    rows("sizes_in_tensors", _by_tensors, lambda x: [np.tile(x, (len(x), 2)), x[:, None], np.ones((2, len(x) + 1))]),
    sized(
        "tile_unknown",
        lambda x: ops.tile(x, (2, ops.shape(x)[0])),
        lambda x: np.tile(x, (2, len(x))),
        "n",
        (2, 3),
        (3, 3),
    ),
    Case(
        "one_hot_unknown",
        lambda x, i: ops.matmul(ops.one_hot(i, ops.shape(x)[0]), x),
        (normal(4, 3), integers(5, low=0, high=4)),
        lambda x, i: x[i],
        symbolic=("n", False),
        again=(normal(6, 3), integers(5, low=0, high=6)),
    ),
]
