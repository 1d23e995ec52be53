"""`value_and_grad` on TensorFlow's tape."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import bml
from bml import layers
from bmlc.errors import UserError


def test_captured_variables_that_are_trainable_now_in_the_order_of_making() -> None:
    first, second, third = (bml.Variable([value], name="w") for value in (2.0, 3.0, 5.0))
    gradients = bml.value_and_grad(lambda: bml.ops.sum(third * second * first))
    assert [gradient.tolist() for gradient in gradients()[1]] == [[15.0], [10.0], [6.0]]
    second.trainable = False
    assert [gradient.tolist() for gradient in gradients()[1]] == [[15.0], [6.0]]
    second.trainable, first.trainable = True, False
    assert [gradient.tolist() for gradient in gradients()[1]] == [[10.0], [6.0]]


def test_a_variable_that_was_made_frozen_may_be_trained() -> None:
    w = bml.Variable([3.0], trainable=False)
    w.trainable = True
    value, gradients = bml.value_and_grad(lambda x: bml.ops.sum(w * x))([2.0])
    assert (value.item(), [gradient.tolist() for gradient in gradients]) == (6.0, [[2.0]])


def test_variables_are_in_the_order_that_is_asked_for() -> None:
    first, second, unread = (bml.Variable([value]) for value in (2.0, 3.0, 5.0))
    loss = bml.function(lambda: bml.ops.sum(first * second))
    _, gradients = bml.value_and_grad(loss, variables=[unread, second, first])()
    assert [gradient.tolist() for gradient in gradients] == [[0.0], [2.0], [3.0]]


def test_arguments() -> None:
    w = bml.Variable([3.0, 3.0])
    x, y = np.array([1.0, 2.0]), np.array([3.0, 4.0])

    def loss(x: Any, y: Any) -> Any:
        return bml.ops.sum(x * y * w)

    _, gradient = bml.value_and_grad(loss, argnums=-1)(x, y)
    assert gradient.tolist() == [3.0, 6.0]
    _, gradients = bml.value_and_grad(loss, argnums=(1, 0))(x, y)
    assert [gradient.tolist() for gradient in gradients] == [[3.0, 6.0], [9.0, 12.0]]
    _, (pair,) = bml.value_and_grad(lambda pair: loss(*pair), argnums=(0,))((x, y))
    assert [gradient.tolist() for gradient in pair] == [[9.0, 12.0], [3.0, 6.0]]
    _, named = bml.value_and_grad(lambda given: loss(given["x"], given["y"][0]), argnums=0)({"x": x, "y": [y]})
    assert (named["x"].tolist(), named["y"][0].tolist()) == ([9.0, 12.0], [3.0, 6.0])


def test_methods_closures_and_further_results_inside_a_function() -> None:
    class Line:
        def __init__(self, slope: float) -> None:
            self.slope = bml.Variable([slope])

        def loss(self, x: Any) -> Any:
            return bml.ops.sum(self.slope * self.slope * x)

    first, second = Line(1.0), Line(3.0)
    for line, expected in ((first, (1.0, [2.0])), (second, (9.0, [6.0])), (first, (1.0, [2.0]))):
        value, (gradient,) = bml.value_and_grad(line.loss)([1.0])
        assert (value.item(), gradient.tolist()) == expected

    @bml.function
    def step(x: Any) -> Any:
        doubled = x * 2
        (value, extra), (gradient,) = bml.value_and_grad(
            lambda: (bml.ops.sum(first.slope * doubled), {"doubled": doubled}), has_aux=True
        )()
        return value, extra["doubled"], gradient

    value, doubled, gradient = step(np.array([3.0]))
    assert (value.item(), doubled.tolist(), gradient.tolist()) == (6.0, [6.0], [6.0])


def test_gradients_of_gradients() -> None:
    w = bml.Variable(3.0)

    def inner() -> Any:
        return bml.value_and_grad(lambda: w * w * w)()[1][0]

    slope, (curvature,) = bml.value_and_grad(inner)()
    assert (slope.item(), curvature.item()) == (27.0, 18.0)


def test_state_that_the_loss_changes_is_kept() -> None:
    w, state = bml.Variable([3.0]), bml.Variable([0.0], trainable=False)

    def loss(x: Any) -> Any:
        state.assign(w * w)
        w.assign(w * 2.0)
        return bml.ops.sum(w * x + state)

    value, (gradient,) = bml.value_and_grad(loss)(np.array([5.0]))
    assert (value.item(), gradient.tolist(), w.numpy().tolist()) == (39.0, [5.0], [6.0])


def test_gradients_of_embeddings_are_tensors() -> None:
    embedding = layers.Embedding(3, 2, embeddings_initializer="ones")
    _, (gradient,) = bml.value_and_grad(lambda places: bml.ops.sum(embedding(places)))(np.array([0, 2, 2]))
    assert (gradient + 0.0).tolist() == [[1.0, 1.0], [0.0, 0.0], [2.0, 2.0]]


OPTIMIZERS = ["Adam", "AdamW", "Adadelta", "Adagrad", "Adamax", "Ftrl", "Lion", "Nadam", "RMSprop", "SGD"]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_loop_of_ones_own_trains(name: str) -> None:
    x = np.random.default_rng(0).normal(size=(100, 3))
    y = x @ np.array([[1.0], [-2.0], [0.5]])
    model = bml.Sequential([bml.Input((3,)), layers.Dense(1)])
    optimizer = getattr(bml.optimizers, name)(0.1)
    traces = []

    @bml.function
    def loss(x: Any, y: Any) -> Any:
        traces.append(1)
        return bml.ops.mean(bml.losses.mean_squared_error(y, model(x, training=True)))

    values = []
    for _ in range(4):
        for x_batch, y_batch in bml.Dataset.from_tensor_slices((x, y)).batch(32):
            value, gradients = bml.value_and_grad(loss, variables=model.trainable_variables)(x_batch, y_batch)
            optimizer.apply(gradients, model.trainable_variables)
            values.append(float(value))
    assert len(traces) == 2, "whole batches, and the last one"
    assert np.mean(values[-4:]) < np.mean(values[:4])


@pytest.mark.parametrize(
    ("call", "code", "message"),
    [
        (lambda: bml.value_and_grad(bml.ops.sum)(np.ones(2)), "BML102", "sum reads no trainable variable"),
        (
            lambda: bml.value_and_grad(lambda x: x * 2.0, argnums=0)(np.ones(2)),
            "BML101",
            r"expects <lambda> to give a float32 scalar, received float32\[2\]",
        ),
        (lambda: bml.value_and_grad(lambda x: x, argnums=1)(1.0), "BML102", r"expects argnums below 1, received \[1\]"),
        (lambda: bml.value_and_grad(sum, argnums=0, variables=[]), "BML102", "expects argnums or variables"),
        (bml.value_and_grad(lambda: None), "BML103", "must return tensors, received None"),
    ],
)
def test_what_is_refused_as_in_a_build(call: Any, code: str, message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        call()
    assert caught.value.code == code
