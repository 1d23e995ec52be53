"""Strokes, told apart by a small net."""

import numpy as np

import bml
from bml import layers

LABELS = ["across", "down", "ring"]


def stroke(kind: int, generator: np.random.Generator) -> np.ndarray:
    """White on black, as the page's drawing pad hands it on: fitted into 20 x 20 pixels, in the middle."""
    y, x = np.mgrid[-13.5:14, -13.5:14]
    tilt = generator.uniform(-0.3, 0.3)
    along, beside = (x + tilt * y, y - tilt * x) if kind == 0 else (y + tilt * x, x - tilt * y)
    width = generator.uniform(1, 2)
    inside = (abs(along) < 10) & (abs(beside) < width)
    if kind == 2:
        inside = abs(np.hypot(x, generator.uniform(0.8, 1.2) * y) - 8.5) < width
    return (255 * inside).astype(np.uint8)[..., None]


def strokes(count: int, seed: int) -> bml.Dataset:
    generator = np.random.default_rng(seed)
    kinds = generator.integers(0, len(LABELS), count)
    images = np.stack([stroke(kind, generator) for kind in kinds])
    return bml.Dataset.from_tensor_slices((images, kinds.astype(np.uint8)))


drawn = strokes(480, seed=1)
held_out = strokes(120, seed=2)

model = bml.Sequential(
    [
        bml.Input((28, 28, 1)),
        layers.Conv2D(4, 5, strides=2, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(optimizer=bml.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])


@bml.function
def prepare(image, label):
    return image / 255.0, label


@bml.script
def train(epochs: int = 2, batch_size: int = 32, validate: bool = True):
    if validate:
        model.fit(
            drawn.map(prepare).shuffle(seed=1).batch(batch_size),
            epochs=epochs,
            validation_data=held_out.map(prepare).batch(60),
        )
    else:
        model.fit(drawn.map(prepare).batch(batch_size), epochs=epochs)


@bml.script
def rounds(count: int, note: str = ""):
    for _ in range(count):
        model.fit(drawn.map(prepare).batch(60), epochs=1)
    return model.evaluate(held_out.map(prepare).batch(60), return_dict=True)["accuracy"]


@bml.function
def classify(image: bml.Image(28, 28, 1)) -> bml.Probabilities(LABELS):
    return model(image[None] / 255.0)


@bml.function
def scale(value: float, times: int):
    return value * times
