"""BatchNormalization in training against Keras 3: outputs, moving statistics, gradients, freezing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import bml
from bml import layers
from bmlc.errors import UserError

RNG = np.random.default_rng(0)
IMAGES = RNG.normal(2.0, 3.0, size=(5, 4, 3, 6)).astype("float32")
VECTORS = RNG.normal(-1.0, 0.5, size=(7, 6)).astype("float32")


def twins(x: np.ndarray, **settings: Any) -> tuple[Any, Any]:
    ours, theirs = layers.BatchNormalization(**settings), keras.layers.BatchNormalization(**settings)
    ours(x)
    theirs.build(x.shape)
    weights = [RNG.uniform(0.5, 1.5, size=weight.shape).astype("float32") for weight in theirs.weights]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    return ours, theirs


def close(ours: Any, theirs: Any) -> None:
    np.testing.assert_allclose(ours, np.asarray(theirs), rtol=2e-5, atol=2e-6)


@pytest.mark.parametrize(
    ("x", "settings"),
    [
        (IMAGES, {}),
        (VECTORS, {}),
        (IMAGES, {"axis": 1, "momentum": 0.7, "epsilon": 0.01}),
        (IMAGES, {"axis": -2, "center": False}),
        (VECTORS, {"scale": False, "momentum": 0.5}),
    ],
)
def test_two_calls_in_training(x: np.ndarray, settings: dict[str, Any]) -> None:
    ours, theirs = twins(x, **settings)
    for factor in (1.0, -0.5):
        close(ours(x * factor, training=True), theirs(x * factor, training=True))
        for own, other in zip(ours.weights, theirs.weights, strict=True):
            close(own.numpy(), other)
    close(ours(x), theirs(x, training=False))


def both_gradients(
    ours: Any, theirs: Any, own_loss: Callable[[Any], Any], other_loss: Callable[[Any], Any]
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The value and the gradients for the trainable variables and the input, by ours and by TensorFlow's tape."""
    value, gradients = bml.value_and_grad(own_loss)(IMAGES)
    _, dx = bml.value_and_grad(own_loss, argnums=0)(IMAGES)
    x = tf.constant(IMAGES)
    with tf.GradientTape() as tape:
        tape.watch(x)
        expected = other_loss(x)
    wanted = tape.gradient(expected, [*(weight.value for weight in theirs.trainable_variables), x])
    assert len(gradients) == len(ours.trainable_variables)
    return (value, *gradients, dx), (expected, *wanted)


def test_gradients_are_those_of_tensorflows_tape() -> None:
    ours, theirs = twins(IMAGES)
    weights = RNG.normal(size=IMAGES.shape).astype("float32")
    received, expected = both_gradients(
        ours,
        theirs,
        lambda x: bml.ops.mean(bml.ops.tanh(ours(x, training=True)) * weights),
        lambda x: tf.reduce_mean(tf.tanh(theirs(x, training=True)) * weights),
    )
    ours_before = ours.moving_mean.numpy()
    for own, other in zip(received, expected, strict=True):
        close(own, other)
    theirs(IMAGES, training=True)  # value_and_grad ran twice
    close(ours_before, theirs.moving_mean)


def test_a_layer_called_twice_in_one_step() -> None:
    """As a GAN's discriminator is, on real and on generated images; then by the moving statistics that these left."""
    ours, theirs = twins(IMAGES, momentum=0.6)
    received, expected = both_gradients(
        ours,
        theirs,
        lambda x: (
            bml.ops.mean(bml.ops.tanh(ours(x, training=True)))
            + bml.ops.mean(bml.ops.square(ours(x * x, training=True)))
            + bml.ops.mean(bml.ops.square(ours(x + 1.0)) * 0.1)
        ),
        lambda x: (
            tf.reduce_mean(tf.tanh(theirs(x, training=True)))
            + tf.reduce_mean(tf.square(theirs(x * x, training=True)))
            + tf.reduce_mean(tf.square(theirs(x + 1.0, training=False)) * 0.1)
        ),
    )
    for own, other in zip(received[:-1], expected[:-1], strict=True):
        close(own, other)
    # The second pass, for the input, began at the statistics that the first had left.
    theirs_again = keras.layers.BatchNormalization(momentum=0.6)
    theirs_again.build(IMAGES.shape)
    theirs_again.set_weights(theirs.get_weights())
    x = tf.constant(IMAGES)
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = (
            tf.reduce_mean(tf.tanh(theirs_again(x, training=True)))
            + tf.reduce_mean(tf.square(theirs_again(x * x, training=True)))
            + tf.reduce_mean(tf.square(theirs_again(x + 1.0, training=False)) * 0.1)
        )
    close(received[-1], tape.gradient(loss, x))
    for own, other in zip(ours.weights, theirs_again.weights, strict=True):
        close(own.numpy(), other)


def test_a_frozen_layer_runs_in_inference_mode() -> None:
    ours, theirs = twins(VECTORS)
    ours.trainable = theirs.trainable = False
    before = ours.get_weights()
    close(ours(VECTORS, training=True), theirs(VECTORS, training=True))
    for own, was in zip(ours.get_weights(), before, strict=True):
        np.testing.assert_array_equal(own, was)
    assert ours.trainable_variables == []
    ours.trainable = True
    ours(VECTORS, training=True)
    assert (ours.moving_mean.numpy() != before[2]).all()
    assert [weight.name.split("/")[1] for weight in ours.trainable_variables] == ["gamma", "beta"]


def test_training_is_that_of_keras() -> None:
    def build(k: Any, model: Any) -> Any:
        built = model.Sequential(
            [
                model.Input((6,)),
                k.Dense(8, use_bias=False),  # its gradient would be rounding, which Adam makes steps of
                k.BatchNormalization(momentum=0.8),
                k.Activation("tanh"),
                k.Dense(2),
            ]
        )
        built.compile("adam", "mse")
        return built

    ours, theirs = build(layers, bml), build(keras.layers, keras)
    theirs.set_weights(ours.get_weights())
    x, y = RNG.normal(size=(50, 6)).astype("float32"), RNG.normal(size=(50, 2)).astype("float32")
    mine = ours.fit(x, y, batch_size=16, epochs=3, shuffle=False, validation_data=(x, y), verbose=0)
    expected = theirs.fit(x, y, batch_size=16, epochs=3, shuffle=False, validation_data=(x, y), verbose=0)
    for name, values in expected.history.items():
        np.testing.assert_allclose(mine.history[name], values, rtol=1e-4, err_msg=name)
    for own, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(own, other, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: layers.BatchNormalization(axis=2)(VECTORS), "expects an input with an axis 2, received float32[7, 6]"),
        (lambda: layers.BatchNormalization(axis=1.5), "expects axis to be a whole number, received axis=1.5"),
        (lambda: layers.BatchNormalization(momentum=2), "expects momentum to be between 0 and 1"),
        (lambda: twins(VECTORS)[0](VECTORS[:, :3]), "was built for 6 channels along axis -1, received float32[7, 3]"),
    ],
)
def test_misuse(make: Any, message: str) -> None:
    with pytest.raises(UserError) as caught:
        make()
    assert message in caught.value.message
