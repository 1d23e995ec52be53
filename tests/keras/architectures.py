"""The models of the programs: functional, sequential and subclassed ones, two with a training step of their own."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops, optimizers

if keras.backend.backend() == "tensorflow":
    from tape import value_and_grad
else:
    from bml import value_and_grad

__all__ = [
    "Gan",
    "Vae",
    "cnn",
    "functions",
    "lstm",
    "noisy",
    "one_loss_of_two",
    "resnet",
    "siamese",
    "tagger",
    "transformer",
    "two_inputs",
    "two_losses",
]


def cnn() -> Any:
    model = keras.Sequential(
        [
            keras.Input((12, 12, 1)),
            layers.Conv2D(6, 3, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.AveragePooling2D(2),
            layers.SeparableConv2D(8, 3, activation="tanh"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizers.Adam(1e-2), loss, metrics=["accuracy"])
    return model


def lstm() -> Any:
    model = keras.Sequential(
        [
            keras.Input((7,), dtype="int32"),
            layers.Embedding(20, 5, mask_zero=True),
            layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
            layers.GRU(4),
            layers.Dense(1, "sigmoid", kernel_regularizer="l2"),
        ]
    )
    model.compile(optimizers.SGD(1e-2, momentum=0.5), "binary_crossentropy", metrics=["accuracy"])
    return model


def tagger() -> Any:
    """A class for each word; what is masked counts neither in the loss nor in the metrics."""
    model = keras.Sequential(
        [
            keras.Input((7,), dtype="int32"),
            layers.Embedding(20, 5, mask_zero=True),
            layers.GRU(4, return_sequences=True, kernel_constraint="max_norm"),
            layers.TimeDistributed(layers.Dense(4, "softmax")),
        ]
    )
    metrics = ["accuracy", "sparse_categorical_crossentropy"]
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=metrics, weighted_metrics=["accuracy"])
    return model


class Block(layers.Layer):
    """A block of a transformer: attention to what came before, then a small net, each with a way around it."""

    def __init__(self, units: int) -> None:
        super().__init__()
        # Without biases: that of keys has no gradient but rounding's, of which Adam would make steps of full size.
        self.attention = layers.MultiHeadAttention(2, units // 2, use_bias=False)
        self.net = [layers.Dense(2 * units, "gelu"), layers.Dense(units)]
        self.norms = {"attention": layers.LayerNormalization(), "net": layers.LayerNormalization()}
        self.supports_masking = True

    def call(self, x: Any) -> Any:
        normed = self.norms["attention"](x)
        x = x + self.attention(normed, normed, use_causal_mask=True)
        inner = self.norms["net"](x)
        for layer in self.net:
            inner = layer(inner)
        return x + inner


class Transformer(keras.Model):
    def __init__(self) -> None:
        super().__init__()
        self.words = layers.Embedding(20, 6, mask_zero=True)
        self.places = layers.Embedding(7, 6)
        self.blocks = [Block(6), Block(6)]
        self.pool = layers.GlobalAveragePooling1D()
        self.head = layers.Dense(10)

    def call(self, words: Any) -> Any:
        x = self.words(words)
        mask = x._keras_mask if hasattr(x, "_keras_mask") else None
        x = x + self.places(ops.arange(ops.shape(words)[1]))
        for block in self.blocks:
            x = block(x)
        self.add_loss(1e-3 * ops.mean(ops.square(x)))
        return self.head(self.pool(x, mask=mask))


def transformer() -> Any:
    model = Transformer()
    optimizer = optimizers.AdamW(optimizers.schedules.CosineDecay(5e-4, 100), weight_decay=1e-2)
    model.compile(optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return model


def resnet() -> Any:
    """Residual blocks behind a first convolution that is not trained."""

    def normed(x: Any, filters: int, strides: int = 1) -> Any:
        x = layers.Conv2D(filters, 3, strides, padding="same", use_bias=False)(x)
        return layers.BatchNormalization(momentum=0.9)(x)

    x = inputs = keras.Input((12, 12, 1))
    x = layers.Conv2D(4, 3, padding="same", trainable=False)(x)
    for filters, strides in ((4, 1), (6, 2)):
        inner = layers.ReLU()(normed(x, filters, strides))
        around = x if strides == 1 else layers.Conv2D(filters, 1, strides)(x)
        x = layers.ReLU()(layers.Add()([normed(inner, filters), around]))
    model = keras.Model(inputs, layers.Dense(10, "softmax")(layers.GlobalAveragePooling2D()(x)))
    model.compile(optimizers.SGD(1e-2, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def siamese() -> Any:
    """One encoder, a model of its own, for two inputs."""
    encoder = keras.Sequential([keras.Input((6,)), layers.Dense(5, "tanh"), layers.Dense(4)])
    a, b = keras.Input((6,)), keras.Input((6,))
    apart = layers.Lambda(lambda pair: ops.norm(pair[0] - pair[1], axis=-1, keepdims=True))([encoder(a), encoder(b)])

    def contrastive(same: Any, apart: Any) -> Any:
        return ops.mean(same * ops.square(apart) + (1.0 - same) * ops.square(ops.maximum(1.0 - apart, 0.0)), axis=-1)

    model = keras.Model([a, b], apart)
    model.compile("adam", contrastive)
    return model


def two_inputs() -> Any:
    """Dictionaries of inputs, outputs, losses, their weights, metrics and weights of examples."""
    row, words = keras.Input((6,), name="row"), keras.Input((7,), dtype="int32", name="words")
    read = layers.GRU(3)(layers.Embedding(20, 4, mask_zero=True)(words))
    hidden = layers.Concatenate()([layers.Dense(4, "relu")(row), read])
    outputs = {"value": layers.Dense(3, name="value")(hidden), "kind": layers.Dense(3, "softmax", name="kind")(hidden)}
    model = keras.Model({"row": row, "words": words}, outputs)
    model.compile(
        "adam",
        {"value": "huber", "kind": "categorical_crossentropy"},
        loss_weights={"value": 0.5, "kind": 2.0},
        metrics={"value": ["mae"], "kind": ["accuracy"]},
    )
    return model


def functions() -> Any:
    """Functions as the loss and as metrics, weighted ones too; layers that nobody built."""

    def cubes(y: Any, p: Any) -> Any:
        return ops.mean(ops.abs(y - p) ** 3, axis=-1)

    def bias(y: Any, p: Any) -> Any:
        return ops.mean(ops.subtract(p, y), axis=-1)

    def largest(y: Any, p: Any) -> Any:
        return ops.max(ops.abs(ops.subtract(p, y)), axis=-1)

    model = keras.Sequential([layers.Dense(4, "tanh"), layers.Dense(3)])
    model.compile(optimizers.SGD(0.05), cubes, metrics=[bias], weighted_metrics=[largest])
    return model


def two_losses() -> Any:
    x = keras.Input((6,))
    hidden = layers.Dense(4, "relu", activity_regularizer="l1")(x)
    model = keras.Model(x, [layers.Dense(3, name="value")(hidden), layers.Dense(3, "softmax", name="kind")(hidden)])
    model.compile("adam", ["mse", "categorical_crossentropy"], loss_weights=[0.3, 1.0])
    return model


def one_loss_of_two() -> Any:
    x = keras.Input((6,))
    hidden = layers.Dense(4, "tanh")(x)
    model = keras.Model(x, [layers.Dense(3)(hidden), hidden])
    model.compile("adam", ["mse", None])
    return model


def noisy() -> Any:
    model = keras.Sequential(
        [
            keras.Input((12, 12, 1)),
            layers.RandomFlip(),
            layers.GaussianNoise(0.1),
            layers.Conv2D(4, 3, strides=2, activation="tanh"),
            layers.SpatialDropout2D(0.3),
            layers.Flatten(),
            layers.Dropout(0.4),
            layers.Dense(10),
            layers.ActivityRegularization(1e-3),
        ]
    )
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


class Vae(keras.Model):
    """Trained on rows, with noise that it draws itself."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = keras.Sequential([keras.Input((6,)), layers.Dense(5, "tanh"), layers.Dense(4)])
        self.decoder = keras.Sequential([keras.Input((2,)), layers.Dense(5, "tanh"), layers.Dense(6)])
        self.noise = keras.random.SeedGenerator(3)
        self.tracked = {name: keras.metrics.Mean(name) for name in ("loss", "divergence")}
        self.compile(optimizers.Adam(1e-2))
        self.optimizer.build(self.trainable_variables)

    @property
    def metrics(self) -> list[Any]:
        return list(self.tracked.values())

    def bound(self, rows: Any) -> Any:
        mean, log_variance = ops.split(self.encoder(rows), 2, axis=-1)
        noise = keras.random.normal(ops.shape(mean), seed=self.noise)
        made = self.decoder(mean + ops.exp(0.5 * log_variance) * noise)
        error = ops.sum(ops.square(rows - made), axis=-1)
        divergence = -0.5 * ops.sum(1.0 + log_variance - ops.square(mean) - ops.exp(log_variance), axis=-1)
        return ops.mean(error + divergence), {"divergence": divergence}

    def train_step(self, data: Any) -> Any:
        weights = self.trainable_variables
        (loss, parts), gradients = value_and_grad(self.bound, has_aux=True, variables=weights)(data[0])
        self.optimizer.apply(gradients, weights)
        for name, value in {"loss": loss, **parts}.items():
            self.tracked[name].update_state(value)
        return {name: metric.result() for name, metric in self.tracked.items()}


class Gan(keras.Model):
    """A generator and a critic with an optimizer each; noise comes with the batch."""

    def __init__(self) -> None:
        super().__init__()
        self.generator = keras.Sequential([keras.Input((3,)), layers.Dense(5), layers.LeakyReLU(), layers.Dense(6)])
        self.critic = keras.Sequential([keras.Input((6,)), layers.Dense(5, "tanh"), layers.Dense(1)])
        self.optimizers = [optimizers.Adam(1e-2, beta_1=0.5), optimizers.RMSprop(1e-2)]
        for part, optimizer in zip((self.generator, self.critic), self.optimizers, strict=True):
            optimizer.build(part.trainable_variables)
        self.cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)

    def train_step(self, data: Any) -> Any:
        real, noise = data
        count = ops.shape(real)[0]

        def critics() -> Any:
            said = ops.concatenate([self.critic(real), self.critic(self.generator(noise))])
            right = ops.concatenate([ops.ones((count, 1)), ops.zeros((count, 1))])
            return self.cross_entropy(right, said)

        def generators(noise: Any) -> Any:
            return self.cross_entropy(ops.ones((count, 1)), self.critic(self.generator(noise)))

        weights = self.critic.trainable_variables
        critic_loss, gradients = value_and_grad(critics, variables=weights)()
        self.optimizers[1].apply(gradients, weights)
        weights = self.generator.trainable_variables
        loss, gradients = value_and_grad(generators, variables=weights)(noise)
        self.optimizers[0].apply(gradients, weights)
        return {"loss": loss, "critic_loss": critic_loss}
