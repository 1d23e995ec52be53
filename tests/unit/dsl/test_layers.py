"""Layers against Keras 3: the same arguments, the same numbers from the same weights."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest

import bml
from bml import layers

IMAGES = (3, 9, 8, 2)
VECTORS = (4, 6)

# A layer by the same call in both libraries, and the shape of its input.
CASES: dict[str, tuple[Callable[[Any], Any], tuple[int, ...]]] = {
    "conv2d": (lambda k: k.Conv2D(5, 3), IMAGES),
    "conv2d same": (lambda k: k.Conv2D(5, 3, padding="same", activation="relu"), IMAGES),
    "conv2d strides": (lambda k: k.Conv2D(4, (3, 2), strides=(2, 1), padding="same"), IMAGES),
    "conv2d strides valid": (lambda k: k.Conv2D(4, 2, strides=2, use_bias=False), IMAGES),
    "conv2d dilation": (lambda k: k.Conv2D(4, 3, dilation_rate=2, activation="tanh"), IMAGES),
    "conv2d dilation same": (lambda k: k.Conv2D(4, 3, dilation_rate=(1, 2), padding="same"), IMAGES),
    "max pooling": (lambda k: k.MaxPooling2D(), IMAGES),
    "max pooling same": (lambda k: k.MaxPooling2D(3, strides=2, padding="same"), IMAGES),
    "max pooling overlapping": (lambda k: k.MaxPooling2D((2, 3), strides=1), IMAGES),
    "average pooling": (lambda k: k.AveragePooling2D(2), IMAGES),
    "average pooling same": (lambda k: k.AveragePooling2D(3, strides=2, padding="same"), IMAGES),
    "conv2d transpose": (lambda k: k.Conv2DTranspose(5, 3), IMAGES),
    "conv2d transpose same": (lambda k: k.Conv2DTranspose(5, (3, 4), padding="same", activation="relu"), IMAGES),
    "conv2d transpose strides": (lambda k: k.Conv2DTranspose(4, 4, strides=2, padding="same"), IMAGES),
    "conv2d transpose odd": (lambda k: k.Conv2DTranspose(4, 5, strides=(2, 3), padding="same"), IMAGES),
    "conv2d transpose wide": (lambda k: k.Conv2DTranspose(4, (2, 1), strides=(3, 2), use_bias=False), IMAGES),
    "conv2d transpose output padding": (
        lambda k: k.Conv2DTranspose(4, 3, strides=2, padding="same", output_padding=1),
        IMAGES,
    ),
    "conv2d transpose output padding valid": (
        lambda k: k.Conv2DTranspose(4, (3, 2), strides=(3, 2), output_padding=(2, 0)),
        IMAGES,
    ),
    "batch normalization": (lambda k: k.BatchNormalization(), IMAGES),
    "batch normalization of vectors": (lambda k: k.BatchNormalization(epsilon=0.1), VECTORS),
    "batch normalization axis": (lambda k: k.BatchNormalization(axis=1), IMAGES),
    "batch normalization bare": (lambda k: k.BatchNormalization(center=False, scale=False), IMAGES),
    "leaky relu": (lambda k: k.LeakyReLU(), VECTORS),
    "leaky relu slope": (lambda k: k.LeakyReLU(negative_slope=0.05), VECTORS),
    "relu": (lambda k: k.ReLU(), VECTORS),
    "relu 6": (lambda k: k.ReLU(max_value=6), VECTORS),
    "relu slope": (lambda k: k.ReLU(negative_slope=0.2), VECTORS),
    "relu all": (lambda k: k.ReLU(max_value=1.2, negative_slope=0.2, threshold=0.4), VECTORS),
    "relu threshold": (lambda k: k.ReLU(max_value=6, threshold=0.4), VECTORS),
    "reshape": (lambda k: k.Reshape((8, 18)), IMAGES),
    "reshape rest": (lambda k: k.Reshape((-1, 4)), IMAGES),
    "flatten": (lambda k: k.Flatten(), IMAGES),
    "dense": (lambda k: k.Dense(3, activation="softmax"), VECTORS),
    "dense no bias": (lambda k: k.Dense(3, use_bias=False), VECTORS),
    "dense on images": (lambda k: k.Dense(3, activation="relu"), IMAGES),
    "dropout": (lambda k: k.Dropout(0.5), VECTORS),
} | {
    f"activation {name}": (lambda k, name=name: k.Activation(name), VECTORS)
    for name in (
        "celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh",
        "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu",
        "soft_shrink", "softmax", "softplus", "softsign", "squareplus", "swish", "tanh", "tanh_shrink",
    )
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_forward(case: str) -> None:
    make, shape = CASES[case]
    ours, theirs = make(layers), make(keras.layers)
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    theirs.build(shape)
    rng = np.random.default_rng(1)
    weights = [rng.normal(size=weight.shape).astype("float32") for weight in theirs.weights]
    weights = [
        np.abs(value) if weight.path.endswith("variance") else value
        for value, weight in zip(weights, theirs.weights, strict=True)
    ]
    theirs.set_weights(weights)

    y = ours(x)  # makes the weights
    ours.set_weights(weights)
    assert [weight.shape for weight in ours.weights] == [tuple(weight.shape) for weight in theirs.weights]
    assert [weight.name.split("/")[-1] for weight in ours.weights] == [weight.name for weight in theirs.weights]
    assert [weight.trainable for weight in ours.weights] == [weight.trainable for weight in theirs.weights]
    assert ours.count_params() == theirs.count_params()
    y = ours(x)
    expected = np.asarray(theirs(x))
    assert y.dtype == np.float32
    assert y.shape == expected.shape
    np.testing.assert_allclose(y, expected, rtol=1e-5, atol=2e-6)


@pytest.mark.parametrize(
    "name",
    [
        "Activation", "AveragePooling2D", "BatchNormalization", "Conv2D", "Conv2DTranspose", "Dense", "Dropout",
        "Flatten", "LeakyReLU", "MaxPooling2D", "ReLU", "Reshape",
    ],
)  # fmt: skip
def test_arguments_are_those_of_keras(name: str) -> None:
    """Same names in the same order with the same defaults, up to where Keras has more."""
    ours = inspect.signature(getattr(layers, name).__init__).parameters
    theirs = inspect.signature(getattr(keras.layers, name).__init__).parameters
    for parameter, own in ours.items():
        if parameter in theirs:
            if (
                theirs[parameter].default is not inspect.Parameter.empty
            ):  # AveragePooling2D alone has no pool_size there
                assert own.default == theirs[parameter].default, parameter
        else:
            assert parameter in ("name", "trainable"), f"{parameter} is not an argument of keras.layers.{name}"
    common = [parameter for parameter in ours if parameter in theirs and parameter not in ("name", "data_format")]
    assert common == [parameter for parameter in theirs if parameter in common]


def test_names_are_numbered_as_in_keras() -> None:
    made = [layers.Conv2D(1, 1), layers.MaxPooling2D(), layers.Conv2D(1, 1), layers.Dense(1), layers.Conv2D(1, 1)]
    assert [layer.name for layer in made] == ["conv2d", "max_pooling2d", "conv2d_1", "dense", "conv2d_2"]
    made[0](np.zeros((1, 1, 1, 1)))
    assert [weight.path for weight in made[0].weights] == ["conv2d/kernel", "conv2d/bias"]


def test_two_weights_never_share_a_name() -> None:
    first, second = layers.Dense(1, name="same"), layers.Dense(1, name="same")
    first([[1.0]])
    second([[1.0]])
    names = [weight.name for weight in first.weights + second.weights]
    assert names == ["same/kernel", "same/bias", "same/kernel_1", "same/bias_1"]


def test_integers_are_cast() -> None:
    x = np.arange(6, dtype=np.uint8).reshape(1, 6)
    y = layers.Dense(1, kernel_initializer="ones")(x)
    assert y.dtype == np.float32
    assert y.tolist() == [[15.0]]


def test_dropout_drops_the_share_and_keeps_the_mean() -> None:
    layer = layers.Dropout(0.3, seed=5)
    x = np.ones((200, 50), np.float32)
    first, second = layer(x, training=True), layer(x, training=True)
    assert set(np.unique(first)) == {np.float32(0), np.float32(1 / 0.7)}
    assert abs((first == 0).mean() - 0.3) < 0.02
    assert (first != second).any(), "each training call has a mask of its own"
    assert int(layer.counter.numpy()) == 2
    np.testing.assert_array_equal(layer(x), x)
    assert int(layer.counter.numpy()) == 2, "a call outside training draws nothing"


def test_dropout_is_that_of_tensorflow_with_our_mask(monkeypatch: pytest.MonkeyPatch) -> None:
    """`tf.nn.experimental.stateless_dropout` with our uniform numbers put in gives our values and gradients."""
    import tensorflow as tf

    from bmlc.random import philox

    layer = layers.Dropout(0.4, seed=3)
    x = np.random.default_rng(0).normal(size=(5, 7)).astype("float32")
    uniform = philox.words((5, 7), 3, philox.site("dropout/counter"), 0)
    uniform = (uniform >> np.uint32(8)).astype("float32") * np.float32(2.0**-24)
    monkeypatch.setattr(tf.random, "stateless_uniform", lambda *args, **kwargs: tf.constant(uniform))
    from tensorflow.python.ops import stateless_random_ops

    monkeypatch.setattr(stateless_random_ops, "stateless_random_uniform", lambda *args, **kwargs: tf.constant(uniform))
    expected = tf.nn.experimental.stateless_dropout(tf.constant(x), rate=0.4, seed=[0, 0]).numpy()
    np.testing.assert_allclose(layer(x, training=True), expected, rtol=1e-6)


def test_noise_shape_shares_the_mask() -> None:
    y = layers.Dropout(0.5, noise_shape=(None, 1, 3))(np.ones((4, 6, 3), np.float32), training=True)
    assert (y == y[:, :1]).all()


def test_a_layer_of_ones_own() -> None:
    class Scale(layers.Layer):
        def build(self, input_shape: Any) -> None:
            self.scale = self.add_weight((input_shape[-1],), "ones", name="scale")

        def call(self, inputs: Any) -> Any:
            return inputs * self.scale

    layer = Scale()
    assert layer([[1.0, 2.0]]).tolist() == [[1.0, 2.0]]
    layer.set_weights([np.array([2.0, 3.0])])
    assert layer([[1.0, 2.0]]).tolist() == [[2.0, 6.0]]
    assert layer.weights[0].name == "scale/scale"


def test_a_frozen_layer_has_no_trainable_weights() -> None:
    layer = layers.Dense(2, trainable=False)
    layer([[1.0]])
    assert layer.trainable_variables == []
    assert [weight.name for weight in layer.non_trainable_variables] == ["dense/kernel", "dense/bias"]


def test_input_knows_its_element() -> None:
    assert str(bml.Input((28, 28, 1)).element) == "float32[28, 28, 1]"
