"""Scans of random steps with their gradients: what the passes make of them is what TensorFlow's tape gives."""

import random

import numpy as np
import pytest

from bmlc import ops
from bmlc.ir import TensorType, symbol, verify
from bmlc.passes.pipeline import optimize, stages
from bmlc.passes.trace import trace
from bmlc.reference import evaluate

SHAPES = {"xs": (5, 2, 3), "w": (3, 3), "b": (3,), "h": (2, 3)}
PARAMS = [(name, TensorType((symbol("t"), 2, 3) if name == "xs" else of, "float32")) for name, of in SHAPES.items()]
# What a step makes of one of its carries, another one, a slice and constants.
PARTS = {
    "tanh": lambda a, c, x, w, b: ops.tanh(a),
    "square": lambda a, c, x, w, b: ops.square(a) * 0.3,
    "slice": lambda a, c, x, w, b: a * x,
    "matrix": lambda a, c, x, w, b: ops.matmul(c, w) * 0.5 + ops.matmul(x, w) * 0.1,
    "bias": lambda a, c, x, w, b: a + b,
    "carry": lambda a, c, x, w, b: ops.maximum(a, c * 0.3),
    "other": lambda a, c, x, w, b: c,
    "part": lambda a, c, x, w, b: ops.concatenate([a[:, 1:], c[:, :1] * 0.5], axis=1),
    "scan": lambda a, c, x, w, b: ops.scan(lambda u, v: (ops.tanh(u + v), None), a, ops.stack([x, c, x + b, a]))[0],
}


def random_loss(seed):
    chosen = random.Random(seed)
    count, reverse = chosen.randint(1, 3), chosen.random() < 0.5
    places = [(chosen.choice(list(PARTS)), chosen.randrange(count), chosen.randrange(count)) for _ in range(5)]
    stacked = [chosen.randrange(count) for _ in range(chosen.randint(0, 2))]
    before, used = chosen.random() < 0.5, chosen.randint(1, count)

    def loss(xs, w, b, h):
        def step(carries, x):
            new = list(carries)
            for part, i, j in places:
                new[i] = ops.sin(PARTS[part](new[i], new[j], x, w, b))
            return tuple(new), [(carries if before else new)[i] for i in stacked]

        start = tuple(h * float(k + 1) if k != 1 else ops.zeros((2, 3)) for k in range(count))
        last, rows = ops.scan(step, start, xs, reverse=reverse)
        return sum((ops.sum(ops.sin(y * (1.0 + 0.3 * k))) for k, y in enumerate([*last[:used], *rows])), 0.0)

    return loss


@pytest.mark.parametrize("seed", range(12))
def test_gradients_are_those_of_the_tape(seed):
    def gradients(*inputs):
        body = trace(random_loss(seed), PARAMS, "loss")
        return ops.value_and_grad(*inputs, body=body, wrt=tuple(range(len(inputs))))

    fn = trace(gradients, PARAMS, "f")
    for _, stage in stages(fn, "wasm"):
        verify(stage)
    numbers = np.random.default_rng(seed)
    inputs = [numbers.normal(size=shape).astype(np.float32) for shape in SHAPES.values()]
    received, _ = evaluate(optimize(fn), inputs, (), precision="float64")
    expected, _ = evaluate(fn, inputs, (), precision="float64")
    for a, b in zip(received, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-11)
