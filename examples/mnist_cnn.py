"""MNIST digits with a small CNN, trained in the browser."""

import bml
from bml import layers

digits, held_out = bml.datasets.mnist()

model = bml.Sequential([
    bml.Input((28, 28, 1)),
    layers.Conv2D(8, 5, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Conv2D(16, 5, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer=bml.optimizers.Adam(3e-3), loss="categorical_crossentropy", metrics=["accuracy"])


@bml.function
def prepare(image, label):
    return image / 255.0, bml.one_hot(label, 10)


@bml.script
def train(epochs: int = 2, batch_size: int = 64):
    model.fit(
        digits.map(prepare).shuffle(seed=1).batch(batch_size),
        epochs=epochs,
        validation_data=held_out.map(prepare).batch(256),
    )


@bml.function
def classify(image: bml.Image(28, 28, 1)) -> bml.Probabilities("0123456789"):
    return model(image[None] / 255.0)


if __name__ == "__main__":
    train()
