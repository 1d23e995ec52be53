"""What tracing cannot decide of sizes: a guard of the function, once, where the program says so."""

from __future__ import annotations

import pytest

from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import TensorType, format_function, symbol, verify
from bmlc.passes.pipeline import lower, optimize
from bmlc.passes.trace import trace

n, m, t = (symbol(name) for name in "nmt")


def traced(fn, *shapes):
    return trace(fn, [(f"x{i}", TensorType(shape, "float32")) for i, shape in enumerate(shapes)], "f")


def test_a_guard_is_made_once_and_kept_by_every_pass():
    def fn(x, y):
        return ops.sum((x + y) * (y - x), axis=0) + ops.sum(x * y)

    function = verify(traced(fn, (n, 3), (m, 3)))
    (guard,) = function.guards
    assert (str(guard.size), guard.equal, guard.loc.file) == ("m - n", True, __file__)
    assert guard.expected == "add expected n = m for [n, 3] and [m, 3]"
    assert optimize(function).guards == lower(optimize(function), "wasm").guards == (guard,)
    assert "\n  guard m - n == 0\n" in format_function(function)


def test_what_is_known_needs_no_guard():
    def fn(x):
        merged = ops.reshape(x, (n * t, 4))
        halves = x[:, : t // 2], x[:, t // 2 :]
        return ops.reshape(merged, (n, t, 4)) + ops.concatenate(halves, 1), ops.reshape(x, (n, -1)), x[::2]

    assert traced(fn, (n, t, 4)).guards == ()


@pytest.mark.parametrize(
    ("fn", "shapes"),
    [
        (ops.add, [(n, 3), (n + 1, 3)]),
        (ops.add, [(n, 3), (4, 3)]),  # an open size beside a fixed one is a mistake
        (ops.matmul, [(n, 2 * t), (t, 3)]),
        (lambda x: ops.reshape(x, (7, 3)), [(2 * n, 3)]),
    ],
)
def test_sizes_that_surely_differ_are_an_error(fn, shapes):
    with pytest.raises(UserError, match="expected"):
        traced(fn, *shapes)


@pytest.mark.parametrize("shapes", [[(n * t,)], [(n + m,)], [(n // 2,)], [(n,), (n // 2,)], [(n * n,)]])
def test_parameters_have_to_say_what_their_symbols_are(shapes):
    with pytest.raises(UserError, match=r"f expected sizes of x\d that follow from those of its parameters, received"):
        traced(lambda *xs: xs[0], *shapes)


@pytest.mark.parametrize("shapes", [[(2 * n - 1,)], [(n * t,), (n,)], [(n + m,), (m - 1,)], [(n * n,), (n,)]])
def test_parameters_may_say_it_together(shapes):
    assert verify(traced(lambda *xs: xs[0] * 2.0, *shapes))
