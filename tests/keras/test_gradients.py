"""`bml.value_and_grad` of what Keras's variables are in: their order, methods, closures, structures, masks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import layers, ops

import bml
from bmlc.ir import TensorType
from bmlc.ops.tree import flatten
from bmlc.parity.reference import Reference
from bmlc.passes.trace import trace


def run(fn: Callable[..., Any], *inputs: np.ndarray) -> list[np.ndarray]:
    """What `fn` gives, as the compiler's reference evaluates its trace."""
    types = [(f"x{i}", TensorType(x.shape, x.dtype.name)) for i, x in enumerate(inputs)]
    traced = trace(lambda *tensors: flatten(fn(*tensors)), types, "f")
    state = {capture.variable: capture.variable.value for capture in traced.captures}
    return list(Reference().call(traced, list(inputs), state).outs)


def variables(*values: float) -> list[Any]:
    return [keras.Variable(np.float32(value)) for value in values]


def test_gradients_come_in_the_order_of_making_and_of_what_is_trainable_now() -> None:
    first, second, third = variables(2, 3, 5)
    gradients = bml.value_and_grad(lambda: third * second * first)
    assert run(gradients) == [30, 15, 10, 6]
    second.trainable = False
    assert run(gradients) == [30, 15, 6]


def test_gradients_come_in_the_order_of_the_variables_named() -> None:
    first, second, third = variables(2, 3, 5)
    assert run(bml.value_and_grad(lambda: second * first, variables=[third, second, first])) == [6, 0, 2, 3]


class Model(keras.Model):
    def __init__(self, scale: float) -> None:
        super().__init__()
        self.net = keras.Sequential([keras.Input((2,)), layers.Dense(1, kernel_initializer="ones")])
        self.scale = scale

    def loss_of(self, x: Any) -> Any:
        return self.scale * ops.sum(self.net(x))


def test_gradients_of_methods_are_those_of_their_model() -> None:
    x = np.array([[2, 3]], "float32")
    for model in (Model(1.0), Model(10.0)):
        weights = model.trainable_variables
        value, kernel, bias = run(bml.value_and_grad(model.loss_of, variables=weights), x)
        assert (value, kernel.tolist(), bias.tolist()) == (
            5 * model.scale,
            [[2 * model.scale], [3 * model.scale]],
            [model.scale],
        )


def test_gradients_of_arguments_have_their_structure() -> None:
    def loss(rows: Any, factor: Any) -> Any:
        return ops.sum(rows["a"] * rows["b"][0] * factor)

    def step(a: Any, b: Any, factor: Any) -> Any:
        gradients = bml.value_and_grad(loss, argnums=(1, 0))({"b": [b, None], "a": a}, factor)[1]
        assert isinstance(gradients, list)
        assert list(gradients[1]) == ["b", "a"]
        assert gradients[1]["b"][1] is None
        alone = bml.value_and_grad(loss, argnums=0)({"b": [b, None], "a": a}, factor)[1]
        return gradients[0], gradients[1]["a"], gradients[1]["b"][0], alone["a"]

    a, b, factor = (np.float32(value) for value in (2, 3, 5))
    assert run(step, a, b, factor) == [6, 15, 10, 15]


def test_what_keras_remembers_with_a_tensor_comes_in_and_out() -> None:
    embedding = layers.Embedding(4, 2, mask_zero=True)
    pool = layers.GlobalAveragePooling1D()

    def step(words: Any) -> Any:
        def loss(x: Any) -> Any:
            return ops.sum(pool(x)), embedding(words)  # what is masked is not pooled

        (value, again), gradient = bml.value_and_grad(loss, argnums=0, has_aux=True)(embedding(words))
        return value, gradient, ops.cast(again._keras_mask, "int32")

    embedding.build((None, 3))
    _, gradient, mask = run(step, np.array([[3, 1, 0]], "int32"))
    assert gradient.tolist() == [[[0.5, 0.5], [0.5, 0.5], [0, 0]]]
    assert mask.tolist() == [[1, 1, 0]]
