"""Bounds of int32 values, in R, the largest magnitude among the inputs."""

import numpy as np
import pytest

from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import UNKNOWN, Builder, TensorType, building, symbol
from bmlc.ops.tensor import Tensor
from bmlc.passes.integer_ranges import integer_ranges, range_of


@pytest.mark.parametrize(
    ("fn", "largest", "bound"),
    [
        (lambda t: t + 1, 2**24 - 1, [1, 1]),
        (lambda t: 5 - t, 2**24 - 5, [5, 1]),
        (lambda t: t * 3 - t, 2**22, [0, 4]),
        (lambda t: t * t, 2**12, [0, 0, 1]),
        (ops.negative, 2**24, [0, 1]),
        (lambda t: ops.clip(t, -7, 9) * 1000, 2**24, [9000]),
        (lambda t: ops.maximum(t, 100), 2**24, [100, 1]),
        (lambda t: ops.maximum(ops.segment_max(t, t, 3), t[:3]) + 1, 2**24 - 1, [1, 1]),
        (lambda t: ops.minimum(ops.segment_prod(ops.cast(t > 0, "int32"), t, 3), 5) * 9, 2**24, [9]),
        (lambda t: ops.where(t > 3, t, -20), 2**24, [20, 1]),
        (lambda t: ops.sum(t, axis=0), 2**22, [0, 4]),
        (lambda t: ops.sum(ops.cast(t > 0, "int32")), 2**24, [4]),
        (lambda t: ops.argmax(ops.cast(t, "float32")) + 1, 2**24, [5]),
        (lambda t: ops.flip(ops.concatenate([t, t])), 2**24, [0, 1]),
        (lambda t: ops.concatenate([t, np.zeros(0, np.int32)]), 2**24, [0, 1]),
        (lambda t: ops.relu(ops.prod(-ops.cast(t > 0, "int32"))) * 5, 2**24, [5]),
        (lambda t: ops.prod(t[:0]) * 5, 2**24, [5]),
        (lambda t: ops.sum(ops.one_hot(t, 3, dtype="int32")), 2**24, [12]),
        (lambda t: ops.scan(lambda c, x: (c + 2, None), 1, t)[0], 2**24, [9]),
        (lambda t: ops.scan(lambda c, x: (c - x, None), 0, t)[0], 2**22, [0, 4]),
        (lambda t: ops.scan(lambda c, x: (ops.minimum(c + x, 7), None), 0, t)[0], 2**22 - 7, [28, 4]),
        (lambda t: ops.scan(lambda c, x: ((c[1], c[0] + x), None), (0, 0), t)[0][0], 2**22, [0, 4]),
        (lambda t: ops.while_loop(lambda c: c < 9, lambda c: c + 2, 0), 2**24, [2**17]),
        (lambda t: ops.while_loop(lambda c: c * t[0] < 9, lambda c: c + 1, 0), 2**8, [2**16]),
    ],
)
def test_bounds(traced, fn, largest, bound):
    ranges = integer_ranges(traced(fn, t="int32[4]"), "webgl")
    assert ranges.largest == largest
    (out,) = ranges.outs
    assert list(out)[: len(bound)] == bound
    assert not any(out[len(bound) :])


@pytest.mark.parametrize(
    ("fn", "said"),
    [
        (lambda t: t > 1_700_000_000, "the number 1700000000 is beyond that"),
        (lambda t: t + np.array([1, 2**25, -(2**31), 4], np.int32), f"the number {-(2**31)} is beyond that"),
        (lambda t: t * t * t * t, "multiply could go beyond that"),
        (lambda t: ops.segment_max(t, t, 2) + 1, "add could go beyond that"),
        (lambda t: ops.segment_min(t, t, 2), "subtract could go beyond that"),
        (lambda t: ops.cumprod(t, 0), "cumprod could go beyond that"),
        (lambda t: ops.scan(lambda c, x: (c * 2, None), 1, t)[0], "scan could go beyond that"),
        (lambda t: ops.while_loop(lambda c: c < 99, lambda c: c * 2, 1), "while_loop could go beyond that"),
        (lambda t: ops.cast(ops.exp(ops.cast(t, "float32")), "int32") + 1, "add could go beyond that"),
    ],
)
def test_what_could_be_rounded_is_refused_with_its_line(traced, fn, said):
    with pytest.raises(UserError) as caught:
        integer_ranges(traced(fn, t="int32[4]"), "webgl")
    assert caught.value.code == "BML401"
    assert caught.value.message == f"webgl stores int32 as float32, exact up to 2**24 = 16,777,216: {said}"
    assert caught.value.loc.file == __file__


@pytest.mark.parametrize(
    ("fn", "expected"),
    [
        (lambda t, x: t, (-(2**31), 2**31)),
        (lambda t, x: x, None),
        (lambda t, x: ops.clip(t * t * t, 0, 9), (0, 9)),  # which wraps around
        (lambda t, x: ops.clip(ops.cast(x, "int32"), -3, 9) + 1, (-3, 10)),
        (lambda t, x: ops.cast(x, "uint8"), (0, 255)),
        (lambda t, x: ops.floor(ops.clip(x, -0.5, 2.5)), (-1, 2.5)),
        (lambda t, x: ops.prod(ops.broadcast_to(ops.clip(x[0], 0.0, 9.0), (25,))), None),
        (lambda t, x: ops.prod(ops.broadcast_to(t[0], (25,))), (-(2**31), 2**31)),
        (lambda t, x: ops.random.random_uniform(0, shape=(2,), seed=1, site=0) * 4.0 - 1.0, (-1, 4)),
        (lambda t, x: ops.clip(t, 0, ops.cast(x[0], "int32")), (0, 2**31)),
        (lambda t, x: ops.argmax(x), None),  # of as many as there are
    ],
)
def test_what_a_tensor_can_be_while_it_is_traced(fn, expected):
    with building(Builder("f", UNKNOWN)) as builder:
        t, x = (Tensor(builder.param("x", TensorType((symbol("n"),), dtype))) for dtype in ("int32", "float32"))
        assert range_of(ops.convert_to_tensor(fn(t, x)).var, builder) == expected
