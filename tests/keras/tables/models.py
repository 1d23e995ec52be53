"""Models of every make: functional, sequential and subclassed ones, in and beside each other."""

from __future__ import annotations

from typing import Any

import keras
from case import Case, ints
from keras import layers, ops

AB = [(3, 4), (3, 4)]
WORDS = ints([1, 2, 0], [6, 1, 3])


def two() -> tuple[Any, Any]:
    return keras.Input((4,), name="a"), keras.Input((4,), name="b")


def lists() -> Any:
    """Shared layers, in each other's branches."""
    a, b = two()
    shared = layers.Dense(3, activation="tanh")
    return keras.Model([a, b], [layers.Add()([shared(a), shared(b)]), shared(a)])


def tuples() -> Any:
    a, b = two()
    return keras.Model((a, b), (layers.Dense(3)(a), (layers.Multiply()([a, b]), layers.Dense(2)(b))))


def dictionaries() -> Any:
    a, b = two()
    return keras.Model({"a": a, "b": b}, {"sum": layers.Add()([a, b]), "dense": layers.Dense(2)(a)})


def nested_structures() -> Any:
    a, b = two()
    return keras.Model({"pair": [a, {"b": b}]}, [{"a": layers.Dense(2)(a)}, ops.square(b) + a])


def models_in_models() -> Any:
    """A Sequential model twice in a functional one, which is in a Sequential one."""
    net = keras.Sequential([keras.Input((4,)), layers.Dense(4, "tanh"), layers.Dense(4)])
    x = keras.Input((4,))
    functional = keras.Model(x, net(net(x)) + x)
    return keras.Sequential([layers.Dense(4), functional, layers.ReLU(), keras.Sequential([layers.Dense(2)])])


def partly_frozen() -> Any:
    frozen = keras.Sequential([layers.Dense(3), layers.BatchNormalization()])
    frozen.trainable = False
    return keras.Sequential([keras.Input((4,)), frozen, layers.Dense(2)])


def middle() -> Any:
    """What a layer inside of a model gives."""
    whole = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="inner"), layers.Dense(2)])
    return keras.Model(whole.inputs, [whole.get_layer("inner").output, whole.outputs[0]])


class Collected(keras.Model):
    """Layers in lists and dictionaries; built by its data."""

    def __init__(self) -> None:
        super().__init__()
        self.many = [layers.Dense(4, "tanh") for _ in range(3)]
        self.named = {"first": [layers.Dense(3)], "second": layers.Dense(2)}

    def call(self, x: Any) -> Any:
        for layer in self.many:
            x = layer(x) + x
        return {"first": self.named["first"][0](x), "second": self.named["second"](x)}


class Penalized(layers.Layer):
    """Adds a loss, that of a layer inside, and that of a weight."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = layers.Dense(3, kernel_regularizer="l2", activity_regularizer="l1")

    def call(self, x: Any) -> Any:
        y = self.inner(x)
        self.add_loss(ops.mean(ops.square(y)))
        return y


def penalized() -> Any:
    x = keras.Input((4,))
    return keras.Model(x, layers.Dense(2)(Penalized()(Penalized()(x))))


class Tagger(keras.Model):
    """A mask that is made, passed on by a layer of its own, and taken by the last."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = layers.Embedding(7, 3, mask_zero=True)
        self.turn = Turned()
        self.read = layers.Bidirectional(layers.GRU(2, return_sequences=True))
        self.pool = layers.GlobalAveragePooling1D()

    def call(self, words: Any) -> Any:
        return self.pool(self.read(self.turn(self.embed(words))))


class Turned(layers.Layer):
    def __init__(self) -> None:
        super().__init__()
        self.supports_masking = True

    def call(self, x: Any, mask: Any = None) -> Any:
        return x if mask is None else x * ops.cast(mask, "float32")[..., None] + 1.0

    def compute_mask(self, x: Any, mask: Any = None) -> Any:
        return mask


class Phased(keras.Model):
    """One that asks whether it is trained, and calls a method of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.scale = self.add_weight(shape=(4,), initializer="ones", name="scale")

    def call(self, x: Any, training: bool = False) -> Any:
        return self.scaled(self.norm(x, training=training), twice=training)

    def scaled(self, x: Any, twice: bool) -> Any:
        return x * self.scale * (2.0 if twice else 1.0)


def lambdas() -> Any:
    a, b = two()
    apart = layers.Lambda(lambda pair: ops.abs(pair[0] - pair[1]))([a, b])
    return keras.Model([a, b], layers.Dense(2)(layers.Lambda(halved, arguments={"by": 4.0})(apart)))


def halved(x: Any, by: float) -> Any:
    return x / by


def residual() -> Any:
    """Operators and functions of `ops` between layers of a functional model."""
    x = keras.Input((5, 5, 2))
    y = layers.Conv2D(2, 3, padding="same")(x)
    y = ops.relu(y + x)[:, 1:] * 2.0
    return keras.Model(x, ops.concatenate([y, x[:, 1:]], axis=-1))


CASES = [
    Case("model_lists", lists, AB, together=True),
    Case("model_tuples", tuples, AB, how=lambda model, a, b: model((a, b))),
    Case("model_dictionaries", dictionaries, AB, how=lambda model, a, b: model({"a": a, "b": b})),
    Case("model_structures", nested_structures, AB, how=lambda model, a, b: model({"pair": [a, {"b": b}]})),
    Case("model_models", models_in_models, AB[:1]),
    Case("model_frozen", partly_frozen, AB[:1], {"training": True}),
    Case("model_middle", middle, AB[:1]),
    Case("model_collected", Collected, AB[:1]),
    Case("model_penalized", penalized, AB[:1]),
    Case("model_masks", Tagger, [WORDS], unknown=2),
    Case("model_trained", Phased, AB[:1], {"training": True}),
    Case("model_inference", Phased, AB[:1], {"training": False}),
    Case("model_lambdas", lambdas, AB, together=True),
    Case("model_residual", residual, [(2, 5, 5, 2)]),
]
