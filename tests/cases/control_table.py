"""Cases of `cond`, `switch`, `while_loop` and `custom_gradient`, by themselves and inside each other."""

from __future__ import annotations

from typing import Any

import numpy as np
from cases.ops import Case, integers, normal, positive

import bml
from bmlc import ops

X = normal(3, 4, seed=1)
P = positive(3, 4, seed=2)
YES, NO = np.bool_([True]), np.bool_([False])


def chosen(x: Any, p: Any) -> Any:
    return ops.cond(p[0], lambda: (ops.sqrt(x), ops.sum(x)), lambda: (x * x, ops.mean(x)))


def nested(x: Any, p: Any, q: Any) -> Any:
    return ops.cond(p[0], lambda: ops.cond(q[0], lambda: ops.exp(x), lambda: x), lambda: -x)


def in_a_scan(xs: Any) -> Any:
    def step(c: Any, x: Any) -> Any:
        c = ops.cond(ops.sum(x) > 0.0, lambda: ops.tanh(c + x), lambda: c * 0.5)
        return c, c

    return ops.scan(step, ops.zeros((4,)), xs)


def in_a_scan_numpy(xs: Any) -> Any:
    c, cs = np.zeros(4, "f"), []
    for x in xs:
        c = np.tanh(c + x) if x.sum() > 0 else c * np.float32(0.5)
        cs.append(c)
    return [c, np.stack(cs)]


def of_a_scan(xs: Any, p: Any) -> Any:
    return ops.cond(p[0], lambda: ops.scan(lambda c, x: (ops.tanh(c + x), None), ops.zeros((4,)), xs)[0], lambda: xs[0])


def switched(x: Any, i: Any) -> Any:
    return ops.switch(i[0], [lambda y: y, ops.exp, lambda y: y * y], x)


def newton(x: Any) -> Any:
    """Square roots, until they do not change."""

    def holds(root: Any, change: Any) -> Any:
        return ops.max(change) > 1e-3

    def step(root: Any, change: Any) -> Any:
        better = 0.5 * (root + x / root)
        return better, ops.absolute(better - root)

    return ops.while_loop(holds, step, (x, x + 1.0), maximum_iterations=12)[0]


def by_sizes(x: Any) -> Any:
    return ops.cond(ops.dimension(ops.shape(x)[0]) > 2.0, lambda: x * 2.0, lambda: x * 3.0)


def of_each(x: Any, w: Any) -> Any:
    """The function that a row does not take has no finite derivative there, neither by the row nor by w."""

    def row(r: Any) -> Any:
        s = ops.sum(r)
        return ops.cond(s > 0.0, lambda: w[0, 0] * ops.sqrt(s), lambda: w[1, 0] * ops.log(-s))

    return ops.vectorized_map(row, x)


def of_each_numpy(x: Any, w: Any) -> Any:
    s = x.sum(1)
    return np.where(s > 0, w[0, 0] * np.sqrt(np.maximum(s, 0)), w[1, 0] * np.log(np.maximum(-s, 1e-9)))


def twice_of_each(x: Any, w: Any) -> Any:
    """Elements of elements: each number of a row takes another function of both."""

    def number(r: Any, y: Any) -> Any:
        return ops.cond(y * ops.sum(r) > 0.0, lambda: w[0, 0] * ops.sqrt(y * ops.sum(r)), lambda: y * w[1, 1])

    return ops.vectorized_map(lambda r: ops.vectorized_map(lambda y: number(r, y), r), x)


def steps_of_each(x: Any, w: Any) -> Any:
    """A loop that each row leaves when the next step would be NaN."""

    def row(r: Any) -> Any:
        return ops.while_loop(
            lambda y: y > 1.0, lambda y: ops.sqrt(y - 1.0) * w[0, 0], ops.sum(r), maximum_iterations=5
        )

    return ops.vectorized_map(row, x)


def rooted(x: Any, w: Any) -> Any:
    """A function that nobody takes."""
    return ops.vectorized_map(lambda r: ops.cond(r[0] > 99.0, lambda: w[0] * ops.log(r - 99.0), lambda: w[1] * r), x)


@ops.custom_gradient
def clipped(x: Any, y: Any) -> Any:
    e = ops.exp(x)
    return (ops.round(x) * y, e), lambda d, de: (d * e + de, None)


def slope(x: Any, y: Any) -> Any:
    """Its own gradient goes through what the gradient of `clipped` reads, and through `clipped` once more."""
    return bml.value_and_grad(lambda z: ops.sum(clipped(z, y)[0] * z), argnums=(0,))(x)[1][0]


def gradients_of_elements(xs: Any, w: Any) -> Any:
    """The loss of each element, and what it asks of `w` and of itself."""

    def of(x: Any) -> Any:
        return bml.value_and_grad(lambda w, x: ops.sum(ops.tanh(w * x)), argnums=(0, 1))(w, x)

    return ops.vectorized_map(of, xs)


def gradients_of_elements_numpy(xs: Any, w: Any) -> Any:
    y = np.tanh(w * xs)
    return [y.sum(axis=1), (1 - y * y) * xs, (1 - y * y) * w]


def on_a_tape(x: Any, w: Any) -> Any:
    with bml.GradientTape() as tape:
        tape.watch([x, w])
        loss = ops.sum(ops.tanh(w * x))
    return tape.gradient(loss, [x, w])


def on_a_tape_numpy(x: Any, w: Any) -> Any:
    slope = 1 - np.tanh(w * x) ** 2
    return [slope * w, slope * x]


CONTROL = [
    Case("cond_then", chosen, (P, YES), lambda x, p: [np.sqrt(x), x.sum()], symbolic=(True, False)),
    Case("cond_otherwise", chosen, (X, NO), lambda x, p: [x * x, x.mean()], symbolic=(True, False)),
    Case("cond_of_cond", nested, (X, YES, NO), lambda x, p, q: x),
    Case("cond_by_sizes", by_sizes, (X,), lambda x: x * 2, symbolic=(True,)),
    Case("cond_in_a_scan", in_a_scan, (normal(6, 4, seed=3),), in_a_scan_numpy, symbolic=(True,)),
    Case("cond_of_a_scan", of_a_scan, (normal(6, 4, seed=3), NO), lambda xs, p: xs[0]),
    *(
        Case(f"switch_{i}", switched, (X, np.int32([i])), lambda x, i: [x, np.exp(x), x * x][max(0, min(2, i[0]))])
        for i in (-3, 1, 5)
    ),
    # The loop ends at a change of 1e-3, not at the root.
    Case("while_loop_bounded", newton, (P,), np.sqrt, tolerance=1e-4, gpu_tolerance=1e-4),
    Case(
        "while_loop_of_ints",
        lambda x: ops.while_loop(lambda i, y: i < 5, lambda i, y: (i + 2, y + 3), (0, x), maximum_iterations=9)[1],
        (integers(3, 4),),
        lambda x: x + 9,
    ),
    Case("cond_of_each", of_each, (X, P), of_each_numpy, symbolic=(True, False)),
    Case("cond_of_each_of_each", twice_of_each, (X, P), None, symbolic=(True, False)),
    Case("cond_that_none_takes", rooted, (X, P), lambda x, w: w[1] * x, symbolic=(True, False)),
    Case("while_loop_of_each", steps_of_each, (9 * P, P), None, symbolic=(True, False)),
    Case("custom_gradient", clipped, (X, P), lambda x, y: [np.round(x) * y, np.exp(x)]),
    Case("slope_of_custom_gradient", slope, (X, P), lambda x, y: x * np.exp(x) + np.round(x) * y),
    Case("on_a_tape", on_a_tape, (X, P), on_a_tape_numpy, symbolic=(True, True)),
    Case(
        "elements_on_tapes",
        lambda xs, w: ops.vectorized_map(lambda x: on_a_tape(x, w), xs),
        (X, P[0]),
        on_a_tape_numpy,
        symbolic=(True, False),
    ),
    Case(
        "gradients_of_elements",
        gradients_of_elements,
        (X, P[0]),
        gradients_of_elements_numpy,
        symbolic=(True, False),
        differentiable=False,
    ),
]
