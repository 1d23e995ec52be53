"""Small programs as users write them, collected, on images made of noise."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bml.collect import collect_with_models
from bml.collect.program import Collected

__all__ = ["cnn", "collected", "frozen", "gan", "normalized", "recurrent", "smooth_cnn"]

_FOLDER = TemporaryDirectory(prefix="bml-programs-")  # Keras reads the files again, in its own process

# Ten patterns under noise: something that a net can learn.
HEAD = '''"""A small program."""
import numpy as np

import bml
from bml import layers

SIZE = {size}
generator = np.random.default_rng(5)
labels = generator.integers(0, 10, 2000).astype(np.uint8)
patterns = generator.random((10, SIZE, SIZE, 1))
noise = generator.random((2000, SIZE, SIZE, 1))
images = (255 * (0.7 * patterns[labels] + 0.3 * noise)).astype(np.uint8)
digits = bml.Dataset.from_tensor_slices((images, labels))


@bml.function
def prepare(image, label):
    return image / 255.0, bml.one_hot(label, 10)

'''
TAIL = """
model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=["accuracy"])


@bml.script
def train():
    data = digits.map(prepare).batch(8)
    model.fit(data, validation_data=data)
"""

CNN = """
model = bml.Sequential([
    bml.Input((SIZE, SIZE, 1)),
    layers.Conv2D(8, 5, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Conv2D(16, 5 if SIZE >= 20 else 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])
optimizer = "adam"
"""
SMOOTH_CNN = """
model = bml.Sequential([
    bml.Input((SIZE, SIZE, 1)),
    layers.Conv2D(8, 5, activation="tanh"),
    layers.AveragePooling2D(2),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])
optimizer = "adam"
"""
NORMALIZED = """
schedule = bml.optimizers.schedules.CosineDecay(0.01, 30, alpha=0.1, warmup_target=0.02, warmup_steps=5)
model = bml.Sequential([
    bml.Input((SIZE, SIZE, 1)),
    layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False),
    layers.BatchNormalization(momentum=0.8),
    layers.LeakyReLU(0.2),
    layers.Conv2DTranspose(3, 4, strides=2, padding="same", use_bias=False),
    layers.BatchNormalization(scale=False),
    layers.Activation("tanh"),
    layers.Conv2DTranspose(2, 3, activation="tanh"),
    layers.Reshape((-1,)),
    layers.Dropout(0.2),
    layers.Dense(10, activation="softmax"),
])
optimizer = bml.optimizers.Adam(schedule)
"""
FROZEN = """
class Inverse(bml.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        return 0.1 / (bml.ops.cast(step, "float32") + 1.0)


base = bml.Sequential(
    [bml.Input((SIZE, SIZE, 1)), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.Activation("tanh")]
)
base.trainable = False
model = bml.Sequential(
    [bml.Input((SIZE, SIZE, 1)), base, layers.Flatten(), layers.Dense(10, activation="softmax")]
)
optimizer = bml.optimizers.SGD(Inverse(), momentum=0.9)
"""
RECURRENT = """
class Rows(layers.Layer):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[2], 6), name="kernel")
        self.recurrent = self.add_weight(shape=(6, 6), name="recurrent")

    def call(self, x):
        def step(h, row):
            h = bml.ops.tanh(row @ self.kernel + h @ self.recurrent)
            return h, h

        rows = bml.ops.transpose(x[..., 0], (1, 0, 2))
        last, means = bml.ops.scan(step, bml.ops.zeros((bml.ops.shape(x)[0], 6)), rows)
        return last + bml.ops.mean(means, axis=0)


model = bml.Sequential([bml.Input((SIZE, SIZE, 1)), Rows(), layers.Dense(10, activation="softmax")])
optimizer = "adam"
"""
GAN = '''"""Two models that train against each other, normalized by the batch, on images of 8x8 pixels."""
import numpy as np

import bml
from bml import layers

images = bml.Dataset.from_tensor_slices(np.random.default_rng(1).normal(size=(64, 8, 8, 1)).astype("float32"))
generator = bml.Sequential([
    bml.Input((6,)),
    layers.Dense(32, use_bias=False),
    layers.BatchNormalization(momentum=0.8),
    layers.LeakyReLU(0.2),
    layers.Reshape((4, 4, 2)),
    layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
])
critic = bml.Sequential([
    bml.Input((8, 8, 1)),
    layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False),
    layers.BatchNormalization(momentum=0.8),
    layers.LeakyReLU(0.2),
    layers.Flatten(),
    layers.Dense(1),
])
critic_optimizer = bml.optimizers.Adam(2e-3, beta_1=0.5)
generator_optimizer = bml.optimizers.Adam(1e-3, beta_1=0.5)
cross_entropy = bml.losses.BinaryCrossentropy(from_logits=True)


@bml.function
def train_critic(real: bml.TensorSpec(("n", 8, 8, 1)), noise: bml.TensorSpec(("n", 6))):
    def loss(real, noise):
        fake = bml.stop_gradient(generator(noise, training=True))
        on_real, on_fake = critic(real, training=True), critic(fake, training=True)
        return cross_entropy(bml.ops.ones_like(on_real), on_real) + cross_entropy(
            bml.ops.zeros_like(on_fake), on_fake
        )

    value, gradients = bml.value_and_grad(loss, variables=critic.trainable_variables)(real, noise)
    critic_optimizer.apply(gradients, critic.trainable_variables)
    return value


@bml.function
def train_generator(noise: bml.TensorSpec(("n", 6))):
    def loss(noise):
        on_fake = critic(generator(noise, training=True), training=True)
        return cross_entropy(bml.ops.ones_like(on_fake), on_fake)

    critic.trainable = False
    try:
        value, gradients = bml.value_and_grad(loss)(noise)
    finally:
        critic.trainable = True
    generator_optimizer.apply(gradients, generator.trainable_variables)
    return value


@bml.function
def generate(noise: bml.TensorSpec(("n", 6))):
    return generator(noise)
'''


def collected(name: str, text: str) -> Collected:
    """What is declared by a file of this name with this text."""
    file = Path(_FOLDER.name) / f"{name}.py"
    file.write_text(text, encoding="utf-8")
    return collect_with_models(file)


def _sample(name: str, size: int, net: str) -> Collected:
    return collected(name, HEAD.replace("{size}", str(size)) + net + TAIL)


def cnn(size: int = 28) -> Collected:
    """The net of examples/mnist_cnn.py, for images of another size where asked."""
    return _sample("cnn", size, CNN)


def smooth_cnn(size: int = 28) -> Collected:
    """Without kinks: rounding flips nothing, so that runs of training stay together."""
    return _sample("smooth_cnn", size, SMOOTH_CNN)


def normalized(size: int = 8) -> Collected:
    """Down and up again as in a GAN's two nets, normalized by the batch, with draws and a rate that changes."""
    return _sample("normalized", size, NORMALIZED)


def frozen(size: int = 8) -> Collected:
    """A new head on a base that stays as it is, its normalization included, and a schedule of the file's own."""
    return _sample("frozen", size, FROZEN)


def recurrent(size: int = 8) -> Collected:
    """A loop whose gradient is taken."""
    return _sample("recurrent", size, RECURRENT)


def gan() -> Collected:
    """Two models, two optimizers, cut gradients."""
    return collected("gan", GAN)
