"""Functions of one element that draw random numbers in functions of ops, and which draws of their place they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

import bml
from bml import ops
from bmlc.random import philox

ELEMENTS = np.float32([1, -1, 3, 0, 2])
Draw = Callable[[], Any]


class Drawing(NamedTuple):
    """Args:
    fn: Takes a function that draws two numbers, and an element, a scalar; gives what it drew, [draws, 2].
    draws: Of an element: which draw each is, from 0; None for zeros.
    """

    fn: Callable[[Draw, Any], Any]
    draws: Callable[[float], Sequence[int | None]]


def zeros() -> Any:
    return ops.zeros((2,))


def counted(most: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """The last draw of a loop, and one after it."""

    def fn(d: Draw, x: Any) -> Any:
        _, last = ops.while_loop(
            lambda i, y: i < most(x), lambda i, y: (i + 1.0, d()), (0.0, zeros()), maximum_iterations=4
        )
        return ops.stack([last, d()])

    return fn


def scanned(d: Draw, x: Any) -> Any:
    return ops.scan(lambda c, _: (c, d()), 0.0, length=5)[1]


def scanned_twice(d: Draw, x: Any) -> Any:
    """The inner function takes nothing of the outer one."""
    return ops.reshape(ops.scan(lambda c, _: (c + 1.0, scanned(d, x)), 0.0, length=4)[1], (20, 2))


def scanned_if(d: Draw, x: Any) -> Any:
    return ops.scan(lambda c, _: (c + 1.0, ops.cond(c < x, d, zeros)), 0.0, length=4)[1]


def own_gradient(d: Draw, x: Any) -> Any:
    return ops.stack([ops.custom_gradient(lambda y: (y + d(), lambda g: g))(zeros()), d()])


def differentiated(d: Draw, x: Any) -> Any:
    """The gradient of what is multiplied by a draw is that draw; the element is not read."""
    return ops.stack([bml.value_and_grad(lambda y: ops.sum(y * d()), argnums=(0,))(zeros())[1][0], d()])


def differentiated_by_element(d: Draw, x: Any) -> Any:
    _, (gradient,) = bml.value_and_grad(lambda y: ops.sum(d() * (y + x)), argnums=(0,))(zeros())
    return ops.stack([gradient, d()])


def combined(d: Draw, x: Any) -> Any:
    """Of two parts, their second plus a draw: its one call of the function shows what that drew."""
    return ops.associative_scan(lambda a, b: b + d(), ops.zeros((2, 2)))


DRAWINGS = {
    "top": Drawing(lambda d, x: ops.stack([d(), d()]), lambda x: (0, 1)),
    "scan": Drawing(scanned, lambda x: range(5)),
    "scan_in_a_scan": Drawing(scanned_twice, lambda x: range(20)),
    "map": Drawing(lambda d, x: ops.map(lambda y: d(), ops.zeros((5, 3))), lambda x: range(5)),
    "cond_of_all": Drawing(lambda d, x: ops.stack([ops.cond(True, d, zeros), d()]), lambda x: (0, 1)),
    "cond": Drawing(lambda d, x: ops.stack([ops.cond(x > 0, d, d), d()]), lambda x: (0, 1)),
    "cond_of_one_arm": Drawing(
        lambda d, x: ops.stack([ops.cond(x > 0, d, zeros), d()]), lambda x: (0 if x > 0 else None, 1)
    ),
    "cond_in_a_scan": Drawing(scanned_if, lambda x: [i if i < x else None for i in range(4)]),
    "switch": Drawing(
        lambda d, x: ops.stack(
            [ops.switch(ops.cast(x, "int32"), [zeros, d, lambda: ops.maximum(zeros() * d(), d()), d]), d()]
        ),
        lambda x: ((None, 0, 1, 0)[max(0, int(x))], 2),
    ),
    "while_of_all": Drawing(counted(lambda x: 3.0), lambda x: (2, 3)),
    "while": Drawing(counted(lambda x: x), lambda x: (int(x) - 1 if x > 0 else None, 4)),
    "while_unbounded": Drawing(
        lambda d, x: ops.stack([ops.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, d()), (0, zeros()))[1], d()]),
        lambda x: (2, 3),
    ),
    "associative_scan": Drawing(combined, lambda x: (None, 0)),
    "custom_gradient": Drawing(own_gradient, lambda x: (0, 1)),
    "value_and_grad": Drawing(differentiated, lambda x: (0, 1)),
    "value_and_grad_of_an_element": Drawing(differentiated_by_element, lambda x: (0, 1)),
}


def expected(drawing: Drawing, seed: int, counted_from: int | None) -> Any:
    """What it gives for `ELEMENTS`; with `counted_from` None by a fixed seed, which gives the same at each draw."""

    def numbers(index: int, draw: int | None) -> Any:
        if draw is None:
            return np.zeros(2, np.float32)
        if counted_from is None:
            return philox.uniform((2,), seed, 0)
        return philox.uniform((len(ELEMENTS), 2), seed, 0, counted_from + draw)[index]

    return np.stack([[numbers(i, draw) for draw in drawing.draws(float(x))] for i, x in enumerate(ELEMENTS)])
