"""`bml.GradientTape` in traced functions: what it records, gives and refuses; scripts of tests have its numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from cases.traced import Traced, evaluated

import bml
from bml import layers
from bmlc.errors import UserError
from bmlc.ir import Function, TensorType, verify
from bmlc.kernels.tables import BACKENDS
from bmlc.passes.differentiate import differentiate
from bmlc.passes.pipeline import lower, optimize

X = TensorType((2,), "float32")


def traced(call: Callable[..., Any], *types: TensorType) -> Function:
    return bml.function(call).traced(types or [X]).fn


def dense() -> Any:
    model = bml.Sequential([bml.Input((2,)), layers.Dense(3, activation="tanh"), layers.Dense(1)])
    model.build((None, 2))
    return model


def test_it_computes_what_value_and_grad_does() -> None:
    """With as many kernels on each backend: a tape leaves nothing behind."""
    model = dense()
    variables = model.trainable_variables

    def loss(x: Any, y: Any) -> Any:
        return bml.ops.mean(bml.ops.square(model(x, training=True) - y))

    def taped(x: Any, y: Any) -> Any:
        with bml.GradientTape() as tape:
            value = loss(x, y)
        return value, tape.gradient(value, variables)

    types = [TensorType((4, 2), "float32"), TensorType((4, 1), "float32")]
    found = traced(taped, *types)
    known = traced(lambda x, y: bml.value_and_grad(loss, variables=variables)(x, y), *types)  # noqa: PLW0108  # of two parameters
    verify(found)
    for backend in BACKENDS:
        counts = [len(lower(optimize(fn), backend).body) for fn in (found, known)]
        assert counts[0] == counts[1]
    x, y = np.ones((4, 2), "f"), np.zeros((4, 1), "f")
    one, other = (Traced(differentiate(fn))(x, y) for fn in (found, known))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_gradients_are_named_after_their_variables() -> None:
    w = bml.Variable([1.0, 2.0], name="w")

    def call(x: Any) -> Any:
        with bml.GradientTape() as tape:
            loss = bml.ops.sum(w * x)
        return tape.gradient(loss, w)

    assert "d_w" in {out.name for eqn in traced(call).body for out in eqn.outs}


def test_a_variable_that_was_frozen_after_it_was_made_is_watched() -> None:
    """As TensorFlow's own variable behind it."""
    layer = layers.Dense(1)
    layer.build((None, 2))
    layer.trainable = False
    untrainable = bml.Variable(1.0, trainable=False)

    def call(x: Any) -> Any:
        with bml.GradientTape() as tape:
            loss = bml.ops.sum(layer(x[None])) * untrainable
        by_kernel, by_other = tape.gradient(loss, [layer.kernel, untrainable])
        assert by_other is None
        return by_kernel

    assert evaluated(call, np.ones(2, "f")).tolist() == [[1.0], [1.0]]


def test_it_stops_and_forgets() -> None:
    def call(x: Any) -> Any:
        with bml.GradientTape(persistent=True) as tape:
            tape.watch(x)
            y = x * x
            with tape.stop_recording():
                hidden = x * 3.0
            z = y + hidden
        of_recorded = tape.gradient(z, x)
        assert tape.gradient(hidden, x) is None
        tape.reset()
        assert tape.gradient(z, x) is None
        return of_recorded

    assert evaluated(call, np.array([1.0, 2.0], "f")).tolist() == [2.0, 4.0]


def test_a_tape_is_entered_again() -> None:
    def call(x: Any) -> Any:
        tape = bml.GradientTape()
        with tape:
            tape.watch(x)
            y = x * x
        outside = y * 5.0
        with tape:
            z = y * 3.0 + outside
        return tape.gradient(z, x)

    assert evaluated(call, np.array([1.0, 2.0], "f")).tolist() == [6.0, 12.0]


def test_of_each_element() -> None:
    def slope(x: Any) -> Any:
        with bml.GradientTape() as tape:
            tape.watch(x)
            y = x * x * x
        return tape.gradient(y, x)

    found = evaluated(lambda x: bml.ops.vectorized_map(slope, x), np.array([1.0, 2.0, 3.0], "f"))
    assert found.tolist() == [3.0, 12.0, 27.0]


def _asked(tape_of: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def call(x: Any) -> Any:
        with bml.GradientTape() as tape:
            tape.watch(x)
            y = x * x
        tape_of((tape, y, x))
        return y

    return call


REFUSED = {
    "twice": (_asked(lambda of: [of[0].gradient(of[1], of[2]) for _ in range(2)]), "this tape has given its gradients"),
    "jacobian": (_asked(lambda of: of[0].jacobian(of[1], of[2])), "tape.jacobian is not compiled"),
    "batch_jacobian": (_asked(lambda of: of[0].batch_jacobian(of[1], of[2])), "tape.jacobian is not compiled"),
    "watched": (_asked(lambda of: of[0].watched_variables()), "a tape does not list what it watches"),
    "target": (
        _asked(lambda of: of[0].gradient(2.0, of[2])),
        "tape.gradient expects a tensor as its target, received 2.0",
    ),
    "none": (
        _asked(lambda of: of[0].gradient(None, of[2])),
        "tape.gradient expects a tensor as its target, received None",
    ),
    "source": (
        _asked(lambda of: of[0].gradient(of[1], [of[2], 2.0])),
        "tape.gradient expects variables and tensors as sources, received 2.0",
    ),
    "unconnected": (
        _asked(lambda of: of[0].gradient(of[1], of[2], unconnected_gradients="ones")),
        "expected 'none' or 'zero' as unconnected_gradients, received 'ones'",
    ),
    "factors": (
        _asked(lambda of: of[0].gradient(of[1], of[2], output_gradients=[of[1], of[1]])),
        "expected 1 output_gradients, one a target, received 2",
    ),
    "factor": (
        _asked(lambda of: of[0].gradient(of[1], of[2], output_gradients=bml.ops.sum(of[1]))),
        "expected output_gradients of float32[2], received float32[]",
    ),
    "watch": (_asked(lambda of: of[0].watch(2.0)), "tape.watch expects tensors, received 2.0"),
    "elsewhere": (
        _asked(lambda of: bml.ops.cond(bml.ops.sum(of[2]) > 0.0, lambda: of[0].gradient(of[1], of[2]), lambda: of[2])),
        "a tape differentiates in the function that it records",
    ),
    "stopped": (_asked(lambda of: of[0].stop_recording().__enter__()), "this tape does not record"),
    "entered": (_asked(lambda of: [of[0].__enter__() for _ in range(2)]), "this tape records already"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    call, message = REFUSED[name]
    with pytest.raises(UserError) as caught:
        traced(call)
    assert (caught.value.code, caught.value.message) == ("BML102", message)


def test_where_a_file_is_only_read() -> None:
    with pytest.raises(UserError, match=r"BML301.*a GradientTape differentiates in the browser"):
        bml.GradientTape()
