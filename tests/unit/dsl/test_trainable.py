"""`trainable`: on layers, on layers of models, on models in models; in fit, value_and_grad and optimizers."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

import bml
from bml import layers
from bmlc.errors import UserError
from bmlc.ir import TensorType

RNG = np.random.default_rng(0)
X = RNG.normal(size=(20, 6)).astype("float32")
Y = RNG.normal(size=(20, 2)).astype("float32")


def nested(k: Any, model: Any) -> Any:
    base = model.Sequential(
        [
            model.Input((6,)),
            k.Dense(5, activation="tanh", name="first", use_bias=False),
            k.BatchNormalization(name="normalization", momentum=0.5),
            k.Dense(4, activation="tanh", name="second"),
        ],
        name="base",
    )
    return model.Sequential([model.Input((6,)), base, k.Dense(2, name="head")])


def names(weights: Any) -> list[str]:
    return [getattr(weight, "path", weight.name).split("/", 1)[-1].removeprefix("base/") for weight in weights]


def freeze_base(model: Any) -> None:
    model.get_layer("base").trainable = False


def freeze_one(model: Any) -> None:
    model.layers[0].layers[0].trainable = False


def freeze_and_thaw(model: Any) -> None:
    model.trainable = False
    model.get_layer("base").trainable = True
    model.trainable = True
    model.get_layer("base").get_layer("second").trainable = False


def freeze_all_but_one(model: Any) -> None:
    base = model.get_layer(index=0)
    base.trainable = False
    base.trainable = True
    for layer in base.layers[:2]:
        layer.trainable = False


def thaw_one_of_a_frozen_base(model: Any) -> None:
    base = model.get_layer("base")
    base.trainable = False
    base.get_layer("second").trainable = True


FREEZES = [freeze_base, freeze_one, freeze_and_thaw, freeze_all_but_one, thaw_one_of_a_frozen_base]


@pytest.mark.parametrize("freeze", FREEZES)
def test_what_is_trained_is_what_keras_trains(freeze: Any) -> None:
    ours, theirs = nested(layers, bml), nested(keras.layers, keras)
    theirs.set_weights(ours.get_weights())
    freeze(ours)
    freeze(theirs)
    assert [layer.trainable for layer in ours.layers] == [layer.trainable for layer in theirs.layers]
    assert [weight.shape for weight in ours.weights] == [tuple(weight.shape) for weight in theirs.weights]
    for kind in ("trainable_variables", "non_trainable_variables", "trainable_weights", "non_trainable_weights"):
        expected = [names([weight])[0].split("/", 1)[-1] for weight in getattr(theirs, kind)]
        assert [name.split("/")[-1] for name in names(getattr(ours, kind))] == [
            name.split("/")[-1] for name in expected
        ], kind
    before = ours.get_weights()
    for model in (ours, theirs):
        model.compile("sgd", "mse")
        model.fit(X, Y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    for mine, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-4, atol=1e-5)
    changed = {weight.name for weight, was in zip(ours.weights, before, strict=True) if (weight.numpy() != was).any()}
    trained = {weight.name for weight in ours.trainable_variables}
    statistics = {"normalization/moving_mean", "normalization/moving_variance"}
    assert changed - statistics == trained
    assert (changed >= statistics) == ours.layers[0].layers[1].trainable


def test_names_of_a_model_in_a_model_are_its_own_and_none_is_there_twice() -> None:
    model = nested(layers, bml)
    found = [weight.name for weight in model.weights]
    assert found == [
        "first/kernel", "normalization/gamma", "normalization/beta", "normalization/moving_mean",
        "normalization/moving_variance", "second/kernel", "second/bias", "head/kernel", "head/bias",
    ]  # fmt: skip
    model.compile("adam", "mse")
    step = model.train_step([TensorType((6,), "float32"), TensorType((2,), "float32")])
    captured = [capture.variable.name for capture in step.captures]
    assert len(set(captured)) == len(captured)


@pytest.mark.parametrize("freeze", FREEZES)
def test_value_and_grad_and_an_optimizer_leave_out_what_is_frozen(freeze: Any) -> None:
    model = nested(layers, bml)
    freeze(model)
    before = model.get_weights()

    def loss(x: Any, y: Any) -> Any:
        return bml.ops.mean(bml.losses.mean_squared_error(y, model(x, training=True)))

    _, gradients = bml.value_and_grad(loss)(X, Y)
    assert [gradient.shape for gradient in gradients] == [weight.shape for weight in model.trainable_variables]
    bml.optimizers.Adam(0.1).apply(gradients, model.trainable_variables)
    changed = [weight.name for weight, was in zip(model.weights, before, strict=True) if (weight.numpy() != was).any()]
    trained = [weight.name for weight in model.trainable_variables]
    assert [name for name in changed if "moving" not in name] == trained


def residual(k: Any, ops: Any) -> Any:
    class Residual(k.Layer):  # type: ignore[misc]  # of two libraries
        def __init__(self) -> None:
            super().__init__(name="residual")
            self.into = k.Dense(5, activation="tanh", name="into")
            self.rest = [k.BatchNormalization(name="normalization"), k.Dense(6, name="out")]

        def build(self, input_shape: Any) -> None:
            self.scale = self.add_weight(shape=(6,), initializer="ones", name="scale")
            self.into.build(input_shape)
            self.rest[0].build((None, 5))
            self.rest[1].build((None, 5))

        def call(self, inputs: Any, training: bool = False) -> Any:
            x = self.rest[0](self.into(inputs), training=training)
            return inputs + self.rest[1](x) * self.scale

    return Residual()


@pytest.mark.parametrize("freeze", [lambda layer: None, lambda layer: setattr(layer.rest[0], "trainable", False)])
def test_layers_inside_a_layer_of_ones_own(freeze: Any) -> None:
    ours = bml.Sequential([bml.Input((6,)), residual(layers, bml.ops), layers.Dense(2)])
    theirs = keras.Sequential([keras.Input((6,)), residual(keras.layers, keras.ops), keras.layers.Dense(2)])
    assert [weight.name.split("/")[-1] for weight in ours.weights] == [weight.name for weight in theirs.weights]
    theirs.set_weights(ours.get_weights())
    for model in (ours, theirs):
        freeze(model.layers[0])
        model.compile("sgd", "mse")
        model.fit(X, Y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    assert [w.shape for w in ours.trainable_variables] == [tuple(w.shape) for w in theirs.trainable_variables]
    for mine, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-4, atol=1e-5)
    ours.trainable = False
    assert not any(layer.trainable for layer in ours.layers[0].inner_layers)
    assert ours.trainable_variables == []


def test_a_frozen_layer_that_is_built_later() -> None:
    layer = layers.Dense(2)
    layer.trainable = False
    layer(X)
    assert [weight.trainable for weight in layer.weights] == [False, False]
    layer.trainable = True
    assert [weight.name for weight in layer.trainable_variables] == ["dense/kernel", "dense/bias"]


def test_a_model_that_is_made_frozen() -> None:
    model = bml.Sequential([bml.Input((6,)), layers.Dense(2)], trainable=False)
    assert model.trainable_variables == []
    assert not model.layers[0].trainable
    with pytest.raises(UserError, match="reads no trainable variable"):
        bml.value_and_grad(lambda x: bml.ops.sum(model(x)))(X)


def test_a_weight_may_be_frozen_by_itself() -> None:
    model = bml.Sequential([bml.Input((6,)), layers.Dense(2)])
    model.weights[1].trainable = False
    _, gradients = bml.value_and_grad(lambda x: bml.ops.sum(model(x)))(X)
    assert [gradient.shape for gradient in gradients] == [(6, 2)]


def test_stop_gradient_cuts_a_part_of_a_model_off() -> None:
    generator, critic = layers.Dense(3, name="generator"), layers.Dense(1, name="critic")

    def loss(x: Any) -> Any:
        return bml.ops.mean(bml.ops.tanh(critic(bml.stop_gradient(generator(x)))))

    _, gradients = bml.value_and_grad(loss)(X)
    by_name = dict(zip(["generator/kernel", "generator/bias", "critic/kernel", "critic/bias"], gradients, strict=True))
    assert not by_name["generator/kernel"].any()
    assert not by_name["generator/bias"].any()
    assert by_name["critic/kernel"].any()


@pytest.mark.parametrize(
    ("make", "message", "hint"),
    [
        (
            lambda model: model.get_layer("bass"),
            "sequential has no layer named 'bass'",
            "did you mean 'base'? its layers are base, head",
        ),
        (
            lambda model: model.get_layer(index=2),
            "get_layer expects index to be a whole number from 0 to 1, received index=2",
            None,
        ),
        (lambda model: model.get_layer(), "get_layer expects a name or an index, received None and None", None),
        (
            lambda model: setattr(model, "trainable", 0),
            "sequential expects trainable to be True or False, received 0",
            None,
        ),
    ],
)
def test_misuse(make: Any, message: str, hint: str | None) -> None:
    with pytest.raises(UserError) as caught:
        make(nested(layers, bml))
    assert (caught.value.message, caught.value.hint) == (message, hint)
